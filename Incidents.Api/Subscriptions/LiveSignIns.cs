using Incidents.Api.Access.SignIn;
using Incidents.Api.Store;
using Microsoft.AspNetCore.Authentication;

namespace Incidents.Api.Subscriptions;

/// <summary>Ends the connections whose sign-in is over, and has the others put on record what they were told.</summary>
/// <remarks>
/// A session that was ended at any host is found within some seconds. While the store is away, sessions hold for a minute, as they do for
/// requests.
/// </remarks>
internal sealed partial class LiveSignIns(
    LiveConnections connections, SessionStore sessions, TimeProvider time, ILogger<LiveSignIns> log) : BackgroundService
{
    private const int MostFlushes = 128;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UsableWhileAway = TimeSpan.FromMinutes(1);

    private long checkedAt;

    /// <summary>How long the sign-in of a request holds; null where it has none.</summary>
    public async Task<LiveSignIn?> Of(HttpContext http, string? scheme = null)
    {
        var result = await http.AuthenticateAsync(scheme);
        if (!result.Succeeded)
            return null;
        return SessionSignIn.IdOf(result.Properties) is { } session ? new(session, null) : new(null, result.Properties.ExpiresUtc);
    }

    /// <summary>Prolongs the session of who has just asked for something over a connection, as a request would.</summary>
    public async Task Renew(LiveSignIn signIn)
    {
        if (signIn.Session is not { } session)
            return;
        try
        {
            await sessions.Renew(session);
        }
        catch (Exception e) when (StoreFault.IsOfStore(e))
        {
            LogUnrenewed(e);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        checkedAt = time.GetTimestamp();
        // Beside each other: an access log that is slow must not let a session live on.
        await Task.WhenAll(Each(Look, stoppingToken), Each(Flush, stoppingToken));
    }

    private async Task Each(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var tick = new PeriodicTimer(Interval, time);
        try
        {
            while (await tick.WaitForNextTickAsync(cancellation))
                await work(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    // So many at a time: further ones would wait in the queue of the log, which has no room for all.
    private Task Flush(CancellationToken cancellation) => Parallel.ForEachAsync(
        connections.Open.SelectMany(connection => connection.Due),
        new ParallelOptions { MaxDegreeOfParallelism = MostFlushes, CancellationToken = cancellation },
        async (subscription, token) => await LiveConnection.Flush(subscription, token));

    private async Task Look(CancellationToken cancellation)
    {
        LiveConnection[] open = [.. connections.Open];
        var ids = open.Select(connection => connection.SignIn?.Session).OfType<string>().Distinct().ToArray();
        IReadOnlySet<string> over = new HashSet<string>();
        try
        {
            over = await sessions.Over(ids, cancellation);
            checkedAt = time.GetTimestamp();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogUnchecked(e);
            if (time.GetElapsedTime(checkedAt) > UsableWhileAway)
                over = ids.ToHashSet();
        }
        var now = time.GetUtcNow();
        foreach (var connection in open)
        {
            if (connection.SignIn is { } signIn
                && (signIn.Until <= now || (signIn.Session is { } session && over.Contains(session))))
                connection.EndSignIn();
        }
        foreach (var connection in open)
            connection.SayAlive();
    }

    [LoggerMessage(LogLevel.Warning, "It could not be read which sessions are over.")]
    private partial void LogUnchecked(Exception cause);

    [LoggerMessage(LogLevel.Warning, "A session could not be prolonged.")]
    private partial void LogUnrenewed(Exception cause);
}
