using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain;

/// <summary>That a person no longer works on something, and nobody has taken it since.</summary>
/// <param name="By">The person.</param>
/// <param name="At">When they released it.</param>
public sealed record WorkFreed(string By, OffsetDateTime At)
{
    /// <summary>What holds after an event; null where somebody has the thing.</summary>
    internal static WorkFreed? After(IWorkEvent @event) => @event is WorkReleased e ? new(e.By, e.OccurredAt) : null;
}
