using System.Text.Json;
using Incidents.Api.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Incidents.Tests.Ingest.SampleReports;

namespace Incidents.Tests.Ingest;

/// <summary>What becomes of the reports in <c>POST /ingest/reports</c> of the real host.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ReportContentTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    [Fact]
    public async Task What_cannot_be_read_is_kept_byte_for_byte_counted_and_listed()
    {
        byte[] rubbish = [0xFF, 0xFE, (byte)'{', 0x00, 0x9D, .. Guid.NewGuid().ToByteArray().Where(b => b is not (byte)'\n')];
        await host.Post(new ByteArrayContent(rubbish), "application/x-ndjson");
        await host.Post(new ByteArrayContent(rubbish), "application/x-ndjson");

        var letters = await host.Ask(
            """
            { deadLetters(code: MALFORMED, first: 1000) { nodes { source base64 text lengthBytes times } }
                ingestStatus { deadLettersByCode { code count } } }
            """);
        var kept = letters.GetProperty("deadLetters").GetProperty("nodes").EnumerateArray()
            .Single(l => l.GetProperty("base64").GetString() == Convert.ToBase64String(rubbish));
        Assert.Equal(("http", 2, rubbish.Length),
            (kept.GetProperty("source").GetString(), kept.GetProperty("times").GetInt32(), kept.GetProperty("lengthBytes").GetInt32()));
        Assert.Equal(JsonValueKind.Null, kept.GetProperty("text").ValueKind);
        Assert.Contains(letters.GetProperty("ingestStatus").GetProperty("deadLettersByCode").EnumerateArray(),
            c => c.GetProperty("code").GetString() == "MALFORMED");
    }

    [Fact]
    public async Task The_same_report_in_two_requests_at_once_is_one_event()
    {
        var city = await host.NewCity();
        for (var i = 0; i < 40; i++)
        {
            var report = Incident(city, $"{i}");
            var answers = await Task.WhenAll(host.Post(report), host.Post(report), host.Post(report));
            Assert.Equal(["accepted", "duplicate", "duplicate"], answers.SelectMany(a => a.Statuses).Order());
            Assert.Single(answers.Select(a => a.Id()).Distinct());
        }
        Assert.Equal(40L, (await host.Query($"select count(*) from store.mt_events where data->'origin'->>'source' = '{city}'"))[0][0]);
    }

    [Fact]
    public async Task Steps_that_overtake_the_beginning_begin_the_thing_themselves()
    {
        var city = await host.NewCity();
        object Alert(string? phase, string at) =>
            new { source = city, id = "a", kind = "alert", phase, city, category = "fight", occurredAt = at };
        object Call(string? phase, string at) => new { source = city, id = "c", kind = "sosCall", phase, city, by = "op", occurredAt = at };

        var answers = await host.PostLines(
            Alert("ended", "2026-01-05T10:02:00+05:00"), Alert("updated", "2026-01-05T10:03:00+05:00"), Alert(null, Then),
            Alert("ended", "2026-01-05T10:02:00+05:00"),
            Call("answered", "2026-01-05T10:00:20+05:00"), Call(null, Then), Call("answered", "2026-01-05T10:00:20+05:00"));

        Assert.Equal(["accepted", "accepted", "accepted", "duplicate", "accepted", "accepted", "duplicate"], answers.Statuses);
        var data = await host.Ask(
            "query ($a: UUID!, $c: UUID!) { alert(id: $a) { version endedAt } sosCall(id: $c) { status answeredBy } }",
            new { a = answers.Id(0), c = answers.Id(4) });
        Assert.Equal(4, data.GetProperty("alert").GetProperty("version").GetInt32());
        Assert.Equal(("ANSWERED", "op"),
            (data.GetProperty("sosCall").GetProperty("status").GetString(),
            data.GetProperty("sosCall").GetProperty("answeredBy").GetString()));
    }

    [Fact]
    public async Task A_withdrawal_takes_back_the_latest_that_stands_and_one_that_matches_nothing_is_kept_and_counted()
    {
        var city = await host.NewCity();
        await host.Covers(city);
        object Registered(string id, string reference = "R-1") =>
            new
            {
                source = city,
                id,
                kind = "incident",
                city,
                category = "theft",
                occurredAt = "2016-03-01T10:00:00",
                knownAt = "2016-04-01T00:00:00",
                reference
            };
        object Withdrawn(string id, string reference = "R-1") =>
            new
            {
                source = city,
                id,
                kind = "incident",
                phase = "withdrawn",
                city,
                category = "theft",
                occurredAt = "2016-03-01T10:00:00",
                knownAt = "2017-02-01T00:00:00",
                reference,
            };

        // In one batch: two incidents, three withdrawals; then the same across batches; then all again.
        var batch = await host.PostLines(
            Registered("1"), Registered("2"), Registered("3", "R-2"), Withdrawn("w1"), Withdrawn("w2"), Withdrawn("w3"));
        Assert.Equal(["accepted", "accepted", "accepted", "accepted", "accepted", "accepted"], batch.Statuses);
        Assert.Equal((batch.Id(1), batch.Id(0)), (batch.Id(3), batch.Id(4)));
        Assert.Equal([false, false, false, false, false, true], batch.Answers.Select(a => a.TryGetProperty("unmatched", out _)));

        var later = await host.PostLines(Withdrawn("w4", "R-2"), Withdrawn("w5", "R-2"));
        Assert.Equal((batch.Id(2), true), (later.Id(), later.Answers[1].GetProperty("unmatched").GetBoolean()));
        var again = await host.PostLines(Withdrawn("w1"), Withdrawn("w3"), Withdrawn("w4", "R-2"), Registered("1"));
        Assert.Equal(["duplicate", "duplicate", "duplicate", "duplicate"], again.Statuses);
        Assert.Equal((batch.Id(1), true), (again.Id(), again.Answers[1].GetProperty("unmatched").GetBoolean()));

        await host.CaughtUp();
        Assert.Equal((0, 3, 2), (await Total(city), await Total(city, "2016-12-31"), await Total(city, measure: "UNMATCHED_WITHDRAWALS")));
        // Nobody had reported anything then.
        Assert.Equal(NoData, await Total(city, "2016-03-31"));
    }

    // On 1 March 2024 at midnight by the old offset (18:00 UTC) Karaganda's clocks went back to 23:00: 17:30 and 18:30 UTC are both half
    // past eleven on Thursday evening, 19:30 is half past midnight on Friday. The summer before, half past midnight was at 18:30 UTC.
    [Fact]
    public async Task The_offsets_of_1_March_2024_put_incidents_into_the_right_local_day_and_hour()
    {
        var city = await host.NewCity();
        await host.Covers(city);
        string[] times = ["2024-02-29T17:30:00Z", "2024-02-29T18:30:00Z", "2024-02-29T19:30:00Z", "2023-07-01T18:30:00Z",
            "2024-03-01T09:00:00", "2024-02-28T09:00:00"];
        var answers = await host.PostLines(
            times.Select((at, i) => new { source = city, id = $"{i}", kind = "incident", city, category = "theft", occurredAt = at }));
        Assert.All(answers.Statuses, s => Assert.Equal("accepted", s));
        await host.CaughtUp();

        Assert.Equal((1, 2, 2), (await OnDay("2024-02-28"), await OnDay("2024-02-29"), await OnDay("2024-03-01")));
        Assert.Equal((0, 1), (await OnDay("2023-07-01"), await OnDay("2023-07-02")));
        Assert.Equal((2, 1, 1, 1), (await AtHour(3, 23), await AtHour(4, 0), await AtHour(4, 9), await AtHour(2, 9)));
        var register = await host.Ask("query ($id: UUID!) { incident(id: $id) { occurredAt } }", new { id = answers.Id(5) });
        Assert.Equal("2024-02-28T09:00:00+06:00", register.GetProperty("incident").GetProperty("occurredAt").GetString());

        async Task<long> OnDay(string day) =>
            await Total(city, from: day, until: DateOnly.Parse(day, null).AddDays(1).ToString("yyyy-MM-dd", null));

        async Task<long> AtHour(int weekday, int hour)
        {
            var trend = await host.Ask(
                """
                query ($city: String!)
                    { trend(from: "2024-02-26", until: "2024-03-04", grain: HOUR_OF_WEEK,
                        filter: { cities: [$city] }) { series { counts } } }
                """, new { city });
            return trend.GetProperty("trend").GetProperty("series")[0].GetProperty("counts")[weekday * 24 + hour].GetInt64();
        }
    }

    [Fact]
    public async Task An_unknown_device_is_accepted_and_flagged_until_it_is_registered()
    {
        var city = await host.NewCity();
        await host.PostLines(
            new { source = city, id = "1", kind = "alert", city, category = "fight", deviceId = "cam-9", occurredAt = Then });
        await host.CaughtUp();
        Assert.Equal((false, 1), await Flagged());

        await host.PostLines(
            new { source = city, id = "2", kind = "device", city, deviceId = "cam-9", deviceKind = "camera", occurredAt = Then });
        await host.CaughtUp();
        Assert.Equal((true, 1), await Flagged());

        async Task<(bool, int)> Flagged()
        {
            var devices = await host.Ask(
                "query ($city: String!) { devices(filter: { cities: [$city] }) { nodes { deviceId isRegistered reportCount } } }",
                new { city });
            var device = Assert.Single(devices.GetProperty("devices").GetProperty("nodes").EnumerateArray());
            return (device.GetProperty("isRegistered").GetBoolean(), device.GetProperty("reportCount").GetInt32());
        }
    }

    public static TheoryData<string, string, string> Texts => new()
    {
        { "TEXT_MALFORMED", "description", "\\u0000" },
        { "TEXT_TOO_LONG", "description", new string('я', 4_001) },
        { "TEXT_TOO_LONG", "street", new string('ұ', 501) },
        { "TEXT_TOO_LONG", "id", new string('i', 201) },
        { "accepted", "description", new string('я', 4_000) },
        { "accepted", "description", "\\uD83D\\uDE80 \\\\ \\\" \\u0001 ңғүұқөһі" },
        { "WRONG_TYPE", "description", "\\uD83D" },
        { "WRONG_TYPE", "source", "\\uDE80x" },
        { "WRONG_TYPE", "occurredAt", "\\uDE80" },
        { "TIME_MALFORMED", "occurredAt", "at half past eleven in the evening of the first day of March🚀🚀" },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task Texts_that_the_store_cannot_hold_are_refused_by_name_and_all_others_kept(string expected, string field, string text)
    {
        var city = await host.NewCity();
        var report = new Dictionary<string,
            string>
        {
            ["source"] = city,
            ["id"] = "1",
            ["kind"] = "incident",
            ["city"] = city,
            ["category"] = "theft",
            ["occurredAt"] = Then
        };
        report[field] = text;
        var json = $"{{{string.Join(',', report.Select(p => $"\"{p.Key}\":\"{p.Value}\""))}}}";

        var answers = await host.Post(json + "\n" + Incident(city, "2"), "application/x-ndjson");

        Assert.Equal([expected, "accepted"], answers.Codes);
        if (expected == "accepted")
        {
            var stored = await host.Ask("query ($id: UUID!) { incident(id: $id) { timeline { data } } }", new { id = answers.Id() });
            var data = stored.GetProperty("incident").GetProperty("timeline")[0].GetProperty("data");
            Assert.Equal(JsonDocument.Parse(json).RootElement.GetProperty(field).GetString(), data.GetProperty(field).GetString());
        }
    }

    [Theory]
    [InlineData("""  "measured":{"value":1e400,"allowed":60,"unit":"km/h"} """, "MEASURED_OUT_OF_RANGE")]
    [InlineData("""  "measured":{"value":80,"allowed":-1e999,"unit":"km/h"} """, "MEASURED_OUT_OF_RANGE")]
    [InlineData("""  "occurredAt":"0001-01-01T00:00:00+14:00" """, "TIME_OUT_OF_RANGE")]
    [InlineData("""  "occurredAt":"0000-06-01T00:00:00Z" """, "TIME_OUT_OF_RANGE")]
    [InlineData("""  "occurredAt":"-4000-06-01T00:00:00" """, "TIME_OUT_OF_RANGE")]
    [InlineData("""  "occurredAt":"9999-12-31T23:59:59.9999999-12:00" """, "TIME_IN_FUTURE")]
    [InlineData("""  "longitude":1e400,"latitude":49 """, "COORDINATES_OUT_OF_RANGE")]
    [InlineData("""  "longitude":"NaN","latitude":49 """, "WRONG_TYPE")]
    [InlineData("""  "certificate":{"number":"1","validUntil":"soon"} """, "WRONG_TYPE")]
    public async Task Values_that_no_table_can_hold_are_refused_by_name(string field, string expected)
    {
        var city = await host.NewCity();
        var name = field.Split('"')[1];
        var time = name == "occurredAt" ? "" : $"\"occurredAt\":\"{Then}\",";
        var answers = await host.Post(
            $$"""{"source":"{{city}}","id":"1","kind":"violation","city":"{{city}}","article":"592",{{time}}{{field}}}"""
                + "\n" + Incident(city, "2"),
            "application/x-ndjson");
        Assert.Equal([expected, "accepted"], answers.Codes);
    }

    [Fact]
    public async Task A_dead_letter_is_accepted_once_what_it_lacked_is_there()
    {
        var city = $"future-{Guid.NewGuid():N}";
        // Those of other tests stay refused.
        var others = await Letters();
        Assert.Equal(["CITY_UNKNOWN", "CITY_UNKNOWN"], (await host.PostLines(Report(city, "1"), Report(city, "2"))).Codes);
        await host.Services.GetRequiredService<CityCatalogue>().Declare(new(city, "Asia/Almaty", city), Cancellation);

        const string replay = """mutation { replayDeadLetters(code: CITY_UNKNOWN) { accepted refused } }""";
        var replayed = (await host.Ask(replay)).GetProperty("replayDeadLetters");
        Assert.Equal((2, others), (replayed.GetProperty("accepted").GetInt32(), replayed.GetProperty("refused").GetInt32()));
        Assert.Equal(0, (await host.Ask(replay)).GetProperty("replayDeadLetters").GetProperty("accepted").GetInt32());
        Assert.Equal(["duplicate", "duplicate"], (await host.PostLines(Report(city, "1"), Report(city, "2"))).Statuses);
        Assert.Equal(others, await Letters());

        async Task<int> Letters() => (await host.Ask("""{ deadLetters(code: CITY_UNKNOWN, first: 1000) { nodes { id } } }"""))
            .GetProperty("deadLetters").GetProperty("nodes").GetArrayLength();
    }

    private async Task<long> Total(
        string city, string? knownAt = null, string measure = "INCIDENTS", string from = "2000-01-01", string until = "2027-01-01")
    {
        var data = await host.Ask(
            """
            query ($city: String!, $knownAt: Date, $measure: CountMeasure!, $from: Date!, $until: Date!) {
              trend(from: $from, until: $until, grain: MONTH, asKnownOn: $knownAt,
                  filter: { cities: [$city], measure: $measure }) { series { total } } }
            """,
            new { city, knownAt, measure, from, until });
        return data.GetProperty("trend").GetProperty("series").EnumerateArray().Sum(
            s => s.GetProperty("total") is { ValueKind: JsonValueKind.Number } total ? total.GetInt64() : NoData);
    }

    private const long NoData = -1;
}
