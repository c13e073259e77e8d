using Incidents.Domain;
using Incidents.Domain.Alerts;
using Xunit;

namespace Incidents.Tests.Alerts;

public class AlertTests
{
    private static readonly RaiseAlert Raise = new(Some.Origin, "fight", 0.8, "cam-1", Some.Place, null, null, null, Some.Began);
    private static readonly UpdateAlert Update = new(Some.Id, "weapon", 0.9, null, null, "123ABC09", Some.Before(10));
    private static readonly EndAlert End = new(Some.Id, Some.Before(5));
    private static readonly AcknowledgeAlert Acknowledge = new(Some.Id, "op");
    private static readonly DismissAlert Dismiss = new(Some.Id, "op", "shadow");

    [Fact]
    public void A_reported_alert_is_raised_and_known_from_now_on() =>
        Raise.Yields(null, Some.AlertRaised() with { KnownAt = Some.Now });

    [Fact]
    public void An_alert_of_a_historic_batch_is_known_from_the_day_of_the_batch() =>
        (Raise with { KnownAt = Some.Before(3) }).Yields(null, Some.AlertRaised() with { KnownAt = Some.Before(3) });

    [Fact]
    public void An_alert_raised_again_changes_nothing() => Raise.Yields(Some.Alert());

    [Fact]
    public void The_stream_of_an_alert_follows_from_source_and_id()
    {
        Assert.Equal(Identity.Stream("alert", "some-source", "17"), Raise.StreamId);
        Assert.Equal("karaganda", Raise.City);
    }

    [Fact]
    public void An_update_says_from_what_to_what() =>
        Update.Yields(
            Some.Alert(), new AlertUpdated(Some.CountKey("fight"), "weapon", 0.9, null, null, "123ABC09", Some.Before(10), Some.Now));

    [Fact]
    public void An_update_without_category_keeps_the_one_before() =>
        (Update with { Category = null }).Yields(
            Some.Alert(), new AlertUpdated(Some.CountKey("fight"), "fight", 0.9, null, null, "123ABC09", Some.Before(10), Some.Now));

    [Fact]
    public void A_dismissed_alert_takes_updates_but_keeps_its_category() =>
        Update.Yields(
            Some.Alert(Some.AlertDismissed()),
            new AlertUpdated(Some.CountKey("fight"), "fight", 0.9, null, null, "123ABC09", Some.Before(10), Some.Now));

    [Fact]
    public void A_bare_update_of_an_unknown_alert_is_refused() => Update.Refuses(null, Refusals.NotFound);

