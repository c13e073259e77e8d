using Incidents.Domain;
using Incidents.Domain.Upkeep;
using Xunit;

namespace Incidents.Tests.Upkeep;

public class UpkeepJoinTests
{
    private static readonly JoinUpkeep Join = new(Some.Id, Some.OtherId, Some.UpkeepTask(), "op");
    private static readonly JoinUpkeep ByRule = Join with { By = JoinUpkeep.Rule, MostMetres = 50 };
    private static readonly SeparateUpkeep Separate = new(Some.Id, "op", From: Some.OtherId);

    // 0.0005 degrees of latitude are 55.6 m.
    private static UpkeepTask At(double latitude) => Some.Folded<UpkeepTask>(
        Some.UpkeepObserved() with { Place = Some.Place with { Point = new GeoPoint(73.1, latitude) } });

    [Fact]
    public void Two_observations_of_one_thing_become_one_task()
    {
        Join.Yields(Some.UpkeepTask(), new UpkeepJoined(Some.OtherId, "op", 0, Some.UpkeepTerms(), Some.Now, Some.Now));

        var elsewhere = Join.Decide(Some.UpkeepTask(), Some.Now).Elsewhere;
        Assert.Equal(
            new StreamEvent(Some.OtherId, new UpkeepAbsorbed(Some.Id, "op", Some.UpkeepTerms(), Some.Now, Some.Now)), elsewhere);
        Assert.Equal([Some.Id], Some.UpkeepTask(elsewhere!.Event).Joined);
    }

    [Fact]
    public void The_same_again_changes_nothing() => Join.Yields(Some.UpkeepTask(Some.UpkeepJoined()));

    [Fact]
    public void What_is_joined_is_neither_joined_elsewhere_nor_done()
    {
        var joined = Some.UpkeepTask(Some.UpkeepJoined());

        (Join with { Into = Guid.NewGuid() }).Refuses(joined, JoinUpkeep.AlreadyJoined);
        new CompleteUpkeep(Some.Id, "crew").Refuses(joined, JoinUpkeep.AlreadyJoined);
    }

    [Fact]
    public void Nothing_is_joined_to_itself() =>
        (Join with { Into = Some.Id, Target = Some.UpkeepTask() }).Refuses(Some.UpkeepTask(), JoinUpkeep.IntoItself);

    [Fact]
    public void Nothing_is_joined_to_what_is_not_known() =>
        (Join with { Target = null }).Refuses(Some.UpkeepTask(), JoinUpkeep.TargetNotFound);

    [Fact]
    public void Nothing_is_joined_to_what_is_done_or_joined()
    {
        (Join with { Target = Some.UpkeepTask(Some.UpkeepDone()) }).Refuses(Some.UpkeepTask(), JoinUpkeep.TargetNotOpen);
        (Join with { Target = Some.UpkeepTask(Some.UpkeepJoined()) }).Refuses(Some.UpkeepTask(), JoinUpkeep.TargetNotOpen);
    }

    [Fact]
    public void Nothing_that_is_done_is_joined() => Join.Refuses(Some.UpkeepTask(Some.UpkeepDone()), JoinUpkeep.NotOpen);

    [Fact]
    public void A_task_to_which_others_are_joined_is_not_joined() =>
        Join.Refuses(
            Some.UpkeepTask(new UpkeepAbsorbed(Guid.NewGuid(), "op", Some.UpkeepTerms(), Some.Before(5), Some.Before(5))),
            JoinUpkeep.HasJoined);

    [Fact]
    public void Snow_is_not_joined_to_a_bin() =>
        (Join with { Target = Some.Folded<UpkeepTask>(Some.UpkeepObserved() with { Category = "bin-overflowing" }) })
            .Refuses(Some.UpkeepTask(), JoinUpkeep.TargetOther);

    [Fact]
    public void The_rule_joins_within_its_distance_and_a_person_beyond_it()
    {
        (ByRule with { Target = At(49.8005) }).Refuses(At(49.8), JoinUpkeep.TooFar);
        Assert.Null((ByRule with { Target = At(49.8004) }).Decide(At(49.8), Some.Now).Refusal);

        var joined = Assert.IsType<UpkeepJoined>(
            Assert.Single((Join with { Target = At(49.8005) }).Decide(At(49.8), Some.Now).Events));
        Assert.Equal(55.6, joined.DistanceMetres);
    }

    [Fact]
    public void The_rule_joins_nothing_without_coordinates() => ByRule.Refuses(
        Some.Folded<UpkeepTask>(Some.UpkeepObserved() with { Place = Some.Place with { Point = null } }), JoinUpkeep.TooFar);

    [Fact]
    public void A_wrong_joining_is_undone_exactly_and_no_rule_repeats_it()
    {
        var separated = new UpkeepSeparated(Some.OtherId, "op", Some.UpkeepTerms(), Some.Now, Some.Now);
        Separate.Yields(Some.UpkeepTask(Some.UpkeepJoined()), separated);

        var task = Some.UpkeepTask(Some.UpkeepJoined(), separated);
        Assert.Equal((UpkeepStatus.Open, Some.UpkeepTerms(), null), (task.Status, task.Terms, task.JoinedInto));
        ByRule.Refuses(task, JoinUpkeep.SeparatedBefore);
        Assert.Null(Join.Decide(task, Some.Now).Refusal);
    }

    [Fact]
    public void The_task_that_stays_knows_that_one_has_gone()
    {
        var stays = Some.UpkeepTask(new UpkeepAbsorbed(Some.Id, "op", Some.UpkeepTerms(), Some.Before(5), Some.Before(5)));
        var decision = (Separate with { Target = stays }).Decide(Some.UpkeepTask(Some.UpkeepJoined()), Some.Now);

        Assert.Equal(
            new StreamEvent(
                Some.OtherId, new UpkeepLetGo(Some.Id, "op", Some.UpkeepTerms(), UpkeepStatus.Open, null, Some.Now, Some.Now)),
            decision.Elsewhere);
    }

    [Fact]
    public void What_is_not_joined_is_not_separated() => Separate.Refuses(Some.UpkeepTask(), SeparateUpkeep.NotJoined);

    [Fact]
    public void What_was_joined_elsewhere_meanwhile_is_read_again() =>
        (Separate with { From = Guid.NewGuid() }).Refuses(Some.UpkeepTask(Some.UpkeepJoined()), Refusals.ConcurrentChange);
}
