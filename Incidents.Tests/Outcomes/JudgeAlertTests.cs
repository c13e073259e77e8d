using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Work;
using Xunit;

namespace Incidents.Tests.Outcomes;

public class JudgeAlertTests
{
    private static readonly JudgeAlert Confirm = new(Some.Id, "op", AlertOutcome.Confirmed, OperatorMinutes: 3, UnitMinutes: 40);
    private static readonly JudgeAlert Reject = new(Some.Id, "op", AlertOutcome.False, "shadow");
    private static readonly JudgeAlert Resolve = new(
        Some.Id, JudgeAlert.ByResolution, AlertOutcome.Unfounded, "nothing-found", UnitMinutes: 12, FromIncident: Some.OtherId);

    [Fact]
    public void A_judgement_keeps_outcome_and_minutes() =>
        Confirm.Yields(
            Some.Alert(),
            new AlertJudged("op", AlertOutcome.Confirmed, null, null, 3, 40, null, Some.CountKey("fight"), Some.Now, Some.Now));

    [Fact]
    public void Who_judges_an_alert_false_dismisses_it_with_the_same_reason() =>
        Reject.Yields(
            Some.Alert(),
            new AlertDismissed("op", "shadow", Some.CountKey("fight"), Some.Now, Some.Now),
            new AlertJudged(
                "op", AlertOutcome.False, "shadow", AlertOutcome.False, null, null, null, Some.CountKey("fight"), Some.Now, Some.Now));

    [Fact]
    public void A_person_judges_no_alert_that_another_works_on_and_a_resolution_does()
    {
        Confirm.Refuses(Some.Alert(Some.WorkTaken("other")), WorkRules.TakenByAnother);
        Assert.Null(Confirm.Decide(Some.Alert(Some.WorkTaken("op")), Some.Now).Refusal);
        Assert.Null(Resolve.Decide(Some.Alert(Some.WorkTaken("other")), Some.Now).Refusal);
    }

    [Fact]
    public void A_dismissal_means_false_with_its_reason()
    {
        var judgement = Some.Alert(Some.AlertDismissed()).Judgement;

        Assert.Equal((AlertOutcome.False, "shadow", "op"), (judgement!.Outcome, judgement.Reason, judgement.By));
    }

    [Fact]
    public void A_dismissed_alert_is_false_until_it_is_reinstated()
    {
        Confirm.Refuses(Some.Alert(Some.AlertDismissed()), DismissAlert.AlreadyDismissed);
        var back = Some.Alert(Some.AlertDismissed(), new AlertReinstated("op", "mistake", Some.CountKey("fight"), Some.Now, Some.Now));
        Assert.Null(back.Judgement);
        Assert.Null(Confirm.Decide(back, Some.Now).Refusal);
    }

    [Fact]
    public void A_dismissed_alert_that_is_judged_false_gets_its_minutes_and_is_not_dismissed_twice() =>
        (Reject with { OperatorMinutes = 2 }).Yields(
            Some.Alert(Some.AlertDismissed()),
            new AlertJudged(
                "op", AlertOutcome.False, "shadow", AlertOutcome.False, 2, null, null, Some.CountKey("fight"), Some.Now, Some.Now));

    // Acknowledged 20 minutes ago: 20. Acknowledged 5 hours ago: at most 60.
    [Theory]
    [InlineData(20, 20)]
    [InlineData(25, 25)]
    [InlineData(300, 60)]
    public void Minutes_that_nobody_gives_are_those_since_the_acknowledgement_and_at_most_an_hour(int minutesAgo, double expected)
    {
        var raised = Some.AlertRaised() with { OccurredAt = Some.Before(400), KnownAt = Some.Before(400) };
        var seen = new AlertAcknowledged("op", raised.CountKey(), Some.Before(minutesAgo), Some.Before(minutesAgo));
        var alert = Some.Folded<Alert>(raised, seen);

        var judged = Assert.IsType<AlertJudged>(Assert.Single((Confirm with { OperatorMinutes = null }).Decide(alert, Some.Now).Events));
        var dismissed = Assert.IsType<AlertDismissed>(
            Assert.Single(new DismissAlert(Some.Id, "op", "shadow").Decide(alert, Some.Now).Events));

        Assert.Equal(expected, judged.OperatorMinutes);
        Assert.Equal(expected, dismissed.OperatorMinutes);
    }

    [Fact]
    public void A_resolution_judges_what_nobody_has_judged() =>
        Resolve.Yields(
            Some.Alert(),
            new AlertJudged(
                "rule:resolution", AlertOutcome.Unfounded, "nothing-found", null, null, 12, Some.OtherId, Some.CountKey("fight"), Some.Now,
                Some.Now));

    [Fact]
    public void What_a_person_says_stays_when_an_incident_is_resolved()
    {
        Resolve.Yields(Some.Alert(Some.AlertJudged()));
        Resolve.Yields(Some.Alert(Some.AlertDismissed()));
    }

