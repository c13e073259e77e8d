using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Outcomes;

/// <summary>What came of alerts, through the host: judgements, dismissals, and what the ledger says of them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class AlertLedgerTests(SharedHost shared)
{
    private const string Judge =
        """
        mutation ($id: UUID!, $outcome: AlertOutcome!, $reason: String, $units: Float) {
          judgeAlert(id: $id, by: "op", outcome: $outcome, reasonCode: $reason, operatorMinutes: 2, unitMinutes: $units) {
            isCounted judgement { outcome reasonCode by operatorMinutes unitMinutes incidentId } } }
        """;

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Outcomes_are_counted_by_rule_camera_and_hour_with_both_denominators()
    {
        var city = await host.NewCity();
        // Fights at 10 by cam-1: confirmed, confirmed, false, unfounded, not decided; one fire at 11 by cam-2.
        var ids = await host.PostLines(
            [.. Enumerable.Range(1, 5).Select(i => Alert(city, $"{i}", "fight", $"2026-01-05T10:{i:00}:00", "cam-1", 0.5 + i / 20.0)),
                Alert(city, "6", "fire", "2026-01-05T11:00:00", "cam-2", null)]);
        await Judged(ids.Id(0), "CONFIRMED", null, 40);
        await Judged(ids.Id(1), "CONFIRMED", "other-kind", 20);
        await Judged(ids.Id(2), "FALSE", "shadow", null);
        await Judged(ids.Id(3), "UNFOUNDED", "permitted", null);
        await host.Ask("mutation ($id: UUID!) { acknowledgeAlert(id: $id, by: \"op\") { version } }", new { id = ids.Id(4) });
        await host.CaughtUp();

        // 2 + 2 + 2 + 2 minutes of operators, 40 + 20 of units.
        Assert.Equal(
            [
                "fight cam-1 10: 5 = 2 + 1 + 1, undecided 1, not looked at 0, minutes 8 60",
                "fire cam-2 11: 1 = 0 + 0 + 0, undecided 1, not looked at 0, minutes 0 0",
            ],
            await Groups(city, "splitBy: [CATEGORY, DEVICE, HOUR]"));
        Assert.Equal(["  : 6 = 2 + 1 + 1, undecided 2, not looked at 0, minutes 8 60"], await Groups(city, ""));
        Assert.Equal(
            ["fire  : 1 = 0 + 0 + 0, undecided 1, not looked at 0, minutes 0 0"],
            await Groups(city, "splitBy: [CATEGORY]", "hours: [11]"));
        Assert.Empty(await Groups(city, "", "deviceIds: []"));
        Assert.Equal(6, (int)(long)(await host.Query($"select sum(n) from read.alert_ledger where city = '{city}'"))[0][0]);
    }

    [Fact]
    public async Task A_dismissal_is_false_and_its_reinstatement_takes_that_back()
    {
        var city = await host.NewCity();
        var ids = await host.PostLines(Alert(city, "1", "fight", "2026-01-05T10:00:00", "cam-1", 0.7));
        await Judged(ids.Id(), "FALSE", "shadow", 30);
        await host.CaughtUp();
        Assert.Equal(["  : 1 = 0 + 1 + 0, undecided 0, not looked at 0, minutes 2 30"], await Groups(city, ""));

        await host.Ask(
            "mutation ($id: UUID!) { reinstateAlert(id: $id, by: \"op\", reasonCode: \"mistake\") { version } }", new { id = ids.Id() });
        await host.CaughtUp();
        Assert.Equal(["  : 1 = 0 + 0 + 0, undecided 1, not looked at 0, minutes 0 0"], await Groups(city, ""));
    }

    [Fact]
    public async Task What_is_too_few_is_not_said_and_a_reason_of_another_outcome_is_refused()
    {
        var city = await host.NewCity();
        var ids = await host.PostLines(Alert(city, "1", "fight", "2026-01-05T10:00:00", "cam-1", 0.7));
        await host.CaughtUp();
        var data = await host.Ask(
            $$"""
            { alertPrecision(from: "2026-01-01", until: "2026-02-01", filter: { cities: ["{{city}}"] }) {
                fewestAlerts groups { ofDecided { share } ofAll { share } } }
              outcomeReasons { code outcome } }
            """);
        Assert.Equal(
            """{"fewestAlerts":30,"groups":[{"ofDecided":null,"ofAll":null}]}""", data.GetProperty("alertPrecision").GetRawText());
        Assert.Contains(
            """{"code":"shadow","outcome":"FALSE"}""", data.GetProperty("outcomeReasons").EnumerateArray().Select(r => r.GetRawText()));

        Assert.Equal(
            "OUTCOME_REASON_UNKNOWN",
            (await host.Refused(Judge, new { id = ids.Id(), outcome = "CONFIRMED", reason = "shadow" })).Code);
        Assert.Equal("BLANK", (await host.Refused(Judge, new { id = ids.Id(), outcome = "FALSE" })).Code);
        Assert.Equal("NOT_FOUND", (await host.Refused(Judge, new { id = Guid.NewGuid(), outcome = "CONFIRMED" })).Code);
    }

    // Confidences 0.20 to 0.79 in steps of 0.01; those from 0.60 on are confirmed, the others false.
    [Fact]
    public async Task The_curve_says_what_a_threshold_would_have_kept()
    {
        var city = await host.NewCity();
        var ids = await host.PostLines(
            [.. Enumerable.Range(20, 60).Select(i => Alert(city, $"{i}", "fight", "2026-01-05T10:00:00", "cam-1", i / 100.0)),
                Alert(city, "none", "fight", "2026-01-05T10:00:00", "cam-1", null)]);
        for (var i = 0; i < 60; i++)
            await Judged(ids.Id(i), i < 40 ? "FALSE" : "CONFIRMED", i < 40 ? "shadow" : null, null);
        await host.CaughtUp();

        var curve = (await host.Ask(
            $$"""
            { precisionCurve(from: "2026-01-01", until: "2026-02-01", filter: { cities: ["{{city}}"] }, stepPercent: 20) {
                alertCount withoutConfidenceCount leastConfidence
                points { threshold alertCount confirmedCount keptShare ofDecided { confirmed of share lowShare highShare } } } }
            """)).GetProperty("precisionCurve");
        var points = curve.GetProperty("points").EnumerateArray().ToArray();

        Assert.Equal((60, 1, 0.2), (
            curve.GetProperty("alertCount").GetInt32(), curve.GetProperty("withoutConfidenceCount").GetInt32(),
            curve.GetProperty("leastConfidence").GetDouble()));
        Assert.Equal(
            ["0: 60 20 1", "0.2: 60 20 1", "0.4: 40 20 1", "0.6: 20 20 1", "0.8: 0 0 0", "1: 0 0 0"],
            points.Select(p =>
                $"{p.GetProperty("threshold")}: {p.GetProperty("alertCount")} {p.GetProperty("confirmedCount")} "
                + $"{p.GetProperty("keptShare")}"));
        // 20 of 60 by Wilson: 0.2273 to 0.4594. Twenty alerts are too few to say.
        Assert.Equal(
            """{"confirmed":20,"of":60,"share":0.3333,"lowShare":0.2273,"highShare":0.4594}""",
            points[1].GetProperty("ofDecided").GetRawText());
        Assert.Equal(JsonValueKind.Null, points[3].GetProperty("ofDecided").ValueKind);
    }

    private async Task Judged(Guid id, string outcome, string? reason, double? units) =>
        await host.Ask(Judge, new { id, outcome, reason, units });

    private async Task<List<string>> Groups(string city, string arguments, string filter = "")
    {
        var data = await host.Ask(
            $$"""
            { alertPrecision(from: "2026-01-01", until: "2026-02-01", filter: { cities: ["{{city}}"] {{filter}} } {{arguments}}) {
                groups { category deviceId hour alertCount confirmedCount falseCount unfoundedCount undecidedCount notLookedAtCount
                    operatorMinutes unitMinutes } } }
            """);
        return
        [
            .. data.GetProperty("alertPrecision").GetProperty("groups").EnumerateArray().Select(g =>
                $"{g.GetProperty("category")} {g.GetProperty("deviceId")} {g.GetProperty("hour")}: {g.GetProperty("alertCount")} = "
                + $"{g.GetProperty("confirmedCount")} + {g.GetProperty("falseCount")} + {g.GetProperty("unfoundedCount")}, "
                + $"undecided {g.GetProperty("undecidedCount")}, not looked at {g.GetProperty("notLookedAtCount")}, "
                + $"minutes {g.GetProperty("operatorMinutes")} {g.GetProperty("unitMinutes")}"),
        ];
    }

    private static object Alert(string city, string id, string category, string at, string camera, double? confidence) =>
        new { source = city, id, kind = "alert", city, category, occurredAt = at, deviceId = camera, confidence };
}
