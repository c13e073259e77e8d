using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Signals;

/// <summary>A row of the register of signals: an alert, call or violation without what only its events hold.</summary>
/// <remarks>Moments have the offset of the city's clock. What a kind does not have is null.</remarks>
/// <param name="Id">The alert, call or violation.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Version">Number of events.</param>
/// <param name="Source">The system that reported it.</param>
/// <param name="SourceId">Its id in that system.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="Category">Category code.</param>
/// <param name="Status">Name of its status; null for an alert.</param>
/// <param name="IsCounted">Whether it is counted.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="OccurredOn">The local day under which it is counted.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="LastKnownAt">When its last event became known.</param>
/// <param name="IsBeginningReported">Whether its beginning was reported.</param>
/// <param name="TakenBy">Who acknowledged the alert or answered the call, or null.</param>
/// <param name="TakenAt">When, or null.</param>
/// <param name="EndedAt">When what the alert shows was over, or null.</param>
/// <param name="Reason">Reason code for which it is not counted, or null.</param>
/// <param name="Article">Article of the violation.</param>
/// <param name="Part">Its part, or null.</param>
/// <param name="Plate">Normalised plate of the alert or violation, or null.</param>
/// <param name="FineUnits">Number of monthly calculation indices of the fine, or null.</param>
/// <param name="FineUnitValue">Value of one of them in tenge, or null.</param>
public sealed record SignalRow(
    Guid Id, SignalKind Kind, long Version, string Source, string SourceId, Place Place, string Category, string? Status, bool IsCounted,
    string? DeviceId, OffsetDateTime OccurredAt, LocalDate OccurredOn, OffsetDateTime KnownAt, OffsetDateTime LastKnownAt,
    bool IsBeginningReported, string? TakenBy, OffsetDateTime? TakenAt, OffsetDateTime? EndedAt, string? Reason, string? Article,
    string? Part, string? Plate, decimal? FineUnits, decimal? FineUnitValue)
{
    private const string Ended = "ended";
    private const string Ringing = "placed";
    private const string Unreviewed = "recorded";

    /// <summary>How precisely the time of occurrence is known.</summary>
    public TimePrecision TimePrecision { get; init; }

    /// <summary>
    /// Whether it came with a historic batch, as the register says: it became known more than an hour before it was stored. It waits for
    /// nobody.
    /// </summary>
    public bool IsHistoric { get; init; }

    /// <summary>
    /// Whether something is left to do: the alert is not dismissed, and goes on or is not acknowledged; the call is not ended, also where
    /// the caller gave up, who may be called back; the violation is not decided.
    /// </summary>
    public bool IsOpen => Kind switch
    {
        SignalKind.Alert => IsCounted && (TakenBy is null || EndedAt is null),
        SignalKind.SosCall => Status != Ended,
        SignalKind.PlateRead => false,
        _ => !SignalEntry.IsSettled(Status!),
    };

    /// <summary>
    /// Whether it waits for somebody: the alert is neither acknowledged nor dismissed, the call rings, the violation is not reviewed.
    /// What came with a historic batch never waits.
    /// </summary>
    public bool IsQueued => !IsHistoric && Kind switch
    {
        SignalKind.Alert => IsCounted && TakenBy is null,
        SignalKind.SosCall => Status == Ringing,
        _ => Status == Unreviewed,
    };

    /// <summary>The row as a reader sees it.</summary>
    public SignalRow SeenBy(RowSight sight) => IsSeenExactly(sight) ? this : Snapped();

    /// <summary>Whether a reader sees its place exactly.</summary>
    public bool IsSeenExactly(RowSight sight) => sight.IsExact(Place.City, IsOpen);

    /// <summary>The row without what is finer than its cell, and without persons.</summary>
    public SignalRow Snapped() => this with
    {
        Place = RowSight.Snapped(Place),
        DeviceId = null,
        Plate = null,
        IsSnapped = true,
    };

    /// <summary>Whether its place is the middle of its cell, because the reader does not see it exactly.</summary>
    public bool IsSnapped { get; private init; }

    /// <summary>SQL for whether a row of the register is open.</summary>
    internal static string OpenSql(SignalKind kind) => kind switch
    {
        SignalKind.Alert => "(is_counted and (taken_by is null or ended_at is null))",
        SignalKind.SosCall => $"status <> '{Ended}'",
        SignalKind.PlateRead => "false",
        _ => $"status not in {SignalEntry.SettledSql}",
    };

    /// <summary>SQL for whether a row of the register is of a kind and waits for somebody; an index has the same condition.</summary>
    internal static string QueuedSql(SignalKind kind) => kind switch
    {
        SignalKind.Alert => "kind = 'alert' and is_counted and taken_by is null and not is_historic",
        SignalKind.SosCall => $"kind = 'sosCall' and status = '{Ringing}' and not is_historic",
        _ => $"kind = 'violation' and status = '{Unreviewed}' and not is_historic",
    };

    /// <summary>The row to which the events of a signal lead, as in the register; null where they are not a signal's.</summary>
    /// <param name="id">The alert, call or violation.</param>
    /// <param name="events">Its events from the first one on, in order.</param>
    /// <param name="rules">What each event changes.</param>
    /// <param name="cities">The cities with their clocks.</param>
    public static SignalRow? Of(Guid id, IEnumerable<StoredEvent> events, SignalRules rules, Cities cities)
    {
        var entry = new SignalEntry(id);
        foreach (var stored in events)
            rules.Apply(entry, stored.Event, stored.Version);
        if (entry is not { Kind: { } kind, Origin: { } origin, Key: { } key })
            return null;
        return new(
            id, kind, entry.Version, origin.Source, origin.Id, key.Place, key.Category, entry.Status, entry.IsCounted!.Value,
            entry.DeviceId, key.OccurredAt, key.OccurredAt.Date, Local(entry.KnownAt!.Value), Local(entry.LastKnownAt),
            !entry.IsBeginningAssumed!.Value, entry.TakenBy, Maybe(entry.TakenAt), Maybe(entry.EndedAt), entry.Reason, entry.Article,
            entry.Part, entry.Plate.Value, entry.FineUnits, entry.FineUnitValue)
        {
            TimePrecision = key.Precision.Given(),
        };

        OffsetDateTime Local(Instant moment) => cities.Local(moment, key.Place.City);
        OffsetDateTime? Maybe(Instant? moment) => moment is { } known ? Local(known) : null;
    }
}
