using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A register, or an operator, tells of an incident.</summary>
/// <param name="Origin">The telling system and its own id for the incident.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="KnownAt">The date of the historic batch that it comes from; null for a live report.</param>
/// <param name="From">The signal that it is opened from, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Reference">What later corrections by the same source will call it, or null.</param>
/// <param name="Description">What the source says about it, or null.</param>
public sealed record RegisterIncident(
    Origin Origin, string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? KnownAt = null, Signal? From = null, string? DeviceId = null,
    string? Reference = null, string? Description = null) : ICommand<Incident>
{
    /// <summary>What the streams of incidents are called in <see cref="Identity"/>.</summary>
    public const string Kind = "incident";

    /// <inheritdoc/>
    public Guid StreamId => Identity.Stream(Kind, Origin.Source, Origin.Id);

    /// <inheritdoc/>
    public string? City => Place.City;

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now) =>
        state is null
            ? Decision.Of(new IncidentOpened(Origin, From, Category, Place, DeviceId, Reference, Description, KnownAt is not null, OccurredAt, KnownAt ?? now))
            : Decision.Unchanged;
}
