using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>Somebody pressed the button of an SOS terminal, or called.</summary>
/// <param name="Origin">The sending system and its own id for the call.</param>
/// <param name="Category">Category code, default <c>sos</c>.</param>
/// <param name="Terminal">The terminal's device id, or null for a call from elsewhere.</param>
/// <param name="Place">Where the terminal is.</param>
/// <param name="OccurredAt">When the call began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Assumed">
/// True where only a later step was reported, from which this beginning is assumed (<see cref="ReportStep{TState}"/>); else null.
/// </param>
/// <param name="Precision">How precisely the beginning is known; null to the minute.</param>
public sealed record SosCallPlaced(
    Origin Origin, string Category, string? Terminal, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt,
    bool? Assumed = null, TimePrecision? Precision = null)
    : IStreamBeginning, IDeviceReport, ISourceReport
{
    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, Precision: Precision);

    string IStreamBeginning.StreamType => "sos_call";

    CoveredKind ISourceReport.Kind => CoveredKind.SosCall;

    string? IDeviceReport.ReportingDevice => Terminal;
}

/// <summary>The beginning of a call was reported after later steps of it.</summary>
/// <param name="Before">What it was counted as until now: category, place and time assumed from the first step reported.</param>
/// <param name="Call">The call's category, place and beginning from now on.</param>
/// <param name="Terminal">The terminal's device id, or null.</param>
/// <param name="DeviceBefore">The terminal that the first step reported named, or null.</param>
/// <param name="AnsweredAt">When it was answered, where that was reported before: the answer time counts from now on; else null.</param>
/// <param name="Abandoned">Whether it was reported before that the caller gave up.</param>
/// <param name="OccurredAt">When the call began.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallBeginningReported(
    CountKey Before, CountKey Call, string? Terminal, string? DeviceBefore, OffsetDateTime? AnsweredAt, bool Abandoned,
    OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : ILateBeginning, IDeviceReport
{
    string? IDeviceReport.ReportingDevice => Terminal;

    Place IDeviceReport.Place => Call.Place;
}

/// <summary>An operator answered the call.</summary>
/// <param name="AnsweredBy">The operator.</param>
/// <param name="Call">The call's category, place and beginning: the answer time is <c>OccurredAt - Call.OccurredAt</c>.</param>
/// <param name="OccurredAt">When it was answered.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="BeginningReported">
/// Whether the beginning had been reported; where not, no answer time follows yet. Null in old events, where the beginning had been
/// reported unless both moments are the same.
/// </param>
public sealed record SosCallAnswered(
    string AnsweredBy, CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, bool? BeginningReported = null) : IDomainEvent
{
    /// <summary>Whether the answer time is known with this event.</summary>
    public bool HasAnswerTime() => HasBeginning() && Call.Precision is null;

    /// <summary>Whether the beginning had been reported.</summary>
    public bool HasBeginning() => BeginningReported ?? OccurredAt.ToInstant() != Call.OccurredAt.ToInstant();
}

/// <summary>The caller gave up before anybody answered.</summary>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="OccurredAt">When the caller gave up.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallAbandoned(CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The call ended.</summary>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="Outcome">What came of it, as a code, or null.</param>
/// <param name="OccurredAt">When it ended.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallEnded(CountKey Call, string? Outcome, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The call was passed on to another service.</summary>
/// <param name="To">The service: <c>101</c>, <c>102</c>, <c>103</c>, <c>104</c>, <c>112</c> or another.</param>
/// <param name="Reason">Why.</param>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="OccurredAt">When it was passed on.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallEscalated(
    string To, string Reason, CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>An operator called back a caller who had given up.</summary>
/// <remarks>
/// The call stays counted as abandoned. Where it is answered afterwards, the answer time is the whole time since the call began.
/// </remarks>
/// <param name="By">The operator.</param>
/// <param name="Reached">Whether somebody was reached.</param>
/// <param name="Call">The call's category, place and beginning.</param>
/// <param name="OccurredAt">When the operator called back.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record SosCallCalledBack(
    string By, bool Reached, CountKey Call, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>How far a call has come.</summary>
public enum SosCallStatus
{
    /// <summary>Not answered yet.</summary>
    Placed,

    /// <summary>An operator speaks with the caller.</summary>
    Answered,

    /// <summary>The caller gave up unanswered.</summary>
    Abandoned,

    /// <summary>It is over.</summary>
    Ended,

    /// <summary>The caller gave up, was called back and reached; not answered, passed on or ended yet.</summary>
    CalledBack,
}

/// <summary>An attempt to call back a caller.</summary>
/// <param name="By">The operator.</param>
/// <param name="Reached">Whether somebody was reached.</param>
/// <param name="At">When.</param>
public sealed record SosCallBack(string By, bool Reached, Instant At);

