using Incidents.Domain;
using Incidents.Domain.Units;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> UnitEvents =>
    [
        UnitRegistered(),
        new UnitDescribed("P-1", UnitKind.RoadPolice, Place, null, Now, Now),
        new UnitRetired("P-1", Place, "disbanded", Now, Now),
        new UnitDutyBegun("P-1", Place, Before(25), Before(25)),
        new UnitDutyEnded("P-1", Place, Now, Now),
        new UnitAccepted("P-1", Place, Id, Before(20), Before(19), Before(19)),
        new UnitSetOut("P-1", Place, Id, Before(20), Before(18), Before(18)),
    ];

    public static UnitRegistered UnitRegistered() => new("P-1", UnitKind.Patrol, Place, "unit-1", Began, Began);

    public static Unit Unit(params IDomainEvent[] then) => Folded<Unit>([UnitRegistered(), .. then]);
}
