using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Xunit;

namespace Incidents.Tests.Dispatch;

public class UnitTests
{
    private static readonly AssignUnit Assign = new(Some.Id, "P-1");
    private static readonly RecordArrival Arrive = new(Some.Id, "P-1");

    [Fact]
    public void The_first_unit_sent_ends_the_dispatch_time() =>
        Assign.Yields(
            Some.Incident(), new UnitAssigned("P-1", Some.CountKey("theft"), Some.Began, IncidentStatus.Assigned, Some.Now, Some.Now));

    [Fact]
    public void The_second_unit_sent_ends_no_dispatch_time() =>
        (Assign with { Unit = "P-2" }).Yields(
            Some.Incident(Some.UnitAssigned()),
            new UnitAssigned("P-2", Some.CountKey("theft"), null, IncidentStatus.Assigned, Some.Now, Some.Now));

    [Fact]
    public void A_unit_sent_after_a_reopening_ends_no_dispatch_time() =>
        Assign.Yields(
            Some.Incident(
                Some.UnitAssigned(), Some.UnitArrived(), Some.IncidentResolved(),
                new IncidentReopened("op", "again", Some.Before(3), Some.Before(3))),
            new UnitAssigned("P-1", Some.CountKey("theft"), null, IncidentStatus.Assigned, Some.Now, Some.Now));

    [Fact]
    public void A_unit_sent_after_another_arrived_leaves_the_incident_on_scene() =>
        (Assign with { Unit = "P-2" }).Yields(
            Some.Incident(Some.UnitAssigned(), Some.UnitArrived()),
            new UnitAssigned("P-2", Some.CountKey("theft"), null, IncidentStatus.OnScene, Some.Now, Some.Now));

    [Fact]
    public void A_unit_is_sent_only_once() => Assign.Refuses(Some.Incident(Some.UnitAssigned()), AssignUnit.AlreadyAssigned);

    [Fact]
    public void No_unit_is_sent_to_an_unknown_incident() => Assign.Refuses(null, Refusals.NotFound);

    [Fact]
    public void No_unit_is_sent_to_a_resolved_incident() => Assign.Refuses(Some.Incident(Some.IncidentResolved()), ResolveIncident.Over);

    [Fact]
    public void No_unit_is_sent_to_a_historic_incident() => Assign.Refuses(Some.HistoricIncident(), ResolveIncident.Historic);

    [Fact]
    public void No_unit_is_sent_to_a_withdrawn_incident() =>
        Assign.Refuses(Some.Incident(Some.IncidentWithdrawn()), WithdrawIncident.AlreadyWithdrawn);

    [Fact]
    public void No_unit_is_sent_to_a_merged_incident() => Assign.Refuses(Some.Incident(Some.IncidentMerged()), WithdrawIncident.Merged);

    [Fact]
    public void Sending_needs_a_unit() => (Assign with { Unit = "" }).Refuses(Some.Incident(), Refusals.Blank("unit"));

    [Fact]
    public void No_unit_is_sent_before_the_incident_was_known() =>
        (Assign with { OccurredAt = Some.Before(36) }).Refuses(Some.Incident(), Refusals.ImpossibleTime);

    [Fact]
    public void The_first_arrival_ends_the_travel_time_of_that_unit() =>
        Arrive.Yields(
            Some.Incident(Some.UnitAssigned()), new UnitArrived("P-1", Some.CountKey("theft"), Some.Before(20), Some.Now, Some.Now));

    [Fact]
    public void The_second_arrival_ends_no_travel_time() =>
        (Arrive with { Unit = "P-2" }).Yields(
            Some.Incident(Some.UnitAssigned(), Some.UnitAssigned("P-2"), Some.UnitArrived()),
            new UnitArrived("P-2", Some.CountKey("theft"), null, Some.Now, Some.Now));

    [Fact]
    public void A_unit_that_nobody_sent_arrives_and_ends_no_travel_time() =>
        Arrive.Yields(
            Some.Incident(),
            new UnitArrived(
                "P-1", Some.CountKey("theft"), null, Some.Now, Some.Now,
                Response: new(Some.CountKey("theft"), Some.CountKey("theft"), ResponseTimes.None, new(ArrivedAt: Some.Now))));

    [Fact]
    public void A_unit_arrives_only_once() =>
        Arrive.Refuses(Some.Incident(Some.UnitAssigned(), Some.UnitArrived()), RecordArrival.AlreadyArrived);

    [Fact]
    public void No_unit_arrives_at_an_unknown_incident() => Arrive.Refuses(null, Refusals.NotFound);

    [Fact]
    public void No_unit_arrives_at_a_resolved_incident() =>
        Arrive.Refuses(Some.Incident(Some.UnitAssigned(), Some.IncidentResolved()), ResolveIncident.Over);

    [Fact]
    public void No_unit_arrives_before_it_was_sent() =>
        (Arrive with { OccurredAt = Some.Before(26) }).Refuses(Some.Incident(Some.UnitAssigned()), Refusals.ImpossibleTime);
}
