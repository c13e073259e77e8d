using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Upkeep;

public class UpkeepTaskTests
{
    private static readonly ObserveUpkeep Observe = new(
        Some.Origin, "snow-uncleared", "cam-1", null, Some.Place, null, null, null, Some.UpkeepRules, Some.Began);

    private static readonly CompleteUpkeep Complete = new(Some.Id, "crew");
    private static readonly CheckUpkeep Check = new(Some.Id, true, "op");
    private static readonly CancelUpkeep Cancel = new(Some.Id, "op", "not-municipal");

    // The report that it was done came first: the observation is assumed from it.
    private static readonly ReportStep<UpkeepTask> DoneFirst = new(
        Observe with { OccurredAt = Some.Before(9), Assumed = true, DeviceId = null },
        Complete with { OccurredAt = Some.Before(9) });

    private static readonly UpkeepTerms AssumedTerms =
        new(new("snow-uncleared", Some.Place, Some.Before(9)), StreetClass.Main, Assumed: true);

    private static UpkeepTask Assumed => Some.Folded<UpkeepTask>(DoneFirst.Decide(null, Some.Now).Events);

    [Fact]
    public void An_observation_begins_a_task_with_a_deadline_by_the_class_of_its_street() =>
        Observe.Yields(null, Some.UpkeepObserved() with { KnownAt = Some.Now });

    [Fact]
    public void The_observer_s_class_of_the_street_comes_before_that_of_the_list() =>
        (Observe with { StreetClass = StreetClass.Local }).Yields(
            null, Some.UpkeepObserved() with
            {
                StreetClass = StreetClass.Local,
                Deadline = Some.Began.Plus(Duration.FromHours(24)),
                KnownAt = Some.Now,
            });

    [Fact]
    public void An_observation_again_changes_nothing() => Observe.Yields(Some.UpkeepTask());

    [Fact]
    public void A_kind_that_is_not_known_is_refused() =>
        (Observe with { Category = "theft" }).Refuses(null, ObserveUpkeep.KindUnknown);

    [Fact]
    public void A_class_that_is_none_is_refused() =>
        (Observe with { StreetClass = (StreetClass)7 }).Refuses(null, ObserveUpkeep.ClassUnknown);

    [Fact]
    public void Nothing_is_observed_in_the_future() =>
        (Observe with { OccurredAt = Some.Later(6) }).Refuses(null, Refusals.ImpossibleTime);

    [Fact]
    public void An_open_task_is_done() => Complete.Yields(
        Some.UpkeepTask(), new UpkeepDone("crew", null, null, Some.UpkeepTerms(), Some.Now, Some.Now));

    [Fact]
    public void The_same_again_changes_nothing() =>
        (Complete with { OccurredAt = Some.Before(20) }).Yields(Some.UpkeepTask(Some.UpkeepDone()));

    [Fact]
    public void A_task_is_not_done_twice() => Complete.Refuses(Some.UpkeepTask(Some.UpkeepDone()), CompleteUpkeep.AlreadyDone);

    [Fact]
    public void Nothing_is_done_before_it_was_observed() =>
        (Complete with { OccurredAt = Some.Before(36) }).Refuses(Some.UpkeepTask(), Refusals.ImpossibleTime);

    [Fact]
    public void Nobody_does_an_unknown_task() => Complete.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Who_does_it_has_a_name() => (Complete with { By = " " }).Refuses(Some.UpkeepTask(), Refusals.Blank("by"));

    [Fact]
    public void What_was_done_before_it_was_reported_as_observed_has_no_deadline_yet() =>
        DoneFirst.Yields(
            null,
            Some.UpkeepObserved() with
            {
                DeviceId = null,
                Deadline = null,
                OccurredAt = Some.Before(9),
                KnownAt = Some.Now,
                Assumed = true,
            },
            new UpkeepDone("crew", null, null, AssumedTerms, Some.Before(9), Some.Now));

    [Fact]
    public void A_late_observation_completes_the_task_and_leaves_it_done()
    {
        Observe.Yields(
            Assumed,
            new UpkeepBeginningReported(
                AssumedTerms.Observation, Some.UpkeepTerms(), UpkeepStatus.Done, Some.Before(9), "cam-1", null, null, null, null,
                Some.Began, Some.Now));

        var completed = Some.Folded<UpkeepTask>(
            [.. DoneFirst.Decide(null, Some.Now).Events, .. Observe.Decide(Assumed, Some.Now).Events]);
        Assert.Equal(
            (UpkeepStatus.Done, Some.UpkeepTerms(), Some.Before(9)), (completed.Status, completed.Terms, completed.DoneAt!.Value));
    }

