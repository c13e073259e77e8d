using System.Text.Json;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Beginnings that are reported after later steps, through the real host.</summary>
public sealed class LateBeginningTests(PostgresFixture postgres)
{
    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Fact]
    public async Task A_late_beginning_completes_the_thing_and_leaves_the_figures_as_they_were_published()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Covers("karaganda");
        object Call(string? phase, string at, string device) =>
            new { source = "s", id = "1", kind = "sosCall", phase, by = "op", city = "karaganda", deviceId = device, occurredAt = at };
        object Alert(string? phase, string at, string category, string device) => new
        {
            source = "s",
            id = "1",
            kind = "alert",
            phase,
            revision = "2",
            category,
            city = "karaganda",
            deviceId = device,
            occurredAt = at,
            clip = phase is null ? new { uri = "https://media.example/1" } : null,
            plate = phase is null ? "123 ABC 09" : null,
        };

        // The answer after midnight, the call before it.
        var first = await host.PostLines(
            Call("answered", "2026-07-03T00:01:30+05:00", "SOS-1"), Alert("updated", "2026-07-03T00:00:05+05:00", "person", "CAM-8"));
        Assert.Equal(["accepted", "accepted"], first.Statuses);
        var (unknown, _) = await Known(host, first);
        Assert.Equal((JsonValueKind.Null, false),
            (unknown.GetProperty("waitedSeconds").ValueKind, unknown.GetProperty("isBeginningReported").GetBoolean()));
        await host.CaughtUp();
        var published = await Figures(host, null);

        clock.AdvanceDays(1);
        object[] beginnings =
            [Call(null, "2026-07-02T23:59:00+05:00", "SOS-1"), Alert(null, "2026-07-02T23:59:58+05:00", "fight", "CAM-7")];
        Assert.Equal(["accepted", "accepted"], (await host.PostLines(beginnings)).Statuses);
        Assert.Equal(["duplicate", "duplicate"], (await host.PostLines(beginnings)).Statuses);

        var (call, alert) = await Known(host, first);
        Assert.Equal(("2026-07-02T23:59:00+05:00", 150.0, true),
            (call.GetProperty("occurredAt").GetString(), call.GetProperty("waitedSeconds").GetDouble(),
                call.GetProperty("isBeginningReported").GetBoolean()));
        Assert.Equal(("2026-07-02T23:59:58+05:00", "CAM-7", "person", "123ABC09", "https://media.example/1"),
            (alert.GetProperty("occurredAt").GetString(), alert.GetProperty("deviceId").GetString(),
                alert.GetProperty("category").GetString(), alert.GetProperty("plate").GetString(),
                alert.GetProperty("clip").GetProperty("uri").GetString()));
        Assert.Equal(
            ["alert_beginning_reported", "alert_raised", "alert_updated"],
            alert.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("type").GetString()));

        await host.CaughtUp();
        Assert.Equal(published, await Figures(host, "2026-07-03"));
        Assert.Equal("2026-07-02 ALERTS 1, 2026-07-02 SOS_CALLS 1, 2026-07-02 answered 1", await Figures(host, null));
        var devices = await host.Ask("{ devices(filter: { cities: [\"karaganda\"] }) { nodes { deviceId reportCount } } }");
        Assert.Equal(
            [("CAM-7", 1), ("CAM-8", 0), ("SOS-1", 1)],
            devices.GetProperty("devices").GetProperty("nodes").EnumerateArray()
                .Select(d => (d.GetProperty("deviceId").GetString(), d.GetProperty("reportCount").GetInt32())).Order());
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task In_random_orders_and_requests_the_same_is_known_in_the_end(int seed)
    {
        var random = new Random(seed);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var things = Enumerable.Range(0, 25).Select(i => $"{i}").ToList();
        var steps = things.SelectMany(Steps).ToArray();
        // Each step twice, all of them mixed, in requests of different sizes.
        object[] sent = [.. steps, .. steps];
        random.Shuffle(sent);
        for (var at = 0; at < sent.Length;)
        {
            var size = random.Next(1, 30);
            var answer = await host.PostLines(sent.Skip(at).Take(size));
            Assert.All(answer.Statuses, s => Assert.Contains(s, (string[])["accepted", "duplicate"]));
            at += size;
        }
        await host.CaughtUp();

        var wrong = await host.Query(
            """
            select e.stream_id, e.type, e.data->>'occurredAt' from store.mt_events e
            where type in ('sos_call_placed', 'sos_call_beginning_reported', 'alert_raised', 'alert_beginning_reported')
              and not coalesce((data->>'assumed')::boolean, false)
              and (data->>'occurredAt')::timestamptz <> '2026-01-05T23:59:00+05:00'::timestamptz
            """);
        Assert.Empty(wrong);
        Assert.Equal(
            "2026-01-05 ALERTS 25, 2026-01-05 SOS_CALLS 25, 2026-01-05 answered 25",
            await Figures(host, null, "2026-01-05", "2026-01-07"));
        Assert.Single(await host.Query("select distinct bucket from read.duration where measure = 20"));
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }

    private static IEnumerable<object> Steps(string id)
    {
        foreach (var (phase, at) in new[]
        {
            ("placed", "2026-01-05T23:59:00+05:00"), ("answered", "2026-01-06T00:00:10+05:00"),
            ("escalated", "2026-01-06T00:01:00+05:00"), ("ended", "2026-01-06T00:09:00+05:00"),
        })
            yield return new { source = "s", id, kind = "sosCall", phase, by = "op", to = "103", city = "karaganda", occurredAt = at };
        foreach (var (phase, at) in new[]
        {
            ("raised", "2026-01-05T23:59:00+05:00"), ("updated", "2026-01-06T00:00:10+05:00"), ("ended", "2026-01-06T00:09:00+05:00"),
        })
            yield return new { source = "s", id, kind = "alert", phase, category = "fight", city = "karaganda", occurredAt = at };
        foreach (var phase in (string[])["registered", "withdrawn"])
            yield return new
            {
                source = "s",
                id = phase + id,
                kind = "incident",
                phase,
                reference = "R-" + id,
                category = "theft",
                city = "karaganda",
                occurredAt = "2026-01-05T23:59:00+05:00",
            };
    }

    private static async Task<(JsonElement Call, JsonElement Alert)> Known(RunningHost host, IntakeAnswer answer)
    {
        var data = await host.Ask(
            """
            query ($call: UUID!, $alert: UUID!) {
              sosCall(id: $call) { occurredAt waitedSeconds isBeginningReported }
              alert(id: $alert) { occurredAt deviceId category plate clip { uri } timeline { type } }
            }
            """,
            new { call = answer.Id(0), alert = answer.Id(1) });
        return (data.GetProperty("sosCall"), data.GetProperty("alert"));
    }

    private static async Task<string> Figures(
        RunningHost host, string? knownAt, string from = "2026-07-02", string until = "2026-07-04")
    {
        var figures = new List<string>();
        for (var day = DateOnly.Parse(from, null); day < DateOnly.Parse(until, null); day = day.AddDays(1))
        {
            var data = await host.Ask(
                """
                query ($from: Date!, $until: Date!, $knownAt: Date) {
                  kpis(from: $from, until: $until, asKnownOn: $knownAt, filter: { cities: ["karaganda"] }) {
                    counts { measure count } durations { measure count } } }
                """,
                new { from = $"{day:yyyy-MM-dd}", until = $"{day.AddDays(1):yyyy-MM-dd}", knownAt });
            var city = data.GetProperty("kpis")[0];
            figures.AddRange(
                from count in city.GetProperty("counts").EnumerateArray()
                let n = CountOf(count)
                where n != 0
                select $"{day:yyyy-MM-dd} {count.GetProperty("measure").GetString()} {n}");
            figures.AddRange(
                from duration in city.GetProperty("durations").EnumerateArray()
                where duration.GetProperty("measure").GetString() == "ANSWER_TIME" && CountOf(duration) > 0
                select $"{day:yyyy-MM-dd} answered {CountOf(duration)}");
        }
        return string.Join(", ", figures.Order(StringComparer.Ordinal));

        // Where nobody had reported yet there are no data.
        static long CountOf(JsonElement figure) =>
            figure.GetProperty("count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : 0;
    }
}
