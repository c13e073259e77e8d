using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Domain.Correlation;

/// <summary>What rules look at of an incident.</summary>
/// <param name="Id">The incident.</param>
/// <param name="City">City code.</param>
/// <param name="Category">Category code.</param>
/// <param name="Point">Where it is, or null.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="OccurredAt">When it occurred, by what was reported or corrected.</param>
/// <param name="Moments">When the signals occurred that rules joined to it, also those that came with merged incidents.</param>
/// <param name="IsOver">Whether it is resolved or closed.</param>
/// <param name="IsWithdrawn">Whether it is withdrawn.</param>
/// <param name="MergedInto">The incident that it is part of, or null.</param>
public sealed record CorrelatedIncident(
    Guid Id, string City, string Category, GeoPoint? Point, string? DeviceId, Instant OccurredAt, SignalMoments Moments,
    bool IsOver = false, bool IsWithdrawn = false, Guid? MergedInto = null)
{
    /// <summary>When it occurred, or the earliest signal that a rule joined did.</summary>
    public Instant From => Instant.Min(OccurredAt, Moments.First ?? OccurredAt);

    /// <summary>When it occurred, or the latest signal that a rule joined did.</summary>
    public Instant Until => Instant.Max(OccurredAt, Moments.Last ?? OccurredAt);

    /// <summary>Whether signals join it.</summary>
    public bool IsOpen => !IsOver && !IsWithdrawn && MergedInto is null;

    /// <summary>The incident that a signal opens, as its events will tell.</summary>
    public static CorrelatedIncident Opened(Guid id, CorrelatedSignal signal, CorrelationRule rule) => new(
        id, signal.Place.City, rule.CategoryOf(signal), signal.Place.Point, signal.DeviceId, signal.OccurredAt.ToInstant(),
        SignalMoments.None);

    /// <summary>The incident after a signal joined it.</summary>
    public CorrelatedIncident With(CorrelatedSignal signal) =>
        this with { Moments = Moments.With([new(signal.Signal.Id, signal.OccurredAt.ToInstant())]) };

    /// <summary>The incident without a signal that did not join it after all.</summary>
    public CorrelatedIncident Without(Guid signal) => this with { Moments = Moments.Without(signal) };

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
                id, e.Place.City, e.Category, e.Place.Point, Texts.OrNull(e.DeviceId), e.OccurredAt.ToInstant(), SignalMoments.None),
            ({ } known, IncidentCategorised e) => known with { Category = e.After().Category },
            ({ } known, IncidentCorrected e) => Corrected(known, e.After),
            ({ } known, IncidentResolved or IncidentClosed) => known with { IsOver = true },
            ({ } known, IncidentReopened) => known with { IsOver = false },
            ({ } known, IncidentWithdrawn) => known with { IsWithdrawn = true },
            ({ } known, IncidentReinstated e) => known.As(e.Status),
            ({ } known, IncidentMerged e) => known with { MergedInto = e.Into },
            ({ } known, IncidentUnmerged e) => (known with
            {
                MergedInto = null,
                Moments = e.Signals is { } linked ? known.Moments.Linked([.. linked.Select(signal => signal.Id)]) : known.Moments,
            }).As(e.Status),
            ({ } known, IncidentAbsorbed e) => other(e.Part) is { } part
                ? known with { Moments = known.Moments.With(part.AsPart()) }
                : known,
            ({ } known, IncidentSeparated e) => known with { Moments = known.Moments.WithoutPart(e.Part) },
            ({ } known, SignalUnlinked e) => known.Without(e.Signal.Id),
            _ => state,
        };

    // Its own time goes along under its id, as that of a signal.
    private IEnumerable<SignalMoment> AsPart() =>
        Moments.All.Select(moment => moment with { Part = Id }).Append(new(Id, OccurredAt, Id));

    // Merged is said by the merge alone.
    private CorrelatedIncident As(IncidentStatus status) => status is IncidentStatus.Merged ? this with { IsWithdrawn = false } : this with
    {
        IsOver = status is IncidentStatus.Resolved or IncidentStatus.Closed,
        IsWithdrawn = status is IncidentStatus.Withdrawn,
    };

    private static CorrelatedIncident Corrected(CorrelatedIncident known, CountKey key) => known with
    {
        City = key.Place.City,
        Category = key.Category,
        Point = key.Place.Point,
        OccurredAt = key.OccurredAt.ToInstant(),
    };
}