/// <summary>One SOS call.</summary>
/// <param name="Status">How far it has come.</param>
/// <param name="Terminal">The terminal's device id, or null.</param>
/// <param name="CountKey">Its category, place and beginning.</param>
/// <param name="BeginningAssumed">Whether its beginning is assumed from a later step, the first one that was reported.</param>
public sealed record SosCall(SosCallStatus Status, string? Terminal, CountKey CountKey, bool BeginningAssumed = false)
    : StreamState, IWorkedOn<SosCall>
{
    private Latest<string?> escalatedTo;

    static WorkKind IWorkedOn<SosCall>.Kind => WorkKind.SosCall;

    bool IWorkedOn<SosCall>.IsWorkOver => Status is SosCallStatus.Ended;

    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <inheritdoc/>
    public string? TakenBy { get; private init; }

    /// <inheritdoc/>
    public OffsetDateTime? TakenAt { get; private init; }

    /// <inheritdoc/>
    public WorkFreed? Freed { get; private init; }

    /// <summary>The operator, once answered.</summary>
    public string? AnsweredBy { get; private init; }

    /// <summary>When it was answered.</summary>
    public OffsetDateTime? AnsweredAt { get; private init; }

    /// <summary>Where it was last passed on to.</summary>
    public string? EscalatedTo => escalatedTo.Value;

    /// <summary>When it ended, or the caller gave up.</summary>
    public OffsetDateTime? OverAt { get; private init; }

    /// <summary>Whether the caller ever gave up.</summary>
    public bool WasAbandoned { get; private init; }

    /// <summary>Who called back last, whether somebody was reached, and when; null where nobody did.</summary>
    public SosCallBack? LastCallBack { get; private init; }

    /// <summary>When the caller was reached after giving up, or null.</summary>
    public OffsetDateTime? CalledBackAt { get; private init; }

    /// <summary>When the earliest step after its beginning happened, or null.</summary>
    public OffsetDateTime? FirstStepAt { get; private init; }

    /// <summary>Whether it has ended, or the caller gave up.</summary>
    public bool IsOver => OverAt is not null;

    /// <summary>
    /// How long the caller waited for the answer; null where it is not answered, nobody reported when the call began, or that is not known
    /// to the minute.
    /// </summary>
    public Duration? Waited =>
        AnsweredAt is { } answered && !BeginningAssumed && CountKey.Precision is null
            ? EventTime.Between(CountKey.OccurredAt, answered)
            : null;

    /// <summary>Whether a step can have happened at a moment.</summary>
    /// <remarks>Where the beginning is assumed, it may have been at any time before.</remarks>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    public bool CanHappen(OffsetDateTime at, OffsetDateTime now) =>
        BeginningAssumed ? !at.IsInFuture(now) : at.IsWithin(CountKey.OccurredAt, now);

    /// <summary>Whether the call can have been answered or have ended at a moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    public bool CanBeTaken(OffsetDateTime at, OffsetDateTime now) =>
        CanHappen(at, now) && !(CalledBackAt is { } reached && at.IsBefore(reached));

    /// <summary>Whether a step that is reported for a moment comes too late for a call that was over by then.</summary>
    /// <param name="reported">The moment reported; null for what is done now.</param>
    public bool IsOverBefore(OffsetDateTime? reported) => OverAt is { } over && (reported is not { } at || over.IsBefore(at));

    /// <inheritdoc/>
    public static SosCall? Evolve(SosCall? state, object @event) => (state, @event) switch
    {
        (null, SosCallPlaced e) =>
            new(SosCallStatus.Placed, e.Terminal, e.CountKey(), e.Assumed is true),
        ({ } call, SosCallBeginningReported e) => call with { BeginningAssumed = false, CountKey = e.Call, Terminal = e.Terminal },
        ({ } call, SosCallAnswered e) => call.Stepped(e) with
        {
            Status = call.IsOver ? call.Status : SosCallStatus.Answered,
            AnsweredBy = e.AnsweredBy,
            AnsweredAt = e.OccurredAt,
            BeginningAssumed = !e.HasBeginning(),
        },
        ({ } call, SosCallAbandoned e) => call.Stepped(e) with
        {
            Status = SosCallStatus.Abandoned,
            OverAt = e.OccurredAt,
            WasAbandoned = true,
        },
        ({ } call, SosCallCalledBack e) => call.Stepped(e) with
        {
            Status = e.Reached ? SosCallStatus.CalledBack : call.Status,
            OverAt = e.Reached ? null : call.OverAt,
            CalledBackAt = e.Reached ? e.OccurredAt : call.CalledBackAt,
            LastCallBack = new(e.By, e.Reached, e.OccurredAt.ToInstant()),
        },
        ({ } call, SosCallEnded e) => call.Stepped(e) with { Status = SosCallStatus.Ended, OverAt = e.OccurredAt },
        ({ } call, SosCallEscalated e) =>
            call.Stepped(e) with { escalatedTo = call.escalatedTo.After(e.To, e.OccurredAt.ToInstant()) },
        ({ } call, IWorkEvent e) => call with
        {
            TakenBy = e.Holder,
            TakenAt = e.Holder is null ? null : e.OccurredAt,
            Freed = WorkFreed.After(call, e),
        },
        _ => state,
    };

    private SosCall Stepped(IDomainEvent step) => this with
    {
        FirstStepAt = FirstStepAt is { } first && first.ToInstant() <= step.OccurredAt.ToInstant() ? first : step.OccurredAt,
    };
}
