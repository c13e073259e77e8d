using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>What rules look at of an incident.</summary>
/// <param name="Id">The incident.</param>
/// <param name="City">City code.</param>
/// <param name="Category">Category code.</param>
/// <param name="Point">Where it is, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="From">When it occurred, or the earliest signal that a rule joined did.</param>
/// <param name="Until">When the latest signal that a rule joined occurred; as <paramref name="From"/> where none was.</param>
/// <param name="IsOver">Whether it is resolved or closed.</param>
/// <param name="IsWithdrawn">Whether it is withdrawn.</param>
/// <param name="MergedInto">The incident that it is part of, or null.</param>
public sealed record CorrelatedIncident(
    Guid Id, string City, string Category, GeoPoint? Point, string? DeviceId, Instant From, Instant Until, bool IsOver = false,
    bool IsWithdrawn = false, Guid? MergedInto = null)
{
    /// <summary>Whether signals join it.</summary>
    public bool IsOpen => !IsOver && !IsWithdrawn && MergedInto is null;

    /// <summary>The incident that a signal opens, as its events will tell.</summary>
    public static CorrelatedIncident Opened(Guid id, CorrelatedSignal signal, CorrelationRule rule) => new(
        id, signal.Place.City, rule.CategoryOf(signal), signal.Place.Point, signal.DeviceId, signal.OccurredAt.ToInstant(),
        signal.OccurredAt.ToInstant());

    /// <summary>The incident after a signal joined it.</summary>
    public CorrelatedIncident With(CorrelatedSignal signal) => With(signal.OccurredAt.ToInstant(), signal.OccurredAt.ToInstant());

    /// <summary>The incident after an event of it.</summary>
    /// <remarks>
    /// What a rule did is known before its event comes, and changes nothing then: so it does not matter how long the event takes. A signal
    /// that a person links does not lengthen the time of the incident: nobody knows whether it is of the same thing in time.
    /// </remarks>
    /// <param name="state">The incident before; null where it is not known.</param>
    /// <param name="id">The incident.</param>
    /// <param name="event">The event.</param>
    /// <param name="other">Finds another incident.</param>
    /// <returns>Null where it is still not known: it came with a historic register.</returns>
    public static CorrelatedIncident? After(
        CorrelatedIncident? state, Guid id, IDomainEvent @event, Func<Guid, CorrelatedIncident?> other) => (state, @event) switch
        {
            (null, IncidentOpened { Historic: false } e) => new(
                id, e.Place.City, e.Category, e.Place.Point, Texts.OrNull(e.DeviceId), e.OccurredAt.ToInstant(), e.OccurredAt.ToInstant()),
            ({ } known, IncidentCategorised e) => known with { Category = e.After().Category },
            ({ } known, IncidentCorrected e) => Corrected(known, e.After),
            ({ } known, IncidentResolved or IncidentClosed) => known with { IsOver = true },
            ({ } known, IncidentReopened) => known with { IsOver = false },
            ({ } known, IncidentWithdrawn) => known with { IsWithdrawn = true },
            ({ } known, IncidentReinstated e) => known.As(e.Status),
            ({ } known, IncidentMerged e) => known with { MergedInto = e.Into },
            ({ } known, IncidentUnmerged e) => (known with { MergedInto = null }).As(e.Status),
            ({ } known, IncidentAbsorbed e) => other(e.Part) is { } part ? known.With(part.From, part.Until) : known,
            _ => state,
        };

    private CorrelatedIncident With(Instant from, Instant until) =>
        this with { From = Instant.Min(From, from), Until = Instant.Max(Until, until) };

    // Merged is said by the merge alone.
    private CorrelatedIncident As(IncidentStatus status) => status is IncidentStatus.Merged ? this with { IsWithdrawn = false } : this with
    {
        IsOver = status is IncidentStatus.Resolved or IncidentStatus.Closed,
        IsWithdrawn = status is IncidentStatus.Withdrawn,
    };

    private static CorrelatedIncident Corrected(CorrelatedIncident known, CountKey key) => (known with
    {
        City = key.Place.City,
        Category = key.Category,
        Point = key.Place.Point,
        From = known.From == known.Until ? key.OccurredAt.ToInstant() : known.From,
        Until = known.From == known.Until ? key.OccurredAt.ToInstant() : known.Until,
    }).With(key.OccurredAt.ToInstant(), key.OccurredAt.ToInstant());
}
