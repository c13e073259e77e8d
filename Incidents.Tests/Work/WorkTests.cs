using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using Incidents.Domain.Work;
using Xunit;

namespace Incidents.Tests.Work;

/// <summary>Who works on something: the same rules for alerts, calls, violations and incidents.</summary>
public sealed class WorkTests
{
    private static readonly TakeWork<Alert> Take = new(Some.Id, "op");
    private static readonly ReleaseWork<Alert> Release = new(Some.Id, "op");
    private static readonly HandOverWork<Alert> HandOver = new(Some.Id, "op", "other");
    private static readonly TakeOverWork<Alert> TakeOver = new(Some.Id, "head", "absent");

    [Fact]
    public void Whoever_takes_an_alert_works_on_it_from_then_on()
    {
        var taken = new WorkTaken(WorkKind.Alert, "karaganda", "op", Some.Now, Some.Now);

        Take.Yields(Some.Alert(), taken);
        Assert.Equal(("op", Some.Now), (Some.Alert(taken).TakenBy, Some.Alert(taken).TakenAt));
    }

    [Fact]
    public void Of_two_operators_the_second_is_refused() =>
        (Take with { By = "other" }).Refuses(Some.Alert(Some.WorkTaken("op")), WorkRules.TakenByAnother);

    [Fact]
    public void Taking_it_again_changes_nothing() => Take.Yields(Some.Alert(Some.WorkTaken("op")));

    [Fact]
    public void A_dismissed_alert_is_not_taken() => Take.Refuses(Some.Alert(Some.AlertDismissed()), WorkRules.Over);

    [Fact]
    public void An_unknown_alert_is_not_taken() => Take.Refuses(null, Refusals.NotFound);

