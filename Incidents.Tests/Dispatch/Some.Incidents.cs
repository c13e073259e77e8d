using Incidents.Domain;
using Incidents.Domain.Dispatch;

namespace Incidents.Tests;

internal static partial class Some
{
    public static readonly Signal Signal = new(SignalKind.Alert, new("22222222-2222-2222-2222-222222222222"));

    private static IReadOnlyList<IDomainEvent> IncidentEvents =>
    [
        IncidentOpened(),
        new OffenceAdded(
            Origin, "2", "robbery", Place, 2, 1, null, null, null, false, CountKey("robbery"), true,
            [
                new(CountKey("theft"), null, -1, Now),
                new(CountKey("robbery"), new([new("robbery", 1, 2), new("theft", 1, null)]), +1, Now),
            ],
            Began, Now),
        new IncidentCategorised(CountKey("theft"), "robbery", "op", Now, Now),
        new IncidentCorrected(
            CountKey("theft"), CountKey("theft") with { OccurredAt = Before(40) }, "op", "misheard", null, new(Before(40)), Now, Now),
        new SignalLinked(Signal, "op", Now, Now),
        new SignalUnlinked(Signal, "op", Now, Now),
        UnitAssigned(),
        UnitArrived(),
        new UnitReleased("P-1", CountKey("theft"), IncidentStatus.Open, Now, Now, ResponseChange()),
        new UnitCancelled("P-1", CountKey("theft"), IncidentStatus.Open, Now, Now, ResponseChange()),
        new UnitDiverted("P-1", OtherId, CountKey("theft"), IncidentStatus.Open, Now, Now, ResponseChange()),
        IncidentResolved(),
        new IncidentClosed("op", Now, Now),
        new IncidentReopened("op", "back again", Now, Now),
        new IncidentNumbered(RegistrationBook.Kui, "2735", "op", Now, Now),
        new PlanStepTicked("theft", 1, "scene", "op", "nobody was inside", Now, Now),
        new PlanStepUnticked("theft", 1, "scene", "op", "mistake", Now, Now),
        IncidentWithdrawn(),
        new IncidentReinstated("op", "mistake", CountKey("theft"), IncidentStatus.Open, Now, Now),
        IncidentMerged(),
        new IncidentAbsorbed(
            OtherId, "op", IncidentStatus.Open, [new(Began, Began)], [new("P-9", UnitStepKind.Assigned, Before(20))], [Signal], Now, Now,
            ResponseChange()),
        new IncidentSeparated(OtherId, "op", IncidentStatus.Open, Now, Now, ResponseChange()),
        new IncidentUnmerged(OtherId, "op", CountKey("theft"), IncidentStatus.Open, Now, Now),
        new WithdrawalUnmatched(Origin, "complaint-9", CountKey("theft"), Now, Now),
        new WithdrawalMatched(OtherId, CountKey("theft"), Now, Now),
    ];

    public static IncidentOpened IncidentOpened(bool historic = false) =>
        new(Origin, null, "theft", Place, null, null, null, historic, Began, Began);

    public static UnitAssigned UnitAssigned(
        string unit = "P-1") => new(unit, CountKey("theft"), Began, IncidentStatus.Assigned, Before(20), Before(20));

    public static ResponseChange ResponseChange() => new(
        CountKey("theft"), CountKey("theft"), new(Began, Before(20)), new(Began, Before(25)));

    public static UnitArrived UnitArrived(string unit = "P-1") => new(unit, CountKey("theft"), Before(20), Before(10), Before(10));

    public static IncidentResolved IncidentResolved() => new("assisted", CountKey("theft"), Began, Before(5), Before(5));

    public static IncidentMerged IncidentMerged() => new(OtherId, "op", CountKey("theft"), Now, Now);

    public static IncidentWithdrawn IncidentWithdrawn() => new(Origin, "unfounded", CountKey("theft"), Now, Now);

    public static Incident Incident(params IDomainEvent[] then) => Folded<Incident>([IncidentOpened(), .. then]);

    public static Incident HistoricIncident() => Folded<Incident>([IncidentOpened(historic: true)]);
}
