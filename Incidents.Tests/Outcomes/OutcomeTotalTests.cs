using System.Text.Json;
using Incidents.Domain.Access;
using Incidents.Tests.Access;
using Incidents.Tests.Postgres;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Outcomes;

/// <summary>What came of violations and alerts, exact and rounded.</summary>
public sealed class OutcomeTotalTests(PostgresFixture postgres)
{
    private const string Totals =
        """
        city violations { recorded reviewed confirmed fined dismissed cancelled finesTenge }
        alerts { confirmed falseAlarms unfounded undecided }
        """;

    // 12:00 of 20 March 2026 in Karaganda; all occurred in February.
    private readonly FakeClock clock = new(Instant.FromUtc(2026, 3, 20, 7, 0));

    // Three violations of article 592 part 1 are fined with 5, and one of part 2 with 10 monthly indices of 4,325 tenge (2026):
    // 3 * 21,625 + 43,250 = 108,125. One more is fined and then cancelled.
    [Fact]
    public async Task Every_violation_and_alert_is_counted_once_and_the_fines_that_stand_add_up()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var sent = await host.PostLines(
            [.. Enumerable.Range(1, 8).Select(i => Violation("karaganda", i, i == 4 ? "2" : "1")), Violation("saran", 1, "1"),
                .. Enumerable.Range(1, 5).Select(i => Alert("karaganda", i))]);
        foreach (var fined in new[] { 0, 1, 2, 3, 4 })
            await Do(host, "confirmViolation(id: $id, by: \"i\") { id } fineViolation(id: $id) { id }", sent.Id(fined));
        await Do(host, "cancelViolation(id: $id, by: \"court\", reasonCode: \"appeal\") { id }", sent.Id(4));
        await Do(host, "reviewViolation(id: $id, by: \"i\") { id }", sent.Id(5));
        await Do(host, "dismissViolation(id: $id, by: \"i\", reasonCode: \"blurred\") { id }", sent.Id(6));
        await Do(host, "judgeAlert(id: $id, by: \"op\", outcome: CONFIRMED) { id }", sent.Id(9));
        await Do(host, "judgeAlert(id: $id, by: \"op\", outcome: FALSE, reasonCode: \"shadow\") { id }", sent.Id(10));
        await Do(host, "judgeAlert(id: $id, by: \"op\", outcome: UNFOUNDED, reasonCode: \"permitted\") { id }", sent.Id(11));
        await Do(host, "acknowledgeAlert(id: $id, by: \"op\") { id }", sent.Id(12));
        await host.CaughtUp();

