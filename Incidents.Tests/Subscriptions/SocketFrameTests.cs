using System.Text;
using Incidents.Api.Subscriptions;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Clients that break WebSocket itself, and clients that are there no more.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SocketFrameTests(SharedHost shared, PostgresFixture postgres)
{
    private const byte Text = 0x81, Last = 0x80;
    private static readonly byte[] Ping = """{"type":"ping"}"""u8.ToArray();

    public static TheoryData<string, byte[], int> Wrong => new()
    {
        { "not masked", [Text, (byte)Ping.Length, .. Ping], 1002 },
        { "an unknown kind of frame", RawSocket.Frame(Last | 3, Ping), 1002 },
        { "reserved bits", RawSocket.Frame(Text | 0x40, Ping), 1002 },
        { "goes on with what has not begun", RawSocket.Frame(Last, Ping), 1002 },
        { "begins while another has not ended", [.. RawSocket.Frame(1, Ping), .. RawSocket.Frame(Text, Ping)], 1002 },
        { "a long ping", RawSocket.Frame(Last | 9, new byte[126]), 1002 },
        { "a ping in parts", RawSocket.Frame(9, Ping), 1002 },
        { "a negative length", [Text, 0xff, .. RawSocket.Length(-1), 0, 0, 0, 0], 1002 },
        { "no UTF-8", RawSocket.Frame(Text, [0xc3, 0x28]), 1007 },
        { "half a letter", RawSocket.Frame(Text, "{\"type\":\"ping\",\"payload\":{\"a\":\"ж"u8[..^1]), 1007 },
        { "four exabytes announced", [Text, 0xff, .. RawSocket.Length(1L << 62), 0, 0, 0, 0, .. new byte[70_000]], 1009 },
        { "parts without an end", [.. RawSocket.Frame(1, Ping), .. RawSocket.Frame(0, new byte[70_000])], 1009 },
        { "empty", RawSocket.Frame(Text, []), 4400 },
        { "binary", RawSocket.Frame(Last | 2, Ping), 4400 },
        { "zeros", RawSocket.Frame(Text, new byte[1_000]), 4400 },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Whoever_breaks_the_framing_is_closed_with_its_code_and_nobody_else(string what, byte[] sent, int code)
    {
        await using var beside = await RawSocket.Open(shared.Host);
        await using var client = await RawSocket.Open(shared.Host);
        await client.Send(sent);
        Assert.Equal((what, code), (what, await client.Closed()));
        await beside.Send(RawSocket.Frame(Text, "[]"u8));
        Assert.Equal(4400, await beside.Closed());
    }

    // It answers no ping, as one whose cable is cut.
    [Fact]
    public async Task A_client_of_which_nothing_is_heard_any_more_is_broken_off()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Subscriptions:KeepAlive"] = "00:00:00.5",
            ["Subscriptions:SendPatience"] = "00:00:02",
        });
        await using var client = await RawSocket.Open(host);
        await client.Send(RawSocket.Frame(Text, Encoding.UTF8.GetBytes(
            """{"id":"1","type":"subscribe","payload":{"query":"subscription { alertRaised { position } }"}}""")));
        var hub = host.Services.GetRequiredService<LiveHub>();
        await RunningHost.Until(() => Task.FromResult(hub.TopicCount == 1), "the subscription to begin");
        Assert.Null(await client.Closed());
        await RunningHost.Until(() => Task.FromResult(hub.TopicCount == 0), "the subscription to end");
    }
}
