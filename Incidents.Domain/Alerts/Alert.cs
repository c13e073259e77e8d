using NodaTime;

namespace Incidents.Domain.Alerts;

/// <summary>A camera or its analytics saw something.</summary>
/// <param name="Origin">The sending system and its own id for the alert.</param>
/// <param name="Category">Category code of what was seen, e.g. <c>fight</c>, <c>fire</c>, <c>loitering</c>.</param>
/// <param name="Confidence">How sure the analytics are, 0 to 1, or null where they do not say.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="Place">Where it was seen.</param>
/// <param name="Clip">The recording, or null.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Plate">A vehicle's plate read with it, normalised, or null.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Assumed">
/// True where only a later step was reported, from which this beginning is assumed (<see cref="ReportStep{TState}"/>); else null.
/// </param>
/// <param name="Precision">How precisely the beginning is known; null to the minute.</param>
public sealed record AlertRaised(
    Origin Origin, string Category, double? Confidence, string? DeviceId, Place Place, MediaReference? Clip, MediaReference? Snapshot,
    string? Plate, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? Assumed = null, TimePrecision? Precision = null)
    : IStreamBeginning, IDeviceReport, ISourceReport
{
    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, Precision: Precision);

    string IStreamBeginning.StreamType => "alert";

    CoveredKind ISourceReport.Kind => CoveredKind.Alert;

    string? IDeviceReport.ReportingDevice => DeviceId;
}

/// <summary>The beginning of an alert was reported after later steps of it.</summary>
/// <param name="Before">What it was counted as until now: category, place and time assumed from the first step reported.</param>
/// <param name="Alert">The alert's category, place and time from now on. A category that an update gave stays.</param>
/// <param name="Confidence">How sure the analytics were when it began, 0 to 1, or null where they do not say.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="DeviceBefore">The camera that the first step reported named, or null.</param>
/// <param name="Clip">The recording, or null.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Plate">A vehicle's plate read with it, normalised, or null.</param>
/// <param name="Dismissed">Whether it was dismissed as false before its beginning was reported.</param>
/// <param name="OccurredAt">When it began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertBeginningReported(
    CountKey Before, CountKey Alert, double? Confidence, string? DeviceId, string? DeviceBefore, MediaReference? Clip,
    MediaReference? Snapshot, string? Plate, bool Dismissed, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : ILateBeginning, IDeviceReport
{
    string? IDeviceReport.ReportingDevice => DeviceId;

    Place IDeviceReport.Place => Alert.Place;
}