        Assert.Equal(
            [
                "all: 2 1 0 4 1 1, 108125; 1 1 1 2",
                "karaganda: 1 1 0 4 1 1, 108125; 1 1 1 2",
                "saran: 1 0 0 0 0 0, 0; 0 0 0 0",
            ],
            await Told(host, "from: \"2026-02-01\", until: \"2026-03-01\"", Role.Supervisor));
        Assert.Equal(
            ["all: 1 0 0 0 0 0, 0; 0 0 0 0", "saran: 1 0 0 0 0 0, 0; 0 0 0 0"],
            await Told(host, "from: \"2026-02-01\", until: \"2026-03-01\", cities: [\"saran\"]", Role.Supervisor));
        Assert.Equal(
            ["all: 0 0 0 0 0 0, 0; 0 0 0 0"], await Told(host, "from: \"2026-03-01\", until: \"2026-04-01\"", Role.Supervisor));
    }

    [Fact]
    public async Task The_akimat_sees_multiples_of_five_that_stay_and_fines_that_follow_from_them()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var sent = await host.PostLines(
            [.. Enumerable.Range(1, 23).Select(i => Violation("karaganda", i, "1")), Violation("saran", 1, "1"),
                .. Enumerable.Range(1, 12).Select(i => Alert("karaganda", i))]);
        foreach (var fined in Enumerable.Range(0, 17))
            await Do(host, "confirmViolation(id: $id, by: \"i\") { id } fineViolation(id: $id) { id }", sent.Id(fined));
        await host.CaughtUp();
        const string February = "from: \"2026-02-01\", until: \"2026-03-01\"";

        var answer = await SuppressedTowns.AnswerAs(host, $"{{ outcomeTotals({February}) {{ {Totals} }} }}", new Grant(Role.Akimat, null));
        var all = answer.GetProperty("data").GetProperty("outcomeTotals").EnumerateArray().ToArray();
        Assert.Contains("COUNTS_ROUNDED", answer.GetProperty("extensions").GetProperty("warnings").GetRawText());

        // Of 6, 17 and 12 the multiples of five next to them; of nothing and of one thing it may be nothing or five.
        var violations = all[0].GetProperty("violations");
        var fined5 = violations.GetProperty("fined").GetInt32();
        Assert.Contains(fined5, (int[])[15, 20]);
        Assert.Equal(fined5 * 21_625m, violations.GetProperty("finesTenge").GetDecimal());
        Assert.Contains(violations.GetProperty("recorded").GetInt32(), (int[])[5, 10, 15]);
        Assert.Equal(JsonValueKind.Null, violations.GetProperty("dismissed").ValueKind);
        Assert.Contains(all[0].GetProperty("alerts").GetProperty("undecided").GetInt32(), (int[])[10, 15]);
        Assert.Equal(JsonValueKind.Null, all[0].GetProperty("alerts").GetProperty("confirmed").ValueKind);
        Assert.Equal(
            answer.GetProperty("data").GetRawText(),
            (await SuppressedTowns.AnswerAs(host, $"{{ outcomeTotals({February}) {{ {Totals} }} }}", new Grant(Role.Akimat, null)))
                .GetProperty("data").GetRawText());

        Assert.Equal(
            "NOT_FIXED_EDGES",
            RunningHost.CodeOf(await SuppressedTowns.AnswerAs(
                host, $"{{ outcomeTotals(from: \"2026-02-02\", until: \"2026-03-01\") {{ {Totals} }} }}", new Grant(Role.Akimat, null))));
        Assert.Equal(
            ["all: 6 0 0 17 0 0, 367625; 0 0 0 12", "karaganda: 6 0 0 17 0 0, 367625; 0 0 0 12"],
            await Told(host, $"{February}, cities: [\"karaganda\"]", Role.Supervisor, Role.Akimat));
    }

    private static Task Do(RunningHost host, string mutation, Guid id) => host.Ask($"mutation ($id: UUID!) {{ {mutation} }}", new { id });

    private static async Task<string[]> Told(RunningHost host, string period, params Role[] roles)
    {
        var answer = await SuppressedTowns.AnswerAs(
            host, $"{{ outcomeTotals({period}) {{ {Totals} }} }}", [.. roles.Select(role => new Grant(role, null))]);
        return
        [
            .. answer.GetProperty("data").GetProperty("outcomeTotals").EnumerateArray().Select(t =>
                $"{t.GetProperty("city").GetString() ?? "all"}: {Numbers(t.GetProperty("violations"), 6)}, "
                + $"{t.GetProperty("violations").GetProperty("finesTenge").GetDecimal():0}; {Numbers(t.GetProperty("alerts"), 4)}"),
        ];
    }

    private static string Numbers(JsonElement of, int most) =>
        string.Join(' ', of.EnumerateObject().Take(most).Select(p => p.Value.GetRawText()));

    private static object Violation(string city, int id, string part) => new
    {
        source = "recorders",
        id = $"{city}-{id}",
        kind = "violation",
        city,
        article = "592",
        part,
        plate = $"{100 + id} {(city is "saran" ? "SRN" : "KRG")} 09",
        measured = new { value = part is "1" ? 75 : 90, allowed = 60, unit = "km/h" },
        certificate = new { number = "KZ-1", validUntil = "2026-12-31" },
        occurredAt = $"2026-02-{id % 28 + 1:00}T10:00:00",
    };

    private static object Alert(string city, int id) => new
    {
        source = "frigate",
        id = $"{city}-{id}",
        kind = "alert",
        city,
        category = "fight",
        occurredAt = $"2026-02-{id:00}T09:00:00",
    };
}
