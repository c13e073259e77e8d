using Incidents.Domain;
using Incidents.Domain.Dispatch;

namespace Incidents.Tests;

internal static partial class Some
{
    public static readonly Signal Signal = new(SignalKind.Alert, new("22222222-2222-2222-2222-222222222222"));

    private static IReadOnlyList<IDomainEvent> IncidentEvents =>
    [
        IncidentOpened(),
        new IncidentCategorised(CountKey("theft"), "robbery", "op", Now, Now),
        new SignalLinked(Signal, "op", Now, Now),
        new SignalUnlinked(Signal, "op", Now, Now),
        UnitAssigned(),
        UnitArrived(),
        IncidentResolved(),
        new IncidentClosed("op", Now, Now),
        new IncidentReopened("op", "back again", Now, Now),
        IncidentWithdrawn(),
        IncidentMerged(),
        new IncidentUnmerged(OtherId, "op", CountKey("theft"), IncidentStatus.Open, Now, Now),
        new WithdrawalUnmatched(Origin, "complaint-9", CountKey("theft"), Now, Now),
        new WithdrawalMatched(OtherId, CountKey("theft"), Now, Now),
    ];

    public static IncidentOpened IncidentOpened(bool historic = false) =>
        new(Origin, null, "theft", Place, null, null, null, historic, Began, Began);

    public static UnitAssigned UnitAssigned(
        string unit = "P-1") => new(unit, CountKey("theft"), Began, IncidentStatus.Assigned, Before(20), Before(20));

    public static UnitArrived UnitArrived(string unit = "P-1") => new(unit, CountKey("theft"), Before(20), Before(10), Before(10));

    public static IncidentResolved IncidentResolved() => new("assisted", CountKey("theft"), Began, Before(5), Before(5));

    public static IncidentMerged IncidentMerged() => new(OtherId, "op", CountKey("theft"), Now, Now);

    public static IncidentWithdrawn IncidentWithdrawn() => new(Origin, "unfounded", CountKey("theft"), Now, Now);

    public static Incident Incident(params IDomainEvent[] then) => Folded<Incident>([IncidentOpened(), .. then]);

    public static Incident HistoricIncident() => Folded<Incident>([IncidentOpened(historic: true)]);
}
