using System.Text.Json;
using GraphQL;
using GraphQL.Transport;
using Incidents.Api.Access.Log;
using Incidents.Api.GraphQL;
using Incidents.Api.Subscriptions;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Projections;
using Incidents.Tests.Access;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>The messages that wait for one reader.</summary>
public sealed class LiveSubscriptionTests
{
    private readonly LiveSubscription reader = Reader(3);

    [Fact]
    public void A_slow_reader_reads_what_waits_and_then_how_many_it_missed()
    {
        reader.Begin(10, null);
        reader.Release();
        foreach (var position in Enumerable.Range(11, 8))
            reader.Offer(Message(position));
        Assert.Equal([11L, 12, 13], Positions(3));
        Assert.Equal(new MissedMessages(5, 13, 18), reader.Next()!.Value.Missed);
        Assert.Null(reader.Next());
        reader.Offer(Message(19));
        Assert.Equal([19L], Positions(1));
    }

    [Fact]
    public void What_nobody_made_is_missed_without_a_number_behind_what_waits()
    {
        reader.Begin(10, null);
        reader.Release();
        reader.Offer(Message(11));
        reader.Miss(20);
        reader.Offer(Message(21));
        Assert.Equal([11L], Positions(1));
        Assert.Equal(new MissedMessages(null, 11, 21), reader.Next()!.Value.Missed);
        reader.Miss(21);
        reader.Offer(Message(22));
        Assert.Equal(new MissedMessages(null, 21, 22), reader.Next()!.Value.Missed);
        Assert.Null(reader.Next());
    }

    [Fact]
    public void What_lies_before_a_reader_came_it_does_not_miss()
    {
        reader.Begin(10, null);
        reader.Release();
        reader.Miss(10);
        Assert.Null(reader.Next());
    }

    // 100 bytes may wait: the second message has 60, as the first, and one alone may have more.
    [Fact]
    public void Long_messages_wait_by_their_bytes()
    {
        reader.Begin(0, null);
        reader.Release();
        reader.Offer(new(1, new byte[60], null, ""));
        reader.Offer(new(2, new byte[60], null, ""));
        Assert.Equal([1L], Positions(1));
        Assert.Equal(new MissedMessages(1, 1, 2), reader.Next()!.Value.Missed);
        reader.Offer(new(3, new byte[200], null, ""));
        Assert.Equal([3L], Positions(1));
    }

    // Otherwise what comes after the gap would stand before its notice.
    [Fact]
    public void Until_the_notice_is_read_everything_is_missed()
    {
        reader.Begin(0, null);
        reader.Release();
        foreach (var position in Enumerable.Range(1, 4))
            reader.Offer(Message(position));
        Assert.Equal([1L], Positions(1));
        reader.Offer(Message(5));
        Assert.Equal([2L, 3], Positions(2));
        Assert.Equal(new MissedMessages(2, 3, 5), reader.Next()!.Value.Missed);
    }

    [Fact]
    public async Task What_was_before_is_told_before_what_has_come_meanwhile()
    {
        reader.Begin(10, 5);
        reader.Offer(Message(11));
        await reader.Replay(Message(6), TestContext.Current.CancellationToken);
        Assert.Equal([6L], Positions(1));
        Assert.Null(reader.Next());
        await reader.Replay(Message(10), TestContext.Current.CancellationToken);
        reader.Release();
        Assert.Equal([10L, 11], Positions(2));
        Assert.Null(reader.Next());
    }

    [Fact]
    public async Task A_reader_of_the_past_that_reads_nothing_holds_up_its_own_past_only()
    {
        reader.Begin(1_000, 0);
        var replaying = Task.Run(async () =>
        {
            foreach (var position in Enumerable.Range(1, 200))
                await reader.Replay(Message(position), TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);
        var told = 0;
        while (told < 200)
            told += reader.Next() is null ? 0 : 1;
        await replaying;
        Assert.Null(reader.Next());
    }

    [Fact]
    public void What_a_client_has_from_another_host_is_not_told_again()
    {
        reader.Begin(10, 12);
        reader.Release();
        foreach (var position in Enumerable.Range(11, 3))
            reader.Offer(Message(position));
        Assert.Equal([13L], Positions(1));
        Assert.Null(reader.Next());
    }

    [Fact]
    public void After_the_end_nothing_is_told_but_the_end_once()
    {
        reader.Begin(0, null);
        reader.Release();
        reader.Offer(Message(1));
        var end = new LiveEnd(new(ErrorCode.AccessLogAway, "away"));
        reader.End(end);
        reader.End(new(null));
        reader.Offer(Message(2));
        Assert.Same(end, reader.Next()!.Value.End);
        Assert.Null(reader.Next());
    }

    private IEnumerable<long> Positions(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => reader.Next()!.Value.Payload!.Position)];

    private static LivePayload Message(long position) => new(position, JsonSerializer.SerializeToUtf8Bytes(position), null, "");

    private static LiveSubscription Reader(int capacity)
    {
        var request = new GraphQLRequest { Query = "subscription { alertRaised { position } }" };
        var log = new SubscriptionLog(
            new KeptAccessLog(), new AccessLogSettings(), TimeProvider.System, Caller.Host,
            new ExecutedOperation(request, new ExecutionResult(), new Dictionary<string, object?>(), null));
        return new("1", new(request, Caller.Host, "", ""), log, capacity, 100, _ => { })
        {
            Selection = new AlertSelection(new(), RowSight.All),
        };
    }
}