    [Fact]
    public void A_late_observation_of_what_is_joined_says_to_which_task()
    {
        var reopened = new UpkeepReopened(null, "cam-2", null, AssumedTerms, Some.Before(9), Some.Before(4), Some.Now);
        var joined = Some.UpkeepJoined() with { Terms = AssumedTerms, OccurredAt = Some.Now, KnownAt = Some.Now };
        var task = Some.Folded<UpkeepTask>([.. DoneFirst.Decide(null, Some.Now).Events, reopened, joined]);

        var late = Assert.IsType<UpkeepBeginningReported>(Assert.Single(Observe.Decide(task, Some.Now).Events));
        Assert.Equal((UpkeepStatus.Joined, Some.OtherId), (late.Status, late.JoinedInto!.Value));
    }

    [Fact]
    public void A_late_observation_is_not_after_what_was_done() =>
        (Observe with { OccurredAt = Some.Before(3) }).Refuses(Assumed, Refusals.ImpossibleTime);

    [Fact]
    public void What_is_found_put_right_is_confirmed() => Check.Yields(
        Some.UpkeepTask(Some.UpkeepDone()),
        new UpkeepConfirmed("op", null, null, Some.UpkeepTerms(), Some.Before(20), Some.Now, Some.Now));

    [Fact]
    public void What_is_found_as_it_was_is_open_again_with_its_deadline()
    {
        var reopened = new UpkeepReopened("op", null, null, Some.UpkeepTerms(), Some.Before(20), Some.Now, Some.Now);
        (Check with { IsCleared = false }).Yields(Some.UpkeepTask(Some.UpkeepDone()), reopened);

        var task = Some.UpkeepTask(Some.UpkeepDone(), reopened);
        Assert.Equal((UpkeepStatus.Open, null, Some.UpkeepTerms()), (task.Status, task.DoneAt, task.Terms));
    }

    [Fact]
    public void What_nobody_did_and_is_found_put_right_is_done() => (Check with { By = null, DeviceId = "cam-1" }).Yields(
        Some.UpkeepTask(), new UpkeepDone(null, "cam-1", null, Some.UpkeepTerms(), Some.Now, Some.Now));

    [Fact]
    public void What_is_found_as_it_was_was_not_done_before_in_whichever_order_that_is_reported()
    {
        var look = Check with { IsCleared = false, OccurredAt = Some.Before(10) };
        var reopened = new UpkeepReopened("op", null, null, Some.UpkeepTerms(), null, Some.Before(10), Some.Now);
        look.Yields(Some.UpkeepTask(), reopened);

        var lookedFirst = Some.UpkeepTask(reopened);
        (Complete with { OccurredAt = Some.Before(20) }).Refuses(lookedFirst, Refusals.ImpossibleTime);
        var doneFirst = Some.UpkeepTask(Some.UpkeepDone(), reopened with { DoneAt = Some.Before(20) });
        Assert.All(
            (UpkeepTask[])[lookedFirst, doneFirst],
            task => Assert.Equal(
                (UpkeepStatus.Open, null, Some.Before(10), false),
                (task.Status, task.DoneAt, task.CheckedAt!.Value, task.CheckedCleared!.Value)));

        // The same look again, and one before that found the same.
        look.Yields(lookedFirst);
        (look with { OccurredAt = Some.Before(18) }).Yields(lookedFirst);
        (Complete with { OccurredAt = Some.Before(8) }).Yields(
            lookedFirst, new UpkeepDone("crew", null, null, Some.UpkeepTerms(), Some.Before(8), Some.Now));
    }

    [Fact]
    public void Nobody_looks_again_before_it_was_done() =>
        (Check with { OccurredAt = Some.Before(26) }).Refuses(Some.UpkeepTask(Some.UpkeepDone()), Refusals.ImpossibleTime);

    [Fact]
    public void A_task_with_nothing_to_do_is_cancelled() => Cancel.Yields(
        Some.UpkeepTask(), new UpkeepCancelled("op", "not-municipal", Some.UpkeepTerms(), Some.Now, Some.Now));

    [Fact]
    public void Cancelling_needs_a_reason() =>
        (Cancel with { Reason = " " }).Refuses(Some.UpkeepTask(), Refusals.Blank("reasonCode"));

    [Fact]
    public void What_is_done_is_not_cancelled() => Cancel.Refuses(Some.UpkeepTask(Some.UpkeepDone()), CancelUpkeep.IsDone);

    [Fact]
    public void A_cancelled_task_is_neither_done_nor_cancelled()
    {
        var cancelled = Some.UpkeepTask(new UpkeepCancelled("op", "r", Some.UpkeepTerms(), Some.Before(5), Some.Before(5)));

        Complete.Refuses(cancelled, CancelUpkeep.AlreadyCancelled);
        Cancel.Refuses(cancelled, CancelUpkeep.AlreadyCancelled);
    }
}
