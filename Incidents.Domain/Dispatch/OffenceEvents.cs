using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A source reported one more offence of an incident that is known.</summary>
/// <remarks>
/// The gravest offence gives the incident its category, place and time, whatever the order of reports. What a person has set stays.
/// </remarks>
/// <param name="Origin">The system that reports it and its id for the incident.</param>
/// <param name="OffenceId">The source's id of the offence within the incident; null where the source gives none.</param>
/// <param name="Category">Category code of the offence.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="Victims">Number of its victims; null where the source does not give it.</param>
/// <param name="Gravity">Rank of its category, lower is graver; null where the source does not rank it.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Reference">The name by which later corrections of the same source refer to it, or null.</param>
/// <param name="Description">What the source says about it, or null.</param>
/// <param name="Historic">Whether it came with a historic register.</param>
/// <param name="Incident">Category, place and time under which the incident is counted from now on.</param>
/// <param name="IsGravest">True where this offence is the gravest from now on; else null.</param>
/// <param name="Counts">What changes in the counts; empty while the incident does not count on its own.</param>
/// <param name="OccurredAt">When the offence occurred; the earliest moment where only an interval is known.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, or null where the moment is known.</param>
/// <param name="Precedes">
/// How the incident began, where this offence was known before that; else null. The incident then begins with this offence.
/// </param>
/// <param name="Response">How the response times change, or null.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/> is known; null to the minute.</param>
public sealed record OffenceAdded(
    Origin Origin, string? OffenceId, string Category, Place Place, int? Victims, int? Gravity, string? DeviceId, string? Reference,
    string? Description, bool Historic, CountKey Incident, bool? IsGravest, IReadOnlyList<CountedChange> Counts,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt, OffsetDateTime? OccurredUntil = null, CountedChange? Precedes = null,
    ResponseChange? Response = null, TimePrecision? Precision = null) : IIncidentStep
{
    /// <summary>Category, place and time as the source gives them for this offence.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, OccurredUntil, Precision);

    /// <summary>The offence.</summary>
    public Offence Offence() => new(OffenceId, CountKey(), Victims, Gravity, Description, DeviceId, Reference, KnownAt);

    /// <summary>
    /// The beginning of the incident as it was known before the rows that came first became known: this offence alone.
    /// </summary>
    public IncidentOpened AsBeginning() => new(
        Origin, null, Category, Place, DeviceId, Reference, Description, Historic, OccurredAt, KnownAt, OccurredUntil,
        OffenceId: OffenceId, Victims: Victims, Gravity: Gravity, Precision: Precision);
}
