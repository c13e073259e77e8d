using Incidents.Domain;
using Incidents.Domain.Work;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> WorkEvents =>
    [
        WorkTaken("op"),
        new WorkReleased(WorkKind.Alert, "karaganda", "op", "nothing to be seen", Now, Now),
        new WorkHandedOver(WorkKind.Alert, "karaganda", "op", "other", "the end of my shift", Now, Now),
        new WorkTakenOver(WorkKind.Alert, "karaganda", "head", "op", "absent", Now, Now),
    ];

    public static WorkTaken WorkTaken(string by, WorkKind kind = WorkKind.Alert) => new(kind, "karaganda", by, Before(10), Before(10));
}
