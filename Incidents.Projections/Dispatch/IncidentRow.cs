using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>A row of the register: an incident without what only its events hold.</summary>
/// <remarks>Moments have the offset of the city's clock.</remarks>
/// <param name="Id">The incident.</param>
/// <param name="Version">Number of events.</param>
/// <param name="Source">The system that opened it.</param>
/// <param name="SourceId">Its id in that system.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="Category">Present category code.</param>
/// <param name="Status">Present status.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Description">Description by the source, or null.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="OccurredOn">The local day under which it is counted.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="LastKnownAt">When its last event became known.</param>
/// <param name="Unit">The unit sent last, or null.</param>
/// <param name="AssignedAt">When the first unit was sent, or null.</param>
/// <param name="ArrivedAt">When the first unit arrived, or null.</param>
/// <param name="ResolvedAt">When it was last resolved, or null.</param>
/// <param name="ClosedAt">When it was last closed, or null.</param>
/// <param name="MergedInto">The incident that it was merged into, or null.</param>
/// <param name="OffenceCount">Number of its offences.</param>
/// <param name="Victims">Number of victims of its offences; null where the source does not give it for any of them.</param>
public sealed record IncidentRow(
    Guid Id, long Version, string Source, string SourceId, Place Place, string Category, IncidentStatus Status, string? DeviceId,
    string? Description, OffsetDateTime OccurredAt, LocalDate OccurredOn, OffsetDateTime KnownAt, OffsetDateTime LastKnownAt, string? Unit,
    OffsetDateTime? AssignedAt, OffsetDateTime? ArrivedAt, OffsetDateTime? ResolvedAt, OffsetDateTime? ClosedAt, Guid? MergedInto,
    int OffenceCount, int? Victims)
{
    /// <summary>How precisely the time of occurrence is known.</summary>
    public TimePrecision TimePrecision { get; init; }

    /// <summary>The latest moment at which it may have occurred, where an interval is given; else null.</summary>
    public OffsetDateTime? OccurredUntil { get; init; }

    /// <summary>Its number in the information record book (КУИ), or null.</summary>
    public string? KuiNumber { get; init; }

    /// <summary>Its number in the unified register of pre-trial investigations (ЕРДР), or null.</summary>
    public string? ErdrNumber { get; init; }

    /// <summary>The statuses of an incident on which something is left to do.</summary>
    public static readonly IReadOnlyList<IncidentStatus> OpenStatuses =
        [IncidentStatus.Open, IncidentStatus.Assigned, IncidentStatus.OnScene, IncidentStatus.Resolved];

    /// <summary>Whether something is left to do: it is not closed, withdrawn, part of another one or from a historic register.</summary>
    public bool IsOpen => Status is IncidentStatus.Open or IncidentStatus.Assigned or IncidentStatus.OnScene or IncidentStatus.Resolved;

    /// <summary>The row as a reader sees it.</summary>
    public IncidentRow SeenBy(RowSight sight) => IsSeenExactly(sight) ? this : Snapped();

    /// <summary>Whether a reader sees its place exactly.</summary>
    public bool IsSeenExactly(RowSight sight) => sight.IsExact(Place.City, IsOpen);

    /// <summary>The row without what is finer than its cell, and without persons.</summary>
    public IncidentRow Snapped() => this with
    {
        Place = RowSight.Snapped(Place),
        Description = null,
        DeviceId = null,
        KuiNumber = null,
        ErdrNumber = null,
        IsSnapped = true,
    };

    /// <summary>Whether its place is the middle of its cell, because the reader does not see it exactly.</summary>
    public bool IsSnapped { get; private init; }

    /// <summary>Whether it is counted: neither withdrawn nor merged into another.</summary>
    public bool IsCounted => Status is not (IncidentStatus.Withdrawn or IncidentStatus.Merged);

    /// <summary>The row to which the events of an incident lead, as in the register; null where they are not an incident's.</summary>
    /// <param name="id">The incident.</param>
    /// <param name="events">Its events from the first one on, in order.</param>
    /// <param name="cities">The cities with their clocks.</param>
    public static IncidentRow? Of(Guid id, IEnumerable<StoredEvent> events, Cities cities)
    {
        var entry = new RegisterEntry(id);
        Incident? incident = null;
        foreach (var stored in events)
        {
            incident = StreamState.After(incident, stored.Event);
            // As known earlier, an incident may begin with an offence that was not the first to be reported.
            entry.Apply(entry.Opened is null && stored.Event is OffenceAdded added ? added.AsBeginning() : stored.Event, stored.Version);
        }
        if (entry is not { Opened: { } opened } || incident is null)
            return null;
        var (key, gravest) = (incident.CountKey, incident.Gravest);
        return new(
            id, entry.Version, opened.Origin.Source, opened.Origin.Id, key.Place, key.Category, entry.Status!.Value, gravest.DeviceId,
            gravest.Description, key.OccurredAt, key.OccurredAt.Date, Local(entry.KnownAt!.Value.ToInstant()),
            Local(entry.LastKnownAt!.Value), entry.Unit, Maybe(entry.AssignedAt), Maybe(entry.ArrivedAt), Maybe(entry.ResolvedAt),
            Maybe(entry.ClosedAt), entry.MergedInto is { } into && into != Guid.Empty ? into : null, entry.Offences, entry.Victims)
        {
            TimePrecision = key.Precision.Given(),
            OccurredUntil = Maybe(key.OccurredUntil?.ToInstant()),
            KuiNumber = incident.NumberIn(RegistrationBook.Kui),
            ErdrNumber = incident.NumberIn(RegistrationBook.Erdr),
        };

        OffsetDateTime Local(Instant moment) => cities.Local(moment, key.Place.City);
        OffsetDateTime? Maybe(Instant? moment) => moment is { } known ? Local(known) : null;
    }
}
