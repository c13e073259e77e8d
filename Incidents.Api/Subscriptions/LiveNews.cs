using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Subscriptions;

/// <summary>Hears when the read models of whichever host hold further events, and has the subscriptions told of them.</summary>
/// <remarks>
/// It listens only while somebody is subscribed. A read model that catches up by itself, and a host that is killed between a page and its
/// notice, are found by looking once a second.
/// </remarks>
internal sealed partial class LiveNews(LiveHub hub, NpgsqlDataSource source, ILogger<LiveNews> log) : BackgroundService
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await hub.Wanted.WaitAsync(stoppingToken);
                try
                {
                    await Listen(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    LogDeaf(e);
                    await Task.Delay(LookAgainAfter, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using (var listen = new NpgsqlCommand($"listen {ReadModelNews.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellation);
        while (hub.IsWanted)
        {
            // Also at first: what was projected while nobody listened.
            await hub.Advance(cancellation);
            await connection.WaitAsync(LookAgainAfter, cancellation);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events are not told as they come; they are told when the database answers again.")]
    private partial void LogDeaf(Exception e);
}
