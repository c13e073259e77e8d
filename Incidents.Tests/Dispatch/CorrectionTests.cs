using System.Text.Json;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Corrections of incidents, withdrawals that are undone, and what they leave as it was published.</summary>
public sealed class CorrectionTests(PostgresFixture postgres)
{
    // A Monday, noon in Karaganda.
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 1, 5, 7, 0));

    [Fact]
    public async Task A_corrected_place_and_time_count_from_the_day_on_which_they_became_known()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var id = await Open(host, "a", "point: { longitude: 73.1, latitude: 49.8 }");
        await Do(host, $"assignUnit(id: \"{id}\", unit: \"P-1\")");
        await host.CaughtUp();
        Assert.Equal("2026-01-05 73.1: 1", await Heat(host, null));

        clock.AdvanceDays(1);
        // Sunday, eleven in the evening, elsewhere and in another town.
        var corrected = await Do(
            host,
            $$"""
            correctIncident(id: "{{id}}", by: "op", reason: "misheard",
                place: { city: "temirtau", street: "Main Street", point: { longitude: 73.2, latitude: 49.9 } },
                incidentOccurredAt: "2026-01-04T18:00:00Z")
            """);
        Assert.Equal("2026-01-04T23:00:00+05:00", corrected.GetProperty("occurredAt").GetString());
        Assert.Equal("temirtau", corrected.GetProperty("place").GetProperty("city").GetString());
        await host.CaughtUp();

        Assert.Equal("2026-01-04 73.2: 1", await Heat(host, null));
        Assert.Equal("2026-01-05 73.1: 1", await Heat(host, "2026-01-05"));
        Assert.Equal("2026-01-04 73.2: 1", await Heat(host, "2026-01-06"));
        var then = (await host.Ask(
            $"{{ incidentAsKnown(id: \"{id}\", asKnownAt: \"2026-01-05T08:00:00Z\") {{ occurredAt place {{ city }} }} }}"))
            .GetProperty("incidentAsKnown");
        Assert.Equal("""{"occurredAt":"2026-01-05T12:00:00+05:00","place":{"city":"karaganda"}}""", then.GetRawText());
        var row = Assert.Single(await host.Query("select city, street, occurred_day::text, occurred_hour, longitude from read.incident"));
        Assert.Equal(["temirtau", "Main Street", "2026-01-04", (short)167, 73.2], row);
        Assert.Equal(
            [["temirtau", 1L]],
            await host.Query(
                """
                select c.text, sum(n)::bigint from read.duration d join read.label c on c.id = d.city group by 1 having sum(n) <> 0
                """));
        await Agrees(host);

        // An earlier correction that is entered now changes nothing; a later one does. Place and time are corrected apart.
        await Correct("""place: { city: "saran" }, occurredAt: "2026-01-05T09:00:00Z" """, "temirtau", "2026-01-04T23:00:00+05:00");
        clock.AdvanceMinutes(1);
        await Correct("""place: { city: "saran" }""", "saran", "2026-01-04T23:00:00+05:00");
        await Correct("""incidentOccurredAt: "2026-01-04T17:00:00Z" """, "saran", "2026-01-04T22:00:00+05:00");
        await host.CaughtUp();
        await Agrees(host);

        await Refused("NOTHING_TO_CORRECT", "");
        await Refused("TIME_IN_FUTURE", """incidentOccurredAt: "2027-01-06T07:02:00Z" """);
        await Refused(
            "INTERVAL_REVERSED",
            """incidentOccurredAt: "2026-01-04T17:00:00Z", incidentOccurredUntil: "2026-01-04T16:00:00Z" """);
        await Refused("CITY_UNKNOWN", """place: { city: "atlantis" }""");

        async Task Correct(string what, string city, string occurred)
        {
            var after = await Do(host, $"correctIncident(id: \"{id}\", by: \"op\", reason: \"misheard\", {what})");
            Assert.Equal(
                (city, occurred),
                (after.GetProperty("place").GetProperty("city").GetString(), after.GetProperty("occurredAt").GetString()));
        }

        async Task Refused(string code, string what) =>
            Assert.Equal(code, await CodeOf(host, $"correctIncident(id: \"{id}\", by: \"op\", reason: \"misheard\", {what})"));
    }

    [Fact]
    public async Task Nothing_is_said_to_have_occurred_after_something_was_done_about_it()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var id = await Open(host, "a", more: "occurredAt: \"2026-01-05T06:00:00Z\"");
        await Do(host, $"assignUnit(id: \"{id}\", unit: \"P-1\", occurredAt: \"2026-01-05T06:10:00Z\")");
        Assert.Equal(
            "IMPOSSIBLE_OCCURRENCE",
            await CodeOf(
                host, $"correctIncident(id: \"{id}\", by: \"op\", reason: \"misheard\", incidentOccurredAt: \"2026-01-05T06:30:00Z\")"));
    }

    [Fact]
    public async Task A_withdrawal_is_undone_and_what_was_published_meanwhile_stays()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var id = await Open(host, "a", "point: { longitude: 73.1, latitude: 49.8 }");
        await Do(host, $"assignUnit(id: \"{id}\", unit: \"P-1\")");
        Assert.Equal("INCIDENT_NOT_WITHDRAWN", await CodeOf(host, $"reinstateIncident(id: \"{id}\", by: \"op\", reason: \"mistake\")"));
        clock.AdvanceDays(1);
        await Do(host, $"withdrawIncident(id: \"{id}\", by: \"op\", reasonCode: \"unfounded\")");
        clock.AdvanceDays(1);
        var back = await Do(host, $"reinstateIncident(id: \"{id}\", by: \"op\", reason: \"mistake\")");

        Assert.Equal("ASSIGNED", back.GetProperty("status").GetString());
        await host.CaughtUp();
        Assert.Equal(
            ["2026-01-05 73.1: 1", "", "2026-01-05 73.1: 1", "2026-01-05 73.1: 1"],
            [
                await Heat(host, "2026-01-05"), await Heat(host, "2026-01-06"), await Heat(host, "2026-01-07"), await Heat(host, null),
            ]);
        await Agrees(host);
    }

    [Fact]
    public async Task Withdrawing_what_others_were_merged_into_says_what_happens_to_them()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var (part, whole) = (await Open(host, "a"), await Open(host, "b"));
        await Do(host, $"mergeIncident(id: \"{part}\", targetId: \"{whole}\", by: \"op\")");
        var withdraw = $"withdrawIncident(id: \"{whole}\", by: \"op\", reasonCode: \"unfounded\")";

        var refused = (await host.Answer($"mutation {{ {withdraw} {{ id }} }}")).GetProperty("data").GetProperty("withdrawIncident")
            .GetProperty("errors")[0];
        Assert.Equal("INCIDENT_HAS_MERGED", refused.GetProperty("code").GetString());
        Assert.Contains(part.ToString(), refused.GetProperty("message").GetString(), StringComparison.Ordinal);
        await Do(host, withdraw.Replace("reason", "withMerged: true, reason", StringComparison.Ordinal));
        await host.CaughtUp();
        Assert.Equal(0L, await Counted(host));

        // The part comes back, and the whole is withdrawn still.
        Assert.Equal("OPEN", (await Do(host, $"unmergeIncident(id: \"{part}\", by: \"op\")")).GetProperty("status").GetString());
        await host.CaughtUp();
        Assert.Equal(1L, await Counted(host));
        await Agrees(host);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_register_s_correction_hits_the_incident_that_it_means_also_where_that_was_merged(bool unmergedBefore)
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var reported = (await host.PostLines(Entry("1", "registered"))).Id();
        var other = await Open(host, "a");
        await Do(host, $"mergeIncident(id: \"{reported}\", targetId: \"{other}\", by: \"op\")");
        if (unmergedBefore)
            await Do(host, $"unmergeIncident(id: \"{reported}\", by: \"op\")");

        clock.AdvanceDays(1);
        var withdrawn = await host.PostLines(Entry("w", "withdrawn"));

        Assert.Equal((reported, false), (withdrawn.Id(), withdrawn.Answers[0].TryGetProperty("unmatched", out _)));
        Assert.Equal(["duplicate"], (await host.PostLines(Entry("w", "withdrawn"))).Statuses);
        await host.CaughtUp();
        Assert.Equal(1L, await Counted(host));
        if (!unmergedBefore)
        {
            Assert.Equal(
                "WITHDRAWN", (await Do(host, $"unmergeIncident(id: \"{reported}\", by: \"op\")")).GetProperty("status").GetString());
            await host.CaughtUp();
            Assert.Equal(1L, await Counted(host));
        }
        Assert.Equal(
            "OPEN",
            (await Do(host, $"reinstateIncident(id: \"{reported}\", by: \"op\", reason: \"mistake\")")).GetProperty("status").GetString());
        await host.CaughtUp();
        Assert.Equal(2L, await Counted(host));
        await Agrees(host);
    }

    private static object Entry(string id, string phase) => new
    {
        source = "register",
        id,
        kind = "incident",
        phase,
        reference = "R-1",
        category = "theft",
        city = "karaganda",
        occurredAt = "2026-01-05T10:00:00",
    };

    private static async Task<Guid> Open(RunningHost host, string key, string point = "", string more = "") => (await Do(
        host, $"openIncident(console: \"c\", key: \"{key}\", category: \"theft\", place: {{ city: \"karaganda\" {point} }} {more})"))
        .GetProperty("id").GetGuid();

    private static async Task<JsonElement> Do(RunningHost host, string mutation) =>
        (await host.Ask($"mutation {{ did: {mutation} {{ id status occurredAt place {{ city }} }} }}")).GetProperty("did");

    private static async Task<string> CodeOf(RunningHost host, string mutation) =>
        (await host.Refused($"mutation {{ {mutation} {{ id }} }}")).Code;

    private static async Task<long> Counted(RunningHost host) =>
        (long)(await host.Query("select coalesce(sum(n), 0)::bigint from read.count_hour where measure = 1"))[0][0];

    // By day and longitude: from the ledger and, by hour of the week, from the register.
    private static async Task<string> Heat(RunningHost host, string? knownAt)
    {
        var found = new List<string>();
        foreach (var (day, next) in new[] { ("2026-01-04", "2026-01-05"), ("2026-01-05", "2026-01-06") })
        {
            foreach (var (longitude, latitude) in new[] { (73.1, 49.8), (73.2, 49.9) })
            {
                var totals = new List<long>();
                foreach (var hours in (string[])["", $", filter: {{ hoursOfWeek: [{string.Join(", ", Enumerable.Range(0, 168))}] }}"])
                {
                    var data = await host.Ask(FormattableString.Invariant(
                        $$"""
                        query ($knownAt: Date) { heatmap(
                            bounds: { west: {{longitude - 0.01}}, south: {{latitude - 0.01}}, east: {{longitude + 0.01}},
                                north: {{latitude + 0.01}} },
                            zoom: 16, from: "{{day}}", until: "{{next}}", asKnownOn: $knownAt {{hours}}) { total } }
                        """), new { knownAt });
                    // Before anything was known there were no data.
                    var total = data.GetProperty("heatmap").GetProperty("total");
                    totals.Add(total.ValueKind is JsonValueKind.Null ? 0 : total.GetInt64());
                }
                Assert.Equal(totals[0], totals[1]);
                if (totals[0] != 0)
                    found.Add(FormattableString.Invariant($"{day} {longitude}: {totals[0]}"));
            }
        }
        return string.Join(", ", found);
    }

    private static async Task Agrees(RunningHost host)
    {
        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
    }
}
