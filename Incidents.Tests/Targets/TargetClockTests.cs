using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Targets;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Targets;

/// <summary>When a target is due, met, late or stopped. All began at 11:30, and it is noon.</summary>
public class TargetClockTests
{
    private static readonly ServiceTargets Targets =
        new([Some.AnswerTarget, Some.DispatchTarget, Some.ArrivalTarget, Some.ResolutionTarget]);

    [Fact]
    public void A_call_that_is_not_answered_is_due_ten_seconds_after_it_became_known_and_again_a_minute_later()
    {
        var clock = Assert.Single(OfCall());

        Assert.Equal((At(0), At(10), null), (clock.StartedAt, clock.DueAt, clock.MetAt));
        Assert.Equal([(1, At(10)), (2, At(70))], clock.Deadlines().Select(d => (d.Level, d.DueAt)));
        Assert.Equal(TargetStatus.Running, clock.StatusAt(At(9).ToInstant(), false));
        Assert.Equal(TargetStatus.Passed, clock.StatusAt(At(10).ToInstant(), false));
    }

    [Theory]
    [InlineData(10, TargetStatus.Met, 0)]
    [InlineData(11, TargetStatus.MetLate, 1)]
    [InlineData(70, TargetStatus.MetLate, 1)]
    [InlineData(71, TargetStatus.MetLate, 2)]
    public void An_answer_is_in_time_up_to_the_very_second_and_escalated_at_each_level_that_it_missed(
        int second, TargetStatus status, int levels)
    {
        var clock = Assert.Single(OfCall(Answered(second, known: second)));

        Assert.Equal(status, clock.StatusAt(Some.Now.ToInstant(), false));
        Assert.Equal(levels, clock.Deadlines().Count());
    }

    [Fact]
    public void An_answer_in_time_that_became_known_after_the_escalation_is_met_and_known_late()
    {
        var clock = Assert.Single(OfCall(Answered(8, known: 600)));

        Assert.Equal(TargetStatus.MetKnownLate, clock.StatusAt(Some.Now.ToInstant(), isEscalated: true));
        Assert.Equal(TargetStatus.Met, clock.StatusAt(Some.Now.ToInstant(), isEscalated: false));
        Assert.Empty(clock.Deadlines());
    }

