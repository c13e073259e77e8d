using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Domain.Targets;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Targets;

/// <summary>Each level of a target is escalated once for a thing.</summary>
public class EscalateTests
{
    [Fact]
    public void A_passed_target_says_on_whom_it_is_escalated_and_when_it_was_due()
    {
        Level(1).Yields(null, new Escalated(
            TargetSubject.SosCall, Some.Id, "sos", Some.Place, "answer-10", TargetStep.Answered, 10, 1, Role.Supervisor, null, Some.Began,
            At(10), Some.Now));
        Level(2).Yields(null, new Escalated(
            TargetSubject.SosCall, Some.Id, "sos", Some.Place, "answer-10", TargetStep.Answered, 10, 2, null, "Aigul", Some.Began, At(70),
            Some.Now));
    }

    [Fact]
    public void What_was_escalated_is_not_escalated_again_and_the_next_level_is()
    {
        var state = Some.Folded<Escalations>(Level(1).Decide(null, Some.Now).Events[0]);

        Level(1).Yields(state);
        Assert.Equal(2, Assert.IsType<Escalated>(Assert.Single(Level(2).Decide(state, Some.Now).Events)).Level);
        Assert.Equal([1], state.Of("answer-10").Select(e => e.Level));
        Assert.Empty(state.Of("dispatch"));
    }

    [Fact]
    public void A_deadline_that_is_ahead_by_more_than_clocks_differ_is_not_escalated()
    {
        var due = Level(1).Deadline with { DueAt = Some.Later(6) };
        (Level(1) with { Deadline = due }).Refuses(null, Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_level_that_the_target_does_not_have_is_refused()
    {
        (Level(1) with { Deadline = Level(1).Deadline with { Level = 3 } }).Refuses(null, Escalate.TargetUnusable);
        (Level(1) with { Deadline = Level(1).Deadline with { On = new(0, Role.Operator) } }).Refuses(null, Escalate.TargetUnusable);
        (Level(1) with { Subject = TargetSubject.Incident }).Refuses(null, Escalate.TargetUnusable);
    }

    [Fact]
    public void An_incident_and_a_call_of_one_id_have_streams_of_their_own() =>
        Assert.NotEqual(Escalations.Stream(TargetSubject.Incident, Some.Id), Escalations.Stream(TargetSubject.SosCall, Some.Id));

    private static Escalate Level(int level)
    {
        var on = Some.AnswerTarget.Levels[level - 1];
        return new(
            TargetSubject.SosCall, Some.Id, "sos", Some.Place,
            new(Some.AnswerTarget, level, on, At(10 + on.AfterSeconds)), Some.Began);
    }

    private static OffsetDateTime At(int second) => Some.Began.Plus(Duration.FromSeconds(second));
}
