using System.Text.Json.Nodes;

namespace Incidents.Api.Access;

/// <summary>Puts refused requests on the access log, those that are alike once in a minute with their number.</summary>
/// <remarks>
/// Who sends many must not fill the disk. Of refusals with the same reason, address and path the first is put on record at once, the
/// others together when the minute is over. Where a minute has more kinds of them than are counted apart, the rest is counted by reason.
/// </remarks>
internal sealed partial class RefusalLog(IAccessLog log, TimeProvider time, ILogger<RefusalLog> logger) : BackgroundService
{
    /// <summary>How long refusals are counted together.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    private const int MostApart = 1_000;
    private const int LongestPath = 200;
    private const string Others = "others";

    private readonly Lock gate = new();
    private Dictionary<Key, Count> counts = [];

    /// <summary>Puts a refusal on record, or counts it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="reason">Why it is refused: a word of ours, never what was sent.</param>
    /// <param name="key">Id of the key that it named and that is known, or null.</param>
    public async Task Note(HttpContext http, string reason, string? key = null)
    {
        var path = http.Request.Path.Value ?? "";
        var refused = new Key(
            reason, key, http.Connection.RemoteIpAddress?.ToString() ?? "", http.Request.Method,
            path.Length <= LongestPath ? path : path[..LongestPath]);
        lock (gate)
        {
            if (counts.Count >= MostApart && !counts.ContainsKey(refused))
                refused = new(reason, null, Others, Others, Others);
            if (counts.TryGetValue(refused, out var count))
            {
                count.More++;
                return;
            }
            counts[refused] = new();
        }
        await Write(refused, 1, time.GetUtcNow(), null);
    }

    /// <summary>Puts what was counted on record.</summary>
    public async Task Flush()
    {
        Dictionary<Key, Count> over;
        lock (gate)
            (over, counts) = (counts, []);
        var now = time.GetUtcNow();
        foreach (var (refused, count) in over)
        {
            if (count.More > 0)
                await Write(refused, count.More, now - Interval, now);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minute = new PeriodicTimer(Interval, time);
        try
        {
            while (await minute.WaitForNextTickAsync(stoppingToken))
                await Flush();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task Write(Key refused, int times, DateTimeOffset from, DateTimeOffset? until)
    {
        var details = new JsonObject
        {
            ["reason"] = refused.Reason,
            ["address"] = refused.Address,
            ["method"] = refused.Method,
            ["path"] = refused.Path,
            ["times"] = times,
            ["from"] = from,
        };
        if (refused.KeyId is not null)
            details["key"] = refused.KeyId;
        if (until is not null)
            details["until"] = until;
        try
        {
            await log.Write(new(AccessKind.Refused, "", "", details), CancellationToken.None);
        }
        catch (AccessLogException e)
        {
            // Nothing is answered but the refusal.
            LogLost(e, refused.Reason, times);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Times} refusals ({Reason}) could not be put on the access log")]
    private partial void LogLost(Exception cause, string reason, int times);

    private sealed record Key(string Reason, string? KeyId, string Address, string Method, string Path);

    private sealed class Count
    {
        public int More { get; set; }
    }
}
