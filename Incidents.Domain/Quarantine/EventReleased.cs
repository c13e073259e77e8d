using NodaTime;

namespace Incidents.Domain.Quarantine;

/// <summary>A read model that could not apply an event is given it once more, after a fix.</summary>
/// <remarks>
/// It carries the event as it was stored, so that nothing is looked up to apply it. What the event counts for is known from the day of the
/// release: figures published before stay as they are, and a rebuild gives the same.
/// </remarks>
/// <param name="ReadModel">Name of the read model, e.g. <c>ledger</c>.</param>
/// <param name="Sequence">Number of the event in the store.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Type">Its stored type, e.g. <c>alert_raised</c>.</param>
/// <param name="Json">The event as stored, as JSON text.</param>
/// <param name="City">The city whose local day the release is known on.</param>
/// <param name="By">Who released it.</param>
/// <param name="OccurredAt">When it was released.</param>
/// <param name="KnownAt">The same.</param>
public sealed record EventReleased(
    string ReadModel, long Sequence, Guid Stream, long Version, string Type, string Json, string City, string By, OffsetDateTime OccurredAt,
    OffsetDateTime KnownAt) : IStreamBeginning, IEventRelease
{
    string IStreamBeginning.StreamType => "event_release";
}

/// <summary>The release of one event to one read model.</summary>
/// <param name="Place">The city whose local day it is known on.</param>
public sealed record EventRelease(Place Place) : StreamState, IState<EventRelease>
{
    /// <inheritdoc/>
    public static EventRelease? Evolve(EventRelease? state, object @event) =>
        (state, @event) is (null, EventReleased e) ? new(new Place(e.City)) : state;
}