/// <summary>The analytics changed an alert: its category, confidence or media.</summary>
/// <param name="Before">What it was counted as until now: category, place and time of the alert.</param>
/// <param name="Category">Category code from now on; equal to the one before where it did not change.</param>
/// <param name="Confidence">How sure they are now, 0 to 1, or null where they do not say.</param>
/// <param name="Clip">The recording, or null where unchanged.</param>
/// <param name="Snapshot">The picture, or null where unchanged.</param>
/// <param name="Plate">The plate, or null where unchanged.</param>
/// <param name="OccurredAt">When the analytics changed it.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertUpdated(
    CountKey Before, string Category, double? Confidence, MediaReference? Clip, MediaReference? Snapshot, string? Plate,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>What was seen is over.</summary>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When it ended.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertEnded(CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>An operator has seen it.</summary>
/// <param name="By">The operator.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertAcknowledged(string By, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The alert was dismissed as false and no longer counts.</summary>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code, e.g. <c>shadow</c>, <c>animal</c>, <c>staged</c>.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When it was dismissed.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="OperatorMinutes">Minutes of operators that it cost; null in old events, and where nobody had acknowledged it.</param>
public sealed record AlertDismissed(
    string By, string Reason, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, double? OperatorMinutes = null)
    : IDomainEvent;

/// <summary>The dismissal of the alert was undone: it counts again.</summary>
/// <param name="By">The operator.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Alert">The alert's category, place and time.</param>
/// <param name="OccurredAt">When it was reinstated.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record AlertReinstated(
    string By, string Reason, CountKey Alert, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>One camera alert. Ended, acknowledged and dismissed are independent: analytics end an alert, operators judge it.</summary>
/// <param name="CountKey">Category, place and time under which it is counted now.</param>
/// <param name="DeviceId">The camera, or null.</param>
/// <param name="BeginningAssumed">Whether its beginning is assumed from a later step, the first one that was reported.</param>
public sealed record Alert(CountKey CountKey, string? DeviceId, bool BeginningAssumed = false) : StreamState, IWorkedOn<Alert>
{
    private Latest<double?> confidence;
    private Latest<MediaReference?> clip, snapshot;
    private Latest<string?> plate;
    private OffsetDateTime? updatedAt;

    static WorkKind IWorkedOn<Alert>.Kind => WorkKind.Alert;

    bool IWorkedOn<Alert>.IsWorkOver => DismissedReason is not null;

    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <inheritdoc/>
    public string? TakenBy { get; private init; }

    /// <inheritdoc/>
    public OffsetDateTime? TakenAt { get; private init; }

    /// <inheritdoc/>
    public WorkFreed? Freed { get; private init; }

    /// <summary>Last confidence reported, 0 to 1, or null.</summary>
    public double? Confidence => confidence.Value;

    /// <summary>The last recording reported, or null.</summary>
    public MediaReference? Clip => clip.Value;

    /// <summary>The last picture reported, or null.</summary>
    public MediaReference? Snapshot => snapshot.Value;

    /// <summary>The last plate reported, or null.</summary>
    public string? Plate => plate.Value;

    /// <summary>When what was seen was over, or null.</summary>
    public OffsetDateTime? EndedAt { get; private init; }

    /// <summary>The operator who saw it, or null.</summary>
    public string? AcknowledgedBy { get; private init; }

    /// <summary>When they saw it, or null.</summary>
    public OffsetDateTime? AcknowledgedAt { get; private init; }

    /// <summary>What is said of it, or null.</summary>
    public AlertJudgement? Judgement { get; private init; }

    /// <summary>Why it was dismissed as false, or null where it was not.</summary>
    public string? DismissedReason { get; private init; }

    /// <summary>When it was dismissed, or null where it is not.</summary>
    public OffsetDateTime? DismissedAt { get; private init; }

    /// <summary>When its dismissal was last undone, or null.</summary>
    public OffsetDateTime? ReinstatedAt { get; private init; }

    /// <summary>When the earliest step after its beginning happened, or null.</summary>
    public OffsetDateTime? FirstStepAt { get; private init; }

    /// <summary>Whether the analytics ever changed it.</summary>
    public bool IsUpdated => updatedAt is not null;

    /// <summary>Whether a step can have happened at a moment.</summary>
    /// <remarks>Where the beginning is assumed, it may have been at any time before.</remarks>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    public bool CanHappen(OffsetDateTime at, OffsetDateTime now) =>
        BeginningAssumed ? !at.IsInFuture(now) : at.IsWithin(CountKey.OccurredAt, now);

    /// <summary>
    /// Minutes to a moment since somebody took it, else since its acknowledgement, at most <see cref="JudgeAlert.MostImpliedMinutes"/>;
    /// null where neither was.
    /// </summary>
    /// <param name="at">The moment.</param>
    public double? OperatorMinutesUntil(OffsetDateTime at) =>
        (TakenAt is { } taken && !at.IsBefore(taken) ? taken : AcknowledgedAt) is { } since
            ? Math.Min(JudgeAlert.MostImpliedMinutes, EventTime.Between(since, at).TotalMinutes)
            : null;

    /// <summary>Whether what the analytics say of a moment is older than what they have said of a later one.</summary>
    public bool IsOutdated(OffsetDateTime at) => updatedAt is { } last && at.ToInstant() < last.ToInstant();

    /// <inheritdoc/>
    public static Alert? Evolve(Alert? state, object @event) => (state, @event) switch
    {
        (null, AlertRaised e) => new(e.CountKey(), e.DeviceId, e.Assumed is true)
        {
            confidence = Began(e.Confidence, e),
            clip = Began(e.Clip, e),
            snapshot = Began(e.Snapshot, e),
            plate = Began(e.Plate, e),
        },
        ({ } alert, AlertBeginningReported e) => alert with
        {
            BeginningAssumed = false,
            CountKey = e.Alert,
            DeviceId = e.DeviceId,
            confidence = alert.confidence.From(e.Confidence),
            clip = alert.clip.From(e.Clip),
            snapshot = alert.snapshot.From(e.Snapshot),
            plate = alert.plate.From(e.Plate),
        },
        ({ } alert, AlertUpdated e) => alert.Stepped(e) with
        {
            CountKey = e.Before with { Category = e.Category },
            updatedAt = alert.IsOutdated(e.OccurredAt) ? alert.updatedAt : e.OccurredAt,
            confidence = alert.confidence.After(e.Confidence, e.OccurredAt.ToInstant()),
            clip = alert.clip.After(e.Clip, e.OccurredAt.ToInstant()),
            snapshot = alert.snapshot.After(e.Snapshot, e.OccurredAt.ToInstant()),
            plate = alert.plate.After(e.Plate, e.OccurredAt.ToInstant()),
        },
        ({ } alert, AlertEnded e) => alert.Stepped(e) with { EndedAt = e.OccurredAt },
        ({ } alert, AlertAcknowledged e) => alert.Stepped(e) with { AcknowledgedBy = e.By, AcknowledgedAt = e.OccurredAt },
        ({ } alert, AlertDismissed e) => alert.Stepped(e) with
        {
            DismissedReason = e.Reason,
            DismissedAt = e.OccurredAt,
            Judgement = new(
                AlertOutcome.False, e.Reason, e.By, e.OccurredAt, e.OperatorMinutes ?? alert.Judgement?.OperatorMinutes,
                alert.Judgement?.UnitMinutes, null),
        },
        ({ } alert, AlertJudged e) => alert.Stepped(e) with
        {
            Judgement = new(e.Outcome, e.Reason, e.By, e.OccurredAt, e.OperatorMinutes, e.UnitMinutes, e.FromIncident),
        },
        ({ } alert, AlertJudgementWithdrawn e) => alert.Stepped(e) with { Judgement = null },
        ({ } alert, AlertReinstated e) => alert.Stepped(e) with
        {
            DismissedReason = null,
            DismissedAt = null,
            Judgement = null,
            ReinstatedAt = e.OccurredAt,
        },
        ({ } alert, IWorkEvent e) => alert with
        {
            TakenBy = e.Holder,
            TakenAt = e.Holder is null ? null : e.OccurredAt,
            Freed = WorkFreed.After(alert, e),
        },
        _ => state,
    };

    private static Latest<T> Began<T>(T value, AlertRaised e) => new(value, e.Assumed is true ? null : Instant.MinValue);

    private Alert Stepped(IDomainEvent step) => this with
    {
        FirstStepAt = FirstStepAt is { } first && first.ToInstant() <= step.OccurredAt.ToInstant() ? first : step.OccurredAt,
    };
}
