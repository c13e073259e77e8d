using Incidents.Domain;
using Incidents.Domain.Quarantine;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> ReleaseEvents =>
        [new EventReleased("ledger", 17, Id, 1, "device_retired", "{}", "karaganda", "op-1", Now, Now)];
}
