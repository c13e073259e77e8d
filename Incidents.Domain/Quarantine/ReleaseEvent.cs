using System.Globalization;
using NodaTime;

namespace Incidents.Domain.Quarantine;

/// <summary>Gives a quarantined event to its read model once more. Where it was released before, nothing changes.</summary>
/// <param name="ReadModel">Name of the read model.</param>
/// <param name="Sequence">Number of the event, or of its release that failed again, in the store.</param>
/// <param name="Stream">The event's stream.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Type">Its stored type.</param>
/// <param name="Json">The event as stored.</param>
/// <param name="City">The city whose local day the release is known on.</param>
/// <param name="By">Who releases it.</param>
public sealed record ReleaseEvent(
    string ReadModel, long Sequence, Guid Stream, long Version, string Type, string Json, string City, string By) : ICommand<EventRelease>
{
    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream("event_release", ReadModel, Sequence.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    string? ICommand<EventRelease>.City => City;

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(EventRelease? state, OffsetDateTime now) => Check() is { } fault ? fault
        : state is not null ? Decision.Unchanged
        : Decision.Of(new EventReleased(ReadModel, Sequence, Stream, Version, Type, Json, City, By, now, now));
}