    [Fact]
    public void A_second_resolution_and_a_person_replace_a_first_one()
    {
        var resolved = Some.Alert(Assert.IsType<AlertJudged>(Assert.Single(Resolve.Decide(Some.Alert(), Some.Now).Events)));

        Assert.Single((Resolve with { Outcome = AlertOutcome.Confirmed, Reason = null }).Decide(resolved, Some.Later(5)).Events);
        var judged = Assert.IsType<AlertJudged>(
            Assert.Single((Confirm with { UnitMinutes = null }).Decide(resolved, Some.Later(5)).Events));
        // What units it cost is known from the incident.
        Assert.Equal((AlertOutcome.Unfounded, 12.0), (judged.OutcomeBefore, judged.UnitMinutes));
    }

    [Fact]
    public void A_resolution_that_says_false_changes_no_count() =>
        Assert.IsType<AlertJudged>(
            Assert.Single((Resolve with { Outcome = AlertOutcome.False, Reason = "hoax" }).Decide(Some.Alert(), Some.Now).Events));

    [Fact]
    public void The_same_judgement_sent_twice_is_one()
    {
        var at = Some.Before(5);
        var once = Confirm with { OccurredAt = at };
        var judged = Some.Alert([.. once.Decide(Some.Alert(), Some.Now).Events]);

        once.Yields(judged);
    }

    [Fact]
    public void A_judgement_from_before_the_alert_or_before_the_last_judgement_is_refused()
    {
        (Confirm with { OccurredAt = Some.Before(36) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);
        (Confirm with { OccurredAt = Some.Before(6) }).Refuses(Some.Alert(Some.AlertJudged()), Refusals.ImpossibleTime);
        (Confirm with { OccurredAt = Some.Later(6) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);
    }

    [Fact]
    public void A_resolution_from_before_the_alert_judges_it_when_it_began()
    {
        AlertJudged At(int minutes, Alert alert) =>
            Assert.IsType<AlertJudged>(Assert.Single((Resolve with { OccurredAt = Some.Before(minutes) }).Decide(alert, Some.Now).Events));

        Assert.Equal(Some.Began, At(90, Some.Alert()).OccurredAt);
        Assert.Equal(Some.Before(20), At(20, Some.Alert()).OccurredAt);
        var judged = At(10, Some.Alert()) with { Outcome = AlertOutcome.Confirmed };
        Assert.Equal(Some.Before(10), At(20, Some.Alert(judged)).OccurredAt);
        var reinstated = new AlertReinstated("op", "mistake", Some.CountKey("fight"), Some.Before(3), Some.Before(3));
        Assert.Equal(Some.Before(3), At(20, Some.Alert(Some.AlertDismissed() with { OccurredAt = Some.Before(5) }, reinstated)).OccurredAt);
    }

    [Fact]
    public void What_a_resolution_said_is_taken_back_and_what_others_said_stays()
    {
        var withdraw = new WithdrawJudgement(Some.Id, Some.OtherId, Some.Before(2));
        var judged = Assert.IsType<AlertJudged>(
            Assert.Single((Resolve with { OccurredAt = Some.Before(5) }).Decide(Some.Alert(), Some.Now).Events));
        var withdrawn = new AlertJudgementWithdrawn(
            "rule:resolution", Some.OtherId, AlertOutcome.Unfounded, false, Some.CountKey("fight"), Some.Before(2), Some.Now);

        withdraw.Yields(Some.Alert(judged), withdrawn);
        var seen = new AlertAcknowledged("op", Some.CountKey("fight"), Some.Before(20), Some.Before(20));
        withdraw.Yields(Some.Alert(seen, judged), withdrawn with { IsSeen = true });
        (withdraw with { OccurredAt = Some.Before(25) }).Yields(Some.Alert(judged), withdrawn with { OccurredAt = Some.Before(5) });
        Assert.Null(Some.Alert(judged, withdrawn).Judgement);

        withdraw.Yields(Some.Alert(judged, withdrawn));
        withdraw.Yields(Some.Alert(Some.AlertJudged()));
        withdraw.Yields(Some.Alert(judged with { FromIncident = Guid.NewGuid() }));
        withdraw.Refuses(null, Refusals.NotFound);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(10_000.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Minutes_have_bounds(double minutes)
    {
        Assert.Equal(ErrorCode.MinutesOutOfRange, (Confirm with { OperatorMinutes = minutes }).Check()!.Code);
        Assert.Equal("unitMinutes", (Confirm with { UnitMinutes = minutes }).Check()!.Field);
    }

    [Fact]
    public void Only_a_confirmed_alert_needs_no_reason()
    {
        Assert.Null(Confirm.Check());
        Assert.Equal("reasonCode", (Reject with { Reason = null }).Check()!.Field);
        Assert.Equal("reasonCode", (Resolve with { Reason = " " }).Check()!.Field);
    }

    [Fact]
    public void An_unknown_alert_is_not_judged() => Confirm.Refuses(null, Refusals.NotFound);
}
