using Incidents.Api.Access;

namespace Incidents.Api.Feeds;

/// <summary>Makes the lanes of receivers.</summary>
internal sealed class FeedLanes(
    Outbox outbox, FeedContents contents, FeedDocuments documents, IAccessLog accessLog, FeedSettings settings, ILogger<FeedLane> logger)
{
    /// <summary>The lane of a receiver.</summary>
    /// <param name="target">The receiver.</param>
    /// <param name="channel">The way to it.</param>
    public FeedLane Of(FeedTarget target, IFeedChannel channel) =>
        new(target, channel, outbox, contents, documents, accessLog, settings, logger);
}

/// <summary>Sends to the receivers that have an address, each by a lane of its own.</summary>
/// <remarks>A receiver that another host has added, changed or ended is known here within a second or two.</remarks>
internal sealed partial class FeedSender(
    FeedStore store, FeedLanes lanes, WebhookClient client, FeedSettings settings, ILogger<FeedSender> logger) : BackgroundService
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Guid, Running> running = [];
    private readonly ILogger<FeedSender> logger = logger;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Interval == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(Fresh);
        try
        {
            do
            {
                await Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopping(running.Count);
        }
        await Task.WhenAll(running.Values.Select(Stop));
    }

    private async Task Look(CancellationToken cancellation)
    {
        List<FeedTarget> targets;
        try
        {
            targets = [.. (await store.Targets(cancellation)).Where(target => target.Address is not null)];
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogAway(e);
            return;
        }
        foreach (var (id, lane) in running.ToArray())
        {
            if (targets.Exists(target => target.IsLike(lane.Target)))
                continue;
            running.Remove(id);
            await Stop(lane);
        }
        foreach (var target in targets.Where(target => !running.ContainsKey(target.Id)))
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var lane = lanes.Of(target, new WebhookChannel(client, target));
            running.Add(target.Id, new(target, source, Task.Run(() => lane.Run(source.Token), CancellationToken.None)));
        }
    }

    private static async Task Stop(Running lane)
    {
        await lane.Source.CancelAsync();
        await lane.Work;
        lane.Source.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "{Count} receivers are not sent to any more by this host.")]
    private partial void LogStopping(int count);

    [LoggerMessage(LogLevel.Warning, "The receivers of feeds could not be read; this is tried again.")]
    private partial void LogAway(Exception e);

    private sealed record Running(FeedTarget Target, CancellationTokenSource Source, Task Work);
}
