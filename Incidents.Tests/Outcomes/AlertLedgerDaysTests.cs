using System.Text.Json;
using Incidents.Tests.Postgres;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Outcomes;

/// <summary>The ledger of alerts as it was known on a day, what nobody looked at, and what a resolution says.</summary>
public sealed class AlertLedgerDaysTests(PostgresFixture postgres)
{
    // 10:00 of Monday, 2 March 2026 in Karaganda.
    private static readonly Instant Monday = Instant.FromUtc(2026, 3, 2, 5, 0);

    [Fact]
    public async Task Figures_of_a_day_stay_and_what_nobody_looked_at_shows_after_the_next_day()
    {
        var clock = new FakeClock(Monday);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var ids = await host.PostLines(Alert("1", "2026-03-02T09:50:00"), Alert("2", "2026-03-02T09:55:00"));
        await host.CaughtUp();
        Assert.Equal("2: false 0, undecided 2, not looked at 0", await Groups(host));

        clock.AdvanceDays(1);
        await host.Ask("mutation ($id: UUID!) { acknowledgeAlert(id: $id, by: \"op\") { version } }", new { id = ids.Id(0) });
        await host.CaughtUp();
        // Tuesday has not ended.
        Assert.Equal("2: false 0, undecided 2, not looked at 0", await Groups(host));
        Assert.Equal("2: false 0, undecided 2, not looked at 0", await Groups(host, "2026-03-03"));

        clock.AdvanceDays(1);
        Assert.Equal("2: false 0, undecided 2, not looked at 1", await Groups(host));
        await host.Ask(
            "mutation ($id: UUID!) { dismissAlert(id: $id, by: \"op\", reasonCode: \"shadow\") { version } }", new { id = ids.Id(0) });
        await host.Ask(
            "mutation ($id: UUID!) { judgeAlert(id: $id, by: \"op\", outcome: CONFIRMED, operatorMinutes: 1) { version } }",
            new { id = ids.Id(1) });
        await host.CaughtUp();
        Assert.Equal("2: false 1, undecided 0, not looked at 0", await Groups(host));

        // As known on Tuesday nobody had looked at the second alert, and on Monday it was too early to say.
        Assert.Equal("2: false 0, undecided 2, not looked at 1", await Groups(host, "2026-03-03"));
        Assert.Equal("2: false 0, undecided 2, not looked at 0", await Groups(host, "2026-03-02"));
        Assert.Equal("", await Groups(host, "2026-03-01"));
    }

    [Fact]
    public async Task A_resolution_judges_the_alert_that_nobody_judged_and_leaves_the_other()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: new FakeClock(Monday));
        var ids = await host.PostLines(Alert("1", "2026-03-02T09:00:00"), Alert("2", "2026-03-02T09:05:00"));
        await host.Ask(
            "mutation ($id: UUID!) { judgeAlert(id: $id, by: \"op\", outcome: CONFIRMED, operatorMinutes: 1) { version } }",
            new { id = ids.Id(1) });
        var incident = (await host.Ask(
            """
            mutation ($alert: UUID!) {
              openIncident(
                  console: "c", key: "1", category: "fight", place: { city: "karaganda" }, signal: { kind: ALERT, id: $alert },
                  occurredAt: "2026-03-02T04:00:00Z", reportedAt: "2026-03-02T04:01:00Z") { id } }
            """,
            new { alert = ids.Id(0) })).GetProperty("openIncident").GetProperty("id").GetGuid();
        // Sent at 9:10, resolved at 9:40: 30 unit minutes, half of them for each of two alerts.
        await host.Ask(
            """
            mutation ($incident: UUID!, $other: UUID!) {
              a: linkSignal(id: $incident, signal: { kind: ALERT, id: $other }, by: "op") { version }
              b: assignUnit(id: $incident, unit: "P-1", occurredAt: "2026-03-02T04:10:00Z") { version }
              c: resolveIncident(id: $incident, outcomeCode: "nothing-found", occurredAt: "2026-03-02T04:40:00Z") { version } }
            """,
            new { incident, other = ids.Id(1) });

        await RunningHost.Until(
            async () => (await Judgement(host, ids.Id(0))).ValueKind is JsonValueKind.Object, "the resolution to judge");

        Assert.Equal(
            $$"""
            {"outcome":"UNFOUNDED","reasonCode":"nothing-found","by":"rule:resolution","unitMinutes":15,"incidentId":"{{incident}}"}
            """,
            (await Judgement(host, ids.Id(0))).GetRawText());
        Assert.Equal("CONFIRMED", (await Judgement(host, ids.Id(1))).GetProperty("outcome").GetString());

        // It was linked by mistake: nobody has looked at it, and it cost nothing.
        await host.Ask(
            """
            mutation ($incident: UUID!, $alert: UUID!) {
              unlinkSignal(id: $incident, signal: { kind: ALERT, id: $alert }, by: "op") { version } }
            """,
            new { incident, alert = ids.Id(0) });
        await RunningHost.Until(
            async () => (await Judgement(host, ids.Id(0))).ValueKind is JsonValueKind.Null, "the judgement to be taken back");
        await host.CaughtUp();
        Assert.Equal(
            [[(short)0, 0L, 0L]],
            await host.Query($"select state, operator_seconds, unit_seconds from read.alert_outcome where id = '{ids.Id(0)}'"));
        await AlertLedgerSums.Hold(host);
    }

    private static async Task<JsonElement> Judgement(RunningHost host, Guid id) => (await host.Ask(
        "query ($id: UUID!) { alert(id: $id) { judgement { outcome reasonCode by unitMinutes incidentId } } }", new { id }))
        .GetProperty("alert").GetProperty("judgement");

    private static async Task<string> Groups(RunningHost host, string? asKnownOn = null)
    {
        var known = asKnownOn is null ? "" : $", asKnownOn: \"{asKnownOn}\"";
        var data = await host.Ask(
            $$"""
            { alertPrecision(from: "2026-03-01", until: "2026-04-01"{{known}}) {
                groups { alertCount falseCount undecidedCount notLookedAtCount } } }
            """);
        return string.Join("; ", data.GetProperty("alertPrecision").GetProperty("groups").EnumerateArray().Select(g =>
            $"{g.GetProperty("alertCount")}: false {g.GetProperty("falseCount")}, undecided {g.GetProperty("undecidedCount")}, "
            + $"not looked at {g.GetProperty("notLookedAtCount")}"));
    }

    private static object Alert(string id, string at) =>
        new { source = "frigate", id, kind = "alert", city = "karaganda", category = "fight", occurredAt = at, deviceId = "cam-1" };
}
