using System.Text;
using Incidents.Api.Subscriptions;
using Incidents.Domain.Access;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Operations that begin, end and begin again on one connection.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SocketOperationTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task An_id_that_is_used_again_is_the_new_operation_s()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host);
        for (var round = 0; round < 30; round++)
        {
            await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of(city) });
            await client.Send(new { id = "1", type = "complete" });
        }
        await Ended(city);
        await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        await host.PostLines(LiveReports.Alert(city, "1"));
        Assert.Equal("1", (await client.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
    }

    [Fact]
    public async Task What_is_ended_while_it_begins_ends_and_leaves_nothing_behind()
    {
        var city = await host.NewCity();
        await host.PostLines(Enumerable.Range(0, 50).Select(n => LiveReports.Alert(city, $"{n}")));
        await host.CaughtUp();
        await using var client = await SocketClient.Open(host);
        for (var round = 0; round < 200; round++)
        {
            await client.Subscribe($"{round}", LiveReports.Raised, new { filter = LiveReports.Of(city), after = 0 });
            await client.Send(new { id = $"{round}", type = "complete" });
        }
        await client.Subscribe("time", "{ serverTime }");
        while ((await client.Receive()).GetProperty("id").GetString() != "time")
        {
        }
        await Ended(city);
    }

    [Fact]
    public async Task A_subscription_without_a_field_is_refused_and_its_id_is_free()
    {
        await using var client = await SocketClient.Open(host);
        for (var round = 0; round < 2; round++)
        {
            await client.Subscribe("1", "subscription { alertRaised @skip(if: true) { position } }");
            Assert.Equal("BAD_INPUT", SocketClient.Code(await client.Receive()));
        }
        await client.Begin("1", LiveReports.Raised, new { filter = LiveReports.Of("karaganda") });
    }

    // 64 answers wait for their client; the operations of further ones are not over.
    [Fact]
    public async Task An_answer_that_is_not_read_keeps_its_operation_until_it_has_a_place()
    {
        var connection = new Unread();
        for (var n = 0; n < 64; n++)
            await connection.Put();
        var waiting = connection.Put();
        Assert.Equal(64, connection.Entered);
        Assert.False(waiting.IsCompleted);
        connection.EndSignIn();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(64, connection.Entered);
    }

    [Fact]
    public void A_reason_is_cut_between_letters_to_what_a_close_frame_has_room_for()
    {
        Assert.Equal("short", SocketFrames.Reason("short"));
        Assert.Equal(123, SocketFrames.Reason(new string('x', 200)).Length);
        Assert.Equal(61, SocketFrames.Reason(new string('ж', 200)).Length);
        // 30 of four bytes are 120.
        var cut = SocketFrames.Reason(string.Concat(Enumerable.Repeat("😀", 60)));
        Assert.Equal((60, 120), (cut.Length, Encoding.UTF8.GetByteCount(cut)));
    }

    [Fact]
    public void Connections_without_a_sign_in_are_counted_by_address_until_they_have_one()
    {
        var connections = new LiveConnections(new() { MostUnsignedOfAddress = 2, MostConnections = 4 });
        var caller = new Caller("op", "op", []);
        var first = connections.TryEnter("a")!;
        var second = connections.TryEnter("a")!;
        Assert.Null(connections.TryEnter("a"));
        Assert.NotNull(connections.TryEnter("b"));
        Assert.True(first.TryCount(caller));
        var third = connections.TryEnter("a");
        Assert.NotNull(third);
        Assert.Null(connections.TryEnter("c"));
        second.Dispose();
        second = connections.TryEnter("a");
        Assert.NotNull(second);
        third.Dispose();
        first.Dispose();
        Assert.NotNull(connections.TryEnter("a"));
    }

    // Nobody follows the town any more: each of its subscriptions has left.
    private Task Ended(string city)
    {
        var hub = host.Services.GetRequiredService<LiveHub>();
        return RunningHost.Until(
            () => Task.FromResult(!hub.Topics.Any(topic => topic.Selection.Key.Contains($"\"{city}\"", StringComparison.Ordinal))),
            "the end of the subscriptions");
    }

    private sealed class Unread() : LiveConnection(null!, null!, new())
    {
        public int Entered { get; private set; }

        protected override ReadOnlyMemory<byte> KeepAlive => default;

        public Task Put() => Answer([new byte[1], new byte[1]], () => Entered++);

        public override void EndSignIn() => StopWriting();

        protected override ValueTask Send(ReadOnlyMemory<byte> bytes) => default;

        protected override ValueTask SendNext(LiveSubscription subscription, ReadOnlyMemory<byte> json) => default;

        protected override ValueTask SendEnd(LiveSubscription subscription, LiveEnd end) => default;
    }
}
