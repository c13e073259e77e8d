using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A step of an incident that may change what its response times are counted as.</summary>
public interface IIncidentStep : IDomainEvent
{
    /// <summary>How the counted response times change; null where they do not, or only one begins to count by this event.</summary>
    ResponseChange? Response { get; }
}

/// <summary>A unit was sent.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">
/// The start of the dispatch time (<see cref="ResponseTimes.Since"/>) where it begins to count by this event and nothing else changes;
/// else null.
/// </param>
/// <param name="Status">How far the incident has come with it.</param>
/// <param name="OccurredAt">When it was sent.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times change where another one changes, too; else null.</param>
/// <param name="IsEarlier">True where another unit was sent later, by true times; else null.</param>
public sealed record UnitAssigned(
    string Unit, CountKey Incident, OffsetDateTime? Since, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    ResponseChange? Response = null, bool? IsEarlier = null)
    : IIncidentStep;

/// <summary>A unit reached the place.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Since">
/// When that unit was sent: the start of the travel time, where it begins to count by this event and nothing else changes; else null.
/// </param>
/// <param name="OccurredAt">When it arrived.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Status">How far the incident has come with it; null where a unit is there.</param>
/// <param name="Response">How the response times change where another one changes, too; else null.</param>
public sealed record UnitArrived(
    string Unit, CountKey Incident, OffsetDateTime? Since, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    IncidentStatus? Status = null, ResponseChange? Response = null) : IIncidentStep;

/// <summary>A unit has left the incident: its work is done.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Status">How far the incident has come without it.</param>
/// <param name="OccurredAt">When it left.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times change, or null.</param>
public sealed record UnitReleased(
    string Unit, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    ResponseChange? Response = null) : IIncidentStep;

/// <summary>A unit was called off before it arrived.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="Incident">Category, place and time of the incident.</param>
/// <param name="Status">How far the incident has come without it.</param>
/// <param name="OccurredAt">When it was called off.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times change, or null.</param>
public sealed record UnitCancelled(
    string Unit, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    ResponseChange? Response = null) : IIncidentStep;

/// <summary>A unit was sent on to another incident.</summary>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="To">The other incident.</param>
/// <param name="Incident">Category, place and time of the incident that it leaves.</param>
/// <param name="Status">How far that incident has come without it.</param>
/// <param name="OccurredAt">When it was sent on.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Response">How the response times of the incident that it leaves change, or null.</param>
public sealed record UnitDiverted(
    string Unit, Guid To, CountKey Incident, IncidentStatus Status, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    ResponseChange? Response = null) : IIncidentStep;
