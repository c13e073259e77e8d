using Incidents.Api.Store;
using Npgsql;

namespace Incidents.Api.Reactions;

/// <summary>Follows all reactions, each by itself: one that does not get on holds up no other.</summary>
/// <remarks>
/// It hears of news when the read models hold a page, and looks once in a while without being told: a read model that stands still holds
/// up no reaction, and nobody tells of what another host appended while the database was away.
/// </remarks>
internal sealed partial class ReactionService(
    IReadOnlyList<ReactionFollower> followers, NpgsqlDataSource source, ReactionOptions options, ILogger<ReactionService> log)
    : BackgroundService
{
    private static readonly TimeSpan TidyAfter = TimeSpan.FromHours(1);

    private readonly ILogger<ReactionService> log = log;
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (followers.Count == 0)
            return;
        try
        {
            var following = followers.Select(follower => Follow(follower, stoppingToken));
            await Task.WhenAll([.. following, Listen(stoppingToken), Tidy(stoppingToken)]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Follow(ReactionFollower follower, CancellationToken cancellation)
    {
        while (true)
        {
            var next = Volatile.Read(ref news).Task;
            try
            {
                await follower.Run(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                if (StoreFault.IsAway(e))
                    LogAway(follower.Name, e.Message);
                else
                    LogFailed(e, follower.Name);
                // Whoever fails at once must not try again with every page that is told.
                next = Task.Delay(options.Pause, cancellation);
            }
            await Task.WhenAny(next, Task.Delay(options.Pause, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private async Task Listen(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellation);
                await using (var listen = new NpgsqlCommand($"listen {ReadModelNews.Channel}", connection))
                    await listen.ExecuteNonQueryAsync(cancellation);
                while (true)
                {
                    await connection.WaitAsync(cancellation);
                    Interlocked.Exchange(ref news, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogDeaf(e.Message);
                await Task.Delay(options.Pause, cancellation);
            }
        }
    }

    private async Task Tidy(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TidyAfter);
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            try
            {
                await ReactionTables.Tidy(source, cancellation);
                foreach (var follower in followers)
                    await follower.Tidy(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                LogAway("tidying", e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The reaction {Reaction} waits for the database: {Reason}")]
    private partial void LogAway(string reaction, string reason);

    [LoggerMessage(LogLevel.Error, "The reaction {Reaction} does not get on; this is tried again.")]
    private partial void LogFailed(Exception e, string reaction);

    [LoggerMessage(LogLevel.Warning, "Reactions do not hear of news; they look once in a while: {Reason}")]
    private partial void LogDeaf(string reason);
}
