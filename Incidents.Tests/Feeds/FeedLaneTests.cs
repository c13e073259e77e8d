using System.Collections.Concurrent;
using Incidents.Api.Access;
using Incidents.Api.Feeds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>The outbox where hosts stop, die and come late, over lanes of the test's own.</summary>
public sealed class FeedLaneTests(FeedHost feeds) : IClassFixture<FeedHost>
{
    private static readonly Duration Hour = Duration.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningHost Host => feeds.Host;

    private Outbox Outbox => Host.Services.GetRequiredService<Outbox>();

    [Fact]
    public async Task What_is_broken_off_is_given_back_and_does_not_count_as_failing()
    {
        var (target, _) = await Waiting();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var run = Lane(
            target,
            async (_, token) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
                return null;
            }).Run(stop.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await stop.CancelAsync();
        await run;

        Assert.Equal(
            [[0, true, true]],
            await Host.Query(
                $"select tries, failing_since is null, due_at <= clock_timestamp() from feeds.outbox where subscription = '{target.Id}'"));
        Assert.Equal([[true]], await Host.Query($"select failed_at is null from feeds.subscription where id = '{target.Id}'"));
    }

    [Fact]
    public async Task Time_during_which_a_receiver_was_away_is_no_time_of_failing()
    {
        var (target, _) = await Waiting();
        await Host.Query(
            $"""
             update feeds.outbox set failure = 'x', failing_since = clock_timestamp() - interval '25 hours',
                 due_at = clock_timestamp() - interval '25 hours'
             where subscription = '{target.Id}' returning sequence
             """);
        using var stop = new CancellationTokenSource();
        var tries = 0;

        var run = Lane(target, (_, _) => Task.FromResult(Interlocked.Increment(ref tries) is 1 ? "It answered with status 500." : null))
            .Run(stop.Token);
        await RunningHost.Until(async () => await Counts(target) is not (0, 0), "the message to be delivered or given up");
        await stop.CancelAsync();
        await run;

        Assert.Equal((1, 0), await Counts(target));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task A_fault_while_a_lane_stops_ends_nothing_else()
    {
        var (target, _) = await Waiting();
        using var stop = new CancellationTokenSource();
        var log = new FailingLog(stop);

        await Lane(target, (_, _) => Task.FromResult<string?>(null), log).Run(stop.Token);

        Assert.True(stop.IsCancellationRequested);
        Assert.Equal((0, 0), await Counts(target));
    }

    [Fact]
    public async Task What_a_host_had_taken_that_died_is_sent_by_another_when_its_time_is_over()
    {
        var (target, alert) = await Waiting();
        var taken = Assert.Single(await Outbox.Claim(target.Id, 10, Hour, Cancellation));
        Assert.Empty(await Outbox.Claim(target.Id, 10, Hour, Cancellation));
        await Host.Query(
            $"update feeds.outbox set due_at = due_at - interval '1 hour' where subscription = '{target.Id}' returning sequence");
        var sent = new ConcurrentQueue<FeedClaim>();
        using var stop = new CancellationTokenSource();

        var run = Lane(
            target,
            (message, _) =>
            {
                sent.Enqueue(message.Claim);
                return Task.FromResult<string?>(null);
            }).Run(stop.Token);
        await RunningHost.Until(async () => await Counts(target) is (1, 0), "the message to be delivered");
        await stop.CancelAsync();
        await run;

        var again = Assert.Single(sent);
        Assert.Equal((alert, taken.Id, 2), (again.Thing, again.Id, again.Tries));
    }

    [Fact]
    public async Task A_late_failure_gives_up_nothing_that_another_host_has_on_its_way()
    {
        var (target, _) = await Waiting();
        await Outbox.Settle(target.Id, [new(await Taken(Hour), "It answered with status 500.")], Hour, Cancellation);
        var late = await Taken(Duration.Zero);
        var next = await Taken(Hour);

        Assert.Equal(0, await Outbox.Settle(target.Id, [new(late, "late", IsFinal: true)], Hour, Cancellation));
        Assert.Equal((0, 0), await Counts(target));
        Assert.Equal(1, await Outbox.Settle(target.Id, [new(next, "not taken", IsFinal: true)], Hour, Cancellation));
        Assert.Equal((0, 1), await Counts(target));

        // An ended receiver is sent nothing, also where the replay was asked for before.
        await Host.Ask($$"""mutation { endFeedSubscription(id: "{{target.Id}}") { endedAt } }""");
        Assert.Equal(0, await Outbox.Replay(target.Id, null, Cancellation));
        Assert.Equal((0, 1), await Counts(target));

        async Task<FeedClaim> Taken(Duration lease) => Assert.Single(await Outbox.Claim(target.Id, 10, lease, Cancellation));
    }

    // A receiver that no host sends to, since none is connected, and one message that waits for it.
    private async Task<(FeedTarget Target, Guid Alert)> Waiting()
    {
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, null, "EIDO");
        var alert = await feeds.Alert(city);
        await RunningHost.Until(
            async () => (await feeds.Shown(id)).GetProperty("waiting").GetInt32() == 1, "a message to wait");
        return ((await Host.Services.GetRequiredService<FeedStore>().Targets(Cancellation)).Single(target => target.Id == id), alert);
    }

    private async Task<(int Delivered, int DeadLetters)> Counts(FeedTarget target)
    {
        var shown = await feeds.Shown(target.Id);
        return (shown.GetProperty("delivered").GetInt32(), shown.GetProperty("deadLetters").GetInt32());
    }

    private FeedLane Lane(FeedTarget target, Func<FeedMessage, CancellationToken, Task<string?>> send, IAccessLog? log = null) => new(
        target, new Channel(send), Outbox, Host.Services.GetRequiredService<FeedContents>(),
        Host.Services.GetRequiredService<FeedDocuments>(), log ?? feeds.Log, Host.Services.GetRequiredService<FeedSettings>(),
        NullLogger.Instance);

    private sealed class Channel(Func<FeedMessage, CancellationToken, Task<string?>> send) : IFeedChannel
    {
        public Task<string?> Send(FeedMessage message, CancellationToken cancellation) => send(message, cancellation);
    }

    /// <summary>The store fails in the moment in which the lane is stopped.</summary>
    private sealed class FailingLog(CancellationTokenSource stop) : IAccessLog
    {
        public Task Write(AccessEntry entry, CancellationToken cancellation)
        {
            stop.Cancel();
            throw new InvalidOperationException("The connection is broken.");
        }
    }
}
