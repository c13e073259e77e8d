using Incidents.Api;
using Incidents.Api.Data;
using Incidents.Api.FileAnalyses;
using JasperFx;
using Spectre.Console;

if (AnalyseCommand.IsAskedFor(args))
    return AnalyseCommand.RunAlone(args);
return await Launch.RunAsync(args, async (options, connectionString) =>
{
    // What a command prints on standard output is its result; what the libraries have to say goes beside it.
    if (options.IsCommand)
        AnsiConsole.Console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
    var builder = Launch.CreateBuilder(options, connectionString);
    builder.AddIncidents(connectionString, host =>
    {
        // A command may run beside the server: it leaves projecting, and simulating, to that one.
        host.RunsDaemon = !options.IsCommand;
        host.Forecasts = new() { Plans = Catalogues.ForecastPlans(Catalogues.Cities()), RunsByItself = !options.IsCommand };
        host.Simulates = !options.IsCommand && options.Demo;
    });
    var app = builder.Build();
    await app.PrepareStore();
    app.MapIncidents();
    if (options.IsCommand)
        // JasperFx knows only success and failure; a command that has more to say sets the exit code itself.
        return await app.RunJasperFxCommands([.. options.Remaining]) is 0 ? 0 : Math.Max(1, Environment.ExitCode);
    app.AnnounceReady(options);
    await app.RunAsync();
    return 0;
});
