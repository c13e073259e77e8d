using Incidents.Api;
using Incidents.Api.Analyse;
using JasperFx;

if (AnalyseCommand.IsAskedFor(args))
    return AnalyseCommand.RunAlone(args);
return await Launch.RunAsync(args, async (options, connectionString) =>
{
    var builder = Launch.CreateBuilder(options, connectionString);
    builder.AddIncidents(connectionString);
    var app = builder.Build();
    await app.PrepareStore();
    app.MapIncidents();
    app.AnnounceReady(options);
    if (options.IsCommand)
        return await app.RunJasperFxCommands([.. options.Remaining]);
    await app.RunAsync();
    return 0;
});
