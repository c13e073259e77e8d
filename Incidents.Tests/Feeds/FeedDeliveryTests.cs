using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Tests.PersonalData;
using Xunit;

namespace Incidents.Tests.Feeds;

/// <summary>Receivers on loopback are posted to over the whole host.</summary>
public sealed class FeedDeliveryTests(FeedHost feeds) : IClassFixture<FeedHost>
{
    private const int Alerts = 20;

    private RunningHost Host => feeds.Host;

    [Fact]
    public async Task A_receiver_that_fails_half_of_its_requests_takes_every_message_once_in_order()
    {
        await using var receiver = await FeedReceiver.Start();
        // The first try of each message: a slow machine would give up within a second one that fails by chance some times.
        var tried = new ConcurrentDictionary<string, bool>();
        receiver.Status = (_, one) => tried.TryAdd(one.Id, true) ? 503 : 204;
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address);

        await Send(city, Alerts);

        await Delivered(id, Alerts * 3);
        Assert.Equal(Alerts * 3, receiver.Taken.Count);
        Assert.Equal(Alerts * 3, receiver.Taken.Select(one => one.Id).Distinct().Count());
        Assert.All(receiver.Taken.GroupBy(one => one.Thing), thing => Assert.Equal([1, 2, 3], thing.Select(one => one.Version)));
        // A message that was not taken comes again under its id.
        Assert.Equal(Alerts * 6, receiver.All.Count);
        Assert.All(receiver.All.GroupBy(one => one.Id), tries => Assert.Single(tries.Select(one => (one.Thing, one.Version)).Distinct()));
        Assert.Equal((0, 0), await Left(id));
    }

    [Fact]
    public async Task Two_hosts_send_every_message_once_in_order()
    {
        await using var other = await feeds.Start(Host.ConnectionString);
        await using var receiver = await FeedReceiver.Start();
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address);

        await Send(city, Alerts);

        await Delivered(id, Alerts * 3);
        Assert.Equal(Alerts * 3, receiver.All.Count);
        Assert.Equal(Alerts * 3, receiver.All.Select(one => one.Id).Distinct().Count());
        Assert.All(receiver.All.GroupBy(one => one.Thing), thing => Assert.Equal([1, 2, 3], thing.Select(one => one.Version)));
    }

    [Fact]
    public async Task A_failing_message_holds_back_its_own_incident_only_and_is_replayed()
    {
        await using var receiver = await FeedReceiver.Start();
        var city = await Host.NewCity();
        // Nothing is taken until it is known which alert is to fail.
        receiver.Status = (_, _) => 500;
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address);
        var failing = await feeds.Alert(city);
        receiver.Status = (_, one) => one.Thing == failing ? 500 : 204;
        var good = await feeds.Alert(city);
        await feeds.Handle(failing);
        await feeds.Handle(good);

        await Delivered(id, 3);
        Assert.All(receiver.Taken, one => Assert.Equal(good, one.Thing));
        // Each is given up a second after its own first try, and the next of the alert follows.
        await RunningHost.Until(async () => await Left(id) is (0, 3), "three dead letters");
        Assert.Equal([1, 2, 3], receiver.All.Where(one => one.Thing == failing).Select(one => one.Version).Distinct());
        var letters = await Host.Ask(
            $$"""{ feedDeadLetters(subscriptionId: "{{id}}") { totalCount nodes { id thingId version failure tries } } }""");
        var nodes = letters.GetProperty("feedDeadLetters").GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(3, letters.GetProperty("feedDeadLetters").GetProperty("totalCount").GetInt32());
        Assert.All(nodes, letter => Assert.Equal("It answered with status 500.", letter.GetProperty("failure").GetString()));
        Assert.All(nodes, letter => Assert.Equal(failing, letter.GetProperty("thingId").GetGuid()));

        receiver.Status = (_, _) => 204;
        var replay = await Host.Ask($$"""mutation { replayFeedDeadLetters(id: "{{id}}") { count } }""");
        Assert.Equal(3, replay.GetProperty("replayFeedDeadLetters").GetProperty("count").GetInt32());
        await Delivered(id, 6);
        var replayed = receiver.Taken.Where(one => one.Thing == failing).ToArray();
        Assert.Equal([1, 2, 3], replayed.Select(one => one.Version));
        Assert.All(replayed, one => Assert.Contains("incidents-replay: true", one.Headers, StringComparison.OrdinalIgnoreCase));
        Assert.Equal((0, 0), await Left(id));
    }

    [Fact]
    public async Task A_message_is_signed_with_the_secret_of_before_too_for_a_time_and_is_on_the_access_log()
    {
        await using var receiver = await FeedReceiver.Start();
        var city = await Host.NewCity();
        var (id, secret, _) = await feeds.Subscribe(city, receiver.Address, more: ", classes: [PLACE]");
        var alert = await feeds.Alert(city, "777ABC09");
        await Delivered(id, 1);
        var first = receiver.Taken[0];
        var rotated = (await Host.Ask($$"""mutation { rotateFeedSecret(id: "{{id}}", graceMinutes: 5) { secret } }"""))
            .GetProperty("rotateFeedSecret").GetProperty("secret").GetString()!;
        // The lane of before goes on with its secret for up to two seconds.
        await RunningHost.Until(
            async () =>
            {
                await feeds.Alert(city);
                return receiver.Taken[^1].Signature.Contains(' ', StringComparison.Ordinal);
            },
            "a message with two signatures");
        var both = receiver.Taken[^1];

        Assert.Equal(Signature(secret, first), first.Signature);
        Assert.Equal([Signature(rotated, both), Signature(secret, both)], both.Signature.Split(' '));
        using var body = JsonDocument.Parse(first.Body);
        Assert.Equal(alert, body.RootElement.GetProperty("thing").GetGuid());
        Assert.Equal(73.1, body.RootElement.GetProperty("point").GetProperty("longitude").GetDouble());
        Assert.False(body.RootElement.TryGetProperty("plate", out _));
        var entry = Assert.Single(
            feeds.Log.Entries,
            entry => entry.Kind is AccessKind.Delivered
                && entry.Details["messages"]!.AsArray().Any(m => $"{m!.GetValue<Guid>()}" == first.Id));
        Assert.Equal((id.ToString("N"), city), (entry.Caller, entry.Name));
        Assert.Equal(["row", "place"], entry.Details["classes"]!.AsArray().Select(name => (string)name!));
        Assert.Contains(feeds.Log.Entries, e => e.Kind is AccessKind.FeedChanged && e.Details["feed"]!.ToString() == id.ToString("N"));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_address_inside_is_refused()
    {
        await using var receiver = await FeedReceiver.Start();
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address.Replace("/hook", "/elsewhere", StringComparison.Ordinal));
        await feeds.Alert(city);

        await RunningHost.Until(
            async () => (await feeds.Shown(id)).GetProperty("failure").GetString() is "It answered with status 307.", "the redirect");
        Assert.Empty(receiver.All);
        foreach (var address in (string[])["https://169.254.169.254/", "https://127.0.0.2/", "ftp://example.com/"])
        {
            var refused = await Host.Refused(
                $$"""mutation { createFeedSubscription(name: "x", format: CAP, address: "{{address}}") { secret } }""");
            Assert.Equal("FEED_ADDRESS_REFUSED", refused.Code);
        }
        Assert.Equal(
            "FIELD_MISSING", (await Host.Refused("""mutation { createFeedSubscription(name: "x", format: CAP) { secret } }""")).Code);
        foreach (var list in (string[])["cities", "categories", "kinds"])
        {
            var answer = await Host.Answer(
                $$"""
                  mutation { createFeedSubscription(name: "x", format: JSON, address: "https://example.com/", {{list}}: []) { secret } }
                  """);
            Assert.Equal([("BAD_INPUT", list)], RunningHost.ErrorsOf(answer));
        }
    }

    [Fact]
    public async Task What_came_with_a_historic_batch_is_not_told_of()
    {
        await using var receiver = await FeedReceiver.Start();
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address);
        var historic = await Host.PostLines(new
        {
            source = "register",
            id = $"{city}/1",
            kind = "alert",
            city,
            category = "fight",
            deviceId = "cam-1",
            occurredAt = "2024-03-03T12:00:00",
            knownAt = "2024-03-04T00:00:00",
        });
        Assert.Equal(["accepted"], historic.Statuses);
        var told = await feeds.Alert(city);

        await Delivered(id, 1);
        Assert.Equal([[told]], await Host.Query($"select thing from feeds.told where subscription = '{id}'"));
        Assert.Equal(told, Assert.Single(receiver.All).Thing);
    }

    [Fact]
    public async Task A_plate_that_is_masked_while_its_message_waits_is_never_sent()
    {
        await using var receiver = await FeedReceiver.Start();
        receiver.Status = (_, _) => 503;
        var city = await Host.NewCity();
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address, more: ", classes: [PERSON]");
        await feeds.Alert(city, "778ABC09");
        await RunningHost.Until(() => Task.FromResult(receiver.All.Count > 0), "a first try");
        Assert.Contains("778ABC09", receiver.All[0].Body, StringComparison.Ordinal);
        await Host.CaughtUp();

        await MaskingTests.Mask(Host, "plate: \"778ABC09\"");
        var tries = receiver.All.Count;
        await RunningHost.Until(async () => await Left(id) is (0, 1), "the dead letter");
        receiver.Status = (_, _) => 204;
        await Host.Ask($$"""mutation { replayFeedDeadLetters(id: "{{id}}") { count } }""");

        await Delivered(id, 1);
        // One try may have been on its way.
        Assert.All(receiver.All.Skip(tries + 1), one => Assert.DoesNotContain("778ABC09", one.Body, StringComparison.Ordinal));
        Assert.DoesNotContain("778ABC09", Assert.Single(receiver.Taken).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_match_is_not_told_of_and_an_ended_receiver_is_told_of_nothing()
    {
        await using var receiver = await FeedReceiver.Start();
        var (city, elsewhere) = (await Host.NewCity(), await Host.NewCity());
        var (id, _, _) = await feeds.Subscribe(city, receiver.Address, more: ", kinds: [ALERT]");
        await feeds.Alert(elsewhere);
        var told = await feeds.Alert(city);
        await Delivered(id, 1);
        Assert.Equal(told, Assert.Single(receiver.All).Thing);

        await Host.Ask($$"""mutation { endFeedSubscription(id: "{{id}}") { endedAt } }""");
        await feeds.Handle(told);
        Assert.Equal("NOT_FOUND", (await Host.Refused($$"""mutation { replayFeedDeadLetters(id: "{{id}}") { count } }""")).Code);
        // Another receiver's message shows that the events were read.
        await using var other = await FeedReceiver.Start();
        var (last, _, _) = await feeds.Subscribe(city, other.Address);
        await feeds.Alert(city);
        await Delivered(last, 1);
        Assert.Single(receiver.All);
    }

    private async Task Send(string city, int alerts)
    {
        var raised = new List<Guid>();
        for (var n = 0; n < alerts; n++)
            raised.Add(await feeds.Alert(city));
        foreach (var alert in raised)
            await feeds.Handle(alert);
    }

    private Task Delivered(Guid id, int count) => RunningHost.Until(
        async () => (await feeds.Shown(id)).GetProperty("delivered").GetInt64() >= count, $"{count} messages to be delivered");

    private async Task<(int Waiting, int DeadLetters)> Left(Guid id)
    {
        var shown = await feeds.Shown(id);
        return (shown.GetProperty("waiting").GetInt32(), shown.GetProperty("deadLetters").GetInt32());
    }

    private static string Signature(string secret, Received one)
    {
        var signed = Encoding.UTF8.GetBytes($"{one.Id}.{one.Seconds}.{one.Body}");
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed))}";
    }
}
