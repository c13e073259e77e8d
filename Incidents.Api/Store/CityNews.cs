using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Hears of cities that other hosts declare.</summary>
internal sealed partial class CityNews(CityCatalogue catalogue, NpgsqlDataSource source, ILogger<CityNews> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogDeaf(e);
            }
            await Task.Delay(Pause, stoppingToken);
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using (var listen = new NpgsqlCommand($"listen {CityCatalogue.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation);
        while (true)
        {
            // Also at first: what was declared while nobody listened.
            await catalogue.Load(cancellation);
            await connection.WaitAsync(cancellation);
        }
    }

    [LoggerMessage(LogLevel.Warning, "New cities of other hosts are not heard of at once; they are looked for when a report names one.")]
    private partial void LogDeaf(Exception e);
}
