using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class ResolutionTests
{
    private static readonly ResolveIncident Resolve = new(Some.Id, "assisted");
    private static readonly CloseIncident Close = new(Some.Id, "op");
    private static readonly ReopenIncident Reopen = new(Some.Id, "op", "back again");
    private static readonly IncidentClosed Closed = new("op", Some.Now, Some.Now);
    private static readonly IncidentReopened Reopened = new("op", "back again", Some.Now, Some.Now);

    [Fact]
    public void An_incident_on_scene_is_resolved() =>
        Resolve.Yields(
            Some.Incident(Some.UnitAssigned(), Some.UnitArrived()),
            new IncidentResolved("assisted", Some.CountKey("theft"), Some.Began, Some.Now, Some.Now));

    [Fact]
    public void An_incident_is_resolved_without_sending_anybody() =>
        Resolve.Yields(Some.Incident(), new IncidentResolved("assisted", Some.CountKey("theft"), Some.Began, Some.Now, Some.Now));

    [Fact]
    public void The_second_resolution_ends_no_resolution_time() =>
        Resolve.Yields(
            Some.Incident(Some.IncidentResolved(), Reopened),
            new IncidentResolved("assisted", Some.CountKey("theft"), null, Some.Now, Some.Now));

    [Fact]
    public void A_resolved_incident_is_not_resolved_again() =>
        Resolve.Refuses(Some.Incident(Some.IncidentResolved()), ResolveIncident.Over);

    [Fact]
    public void A_closed_incident_is_not_resolved() =>
        Resolve.Refuses(Some.Incident(Some.IncidentResolved(), Closed), ResolveIncident.Over);

    [Fact]
    public void A_historic_incident_is_not_resolved() => Resolve.Refuses(Some.HistoricIncident(), ResolveIncident.Historic);

    [Fact]
    public void A_withdrawn_incident_is_not_resolved() =>
        Resolve.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void A_merged_incident_is_not_resolved() => Resolve.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void An_unknown_incident_is_not_resolved() => Resolve.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Resolving_needs_an_outcome() => (Resolve with { Outcome = "" }).Refuses(Some.Incident(), Refusals.Blank("outcomeCode"));

    [Fact]
    public void An_incident_is_not_resolved_before_it_was_known() =>
        (Resolve with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);

    [Fact]
    public void An_incident_is_not_resolved_before_its_unit_arrived() =>
        (Resolve with { OccurredAt = Some.Before(16) })
            .Refuses(Some.Incident(Some.UnitAssigned(), Some.UnitArrived()), Refusals.ImpossibleTime);

    [Fact]
    public void A_resolved_incident_is_closed() => Close.Yields(Some.Incident(Some.IncidentResolved()), Closed);

    [Fact]
    public void An_open_incident_is_not_closed() => Close.Refuses(Some.Incident(), CloseIncident.NotResolved);

    [Fact]
    public void An_incident_is_closed_only_once() =>
        Close.Refuses(Some.Incident(Some.IncidentResolved(), Closed), CloseIncident.AlreadyClosed);

    [Fact]
    public void A_historic_incident_is_not_closed() => Close.Refuses(Some.HistoricIncident(), ResolveIncident.Historic);

    [Fact]
    public void A_withdrawn_incident_is_not_closed() =>
        Close.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void An_unknown_incident_is_not_closed() => Close.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Closing_needs_a_name() => (Close with { By = "" }).Refuses(Some.Incident(Some.IncidentResolved()), Refusals.Blank("by"));

    [Fact]
    public void An_incident_is_not_closed_in_the_future() =>
        (Close with { OccurredAt = Some.Later(6) }).Refuses(Some.Incident(Some.IncidentResolved()), Refusals.ImpossibleTime);

    [Fact]
    public void A_resolved_incident_is_reopened() => Reopen.Yields(Some.Incident(Some.IncidentResolved()), Reopened);

    [Fact]
    public void A_closed_incident_is_reopened() => Reopen.Yields(Some.Incident(Some.IncidentResolved(), Closed), Reopened);

    [Fact]
    public void A_reopened_incident_is_open_and_nobody_is_on_the_way()
    {
        var incident = Some.Incident(Some.UnitAssigned(), Some.UnitArrived(), Some.IncidentResolved(), Reopened);
        Assert.Equal(IncidentStatus.Open, incident.Status);
        Assert.Empty(incident.Units);
    }

    [Fact]
    public void An_open_incident_is_not_reopened() => Reopen.Refuses(Some.Incident(), ReopenIncident.NotOver);

    [Fact]
    public void A_historic_incident_is_not_reopened() => Reopen.Refuses(Some.HistoricIncident(), ReopenIncident.NotOver);

    [Fact]
    public void A_merged_incident_is_not_reopened() =>
        Reopen.Refuses(Some.Incident(Some.IncidentResolved(), Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void An_unknown_incident_is_not_reopened() => Reopen.Refuses(null, Refusals.NotFound);

    [Fact]
    public void Reopening_needs_a_name() => (Reopen with { By = "" }).Refuses(Some.Incident(Some.IncidentResolved()), Refusals.Blank("by"));

    [Fact]
    public void Reopening_needs_a_reason() =>
        (Reopen with { Reason = "" }).Refuses(Some.Incident(Some.IncidentResolved()), Refusals.Blank("reason"));

    [Fact]
    public void An_incident_is_not_reopened_in_the_future() =>
        (Reopen with { OccurredAt = Some.Later(6) }).Refuses(Some.Incident(Some.IncidentResolved()), Refusals.ImpossibleTime);
}
