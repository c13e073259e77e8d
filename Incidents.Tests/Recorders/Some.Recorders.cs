using Incidents.Domain;
using Incidents.Domain.Recorders;

namespace Incidents.Tests;

internal static partial class Some
{
    private static IReadOnlyList<IDomainEvent> RecorderEvents =>
    [
        RecorderSuspected(),
        new RecorderCleared("inspector", "verified", "rec-1", Place, Now, Now),
    ];

    public static RecorderSuspected RecorderSuspected() => new("rec-1", Place, 9.5, 24, 5, Before(10), Before(10));
}