    [Fact]
    public void A_console_whose_clock_is_four_minutes_ahead_answers_when_that_became_known()
    {
        var clock = Assert.Single(OfCall(Answered(4 * 60, known: 5)));

        Assert.Equal(At(5), clock.MetAt);
        Assert.Empty(clock.Deadlines());
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public void A_terminal_whose_clock_is_minutes_off_neither_passes_a_target_nor_puts_it_off(int minutes)
    {
        var placed = Some.SosCallPlaced() with { OccurredAt = Some.Began.Plus(Duration.FromMinutes(minutes)) };

        Assert.Equal(At(10), Assert.Single(OfEvents([placed])).DueAt);
    }

    [Fact]
    public void A_caller_who_gave_up_stops_the_clock_and_what_was_due_before_that_stays_due()
    {
        Assert.Empty(Assert.Single(OfCall(new SosCallAbandoned(Some.CountKey("sos"), At(9), At(9)))).Deadlines());

        var late = Assert.Single(OfCall(new SosCallAbandoned(Some.CountKey("sos"), At(30), At(30))));
        Assert.Equal(1, Assert.Single(late.Deadlines()).Level);
        Assert.Equal(TargetStatus.Stopped, late.StatusAt(Some.Now.ToInstant(), true));

        // Called back and answered, the caller has waited for the whole time: the second level was never due.
        var back = Assert.Single(OfCall(
            new SosCallAbandoned(Some.CountKey("sos"), At(30), At(30)),
            new SosCallCalledBack("op", true, Some.CountKey("sos"), At(100), At(100)), Answered(110, known: 110)));
        Assert.Equal(TargetStatus.MetLate, back.StatusAt(Some.Now.ToInstant(), true));
        Assert.Equal(1, Assert.Single(back.Deadlines()).Level);
    }

    [Fact]
    public void The_way_to_the_place_is_timed_from_when_the_first_unit_was_sent()
    {
        var open = OfIncident();
        Assert.Equal(["arrival", "dispatch", "resolution"], open.Select(c => c.Target.Name));
        Assert.Equal([null, At(60), At(7_200)], open.Select(c => c.DueAt));
        Assert.Equal(TargetStatus.NotStarted, open[0].StatusAt(Some.Now.ToInstant(), false));

        // Sent at 11:40, there at 11:50, resolved at 11:55.
        var done = OfIncident(Some.UnitAssigned(), Some.UnitArrived(), Some.IncidentResolved());
        Assert.Equal([Some.Before(12), At(60), At(7_200)], done.Select(c => c.DueAt));
        Assert.Equal([Some.Before(10), Some.Before(20), Some.Before(5)], done.Select(c => c.MetAt));
        Assert.Equal(
            [TargetStatus.MetLate, TargetStatus.MetLate, TargetStatus.Met],
            done.Select(c => c.StatusAt(Some.Now.ToInstant(), false)));
    }

    [Fact]
    public void A_unit_that_came_by_itself_had_not_to_be_sent()
    {
        var arrived = Some.UnitArrived() with
        {
            Since = null,
            OccurredAt = At(30),
            KnownAt = At(30),
            Response = new(Some.CountKey("theft"), Some.CountKey("theft"), ResponseTimes.None, new(ArrivedAt: At(30))),
        };
        var clock = OfIncident(arrived).Single(c => c.Target.Name == "dispatch");

        Assert.Equal(TargetStatus.Met, clock.StatusAt(Some.Now.ToInstant(), false));
    }

    [Fact]
    public void An_incident_that_was_withdrawn_or_merged_stops_its_clocks_and_one_of_a_register_has_none()
    {
        Assert.All(
            OfIncident(Some.IncidentMerged() with { OccurredAt = At(20), KnownAt = At(20) }), c => Assert.Empty(c.Deadlines()));
        Assert.Null(TargetTimes.Of(Some.Id, Some.Folded<Incident>(Some.IncidentOpened(historic: true)), [Some.IncidentOpened(true)]));
    }

    [Fact]
    public void A_console_whose_clock_is_four_minutes_ahead_ends_an_incident_when_that_became_known()
    {
        Assert.All(
            OfIncident(Some.IncidentMerged() with { OccurredAt = At(4 * 60), KnownAt = At(20) }), c => Assert.Empty(c.Deadlines()));
        Assert.All(
            OfIncident(Some.IncidentWithdrawn() with { OccurredAt = At(4 * 60), KnownAt = At(20) }), c => Assert.Empty(c.Deadlines()));
    }

    // Reported three days ago on paper, entered at 11:30.
    [Fact]
    public void What_was_due_a_day_before_it_became_known_is_history_whenever_somebody_looks()
    {
        var paper = Some.IncidentOpened() with { ReportedAt = At(-3 * 86_400) };
        var clocks = OfEvents(paper, Some.UnitAssigned());

        Assert.Equal(
            [("arrival", false), ("dispatch", true), ("resolution", true)],
            clocks.Select(c => (c.Target.Name, c.IsHistory(Assert.Single(c.Deadlines()), Duration.FromDays(1)))));
        Assert.All(
            OfIncident(Some.UnitAssigned()),
            c => Assert.DoesNotContain(c.Deadlines(), deadline => c.IsHistory(deadline, Duration.FromDays(1))));
    }

    [Fact]
    public void The_way_of_a_unit_that_is_entered_days_later_is_history()
    {
        var late = Some.UnitAssigned() with { KnownAt = At(3 * 86_400) };
        var arrival = OfIncident(late).Single(c => c.Target.Name == "arrival");

        Assert.Equal(At(3 * 86_400), arrival.LearnedAt);
        Assert.True(arrival.IsHistory(Assert.Single(arrival.Deadlines()), Duration.FromDays(1)));
    }

    private static OffsetDateTime At(int second) => Some.Began.Plus(Duration.FromSeconds(second));

    private static SosCallAnswered Answered(int second, int known) =>
        new("op", Some.CountKey("sos"), At(second), At(known), true);

    private static IReadOnlyList<TargetClock> OfCall(params IDomainEvent[] then) =>
        OfEvents([Some.SosCallPlaced(), .. then]);

    private static IReadOnlyList<TargetClock> OfEvents(IReadOnlyList<IDomainEvent> events) =>
        TargetClock.Of(TargetTimes.Of(Some.Id, Some.Folded<SosCall>(events), events), Targets);

    private static IReadOnlyList<TargetClock> OfIncident(params IDomainEvent[] then) => OfEvents(Some.IncidentOpened(), then);

    private static IReadOnlyList<TargetClock> OfEvents(IncidentOpened opened, params IDomainEvent[] then)
    {
        IDomainEvent[] events = [opened, .. then];
        return TargetClock.Of(TargetTimes.Of(Some.Id, Some.Folded<Incident>(events), events)!, Targets);
    }
}
