using NodaTime;

namespace Incidents.Domain;

/// <summary>That a person no longer works on something, and nobody has taken it since.</summary>
/// <param name="By">The person.</param>
/// <param name="At">When they released it.</param>
public sealed record WorkFreed(string By, OffsetDateTime At)
{
    /// <summary>What holds of a thing after an event; null where somebody has it.</summary>
    /// <param name="before">The thing before the event.</param>
    /// <param name="event">The event.</param>
    internal static WorkFreed? After(IWorkedOn before, IWorkEvent @event) =>
        @event.Holder is null && before.TakenBy is { } holder ? new(holder, @event.OccurredAt) : null;
}
