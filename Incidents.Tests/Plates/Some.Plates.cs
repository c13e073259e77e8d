using Incidents.Domain;
using Incidents.Domain.Plates;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> PlateEvents => [PlateRead()];

    public static PlateRead PlateRead() => new(Origin, "123ABC09", 0.93, "gate-1", Place, null, Began, Began);
}
