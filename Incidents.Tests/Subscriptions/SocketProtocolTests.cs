using System.Net.Http.Json;
using System.Net.WebSockets;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>The protocol <c>graphql-transport-ws</c> with clients that keep to it, and with others.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SocketProtocolTests(SharedHost shared, PostgresFixture postgres)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Queries_and_mutations_are_answered_on_the_same_connection()
    {
        await using var client = await SocketClient.Open(host);
        await client.Send(new { type = "ping", payload = new { a = 1 } });
        var pong = await client.Receive();
        Assert.Equal("pong", pong.GetProperty("type").GetString());
        Assert.Equal(1, pong.GetProperty("payload").GetProperty("a").GetInt32());
        await client.Send(new { type = "pong" });
        await client.Subscribe("é\"1", "{ me { id } }");
        var next = await client.Receive();
        Assert.Equal(("é\"1", "next"), (next.GetProperty("id").GetString(), next.GetProperty("type").GetString()));
        Assert.Equal("op", SocketClient.Field(next).GetProperty("id").GetString());
        Assert.Equal("complete", (await client.Receive()).GetProperty("type").GetString());
        await client.Subscribe("2", "{ nothing }");
        Assert.Equal("VALIDATION_FAILED", SocketClient.Code(await client.Receive()));
        await client.Subscribe("3", "{");
        Assert.Equal("error", (await client.Receive()).GetProperty("type").GetString());
    }

    public static TheoryData<string, int> Wrong => new()
    {
        { "not JSON", 4400 }, { "[]", 4400 }, { "{}", 4400 }, { """{"type":7}""", 4400 }, { """{"type":"nothing"}""", 4400 },
        { """{"type":"connection_init"}""", 4429 }, { """{"type":"subscribe","id":"1"}""", 4400 },
        { """{"type":"subscribe","id":"","payload":{"query":"{ serverTime }"}}""", 4400 },
        { """{"type":"subscribe","id":7,"payload":{"query":"{ serverTime }"}}""", 4400 },
        { """{"type":"subscribe","id":"1","payload":[]}""", 4400 }, { """{"type":"subscribe","id":"1","payload":{"query":7}}""", 4400 },
        { """{"type":"complete"}""", 4400 }, { new string('[', 5_000), 4400 }, { new string('x', 70_000), 1009 },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Whoever_breaks_the_protocol_is_closed_with_its_code(string message, int code)
    {
        await using var client = await SocketClient.Open(host);
        await client.Send(message);
        Assert.Equal(code, await client.Closed());
    }

    [Fact]
    public async Task What_comes_in_the_wrong_order_is_closed_with_its_code()
    {
        await using (var early = await SocketClient.Connect(host))
        {
            await early.Subscribe("1", "{ serverTime }");
            Assert.Equal(4401, await early.Closed());
        }
        await using (var nobody = await SocketClient.Connect(host))
        {
            await nobody.Send("""{"type":"connection_init"}""");
            Assert.Equal(4403, await nobody.Closed());
        }
        await using (var forged = await SocketClient.Connect(host))
        {
            await forged.Send("""{"type":"connection_init","payload":{"Authorization":"Bearer x.y.z"}}""");
            Assert.Equal(4403, await forged.Closed());
        }
        await using (var twice = await SocketClient.Open(host))
        {
            await twice.Begin("1", LiveReports.Raised);
            await twice.Subscribe("1", LiveReports.Raised);
            Assert.Equal(4409, await twice.Closed());
        }
        await using (var binary = await SocketClient.Open(host))
        {
            await binary.Send("{}", WebSocketMessageType.Binary);
            Assert.Equal(4400, await binary.Closed());
        }
        await using var foreign = await SocketClient.Connect(host, protocol: null);
        Assert.Equal(4406, await foreign.Closed());
        await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.Connect(host, origin: "https://evil.example"));
    }

    [Fact]
    public async Task Ten_thousand_subscriptions_of_one_connection_are_refused_beyond_its_limit()
    {
        await using var client = await SocketClient.Open(host);
        var sending = Task.Run(async () =>
        {
            for (var n = 0; n < 10_000; n++)
                await client.Subscribe($"{n}", LiveReports.Raised, new { filter = new { cities = Array.Empty<string>() } });
            await client.Send("""{"type":"ping"}""");
        }, TestContext.Current.CancellationToken);
        var (begun, refused) = (0, 0);
        while (true)
        {
            var message = await client.Receive();
            var type = message.GetProperty("type").GetString();
            if (type is "pong")
                break;
            if (type is "next")
                begun++;
            else if (SocketClient.Code(message) == "TOO_BUSY")
                refused++;
        }
        await sending;
        Assert.Equal(9_950, refused);
        Assert.InRange(begun, 0, 50);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_and_one_too_many_of_a_person_are_closed()
    {
        await using var strict = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Subscriptions:InitPatience"] = "00:00:00.2",
            ["Subscriptions:MostConnectionsOfPerson"] = "1",
            ["Subscriptions:MostConnections"] = "2",
        });
        await using (var silent = await SocketClient.Connect(strict))
            Assert.Equal(4408, await silent.Closed());
        await using var first = await SocketClient.Open(strict);
        await using (var second = await SocketClient.Connect(strict))
        {
            await second.Send(new { type = "connection_init", payload = new { authorization = strict.SignIn("op").ToString() } });
            Assert.Equal(4429, await second.Closed());
        }
        await using var other = await SocketClient.Open(strict, strict.SignIn("other").ToString());
        var full = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.Connect(strict));
        Assert.Contains("503", full.Message, StringComparison.Ordinal);

        // The host stops: who is connected is told so.
        var position = await first.Begin("1", LiveReports.Raised);
        Assert.True(position >= 0);
        await strict.DisposeAsync();
        Assert.Equal(1001, await first.Closed());
    }

    [Fact]
    public async Task A_session_opens_a_socket_from_our_own_pages_and_its_end_closes_it_and_ends_a_stream()
    {
        await using var own = await RunningHost.Start(await postgres.CreateDatabase());
        using var browser = new Browser(own);
        await browser.SignIn("operator");
        var cookie = $"incidents-session={browser.Session}";
        foreach (var origin in (string?[])[null, "https://evil.example", "null"])
            await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.Connect(own, origin: origin, cookie: cookie));
        await using var client = await SocketClient.Connect(own, origin: browser.Origin, cookie: cookie);
        await client.Send("""{"type":"connection_init"}""");
        Assert.Equal("connection_ack", (await client.Receive()).GetProperty("type").GetString());
        // Who asks over the socket only is as present as who sends requests.
        await own.Query("update sign_in.session set expires_at = now() + interval '1 minute'");
        await client.Begin("1", LiveReports.Raised);
        await client.Subscribe("2", "{ me { id } }");
        Assert.Equal("operator", SocketClient.Field(await client.Receive()).GetProperty("id").GetString());
        Assert.Equal([[true]], await own.Query("select expires_at > now() + interval '20 minutes' from sign_in.session"));
        Assert.Equal("complete", (await client.Receive()).GetProperty("type").GetString());

        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription { alertRaised { position } }" }),
        };
        request.Headers.Add("Origin", browser.Origin);
        await using var stream = await Events.Open(browser.Client, request);
        await stream.Next();

        using var ended = await browser.Post("/session/sign-out");
        Assert.Equal(4401, await client.Closed());
        Assert.Equal("SIGN_IN_NEEDED", EventStreamTests.CodeOf(await stream.Next()));
        Assert.Null(await stream.TryNext());
    }
}
