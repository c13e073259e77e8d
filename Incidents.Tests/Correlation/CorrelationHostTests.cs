using System.Text.Json;
using Incidents.Api.Addresses;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Correlation;

/// <summary>Rules act on live reports, explain themselves, and leave alone what a person has separated.</summary>
public sealed class CorrelationHostTests(PostgresFixture postgres)
{
    private static readonly Dictionary<string, string?> On = new() { ["Correlation:Enabled"] = "true" };

    [Fact]
    public async Task Alerts_of_one_thing_become_one_incident_whose_links_explain_themselves_and_are_undone()
    {
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection, settings: On);
        await using var other = await RunningHost.Start(connection, settings: On);
        await host.PostLines(Camera("north", 0, 49.7999), Camera("away", 180, 49.7999), Camera("unknown", null, 49.8001));
        await host.PostLines(Alert("a", 0.9), Alert("b", 0.8, latitude: 49.8002));
        // A call opens its own, and what came late or is unsure opens nothing.
        await other.PostLines(Call("c"), Alert("unsure", 0.2, latitude: 49.9), Alert("late", 0.9, latitude: 49.95, minutesAgo: 90));

        await Until(2);
        var incident = (await Found()).Single(found => found.GetProperty("category").GetString() == "fire");
        await RunningHost.Until(async () => (await Links(incident)).Length == 2, "two alerts to be linked");
        incident = (await Found()).Single(found => found.GetProperty("category").GetString() == "fire");
        Assert.Equal("rule:danger", incident.GetProperty("source").GetString());
        var links = await Links(incident);
        Assert.All(links, link => Assert.Equal(("rule:danger", "danger", 1), (
            link.GetProperty("by").GetString()!, link.GetProperty("rule").GetProperty("rule").GetString()!,
            link.GetProperty("rule").GetProperty("version").GetInt32())));
        var joined = links.Single(link => link.GetProperty("rule").GetProperty("minutes").ValueKind is not JsonValueKind.Null);
        Assert.InRange(joined.GetProperty("rule").GetProperty("distanceMetres").GetDouble(), 22, 22.5);
        Assert.Contains(
            incident.GetProperty("timeline").EnumerateArray(),
            entry => entry.GetProperty("type").GetString() == "signal_linked"
                && entry.GetProperty("rule").GetProperty("rule").GetString() == "danger");
        Assert.Equal(
            ["north", "unknown"],
            incident.GetProperty("cameras").EnumerateArray().Select(camera => camera.GetProperty("deviceId").GetString()));

        // A person takes the second one out: the rule may not put it back, and another alert may come all the same.
        var id = incident.GetProperty("id").GetGuid();
        var signal = joined.GetProperty("signal");
        await host.Ask(
            $"mutation {{ unlinkSignal(id: \"{id}\", by: \"op\", signal: {{ kind: ALERT, id: \"{signal.GetProperty("id").GetGuid()}\" }}) "
            + "{ id } }");
        await host.PostLines(Alert("d", 0.9, latitude: 49.8003));
        await RunningHost.Until(async () => (await Links(incident)).Length == 2, "the third alert to be linked");
        Assert.DoesNotContain(
            await Links(incident), link => link.GetProperty("signal").GetProperty("id").GetGuid() == signal.GetProperty("id").GetGuid());

        // The next alert of a resolved incident opens another one.
        await host.Ask($"mutation {{ resolveIncident(id: \"{id}\", outcomeCode: \"assisted\") {{ id }} }}");
        await host.PostLines(Alert("e", 0.9));
        await Until(3);

