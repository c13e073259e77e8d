using NodaTime;

namespace Incidents.Domain.Units;

/// <summary>A unit was entered into the list of units.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands by: its post or station.</param>
/// <param name="Account">Name of the sign-in of its phone, or null.</param>
/// <param name="OccurredAt">When it was entered.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitRegistered(
    string Unit, UnitKind Kind, Place Place, string? Account, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IStreamBeginning
{
    string IStreamBeginning.StreamType => "unit";
}

/// <summary>Something else is known of a unit than before.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Kind">What it is from then on.</param>
/// <param name="Place">Where it stands by from then on.</param>
/// <param name="Account">Name of the sign-in of its phone from then on, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitDescribed(
    string Unit, UnitKind Kind, Place Place, string? Account, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit is no more.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Place">Where it stood by.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitRetired(
    string Unit, Place Place, string Reason, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit is on duty: it can be sent.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="OccurredAt">Since when.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitDutyBegun(string Unit, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit is off duty.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="OccurredAt">Since when.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitDutyEnded(string Unit, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit has read that it was sent to an incident, and goes there.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Incident">The incident.</param>
/// <param name="SentAt">When it was sent there.</param>
/// <param name="OccurredAt">When it accepted.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitAccepted(
    string Unit, Place Place, Guid Incident, OffsetDateTime SentAt, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A unit has set out to an incident: it is en route.</summary>
/// <param name="Unit">Its call sign.</param>
/// <param name="Place">Where it stands by.</param>
/// <param name="Incident">The incident.</param>
/// <param name="SentAt">When it was sent there.</param>
/// <param name="OccurredAt">When it set out.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record UnitSetOut(
    string Unit, Place Place, Guid Incident, OffsetDateTime SentAt, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;
