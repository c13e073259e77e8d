using Incidents.Api;
using Incidents.Api.Import;
using JasperFx;

ImportCommand.ReserveOutput(args);
return await Launch.RunAsync(args, async (options, connectionString) =>
{
    var builder = Launch.CreateBuilder(options, connectionString);
    // A command may run beside the server: it leaves projecting to that one.
    builder.AddIncidents(connectionString, host => host.RunsDaemon = !options.IsCommand);
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
