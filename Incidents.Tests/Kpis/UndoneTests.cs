using System.Text.Json;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Kpis;

/// <summary>Decisions that are undone, and callers who are called back: what counts, and from which day.</summary>
public sealed class UndoneTests(PostgresFixture postgres)
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 7, 2, 7, 0);

    [Fact]
    public async Task What_is_reinstated_counts_again_from_the_day_of_the_reinstatement()
    {
        var clock = new FakeClock(Noon);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Covered();
        var sent = await host.PostLines(
            Report("alert", "1"), Report("violation", "1"), Report("violation", "2"));
        var ids = new
        {
            alert = sent.Id(0),
            dismissed = sent.Id(1),
            cancelled = sent.Id(2),
            then = (Noon - Duration.FromMinutes(50)).ToString(),
        };
        await host.Ask(
            """
            mutation ($alert: UUID!, $dismissed: UUID!, $cancelled: UUID!, $then: DateTime!) {
              acknowledgeAlert(id: $alert, by: "op", occurredAt: $then) { id }
              dismissAlert(id: $alert, by: "op", reasonCode: "shadow", occurredAt: $then) { id }
              reviewViolation(id: $dismissed, by: "op", occurredAt: $then) { id }
              dismissViolation(id: $dismissed, by: "op", reasonCode: "blurred", occurredAt: $then) { id }
              confirmViolation(id: $cancelled, by: "op", occurredAt: $then) { id }
              fineViolation(id: $cancelled, occurredAt: $then) { id }
              cancelViolation(id: $cancelled, reasonCode: "appeal", occurredAt: $then) { id }
            }
            """, ids);
        await host.CaughtUp();
        Assert.Equal((0, 1, 0, 0), await Counts(host, null));

        clock.AdvanceDays(1);
        var back = await host.Ask(
            """
            mutation ($alert: UUID!, $dismissed: UUID!, $cancelled: UUID!) {
              a: reinstateAlert(id: $alert, by: "head", reasonCode: "mistake") {
                dismissedReasonCode timeline { type by reasonCode } }
              b: reinstateViolation(id: $dismissed, reasonCode: "mistake") { status }
              c: reinstateViolation(id: $cancelled, reasonCode: "appeal-rejected") {
                status fine { amountTenge } timeline { type } }
            }
            """, ids);
        Assert.Equal(JsonValueKind.Null, back.GetProperty("a").GetProperty("dismissedReasonCode").ValueKind);
        Assert.Equal(
            """{"type":"alert_reinstated","by":"head","reasonCode":"mistake"}""",
            back.GetProperty("a").GetProperty("timeline").EnumerateArray().Last().GetRawText());
        Assert.Equal("REVIEWED", back.GetProperty("b").GetProperty("status").GetString());
        Assert.Equal("FINED", back.GetProperty("c").GetProperty("status").GetString());
        Assert.Equal(
            """{"type":"violation_reinstated"}""", back.GetProperty("c").GetProperty("timeline").EnumerateArray().Last().GetRawText());
        await host.CaughtUp();
        Assert.Equal((1, 0, 2, 0), await Counts(host, null));
        Assert.Equal((0, 1, 0, 0), await Counts(host, "2026-07-02"));

        Assert.Equal("ALERT_NOT_DISMISSED", await Refused(host, "reinstateAlert", ids.alert));
        Assert.Equal("VIOLATION_NOT_DISMISSED", await Refused(host, "reinstateViolation", ids.dismissed));
        Assert.Equal(
            "IMPOSSIBLE_TIME",
            (await host.Refused(
                "mutation ($id: UUID!, $at: DateTime!) { dismissAlert(id: $id, by: \"op\", reasonCode: \"x\", occurredAt: $at) { id } }",
                new { id = ids.alert, at = (Noon - Duration.FromHours(3)).ToString() })).Code);
        // Of two who reinstate it again at once after another dismissal, one does.
        await host.Ask(
            "mutation ($id: UUID!) { dismissAlert(id: $id, by: \"op\", reasonCode: \"shadow\") { id } }", new { id = ids.alert });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.Answer(
            "mutation ($id: UUID!) { reinstateAlert(id: $id, by: \"op\", reasonCode: \"mistake\") { id } }", new { id = ids.alert })));
        Assert.Single(answers, answer => RunningHost.CodeOf(answer) is null);
        await host.CaughtUp();
        Assert.Equal((1, 0, 2, 0), await Counts(host, null));
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await RebuildTests.EqualsItsRebuild(host);
    }

    [Fact]
    public async Task A_caller_who_gave_up_is_called_back_and_the_answer_took_all_the_time_since_the_call()
    {
        var clock = new FakeClock(Noon);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        await host.Covered();
        var id = (await host.PostLines(Report("sosCall", "1"))).Id();
        Assert.Equal("SOS_CALL_NOT_ABANDONED", await CallBack(false, 0));
        await host.Ask(
            "mutation ($id: UUID!, $at: DateTime!) { abandonSosCall(id: $id, occurredAt: $at) { id } }",
            new { id, at = (Noon - Duration.FromMinutes(58)).ToString() });
        Assert.Equal("IMPOSSIBLE_TIME", await CallBack(true, -80));
        Assert.Equal("ABANDONED", await CallBack(false, -30));
        Assert.Equal("CALLED_BACK", await CallBack(true, -20));
        Assert.Equal("SOS_CALL_NOT_ABANDONED", await CallBack(true, -19));
        Assert.Equal(
            "SOS_CALL_ALREADY_ABANDONED",
            (await host.Refused("mutation ($id: UUID!) { abandonSosCall(id: $id) { id } }", new { id })).Code);

        var answered = (await host.Ask(
            """
            mutation ($id: UUID!, $at: DateTime!) {
              answerSosCall(id: $id, by: "op", occurredAt: $at) { status waitedSeconds }
              escalateSosCall(id: $id, service: "103", reasonCode: "injury") { escalatedTo }
              endSosCall(id: $id, outcomeCode: "helped") { status timeline { type by outcomeCode } }
            }
            """, new { id, at = (Noon - Duration.FromMinutes(20)).ToString() }));
        Assert.Equal("""{"status":"ANSWERED","waitedSeconds":2400}""", answered.GetProperty("answerSosCall").GetRawText());
        Assert.Equal("ENDED", answered.GetProperty("endSosCall").GetProperty("status").GetString());
        Assert.Contains(
            """{"type":"sos_call_called_back","by":"op","outcomeCode":"reached"}""",
            answered.GetProperty("endSosCall").GetProperty("timeline").GetRawText());
        await host.CaughtUp();
        Assert.Equal((0, 0, 0, 1), await Counts(host, null));
        Assert.Equal([[1L]], await host.Query("select sum(n) from read.duration where measure = 20"));
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await RebuildTests.EqualsItsRebuild(host);

        async Task<string> CallBack(bool reached, int minutes)
        {
            var answer = await host.Answer(
                """
                mutation ($id: UUID!, $reached: Boolean!, $at: DateTime!) {
                  callBackSosCall(id: $id, by: "op", reached: $reached, occurredAt: $at) { status } }
                """, new { id, reached, at = (Noon + Duration.FromMinutes(minutes)).ToString() });
            return RunningHost.CodeOf(answer)
                ?? answer.GetProperty("data").GetProperty("callBackSosCall").EnumerateObject().First().Value.GetProperty("status")
                    .GetString()!;
        }
    }

    [Fact]
    public async Task A_device_was_moved_and_retired_when_people_say_and_not_before_it_was_there()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: new FakeClock(Noon));
        await host.Ask(
            """
            mutation {
              registerDevice(deviceId: "c", kind: CAMERA, place: { city: "karaganda" }, installedAt: "2026-06-01T07:00:00Z") { id }
              relocateDevice(
                  city: "karaganda", deviceId: "c", place: { city: "karaganda", street: "x" }, occurredAt: "2026-06-10T07:00:00Z") {
                id } }
            """);
        Assert.Equal("IMPOSSIBLE_TIME", await Retired("2026-06-09T07:00:00Z"));
        Assert.Equal("TIME_IN_FUTURE", await Retired("2026-07-09T07:00:00Z"));
        await host.Ask(Retire, new { at = "2026-06-20T07:00:00Z" });
        Assert.Equal(
            ["2026-06-01", "2026-06-10", "2026-06-20"],
            (await host.Query("select left(data->>'occurredAt', 10) from store.mt_events order by seq_id")).Select(r => (string)r[0]));

        async Task<string> Retired(string at) => (await host.Refused(Retire, new { at })).Code;
    }

    private const string Retire =
        """mutation ($at: DateTime!) { retireDevice(city: "karaganda", deviceId: "c", reasonCode: "old", occurredAt: $at) { id } }""";

    private static object Report(string kind, string id) => new
    {
        source = "s",
        id,
        kind,
        city = "karaganda",
        category = kind is "alert" ? "fight" : null,
        article = "592",
        part = "1",
        plate = "123 ABC 09",
        measured = new { value = 75, allowed = 60, unit = "km/h" },
        certificate = new { number = "KZ-1", validUntil = "2026-12-31" },
        occurredAt = (Noon - Duration.FromMinutes(60)).ToString(),
    };

    private static async Task<string> Refused(RunningHost host, string mutation, Guid id) => (await host.Refused(
        $"mutation ($id: UUID!) {{ {mutation}(id: $id, by: \"op\", reasonCode: \"mistake\") {{ id }} }}", new { id })).Code;

    private static async Task<(long Alerts, long False, long Violations, long Abandoned)> Counts(RunningHost host, string? knownAt)
    {
        var data = await host.Ask(
            """
            query ($knownAt: Date) {
              kpis(from: "2026-07-01", until: "2026-07-10", asKnownOn: $knownAt,
                  filter: { cities: ["karaganda"] }) { city counts { measure count } } }
            """, new { knownAt });
        var counts = data.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("city").GetString() == "karaganda")
            .GetProperty("counts").EnumerateArray()
            .ToDictionary(c => c.GetProperty("measure").GetString()!, c => c.GetProperty("count").GetInt64());
        return (counts.GetValueOrDefault("ALERTS"), counts.GetValueOrDefault("FALSE_ALERTS"), counts.GetValueOrDefault("VIOLATIONS"),
            counts.GetValueOrDefault("ABANDONED_CALLS"));
    }
}
