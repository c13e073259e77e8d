using GraphQL;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.Access.Table;
using Incidents.Api.GraphQL;
using Incidents.Api.Subscriptions;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>What subscriptions are told is put on record, a minute at a time, also where the log has a bad moment.</summary>
public sealed class SubscriptionLogTests
{
    private readonly BreakableAccessLog log = new();
    private readonly SetTime time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_could_not_be_written_is_in_the_next_entry()
    {
        var subscription = Make();
        await Tell(subscription, 1, 2);
        log.IsBroken = true;
        await Assert.ThrowsAsync<AccessLogException>(() => subscription.Flush(Cancellation));
        await Tell(subscription, 3);
        log.IsBroken = false;
        await subscription.Flush(Cancellation);
        var entry = Assert.Single(log.Entries).Details;
        Assert.Equal(3, entry["count"]!.GetValue<int>());
        Assert.Equal(3, entry["rows"]!["Alert"]!.GetValue<int>());
        Assert.Equal(3, entry["things"]!.AsArray().Count);
        Assert.Equal((1L, 3L), (entry["firstPosition"]!.GetValue<long>(), entry["lastPosition"]!.GetValue<long>()));
        await subscription.Flush(Cancellation);
        Assert.Single(log.Entries);
    }

    [Fact]
    public async Task A_log_that_is_busy_ends_nothing_for_a_minute_and_loses_nothing()
    {
        var subscription = Make();
        await Tell(subscription, 1);
        log.IsBusy = true;
        time.Advance(TimeSpan.FromSeconds(61));
        await subscription.FlushWhenDue(Cancellation);
        Assert.True(subscription.IsDue);
        time.Advance(TimeSpan.FromSeconds(30));
        await subscription.FlushWhenDue(Cancellation);
        Assert.Empty(log.Entries);
        log.IsBusy = false;
        await subscription.FlushWhenDue(Cancellation);
        Assert.Equal(1, Assert.Single(log.Entries).Details["count"]!.GetValue<int>());

        log.IsBusy = true;
        await Tell(subscription, 2);
        time.Advance(TimeSpan.FromSeconds(61));
        await subscription.FlushWhenDue(Cancellation);
        time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<AccessLogException>(() => subscription.FlushWhenDue(Cancellation));
    }

    [Fact]
    public async Task A_log_that_is_away_ends_at_once()
    {
        var subscription = Make();
        await Tell(subscription, 1);
        log.IsBroken = true;
        time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<AccessLogException>(() => subscription.FlushWhenDue(Cancellation));
        await Assert.ThrowsAsync<AccessLogException>(() => subscription.Finish());
    }

    // Between half a minute and a minute: of 1,000 about as many in each second.
    [Fact]
    public void Those_that_began_together_are_not_due_together()
    {
        SubscriptionLog[] all = [.. Enumerable.Range(0, 1_000).Select(_ => Make())];
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.DoesNotContain(all, subscription => subscription.IsDue);
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.InRange(all.Count(subscription => subscription.IsDue), 300, 700);
        time.Advance(TimeSpan.FromSeconds(15.2));
        Assert.All(all, subscription => Assert.True(subscription.IsDue));
    }

    private static async Task Tell(SubscriptionLog subscription, params long[] positions)
    {
        foreach (var position in positions)
            await subscription.Tell(new(position, default, Guid.NewGuid(), "Alert"), Cancellation);
    }

    private SubscriptionLog Make()
    {
        var context = new Dictionary<string, object?>
        {
            [AccessUse.Key] = new AccessUse(DataClasses.All.Where(c => c.IsLogged).Select(c => c.Name).ToHashSet(), false, null, []),
        };
        var request = new GraphQLRequest { Query = "subscription { alertRaised { position } }" };
        return new(log, new(), time, Caller.Host, new ExecutedOperation(request, new ExecutionResult(), context, null));
    }

    private sealed class SetTime : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan by) => ticks += by.Ticks;
    }
}
