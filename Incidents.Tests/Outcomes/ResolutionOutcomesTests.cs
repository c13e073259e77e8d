using Incidents.Api.Data;
using Incidents.Api.Outcomes;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Outcomes;

public class ResolutionOutcomesTests
{
    private static readonly OutcomeCatalogue Catalogue = OutcomeCatalogues.Read();
    private static readonly Signal First = new(SignalKind.Alert, Some.Id), Second = new(SignalKind.Alert, Some.OtherId);
    private static readonly Guid Incident = new("33333333-3333-3333-3333-333333333333");

    private static readonly IncidentOpened Opened = new(
        new("console", "1"), First, "fight", Some.Place, null, null, null, false, Some.Before(60), Some.Before(60));

    private static readonly SignalLinked Linked = new(Second, "op", Some.Before(50), Some.Before(50));

    // P-1 from 40 to 10 minutes ago, P-2 from 30 minutes ago to the resolution: 30 + 25 = 55 unit minutes.
    private static readonly IDomainEvent[] Units =
    [
        new UnitAssigned("P-1", Opened.CountKey(), null, IncidentStatus.Assigned, Some.Before(40), Some.Before(40)),
        new UnitAssigned("P-2", Opened.CountKey(), null, IncidentStatus.Assigned, Some.Before(30), Some.Before(30)),
        new UnitReleased("P-1", Opened.CountKey(), IncidentStatus.Assigned, Some.Before(10), Some.Before(10)),
    ];

    private static IncidentResolved Resolved(string outcome) => new(outcome, Opened.CountKey(), null, Some.Before(5), Some.Before(5));

    private static JudgeAlert[] Judgements(params IDomainEvent[] history) =>
        [.. ResolutionOutcomes.Judgements(Incident, history, Catalogue)];

    [Fact]
    public void A_resolution_judges_every_alert_of_the_incident_and_shares_the_minutes_of_its_units()
    {
        var judged = Judgements([Opened, Linked, .. Units, Resolved("nothing-found")]);

        Assert.Equal([First.Id, Second.Id], judged.Select(j => j.StreamId).Order());
        Assert.All(judged, j => Assert.Equal(
            (AlertOutcome.Unfounded, "nothing-found", 27.5, Incident, Some.Before(5)),
            (j.Outcome, j.Reason, j.UnitMinutes!.Value, j.FromIncident!.Value, j.OccurredAt!.Value)));
    }

    [Theory]
    [InlineData("detained", AlertOutcome.Confirmed)]
    [InlineData("assisted", AlertOutcome.Confirmed)]
    [InlineData("false-alarm", AlertOutcome.False)]
    public void What_an_outcome_code_means_is_data(string code, AlertOutcome outcome) =>
        Assert.Equal(outcome, Assert.Single(Judgements(Opened, Resolved(code))).Outcome);

    [Fact]
    public void A_code_that_the_data_do_not_know_says_nothing() => Assert.Empty(Judgements(Opened, Resolved("passed-on")));

    [Fact]
    public void An_alert_that_is_linked_after_the_resolution_is_judged_alone()
    {
        var late = new SignalLinked(Second, "op", Some.Before(2), Some.Before(2));

        var judged = Assert.Single(Judgements([Opened, .. Units, Resolved("detained"), late]));

        Assert.Equal((Second.Id, Some.Before(2)), (judged.StreamId, judged.OccurredAt!.Value));
    }

    [Fact]
    public void Alerts_of_an_incident_that_is_merged_into_a_resolved_one_are_judged_alone()
    {
        var merged = new IncidentAbsorbed(
            Guid.NewGuid(), "op", IncidentStatus.Resolved, [], [], [Second, new(SignalKind.SosCall, Guid.NewGuid())], Some.Before(2),
            Some.Before(2));

        var judged = Assert.Single(Judgements([Opened, .. Units, Resolved("detained"), merged]));
        Assert.Equal(
            (Second.Id, AlertOutcome.Confirmed, 27.5, Some.Before(2)),
            (judged.StreamId, judged.Outcome, judged.UnitMinutes!.Value, judged.OccurredAt!.Value));
        Assert.Empty(Judgements(Opened, merged with { Status = IncidentStatus.Open }));
        Assert.Contains(typeof(IncidentAbsorbed), new ResolutionOutcomes(null!, Catalogue).Events);
    }

    [Fact]
    public void What_was_said_of_an_alert_is_taken_back_when_it_leaves_the_incident()
    {
        var unlinked = new SignalUnlinked(Second, "op", Some.Before(2), Some.Before(2));
        Assert.Equal(
            [new WithdrawJudgement(Second.Id, Incident, Some.Before(2))],
            ResolutionOutcomes.Withdrawn(Incident, [Opened, Linked, Resolved("detained"), unlinked]));
        Assert.Empty(Judgements(Opened, Linked, Resolved("detained"), unlinked));
        Assert.Empty(ResolutionOutcomes.Withdrawn(Incident, [Opened, Linked, unlinked]));

        var part = Guid.NewGuid();
        var merged = new IncidentAbsorbed(
            part, "op", IncidentStatus.Open, [], [], [First, Second], Some.Before(20), Some.Before(20));
        var separated = new IncidentSeparated(part, "op", IncidentStatus.Resolved, Some.Before(2), Some.Before(2));
        // The first one was its own, too.
        Assert.Equal(
            [Second.Id],
            ResolutionOutcomes.Withdrawn(Incident, [Opened, merged, Resolved("detained"), separated]).Select(one => one.StreamId));
    }

    [Fact]
    public void An_incident_that_comes_back_from_a_merge_says_what_it_said_before()
    {
        var merged = new IncidentMerged(Guid.NewGuid(), "op", Opened.CountKey(), Some.Before(4), Some.Before(4));
        var back = new IncidentUnmerged(
            merged.Into, "op", Opened.CountKey(), IncidentStatus.Resolved, Some.Before(2), Some.Before(2));

        Assert.Equal(Judgements(Opened, Resolved("detained")), Judgements(Opened, Resolved("detained"), merged, back));
        Assert.Empty(Judgements(Opened, merged, back with { Status = IncidentStatus.Open }));
    }

    [Fact]
    public void An_alert_that_was_unlinked_or_whose_incident_goes_on_is_not_judged()
    {
        Assert.Equal(
            First.Id,
            Assert.Single(Judgements(
                Opened, Linked, new SignalUnlinked(Second, "op", Some.Before(20), Some.Before(20)), Resolved("detained"))).StreamId);
        Assert.Empty(Judgements(Opened, Linked));
        Assert.Empty(Judgements());
    }
}
