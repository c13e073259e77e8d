using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class MergeTests
{
    private static readonly MergeIncident Merge = new(Some.Id, Some.OtherId, Some.Incident(), "op");
    private static readonly UnmergeIncident Unmerge = new(Some.Id, "op", From: Some.OtherId);

    [Fact]
    public void An_incident_is_merged_into_another() => Merge.Yields(Some.Incident(), Some.IncidentMerged());

    [Fact]
    public void An_incident_is_not_merged_into_itself() =>
        (Merge with { Into = Some.Id }).Refuses(Some.Incident(), MergeIncident.IntoItself);

    [Fact]
    public void An_incident_is_not_merged_into_an_unknown_one() =>
        (Merge with { Target = null }).Refuses(Some.Incident(), MergeIncident.TargetNotFound);

    // A into B, then B into A: B's target A is merged already.
    [Fact]
    public void No_circle_of_merges_arises()
    {
        var a = Some.Incident(Some.IncidentMerged());
        new MergeIncident(Some.OtherId, Some.Id, a, "op").Refuses(Some.Incident(), MergeIncident.TargetMerged);
    }

    [Fact]
    public void An_incident_is_not_merged_into_a_withdrawn_one() =>
        (Merge with { Target = Some.Incident(Some.IncidentWithdrawn()) }).Refuses(Some.Incident(), MergeIncident.TargetWithdrawn);

    [Fact]
    public void An_incident_is_merged_only_once() => Merge.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void A_withdrawn_incident_is_not_merged() =>
        Merge.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void An_unknown_incident_is_not_merged() => Merge.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Merging_needs_a_name() => (Merge with { By = "" }).Refuses(Some.Incident(), Refusals.Blank("by"));

    [Fact]
    public void An_incident_is_not_merged_before_it_was_known() =>
        (Merge with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);

    [Fact]
    public void An_unmerge_returns_to_where_it_was()
    {
        var merged = Some.Incident(Some.UnitAssigned(), Some.IncidentMerged());
        var unmerged = new IncidentUnmerged(Some.OtherId, "op", Some.CountKey("theft"), IncidentStatus.Assigned, Some.Now, Some.Now);

        Unmerge.Yields(merged, unmerged);
        Assert.Equal(IncidentStatus.Assigned, Incident.Evolve(merged, unmerged)?.Status);
    }

    [Fact]
    public void An_unmerged_incident_may_be_merged_again()
    {
        var merged = Some.Incident(Some.IncidentMerged());
        Merge.Yields(Incident.Evolve(merged, Unmerge.Decide(merged, Some.Now).Events[0]), Some.IncidentMerged());
    }

    [Fact]
    public void What_is_not_merged_is_not_unmerged() => Unmerge.Refuses(Some.Incident(), UnmergeIncident.NotMerged);

    [Fact]
    public void An_unknown_incident_is_not_unmerged() => Unmerge.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Unmerging_needs_a_name() => (Unmerge with { By = "" }).Refuses(Some.Incident(Some.IncidentMerged()), Refusals.Blank("by"));

    [Fact]
    public void A_merge_is_not_undone_in_the_future() =>
        (Unmerge with { OccurredAt = Some.Later(6) }).Refuses(Some.Incident(Some.IncidentMerged()), Refusals.ImpossibleTime);
}
