using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Feeds.Conveyance;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>EIDO over a WebSocket by NENA-STA-024.1a, with the host as the notifier.</summary>
public sealed class ConveyanceTests(FeedHost feeds) : IClassFixture<FeedHost>
{
    private const string Subscription =
        """
        {"subscribe": {"requestId": "r-1", "requestType": "EIDO", "requestSubType": "new",
            "requestAccepts": "application/emergency.eido+json; version=\"1\"", "expires": 600}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningHost Host => feeds.Host;

    [Fact]
    public async Task A_subscriber_is_told_of_each_event_in_order_and_again_of_what_it_refused()
    {
        var city = await Host.NewCity();
        var (id, _, authorization) = await feeds.Subscribe(city, null, "EIDO", ", classes: [PLACE, EXACT, PERSON]");
        using var socket = await Open(authorization!);
        await Send(socket, Subscription);
        var answer = (await Receive(socket))["subscribeResponse"]!;
        Assert.Equal(("r-1", 200, 600), ((string?)answer["requestId"], (int)answer["statusCode"]!, (int)answer["expires"]!));

        var alert = await feeds.Alert(city);
        await feeds.Handle(alert);
        var told = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            var @event = (await Receive(socket))["event"]!;
            Assert.Equal((string?)answer["subscriptionId"], (string?)@event["subscriptionId"]);
            var eido = @event["notification"]![0]!.AsObject();
            Assert.Empty(EidoStandard.Missing(eido));
            Assert.Empty(EidoStandard.Dangling(eido));
            Assert.Equal($"urn:emergency:uid:incidentid:{alert:N}:centre.example", (string?)eido["$id"]);
            told.Add((string)@event["transactionId"]!);
            // The first is refused once, and comes again before the second.
            await Answer(socket, told[^1], n == 0 ? 500 : 200);
        }
        Assert.Equal(told[0], told[1]);
        Assert.Equal(3, told.Distinct().Count());
        await RunningHost.Until(
            async () => (await feeds.Shown(id)).GetProperty("delivered").GetInt64() == 3, "three messages to be delivered");
    }

    [Fact]
    public async Task What_came_while_nobody_was_connected_comes_with_the_next_subscription()
    {
        var city = await Host.NewCity();
        var (_, _, authorization) = await feeds.Subscribe(city, null, "EIDO");
        var alert = await feeds.Alert(city);
        using var socket = await Open(authorization!);
        await Send(socket, Subscription);
        var subscription = (string)(await Receive(socket))["subscribeResponse"]!["subscriptionId"]!;
        var @event = (await Receive(socket))["event"]!;
        Assert.Contains($"{alert:N}", (string)@event["notification"]![0]!["$id"]!, StringComparison.Ordinal);
        await Answer(socket, (string)@event["transactionId"]!, 200);

        await Send(socket, $$$"""{"unsubscribe": {"requestId": "r-2", "subscriptionId": "{{{subscription}}}"}}""");
        var left = (await Receive(socket))["unsubscribeResponse"]!;
        Assert.Equal(("r-2", 200), ((string?)left["requestId"], (int)left["statusCode"]!));
        await Send(socket, $$$"""{"subscribe": {"requestId": "r-3", "subscriptionId": "{{{subscription}}}"}}""");
        Assert.Equal(481, (int)(await Receive(socket))["subscribeResponse"]!["statusCode"]!);
    }

    [Fact]
    public async Task Who_has_not_the_secret_of_a_receiver_opens_no_connection()
    {
        var (_, _, authorization) = await feeds.Subscribe(await Host.NewCity(), null, "EIDO");
        foreach (var wrong in (string[])[$"{authorization}x", "Feed 1.2", Host.SignIn("op").ToString(), "Feed "])
            await Assert.ThrowsAnyAsync<WebSocketException>(async () => (await Open(wrong)).Dispose());
        using var plain = await Host.Client.GetAsync(new Uri(ConveyanceEndpoint.Path, UriKind.Relative), Cancellation);
        Assert.Equal(426, (int)plain.StatusCode);
    }

    [Theory,
        InlineData("""{"subscribe": {"requestType": "EIDO"}}""", 400),
        InlineData("""{"subscribe": {"requestId": "1", "requestType": "CAD"}}""", 400),
        InlineData("""{"subscribe": {"requestId": "1", "requestType": "EIDO", "requestSubType": "single", "incidentId": "x"}}""", 400),
        InlineData("""{"subscribe": {"requestId": "1", "requestType": "EIDO", "requestSubType": "new", "qualFilter": "x"}}""", 400),
        InlineData("""{"subscribe": {"requestId": "1", "requestType": "EIDO", "requestSubType": "new"}}""", 406),
        InlineData(
            """
            {"subscribe": {"requestId": "1", "requestType": "EIDO", "requestSubType": "new",
                "requestAccepts": "application/emergency.eido+json; version=\"2,3\""}}
            """,
            406),
        InlineData(
            """
            {"subscribe": {"requestId": "1", "requestType": "EIDO", "requestSubType": "new",
                "requestAccepts": "application/emergency.eido+json; version=\"1,2,3\""}}
            """,
            null)]
    public void A_subscription_is_refused_with_the_status_of_the_standard(string text, int? status)
    {
        var request = ConveyanceRequest.Read(Encoding.UTF8.GetBytes(text))!;

        Assert.Equal("subscribe", request.Name);
        Assert.Equal(status, request.Fault()?.Status);
    }

    [Theory, InlineData(""), InlineData("[]"), InlineData("{}"), InlineData("{\"a\": 1}"), InlineData("{\"a\": {}, \"b\": {}}"),
        InlineData("{\"subscribe\"")]
    public void What_is_no_object_with_one_member_is_no_request(string text) =>
        Assert.Null(ConveyanceRequest.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_host_that_sends_nothing_refuses_the_connection()
    {
        await using var silent = await feeds.Start(Host.ConnectionString, "00:00:00");
        var (_, _, authorization) = await feeds.Subscribe(await Host.NewCity(), null, "EIDO");
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", authorization!);

        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf(silent), Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_subscription_ends_when_the_secret_changes_and_when_the_host_stops()
    {
        var other = await feeds.Start(Host.ConnectionString);
        var (id, _, authorization) = await feeds.Subscribe(await Host.NewCity(), null, "EIDO");
        using var here = await Open(authorization!);
        using var there = await Open(authorization!, other);
        var (first, second) = (await Subscribed(here), await Subscribed(there));

        var stopped = other.DisposeAsync().AsTask();
        Assert.Equal(second, (string?)(await Receive(there))["terminate"]!["subscriptionId"]);
        await stopped;

        await Host.Ask($$"""mutation { rotateFeedSecret(id: "{{id}}") { secret } }""");
        Assert.Equal(first, (string?)(await Receive(here))["terminate"]!["subscriptionId"]);
        await Send(here, $$$"""{"subscribe": {"requestId": "r-2", "subscriptionId": "{{{first}}}"}}""");
        Assert.Equal(481, (int)(await Receive(here))["subscribeResponse"]!["statusCode"]!);

        async Task<string> Subscribed(ClientWebSocket socket)
        {
            await Send(socket, Subscription);
            return (string)(await Receive(socket))["subscribeResponse"]!["subscriptionId"]!;
        }
    }

    private static Uri AddressOf(RunningHost host) =>
        new UriBuilder(new Uri(host.Client.BaseAddress!, ConveyanceEndpoint.Path)) { Scheme = "ws" }.Uri;

    private async Task<ClientWebSocket> Open(string authorization, RunningHost? host = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", authorization);
        await socket.ConnectAsync(AddressOf(host ?? Host), Cancellation);
        return socket;
    }

    private static Task Answer(ClientWebSocket socket, string transaction, int status) => Send(
        socket,
        JsonSerializer.Serialize(
            new { eventResponse = new { transactionId = transaction, statusCode = status, statusText = status == 200 ? "OK" : "no" } }));

    private static Task Send(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, Cancellation);

    private static async Task<JsonObject> Receive(ClientWebSocket socket)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[65_536];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), Cancellation);
            Assert.NotEqual(WebSocketMessageType.Close, part.MessageType);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(whole.ToArray())!.AsObject();
    }
}
