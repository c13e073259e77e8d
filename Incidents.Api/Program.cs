using Incidents.Api;

return await Launch.RunAsync(args, async (options, connectionString) =>
{
    var builder = WebApplication.CreateBuilder([.. options.Remaining]);
    builder.Follow(options, connectionString);

    var app = builder.Build();
    app.MapGet("/health/live", () => "live");
    app.AnnounceReady(options);
    await app.RunAsync();
    return 0;
});