    [Fact]
    public void An_update_from_before_the_alert_is_refused() =>
        (Update with { OccurredAt = Some.Before(36) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    [Fact]
    public void An_update_reported_before_the_alert_raises_it_first() =>
        new ReportStep<Alert>(Raise with { Category = "weapon", OccurredAt = Some.Before(10) }, Update).Yields(
            null,
            Some.AlertRaised() with { Category = "weapon", OccurredAt = Some.Before(10), KnownAt = Some.Now },
            new AlertUpdated(new("weapon", Some.Place, Some.Before(10)), "weapon", 0.9, null, null, "123ABC09", Some.Before(10), Some.Now));

    [Fact]
    public void An_end_reported_after_the_alert_only_ends_it() =>
        new ReportStep<Alert>(Raise, End).Yields(Some.Alert(), new AlertEnded(Some.CountKey("fight"), Some.Before(5), Some.Now));

    [Fact]
    public void A_refused_step_raises_nothing() =>
        new ReportStep<Alert>(Raise, End with { OccurredAt = Some.Before(36) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void An_alert_that_was_updated_first_is_completed_by_its_beginning_and_keeps_the_update()
    {
        var first = new ReportStep<Alert>(
            Raise with { Category = "weapon", Confidence = 0.1, DeviceId = null, OccurredAt = Some.Before(10), Assumed = true }, Update);
        var updated = Folded(null, first.Decide(null, Some.Now).Events);

        Raise.Yields(updated, new AlertBeginningReported(
            new("weapon", Some.Place, Some.Before(10)), new("weapon", Some.Place, Some.Began), 0.8, "cam-1", null, null, null, null, false,
            Some.Began, Some.Now));
        var alert = Folded(updated, Raise.Decide(updated, Some.Now).Events);

        Assert.Equal((Some.Began, "weapon", "cam-1", 0.9, "123ABC09"),
            (alert.CountKey.OccurredAt, alert.CountKey.Category, alert.DeviceId, alert.Confidence, alert.Plate));
        Assert.False(alert.BeginningAssumed);
        Raise.Yields(alert);
    }

    [Fact]
    public void What_an_earlier_step_assumed_of_the_beginning_gives_way()
    {
        var first = new ReportStep<Alert>(
            Raise with { Category = "weapon", Confidence = 0.1, OccurredAt = Some.Before(5), Assumed = true }, End);
        var ended = Folded(null, first.Decide(null, Some.Now).Events);

        var alert = Folded(ended, (Raise with { Confidence = null }).Decide(ended, Some.Now).Events);

        Assert.Equal(("fight", null, Some.Before(5)), (alert.CountKey.Category, alert.Confidence, alert.EndedAt));
    }

    [Fact]
    public void An_older_update_does_not_overwrite_a_newer_one()
    {
        var newer = Folded(Some.Alert(), Update.Decide(Some.Alert(), Some.Now).Events);

        var older = Update with { OccurredAt = Some.Before(12), Category = "loitering", Confidence = 0.3, Plate = null };
        var alert = Folded(newer, older.Decide(newer, Some.Now).Events);

        Assert.Equal(("weapon", 0.9, "123ABC09"), (alert.CountKey.Category, alert.Confidence, alert.Plate));
    }

    [Fact]
    public void An_alert_does_not_begin_after_a_step_of_it()
    {
        var first = new ReportStep<Alert>(Raise with { OccurredAt = Some.Before(5), Assumed = true }, End);
        var ended = Folded(null, first.Decide(null, Some.Now).Events);
        (Raise with { OccurredAt = Some.Now }).Yields(ended, new AlertBeginningReported(
            new("fight", Some.Place, Some.Before(5)), Some.CountKey("fight") with { OccurredAt = Some.Now }, 0.8, "cam-1", "cam-1", null,
            null, null, false, Some.Now, Some.Now));
        (Raise with { OccurredAt = Some.Later(1) }).Refuses(ended, Refusals.ImpossibleTime);
    }

    private static Alert Folded(Alert? state, IEnumerable<IDomainEvent> events) =>
        events.Aggregate(state, (folded, e) => StreamState.After(folded, e))!;

    [Fact]
    public void An_alert_ends() => End.Yields(Some.Alert(), new AlertEnded(Some.CountKey("fight"), Some.Before(5), Some.Now));

    [Fact]
    public void An_alert_that_ended_ends_at_the_same_moment_without_change() => End.Yields(Some.Alert(Ended));

    [Fact]
    public void An_alert_ends_only_once() => (End with { OccurredAt = Some.Now }).Refuses(Some.Alert(Ended), EndAlert.AlreadyEnded);

    [Fact]
    public void The_end_of_an_unknown_alert_is_refused() => End.Refuses(null, Refusals.NotFound);

    [Fact]
    public void An_alert_does_not_end_in_the_future() =>
        (End with { OccurredAt = Some.Later(6) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    [Fact]
    public void A_clock_that_runs_five_minutes_ahead_is_believed() =>
        (End with { OccurredAt = Some.Later(5) }).Yields(Some.Alert(), new AlertEnded(Some.CountKey("fight"), Some.Later(5), Some.Now));

    [Fact]
    public void An_operator_acknowledges_an_alert() =>
        Acknowledge.Yields(Some.Alert(), new AlertAcknowledged("op", Some.CountKey("fight"), Some.Now, Some.Now));

    [Fact]
    public void An_alert_is_acknowledged_only_once() =>
        Acknowledge.Refuses(
            Some.Alert(new AlertAcknowledged("other", Some.CountKey("fight"), Some.Now, Some.Now)), AcknowledgeAlert.AlreadyAcknowledged);

    [Fact]
    public void A_dismissed_alert_is_not_acknowledged() =>
        Acknowledge.Refuses(Some.Alert(Some.AlertDismissed()), DismissAlert.AlreadyDismissed);

    [Fact]
    public void Nobody_acknowledges_an_unknown_alert() => Acknowledge.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Acknowledging_needs_a_name() => (Acknowledge with { By = " " }).Refuses(Some.Alert(), Refusals.Blank("by"));

    [Fact]
    public void An_alert_is_not_acknowledged_before_it_began() =>
        (Acknowledge with { OccurredAt = Some.Before(36) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    [Fact]
    public void An_operator_dismisses_a_false_alert() => Dismiss.Yields(Some.Alert(), Some.AlertDismissed());

    [Fact]
    public void An_acknowledged_alert_may_still_be_dismissed() =>
        Dismiss.Yields(
            Some.Alert(new AlertAcknowledged("op", Some.CountKey("fight"), Some.Before(4), Some.Now)),
            Some.AlertDismissed() with { OperatorMinutes = 4 });

    [Fact]
    public void An_alert_is_dismissed_under_its_present_category() =>
        Dismiss.Yields(
            Some.Alert(new AlertUpdated(Some.CountKey("fight"), "weapon", null, null, null, null, Some.Now, Some.Now)),
            new AlertDismissed("op", "shadow", Some.CountKey("weapon"), Some.Now, Some.Now));

    [Fact]
    public void An_alert_is_dismissed_only_once() => Dismiss.Refuses(Some.Alert(Some.AlertDismissed()), DismissAlert.AlreadyDismissed);

    [Fact]
    public void Nobody_dismisses_an_unknown_alert() => Dismiss.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Dismissing_needs_a_name() => (Dismiss with { By = "" }).Refuses(Some.Alert(), Refusals.Blank("by"));

    [Fact]
    public void Dismissing_needs_a_reason() => (Dismiss with { Reason = "" }).Refuses(Some.Alert(), Refusals.Blank("reasonCode"));

    [Fact]
    public void An_alert_is_not_dismissed_before_it_began() =>
        (Dismiss with { OccurredAt = Some.Before(36) }).Refuses(Some.Alert(), Refusals.ImpossibleTime);

    private static AlertEnded Ended => new(Some.CountKey("fight"), Some.Before(5), Some.Before(5));
}
