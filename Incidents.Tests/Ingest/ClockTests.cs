using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Slices;
using Incidents.Tests.Postgres;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>Clocks that differ: those of terminals and consoles, and ours when it is set back.</summary>
public sealed class ClockTests(PostgresFixture postgres)
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 7, 3, 7, 0);
    private static readonly OffsetDateTime Early = Some.Began.Plus(-EventTime.ClockSkew);

    [Fact]
    public void A_step_stamped_before_its_beginning_within_the_tolerance_is_accepted_and_took_no_time()
    {
        foreach (var (name, decision) in StampedAt(Early))
        {
            Assert.True(!decision.IsRefused, $"{name}: {decision.Refusal}");
            Assert.Equal(Early, decision.Events[^1].OccurredAt);
            var entries = new List<LedgerEntry>();
            SliceEvents.Counts.Write(decision.Events[^1], entries);
            Assert.All(entries.Where(e => e.Took is not null), e => Assert.Equal(Duration.Zero, e.Took));
        }
        Assert.All(
            StampedAt(Early.Plus(-Duration.Epsilon)),
            stamped => Assert.True(stamped.Decision.Refusal == Refusals.ImpossibleTime, stamped.Name));
    }

    [Fact]
    public async Task A_call_of_a_terminal_whose_clock_is_ahead_is_answered_and_passed_on_and_the_difference_is_visible()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: new FakeClock(Noon));
        var ahead = Noon + Duration.FromMinutes(4);
        var calls = await host.PostLines(Call("1", null, ahead), Call("2", null, ahead), Call("3", null, ahead));

        var answered = await host.Ask(
            """
            mutation ($a: UUID!, $b: UUID!) {
              answerSosCall(id: $a, by: "op") { waitedSeconds timeline { type secondsBeforeBeginning } }
              escalateSosCall(id: $a, service: "103", reasonCode: "injury") { escalatedTo }
              abandonSosCall(id: $b) { status }
            }
            """,
            new { a = calls.Id(0), b = calls.Id(1) });
        var file = answered.GetProperty("answerSosCall");
        Assert.Equal(0, file.GetProperty("waitedSeconds").GetDouble());
        Assert.Equal(
            [("sos_call_answered", 240.0), ("sos_call_placed", null)],
            file.GetProperty("timeline").EnumerateArray().Select(e => (e.GetProperty("type").GetString(),
                e.GetProperty("secondsBeforeBeginning") is { ValueKind: System.Text.Json.JsonValueKind.Number } s
                    ? s.GetDouble() : (double?)null)));

        // The console's reports: of the answer that was given through it, and of one that was not.
        var reported = await host.PostLines(
            Call("1", "answered", Noon), Call("3", "answered", Noon), Call("3", "ended", Noon + Duration.FromMinutes(3)));
        Assert.Equal(["duplicate", "accepted", "accepted"], reported.Statuses);
        Assert.Empty(await host.Query("select code from ingest.dead_letter"));

        var alert = await host.PostLines(new
        {
            source = "s",
            id = "4",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = ahead.ToString(),
        });
        await host.Ask(
            """
            mutation ($id: UUID!) {
              acknowledgeAlert(id: $id, by: "op") { version } dismissAlert(id: $id, by: "op", reasonCode: "shadow") { version }
            }
            """,
            new { id = alert.Id() });
    }

    [Fact]
    public async Task After_the_servers_clock_is_set_back_or_ahead_an_hour_every_command_works()
    {
        var clock = new FakeClock(Noon);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock);
        var calls = await host.PostLines(Enumerable.Range(0, 6).Select(i => Call($"{i}", null, Noon)));
        var incidents = new List<Guid>();
        for (var i = 0; i < 3; i++)
            incidents.Add(await Open($"{i}"));

        for (var round = 0; round < 3; round++)
        {
            clock.Reset(Noon + Duration.FromHours(round - 1));
            var now = clock.GetCurrentInstant().ToString();
            await host.Ask(
                """
                mutation ($call: UUID!, $gone: UUID!, $incident: UUID!, $key: String!, $now: DateTime!) {
                  a: answerSosCall(id: $call, by: "op") { version }
                  b: escalateSosCall(id: $call, service: "103", reasonCode: "injury") { version }
                  c: endSosCall(id: $call) { version }
                  d: abandonSosCall(id: $gone) { version }
                  e: assignUnit(id: $incident, unit: "P-1") { version }
                  f: recordArrival(id: $incident, unit: "P-1") { version }
                  g: categoriseIncident(id: $incident, category: "robbery", by: "op") { version }
                  h: resolveIncident(id: $incident, outcomeCode: "assisted") { version }
                  i: closeIncident(id: $incident, by: "op") { version }
                  j: reopenIncident(id: $incident, by: "op", reason: "again") { version }
                  k: openIncident(
                    console: "c", key: $key, category: "theft", place: { city: "karaganda" }, occurredAt: $now) { version }
                }
                """,
                new { call = calls.Id(round), gone = calls.Id(round + 3), incident = incidents[round], key = $"round {round}", now });
        }
        await host.CaughtUp();
        Assert.Empty(await host.Query("select * from read.duration where bucket < -346"));

        async Task<Guid> Open(string key)
        {
            var data = await host.Ask(
                """
                mutation ($key: String!) {
                  openIncident(console: "c", key: $key, category: "theft", place: { city: "karaganda" }) { id } }
                """,
                new { key });
            return data.GetProperty("openIncident").GetProperty("id").GetGuid();
        }
    }

    private static List<(string Name, Decision Decision)> StampedAt(OffsetDateTime at) =>
    [
        ("answer", new AnswerSosCall(Some.Id, "op", at).Decide(Some.SosCall(), Some.Now)),
        ("abandon", new AbandonSosCall(Some.Id, at).Decide(Some.SosCall(), Some.Now)),
        ("escalate", new EscalateSosCall(Some.Id, "103", "injury", at).Decide(Some.SosCall(), Some.Now)),
        ("end call", new EndSosCall(Some.Id, null, at).Decide(Some.SosCall(), Some.Now)),
        ("acknowledge", new AcknowledgeAlert(Some.Id, "op", at).Decide(Some.Alert(), Some.Now)),
        ("dismiss alert", new DismissAlert(Some.Id, "op", "shadow", at).Decide(Some.Alert(), Some.Now)),
        ("end alert", new EndAlert(Some.Id, at).Decide(Some.Alert(), Some.Now)),
        ("update", new UpdateAlert(Some.Id, "weapon", null, null, null, null, at).Decide(Some.Alert(), Some.Now)),
        ("review", new ReviewViolation(Some.Id, "op", null, at).Decide(Some.Violation(), Some.Now)),
        ("confirm", new ConfirmViolation(Some.Id, "op", at).Decide(Some.Violation(), Some.Now)),
        ("dismiss violation", new DismissViolation(Some.Id, "op", "shadow", at).Decide(Some.Violation(), Some.Now)),
        ("assign", new AssignUnit(Some.Id, "P-1", at).Decide(Some.Incident(), Some.Now)),
        ("categorise", new CategoriseIncident(Some.Id, "robbery", "op", at).Decide(Some.Incident(), Some.Now)),
        ("link", new LinkSignal(Some.Id, Some.Signal, "op", at).Decide(Some.Incident(), Some.Now)),
        ("resolve", new ResolveIncident(Some.Id, "assisted", at).Decide(Some.Incident(), Some.Now)),
    ];

    private static object Call(string id, string? phase, Instant at) =>
        new { source = "s", id, kind = "sosCall", phase, city = "karaganda", by = "op", occurredAt = at.ToString() };
}