        // What a wider rule would have raised: nothing is written by asking.
        await host.CaughtUp();
        var today = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(5)).Date;
        var replayed = (await host.Ask(
            $$"""
            { correlationReplay(
                rule: { code: "danger", version: 2, kinds: [ALERT], opens: true, metres: 2000, minutes: 600, categories: ["fire"] },
                from: "{{today.AddDays(-1):yyyy-MM-dd}}", until: "{{today.AddDays(2):yyyy-MM-dd}}")
              { signalCount coveredCount openedCount joinedCount openedByOthersCount raised { openedCount openedByAnyCount linkedCount } } }
            """)).GetProperty("correlationReplay");
        Assert.Equal(
            string.Concat(
                """{"signalCount":7,"coveredCount":5,"openedCount":2,"joinedCount":3,"openedByOthersCount":1,""",
                """ "raised":{"openedCount":2,"openedByAnyCount":3,"linkedCount":5}}""".TrimStart()), replayed.GetRawText());
        Assert.Equal(3, (await Found()).Count);

        async Task Until(int count) => await RunningHost.Until(
            async () => (await Found()).Count == count, $"{count} incidents");

        async Task<List<JsonElement>> Found() =>
        [
            .. (await host.Ask(
                "{ incidents(first: 5) { nodes { id category source timeline { type rule { rule } } cameras { deviceId } } } }"))
                .GetProperty("incidents").GetProperty("nodes").EnumerateArray(),
        ];

        async Task<JsonElement[]> Links(JsonElement of) =>
        [
            .. (await host.Ask(
                $"{{ incident(id: \"{of.GetProperty("id").GetGuid()}\") {{ links {{ by signal {{ id }} "
                + "rule { rule version distanceMetres minutes } } } }")).GetProperty("incident").GetProperty("links").EnumerateArray(),
        ];
    }

    [Fact]
    public async Task An_alert_whose_end_overtakes_its_beginning_and_a_call_by_telephone_open_incidents()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: On);
        await host.Services.GetRequiredService<Gazetteer>().Replace(
            [new("karaganda", "ул. Ерубаева", "45", new(73.12, 49.81), new(2020, 1, 1))], TestContext.Current.CancellationToken);
        var began = DateTimeOffset.UtcNow.AddMinutes(-1);
        var alert = new Dictionary<string, object>
        {
            ["source"] = "analytics",
            ["id"] = "overtaken",
            ["kind"] = "alert",
            ["city"] = "karaganda",
            ["category"] = "fire",
            ["longitude"] = 73.1,
            ["latitude"] = 49.8,
            ["occurredAt"] = began.AddSeconds(20),
            ["phase"] = "ended",
        };
        // What a register says of the past opens nothing, also where it was handed over minutes ago.
        await host.PostLines(new
        {
            source = "register",
            id = "1",
            kind = "sosCall",
            city = "karaganda",
            occurredAt = began.AddMinutes(-20),
            knownAt = began.AddMinutes(-10),
        });
        await host.PostLines(alert);
        await host.PostLines(new Dictionary<string, object>(alert) { ["phase"] = "raised", ["occurredAt"] = began, ["confidence"] = 0.95 });
        await host.PostLines(new
        {
            source = "calls",
            id = "1",
            kind = "sosCall",
            city = "karaganda",
            street = "Ерубаев көшесі, 45",
            occurredAt = began,
        });

        await RunningHost.Until(
            async () => (await host.Query("select from store.mt_events where type = 'incident_opened'")).Count == 2, "two incidents");
        Assert.Equal(
            [["fire", 73.1], ["sos", 73.12]],
            await host.Query(
                """
                select data ->> 'category', (data -> 'place' -> 'point' ->> 'longitude')::float8
                from store.mt_events where type = 'incident_opened' order by 1
                """));
        // The call stays as its source reported it.
        Assert.Equal(
            [[true]],
            await host.Query("select distinct data #>> '{place,point}' is null from store.mt_events where type = 'sos_call_placed'"));
    }

    [Fact]
    public async Task A_candidate_that_is_no_rule_is_refused()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var rule in (string[])[
            """{ code: "Danger", version: 1, kinds: [ALERT], opens: true }""", """{ code: "x", version: 0, kinds: [ALERT], opens: true }""",
            """{ code: "x", version: 1, kinds: [], opens: true }""", """{ code: "x", version: 1, kinds: [PLATE_READ], opens: true }""",
            """{ code: "x", version: 1, kinds: [SOS_CALL, ALERT], opens: true }""",
            """{ code: "x", version: 1, kinds: [ALERT], opens: false }""",
            """{ code: "x", version: 1, kinds: [ALERT], opens: true, metres: 100 }""",
            """{ code: "x", version: 1, kinds: [ALERT], opens: true, metres: 1e9, minutes: 5 }""",
            """{ code: "x", version: 1, kinds: [SOS_CALL], opens: true, metres: 10, minutes: 5 }""",
            """{ code: "x", version: 1, kinds: [ALERT], opens: true, from: "2026-02-01", until: "2026-02-01" }"""])
        {
            var (code, _) = await host.Refused(
                $"{{ correlationReplay(rule: {rule}, from: \"2026-01-01\", until: \"2026-01-02\") {{ signalCount }} }}");
            Assert.Contains(code, (string[])["BAD_INPUT", "CATEGORY_MALFORMED"]);
        }
        var (tooLong, _) = await host.Refused(
            """
            { correlationReplay(rule: { code: "x", version: 1, kinds: [ALERT], opens: true }, from: "2026-01-01", until: "2026-06-01")
              { signalCount } }
            """);
        Assert.Equal("BAD_INPUT", tooLong);
    }

    private static object Alert(string id, double confidence, double latitude = 49.8, int minutesAgo = 0) => new
    {
        source = "analytics",
        id,
        kind = "alert",
        city = "karaganda",
        category = "fire",
        confidence,
        longitude = 73.1,
        latitude,
        occurredAt = DateTimeOffset.UtcNow.AddMinutes(-minutesAgo).AddSeconds(-1),
    };

    private static object Call(string id) => new
    {
        source = "terminals",
        id,
        kind = "sosCall",
        city = "karaganda",
        longitude = 73.1,
        latitude = 49.85,
        occurredAt = DateTimeOffset.UtcNow.AddSeconds(-1),
    };

    private static object Camera(string id, double? direction, double latitude) => new
    {
        source = "register",
        id,
        kind = "device",
        deviceId = id,
        deviceKind = "camera",
        city = "karaganda",
        longitude = 73.1,
        latitude,
        directionDegrees = direction,
        fieldOfViewDegrees = direction is null ? (double?)null : 90,
        installedOn = "2026-01-01",
        occurredAt = "2026-01-01T00:00:00+05:00",
    };
}
