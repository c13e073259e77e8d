using System.ComponentModel;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.Dispatch;

/// <summary>One offence of an incident, as its source reports it: a victim, a charge or an offender.</summary>
[ObjectType, DisplayName("Offence")]
public sealed class IncidentOffence
{
    private readonly Offence offence;
    private readonly bool isSnapped;

    private IncidentOffence(Offence offence, bool isGravest, bool isSnapped) =>
        (this.offence, IsGravest, this.isSnapped) = (offence, isGravest, isSnapped);

    /// <summary>The source's id of the offence within the incident; null where the source gives none.</summary>
    public string? OffenceId => offence.OffenceId;

    /// <summary>Category code of the offence.</summary>
    public string Category => offence.CountKey.Category;

    /// <summary>Number of its victims; null where the source does not give it, which is not 0.</summary>
    public int? Victims => offence.Victims;

    /// <summary>Rank of its category, lower is graver; null where the source does not rank it.</summary>
    public int? Gravity => offence.Gravity;

    /// <summary>Whether it is the gravest: the incident has its category, place and time, unless a person has set them.</summary>
    public bool IsGravest { get; }

    /// <summary>Where it occurred.</summary>
    public Place Place => isSnapped ? RowSight.Snapped(offence.CountKey.Place) : offence.CountKey.Place;

    /// <summary>When it occurred; the earliest moment where only an interval is known.</summary>
    public OffsetDateTime OccurredAt => offence.CountKey.OccurredAt;

    /// <summary>How precisely that is known.</summary>
    public TimePrecision TimePrecision => offence.CountKey.Precision.Given();

    /// <summary>When it occurred, as precisely as it is known: ISO 8601, an interval with a solidus.</summary>
    public string OccurredText => TimeText.Of(OccurredAt, TimePrecision, offence.CountKey.OccurredUntil);

    /// <summary>When it became known to the centre.</summary>
    public OffsetDateTime KnownAt => offence.KnownAt;

    /// <summary>Description by the source, or null.</summary>
    public string? Description => isSnapped ? null : offence.Description;

    /// <summary>The offences of an incident, the gravest first.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="isSnapped">Whether the caller does not see its exact place, and no description.</param>
    internal static IReadOnlyList<IncidentOffence> Of(Incident incident, bool isSnapped) =>
        [.. incident.Offences.Order(Offence.ByGravity).Select(o => new IncidentOffence(o, o == incident.Gravest, isSnapped))];
}
