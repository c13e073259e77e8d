using Incidents.Domain;
using Incidents.Domain.Hazards;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> HazardEvents => [HazardNoted(), HazardLifted()];

    public static HazardNoted HazardNoted() => new(Origin, "weapon", Place, "A hunter lives here.", "op", Began, Began);

    public static HazardLifted HazardLifted() => new(Place, "op", "moved away", Now, Now);
}