    [Fact]
    public void An_alert_is_not_taken_before_it_began() =>
        (Take with { OccurredAt = Some.Before(36) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    [Fact]
    public void An_alert_is_not_taken_in_the_future() =>
        (Take with { OccurredAt = Some.Later(6) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    [Fact]
    public void What_was_taken_while_the_network_was_away_keeps_its_true_time() =>
        (Take with { OccurredAt = Some.Before(20) }).Yields(
            Some.Alert(), new WorkTaken(WorkKind.Alert, "karaganda", "op", Some.Before(20), Some.Now));

    [Fact]
    public void Who_has_it_releases_it()
    {
        var released = new WorkReleased(WorkKind.Alert, "karaganda", "op", null, Some.Now, Some.Now);

        Release.Yields(Some.Alert(Some.WorkTaken("op")), released);
        Assert.Null(Some.Alert(Some.WorkTaken("op"), released).TakenBy);
        Assert.Null(Some.Alert(Some.WorkTaken("op"), released).TakenAt);
    }

    // The first had it from 11:50 to 11:58; within five minutes two clocks may differ.
    [Fact]
    public void What_another_person_had_at_that_moment_is_not_taken_though_they_have_released_it()
    {
        IDomainEvent[] had =
        [
            Some.WorkTaken("op"), new WorkReleased(WorkKind.Alert, "karaganda", "op", null, Some.Before(2), Some.Before(2)),
        ];
        var take = Take with { By = "other", OccurredAt = Some.Before(9) };

        take.Refuses(Some.Alert(had), WorkRules.TakenByAnother);
        (take with { By = "op" }).Refuses(Some.Alert(had), Refusals.ImpossibleTime);
        (take with { OccurredAt = Some.Before(4) }).Yields(
            Some.Alert(had), new WorkTaken(WorkKind.Alert, "karaganda", "other", Some.Before(4), Some.Now));
        Assert.Equal(new WorkFreed("op", Some.Before(2)), Some.Alert(had).Freed);
        Assert.Null(Some.Alert([.. had, Some.WorkTaken("other")]).Freed);
        Assert.NotNull(Some.SosCall(had).Freed);
        Assert.NotNull(Some.Violation(had).Freed);
        Assert.NotNull(Some.Incident(had).Freed);
    }

    [Fact]
    public void What_nobody_has_is_not_released() => Release.Refuses(Some.Alert(), WorkRules.NotTaken);

    [Fact]
    public void What_another_person_has_is_not_released() =>
        Release.Refuses(Some.Alert(Some.WorkTaken("other")), WorkRules.NotYours);

    [Fact]
    public void What_is_over_can_still_be_released() =>
        Release.Yields(
            Some.Alert(Some.WorkTaken("op"), Some.AlertDismissed()),
            new WorkReleased(WorkKind.Alert, "karaganda", "op", null, Some.Now, Some.Now));

    [Fact]
    public void A_release_does_not_lie_before_the_taking() =>
        (Release with { OccurredAt = Some.Before(16) }).Refuses(Some.Alert(Some.WorkTaken("op")), Refusals.ImpossibleTime);

    [Fact]
    public void Who_has_it_hands_it_over()
    {
        var handed = new WorkHandedOver(WorkKind.Alert, "karaganda", "op", "other", "look twice", Some.Now, Some.Now);

        (HandOver with { Note = "look twice" }).Yields(Some.Alert(Some.WorkTaken("op")), handed);
        Assert.Equal("other", Some.Alert(Some.WorkTaken("op"), handed).TakenBy);
    }

    [Fact]
    public void What_another_person_has_is_not_handed_over() =>
        HandOver.Refuses(Some.Alert(Some.WorkTaken("third")), WorkRules.NotYours);

    [Fact]
    public void Nothing_is_handed_over_to_who_has_it() =>
        (HandOver with { Person = "op" }).Refuses(Some.Alert(Some.WorkTaken("op")), WorkRules.HandedToOneself);

    [Fact]
    public void A_supervisor_takes_over_what_another_person_has()
    {
        var taken = new WorkTakenOver(WorkKind.Alert, "karaganda", "head", "op", "absent", Some.Now, Some.Now);

        TakeOver.Yields(Some.Alert(Some.WorkTaken("op")), taken);
        Assert.Equal("head", Some.Alert(Some.WorkTaken("op"), taken).TakenBy);
    }

    [Fact]
    public void What_nobody_has_is_not_taken_over() => TakeOver.Refuses(Some.Alert(), WorkRules.NotTaken);

    [Fact]
    public void Taking_over_needs_a_reason() =>
        (TakeOver with { Reason = " " }).Refuses(Some.Alert(Some.WorkTaken("op")), Refusals.Blank("reason"));

    [Fact]
    public void Nobody_judges_what_another_person_has()
    {
        var alert = Some.Alert(Some.WorkTaken("other"));

        new AcknowledgeAlert(Some.Id, "op").Refuses(alert, WorkRules.TakenByAnother);
        new DismissAlert(Some.Id, "op", "shadow").Refuses(alert, WorkRules.TakenByAnother);
    }

    [Fact]
    public void What_was_judged_before_another_person_took_it_is_entered_afterwards() =>
        new AcknowledgeAlert(Some.Id, "op", Some.Before(12)).Yields(
            Some.Alert(Some.WorkTaken("other")), new AlertAcknowledged("op", Some.CountKey("fight"), Some.Before(12), Some.Now));

    [Fact]
    public void Who_has_it_judges_it() =>
        new DismissAlert(Some.Id, "op", "shadow").Yields(
            Some.Alert(Some.WorkTaken("op")), Some.AlertDismissed() with { OperatorMinutes = 10 });

    [Fact]
    public void Every_kind_of_thing_is_taken_alike()
    {
        new TakeWork<SosCall>(Some.Id, "op").Yields(
            Some.SosCall(), new WorkTaken(WorkKind.SosCall, "karaganda", "op", Some.Now, Some.Now));
        new TakeWork<Violation>(Some.Id, "op").Yields(
            Some.Violation(), new WorkTaken(WorkKind.Violation, "karaganda", "op", Some.Now, Some.Now));
        new TakeWork<Incident>(Some.Id, "op").Yields(
            Some.Incident(), new WorkTaken(WorkKind.Incident, "karaganda", "op", Some.Now, Some.Now));
    }

    [Fact]
    public void Taking_an_incident_does_not_change_how_far_it_has_come()
    {
        var incident = Some.Incident(Some.WorkTaken("op", WorkKind.Incident));

        Assert.Equal(("op", IncidentStatus.Open), (incident.TakenBy, incident.Status));
        new AssignUnit(Some.Id, "P-1").Yields(incident, [.. new AssignUnit(Some.Id, "P-1").Decide(Some.Incident(), Some.Now).Events]);
    }
}
