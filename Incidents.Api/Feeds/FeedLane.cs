using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Incidents.Api.Access;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds;

/// <summary>Sends one receiver its messages, until it is stopped.</summary>
/// <remarks>
/// Messages are taken as places become free and go out at the same time; what became of them is recorded together, as many as there are
/// after a moment. So one that takes long holds up none of another thing, and a quick receiver costs few transactions.
/// </remarks>
internal sealed partial class FeedLane(
    FeedTarget target, IFeedChannel channel, Outbox outbox, FeedContents contents, FeedDocuments documents, IAccessLog accessLog,
    FeedSettings settings, ILogger logger)
{
    // As many messages at most are in one entry of the access log.
    private const int MostAtOnce = 200;
    private static readonly Duration WhileLogIsAway = Duration.FromSeconds(1);

    // Each message alone would need two transactions and an entry of the access log.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<FeedOutcome> finished = new();
    private readonly List<FeedOutcome> unsettled = [];
    private readonly FeedRetry retry = new(Duration.FromTimeSpan(settings.FirstRetry), Duration.FromTimeSpan(settings.LongestRetry));
    private readonly ILogger logger = logger;
    private volatile TaskCompletionSource news = News();
    private int flying;
    private bool hasLookedBack;

    /// <summary>Sends until it is cancelled; then breaks off what is on its way, and gives it back to the outbox.</summary>
    /// <remarks>A receiver may have taken what is broken off: it comes again under its id.</remarks>
    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
                await Step(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            LogStopped(target.Name);
        }
        // The store may fail while this stops: what it does not know of is sent again when its time is over.
        catch (Exception e)
        {
            LogFailed(e, target.Name);
        }
        await End();
    }

    private async Task Step(CancellationToken cancellation)
    {
        try
        {
            // Who fetches its messages was away until now: that was waiting, not failing.
            if (!hasLookedBack && target.Address is null)
                await outbox.ForgetFailing(target.Id, cancellation);
            hasLookedBack = true;
            var hasSettled = await Settle(cancellation);
            var hasBegun = await Begin(cancellation);
            if (hasBegun)
                await Task.Delay(Gathering, cancellation);
            else if (!hasSettled)
                await Task.WhenAny(news.Task, Task.Delay(settings.Interval, cancellation));
        }
        // A fault here is none of a message: they are tried again.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(e, target.Name);
            await Task.Delay(settings.FirstRetry, cancellation);
        }
    }

    private async Task<bool> Settle(CancellationToken cancellation)
    {
        // Made anew before the queue is emptied: what comes after that is told by the new one.
        if (news.Task.IsCompleted)
            news = News();
        while (finished.TryDequeue(out var outcome))
        {
            flying--;
            unsettled.Add(outcome);
        }
        if (unsettled.Count == 0)
            return false;
        var givenUp = await outbox.Settle(target.Id, unsettled, Duration.FromTimeSpan(settings.GivesUpAfter), cancellation);
        if (givenUp > 0)
            LogGivenUp(target.Name, givenUp);
        unsettled.Clear();
        return true;
    }

    private async Task<bool> Begin(CancellationToken cancellation)
    {
        var free = Math.Min(MostAtOnce, target.MostInFlight - flying);
        if (free <= 0 || await outbox.Claim(target.Id, free, settings.Lease, cancellation) is not { Count: > 0 } claims)
            return false;
        try
        {
            await Record(claims, cancellation);
        }
        catch (AccessLogException e)
        {
            // What cannot be put on record is not sent.
            LogUnrecorded(e, target.Name);
            await outbox.Release(target.Id, claims, WhileLogIsAway, cancellation);
            return false;
        }
        var (read, faults) = await contents.Of([.. claims.Select(claim => claim.Thing).Distinct()], cancellation);
        foreach (var claim in claims)
        {
            flying++;
            if (faults.TryGetValue(claim.Thing, out var fault))
                Finish(new(claim, fault, IsFinal: true));
            else
                _ = Send(claim, read.GetValueOrDefault(claim.Thing) ?? [], cancellation);
        }
        return true;
    }

    // Never throws: whatever happens becomes an outcome.
    private async Task Send(FeedClaim claim, IReadOnlyList<IDomainEvent> events, CancellationToken cancellation)
    {
        FeedMessage? message;
        try
        {
            message = documents.Of(claim, target, events);
        }
        catch (Exception e)
        {
            Finish(new(claim, $"It cannot be made ({e.GetType().Name}).", IsFinal: true));
            return;
        }
        if (message is null)
        {
            Finish(new(claim, "Its thing is not there any more, or is of a kind that feeds do not tell of.", IsFinal: true));
            return;
        }
        string? failure;
        try
        {
            failure = await channel.Send(message, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Finish(new(claim, null) { IsStopped = true });
            return;
        }
        catch (Exception e)
        {
            failure = StoreFault.Reason(e);
        }
        Finish(new(claim, failure) { Wait = retry.After(claim.Id, claim.Tries) });
    }

    private void Finish(FeedOutcome outcome)
    {
        finished.Enqueue(outcome);
        news.TrySetResult();
    }

    private static TaskCompletionSource News() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task Record(IReadOnlyList<FeedClaim> claims, CancellationToken cancellation) => accessLog.Write(
        new(
            AccessKind.Delivered, target.Id.ToString("N"), target.Name,
            new JsonObject
            {
                ["operation"] = "deliver",
                ["format"] = target.Format.ToString(),
                ["address"] = target.Address?.Authority,
                ["classes"] = new JsonArray([.. target.Sight.Classes.Select(name => JsonValue.Create(name))]),
                ["count"] = claims.Count,
                ["things"] = new JsonArray([.. claims.Select(claim => claim.Thing).Distinct().Select(id => JsonValue.Create(id))]),
                ["messages"] = new JsonArray([.. claims.Select(claim => JsonValue.Create(claim.Id))]),
            }),
        cancellation);

    private async Task End()
    {
        using var patience = new CancellationTokenSource(settings.Patience);
        try
        {
            await Settle(patience.Token);
            while (flying > 0)
            {
                await news.Task.WaitAsync(patience.Token);
                await Settle(patience.Token);
            }
        }
        catch (Exception e)
        {
            // What is not recorded is sent again under the same id, when its time is over.
            LogFailed(e, target.Name);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Receiver} is not sent to any more by this host.")]
    private partial void LogStopped(string receiver);

    [LoggerMessage(LogLevel.Warning, "{Receiver} could not be sent to; this is tried again.")]
    private partial void LogFailed(Exception e, string receiver);

    [LoggerMessage(LogLevel.Error, "{Receiver} did not take {Count} messages in time: they are dead letters.")]
    private partial void LogGivenUp(string receiver, int count);

    [LoggerMessage(LogLevel.Warning, "{Receiver} is not sent to while the access log cannot be written.")]
    private partial void LogUnrecorded(Exception e, string receiver);
}
