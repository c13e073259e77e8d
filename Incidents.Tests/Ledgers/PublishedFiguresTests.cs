using Incidents.Api.Store;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Ledgers;

/// <summary>What was published as known on a day is the same whatever is written afterwards.</summary>
public sealed class PublishedFiguresTests(PostgresFixture postgres)
{
    private static readonly Instant Evening = Instant.FromUtc(2026, 7, 2, 15, 0);
    private static readonly Dictionary<string, string?> Settings = new() { ["Sources:Historic"] = "register.old" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_is_written_afterwards_changes_figures_as_known_on_a_day_that_is_over()
    {
        var (clock, behind) = (new FakeClock(Evening), new FakeClock(Evening));
        var connection = await postgres.CreateDatabase();
        await using var host = await RunningHost.Start(connection, clock: clock, settings: Settings);
        await using var late = await RunningHost.Start(connection, o => o.RunsDaemon = false, behind, settings: Settings);
        await host.Query("alter table read.label add constraint broken check (text <> 'arson')");
        var sent = await host.PostLines(
            Report("incident", "1"), Report("incident", "2"), Report("incident", "3"), Report("alert", "1"), Report("alert", "2"),
            Report("alert", "3", category: "arson"), Report("sosCall", "1"), Report("sosCall", "2"),
            Report("sosCall", "3", phase: "answered"), Report("violation", "1"), Report("violation", "2"),
            Report("incident", "4", source: "register.old", knownAt: "2026-06-30"),
            Report("incident", "5", source: "register.old", knownAt: "2026-07-01"));
        Assert.All(sent.Statuses, status => Assert.Equal("accepted", status));
        await host.Ask(
            """
            mutation ($alert: UUID!, $call: UUID!, $violation: UUID!) {
              dismissAlert(id: $alert, by: "op", reasonCode: "shadow") { id }
              abandonSosCall(id: $call) { id }
              dismissViolation(id: $violation, by: "op", reasonCode: "blurred") { id }
            }
            """, new { alert = sent.Id(4), call = sent.Id(7), violation = sent.Id(10) });
        await host.CaughtUp();
        clock.AdvanceDays(1);
        await host.Services.GetRequiredService<DayClosing>().CloseDue(Cancellation);
        await host.CaughtUp();
        string[] days = ["2026-06-30", "2026-07-01", "2026-07-02"];
        var published = await Task.WhenAll(days.Select(day => Figures(host, day)));

        // A released event, a correction of each kind, what was undone, a late beginning, and times that lie on the day.
        await host.Query("alter table read.label drop constraint broken");
        await host.Ask("""mutation { releaseQuarantined(by: "op", readModel: "ledger") { released } }""");
        await host.Ask(
            """
            mutation ($one: UUID!, $two: UUID!, $three: UUID!, $seen: UUID!, $alert: UUID!, $ringing: UUID!, $call: UUID!,
                $violation: UUID!, $other: UUID!, $then: DateTime!) {
              a: withdrawIncident(id: $one, by: "op", reasonCode: "unfounded") { id }
              b: categoriseIncident(id: $two, category: "robbery", by: "op") { id }
              c: mergeIncident(id: $three, targetId: $two, by: "op") { id }
              d: dismissAlert(id: $seen, by: "op", reasonCode: "shadow", occurredAt: $then) { id }
              e: reinstateAlert(id: $alert, by: "op", reasonCode: "mistake") { id }
              f: answerSosCall(id: $ringing, by: "op", occurredAt: $then) { id }
              g: callBackSosCall(id: $call, by: "op", reached: true) { id }
              h: answerSosCall(id: $call, by: "op") { id }
              i: reinstateViolation(id: $violation, by: "op", reasonCode: "mistake") { id }
              j: confirmViolation(id: $other, by: "op", occurredAt: $then) { id }
              k: cancelViolation(id: $other, by: "court", reasonCode: "appeal") { id }
              l: openIncident(console: "c", key: "1", category: "theft", place: { city: "karaganda" }, occurredAt: $then) { id }
            }
            """,
            new
            {
                one = sent.Id(0),
                two = sent.Id(1),
                three = sent.Id(2),
                seen = sent.Id(3),
                alert = sent.Id(4),
                ringing = sent.Id(6),
                call = sent.Id(7),
                violation = sent.Id(10),
                other = sent.Id(9),
                then = (Evening + Duration.FromMinutes(1)).ToString(),
            });
        // Batches of the register: one before its last, its last again, a later one; a source that may not say so; a late beginning.
        Assert.Equal(
            ["KNOWN_AT_CLOSED", "duplicate", "accepted", "KNOWN_AT_REFUSED", "accepted"],
            (await host.PostLines(
                Report("incident", "6", source: "register.old", knownAt: "2026-06-30"),
                Report("incident", "5", source: "register.old", knownAt: "2026-07-01"),
                Report("incident", "7", source: "register.old", knownAt: "2026-07-03"),
                Report("incident", "8", knownAt: "2026-07-01"), Report("sosCall", "3", minutes: -1))).Codes);
        // A host whose clock still shows the day before.
        Assert.Equal(["accepted"], (await late.PostLines(Report("incident", "9"))).Statuses);
        await late.Ask(
            "mutation ($id: UUID!) { categoriseIncident(id: $id, category: \"fraud\", by: \"op\") { id } }", new { id = sent.Id(1) });
        await host.CaughtUp();

        Assert.Equal(published, await Task.WhenAll(days.Select(day => Figures(host, day))));
        Assert.NotEqual(published[2], await Figures(host, "2026-07-03"));
        await RebuildTests.EqualsItsRebuild(host);
        Assert.Equal(published, await Task.WhenAll(days.Select(day => Figures(host, day))));
    }

    private static object Report(
        string kind, string id, string? phase = null, string source = "s", string category = "theft", string? knownAt = null,
        int minutes = 0) => new
        {
            source,
            id,
            kind,
            phase,
            city = "karaganda",
            category = kind is "sosCall" ? null : category,
            article = "592",
            by = "op",
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = knownAt is null ? (Evening + Duration.FromMinutes(minutes)).ToString() : "2026-06-29T10:00:00",
            knownAt = knownAt is null ? null : $"{knownAt}T12:00:00",
        };

    private static async Task<string> Figures(RunningHost host, string knownAt)
    {
        var measures = string.Concat(
            ((string[])["INCIDENTS", "ALERTS", "SOS_CALLS", "VIOLATIONS", "FALSE_ALERTS", "ABANDONED_CALLS"]).Select(
                measure => $$"""
                    {{measure}}: trend(from: $from, until: $until, grain: DAY, splitBy: CATEGORY, asKnownOn: $knownAt,
                        filter: { measure: {{measure}} }) {
                      series { key total points { day count } } }
                    """));
        return (await host.Ask(
            $$"""
            query ($from: Date!, $until: Date!, $knownAt: Date!) {
              {{measures}}
              kpis(from: $from, until: $until, asKnownOn: $knownAt, filter: { cities: ["karaganda"] }) {
                counts { measure count } durations { measure count medianSeconds } }
              heatmap(bounds: { west: 73, south: 49, east: 74, north: 50 }, zoom: 12, from: $from, until: $until, asKnownOn: $knownAt) {
                total cells { longitude latitude count } }
            }
            """, new { from = "2026-06-01", until = "2026-07-10", knownAt })).GetRawText();
    }
}
