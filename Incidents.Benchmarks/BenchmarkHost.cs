using Incidents.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Incidents.Benchmarks;

/// <summary>The whole host in this process, on a loopback port of its own.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private BenchmarkHost(WebApplication app, int port) => (this.app, Port) = (app, port);

    public int Port { get; }

    public IServiceProvider Services => app.Services;

    public T Get<T>() where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Starts the host.</summary>
    /// <param name="database">Its database; tables are made where they are not.</param>
    /// <param name="configure">What it does.</param>
    /// <param name="map">Addresses beside the host's own.</param>
    /// <param name="services">Replaces services of the host.</param>
    /// <param name="settings">Its settings, where not the default.</param>
    public static async Task<BenchmarkHost> Start(
        BenchmarkDatabase database, Action<IncidentsHostOptions>? configure = null, Action<WebApplication>? map = null,
        Action<IServiceCollection>? services = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        // What rules cost is measured where it is said.
        builder.Configuration.AddInMemoryCollection([new("Correlation:Enabled", "false")]).AddInMemoryCollection(settings);
        builder.AddIncidents(database.ConnectionString, configure);
        BenchmarkSignIn.AddTo(builder.Services);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        await app.PrepareStore();
        app.MapIncidents();
        map?.Invoke(app);
        await app.StartAsync();
        return new(
            app, new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port);
    }

    public async ValueTask DisposeAsync()
    {
        var source = app.Services.GetRequiredService<NpgsqlDataSource>();
        await app.StopAsync();
        await app.DisposeAsync();
        await source.DisposeAsync();
    }
}
