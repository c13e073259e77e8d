using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>What a recorder measured.</summary>
/// <param name="Value">Measured value, in <paramref name="Unit"/>.</param>
/// <param name="Allowed">Greatest value allowed there, in <paramref name="Unit"/>.</param>
/// <param name="Unit">UCUM code of the unit, e.g. <c>km/h</c>.</param>
public sealed record Measurement(double Value, double Allowed, string Unit)
{
    /// <summary>Why a measurement is refused, or null.</summary>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string field) =>
        Texts.MeasuredUnit.Check(Unit, $"{field}.unit") ?? Finite(Value, $"{field}.value") ?? Finite(Allowed, $"{field}.allowed");

    // JSON has no bound for numbers: 1e400 reads as infinity, which cannot be written as JSON again.
    private static Refusal? Finite(double value, string field) =>
        double.IsFinite(value) ? null : new(ErrorCode.MeasuredOutOfRange, $"'{field}' is not finite.", field);
}

/// <summary>A recorder's verification certificate as at the capture.</summary>
/// <remarks>It is kept with the capture, because the laboratory may lose its accreditation later.</remarks>
/// <param name="Number">Number of the certificate.</param>
/// <param name="ValidUntil">Last day on which it is valid.</param>
/// <param name="IssuedBy">The laboratory, or null.</param>
public sealed record RecorderCertificate(string Number, LocalDate ValidUntil, string? IssuedBy = null)
{
    /// <summary>Why a certificate is refused, or null.</summary>
    /// <remarks>A date that JSON leaves out reads as 1 January of the year 1.</remarks>
    /// <param name="field">The field that holds it.</param>
    public Refusal? Check(string field) =>
        Texts.CertificateNumber.Check(Number, $"{field}.number") ?? (ValidUntil == default ? Refusals.Missing($"{field}.validUntil") : null)
        ?? Texts.Issuer.CheckOptional(IssuedBy, $"{field}.issuedBy");
}

/// <summary>A fine by the tariff in force at the offence.</summary>
/// <param name="Units">Number of monthly calculation indices (МРП) that the article's part sets.</param>
/// <param name="UnitValue">Value of one index, in tenge, as at the offence.</param>
public sealed record Fine(decimal Units, decimal UnitValue)
{
    /// <summary>The amount in tenge.</summary>
    public decimal Amount => Units * UnitValue;
}

/// <summary>A recorder captured a traffic violation.</summary>
/// <param name="Origin">The sending system and its own id for the capture.</param>
/// <param name="Article">Article of the Code of Administrative Offences (КоАП РК), e.g. <c>592</c>.</param>
/// <param name="Part">Its part, e.g. <c>3-1</c>, or null where the article has none.</param>
/// <param name="Category">Category code, e.g. <c>koap.592</c>.</param>
/// <param name="Measured">Measured and allowed value, or null where nothing is measured (a red light).</param>
/// <param name="Plate">The vehicle's plate, normalised, or null where unreadable.</param>
/// <param name="Recorder">The recorder's device id.</param>
/// <param name="Certificate">The recorder's certificate as at the capture, or null where the report does not carry it.</param>
/// <param name="Snapshot">The picture, or null.</param>
/// <param name="Place">Where.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
/// <param name="Precision">How precisely <paramref name="OccurredAt"/> is known; null to the minute.</param>
public sealed record ViolationRecorded(
    Origin Origin, string Article, string? Part, string Category, Measurement? Measured, string? Plate, string? Recorder,
    RecorderCertificate? Certificate,
    MediaReference? Snapshot, Place Place, OffsetDateTime OccurredAt, OffsetDateTime KnownAt, TimePrecision? Precision = null)
    : IStreamBeginning, IDeviceReport, ISourceReport
{
    /// <summary>Category, place and time under which it is counted.</summary>
    public CountKey CountKey() => new(Category, Place, OccurredAt, Precision: Precision);

    string IStreamBeginning.StreamType => "violation";

    CoveredKind ISourceReport.Kind => CoveredKind.Violation;

    string? IDeviceReport.ReportingDevice => Recorder;
}

/// <summary>Somebody looked at the capture.</summary>
/// <param name="By">The reviewer.</param>
/// <param name="Note">What they noticed, or null.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationReviewed(string By, string? Note, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A violation was confirmed.</summary>
/// <param name="By">Who confirmed it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationConfirmed(string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A violation was dismissed and no longer counts.</summary>
/// <param name="By">Who dismissed it.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Violation">Category, place and time of the violation.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationDismissed(
    string By, string Reason, CountKey Violation, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A fine was imposed.</summary>
/// <param name="Fine">Tariff and amount, as at the offence.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationFined(Fine Fine, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>A confirmed or fined violation was cancelled, e.g. by a court: it no longer counts.</summary>
/// <param name="By">Who cancelled it.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Violation">Category, place and time of the violation.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationCancelled(
    string By, string Reason, CountKey Violation, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>The dismissal or cancellation of a violation was undone: it counts again.</summary>
/// <param name="By">Who reinstated it.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Status">How far it had come before, and has come again.</param>
/// <param name="Violation">Category, place and time of the violation.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When the centre learned it.</param>
public sealed record ViolationReinstated(
    string By, string Reason, ViolationStatus Status, CountKey Violation, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IDomainEvent;

/// <summary>How far a violation has come.</summary>
public enum ViolationStatus
{
    /// <summary>Captured.</summary>
    Recorded,

    /// <summary>Looked at.</summary>
    Reviewed,

    /// <summary>Confirmed.</summary>
    Confirmed,

    /// <summary>Fined.</summary>
    Fined,

    /// <summary>Dismissed.</summary>
    Dismissed,

    /// <summary>Cancelled after it was confirmed or fined.</summary>
    Cancelled,
}

/// <summary>A review of a capture.</summary>
/// <param name="By">The reviewer.</param>
/// <param name="At">When.</param>
public sealed record ViolationReview(string By, Instant At);

/// <summary>One traffic violation.</summary>
/// <param name="Status">How far it has come.</param>
/// <param name="Article">Article of КоАП РК.</param>
/// <param name="Part">Its part, or null.</param>
/// <param name="CountKey">Category, place and time.</param>
/// <param name="Recorder">The recorder's device id, or null.</param>
/// <param name="Plate">Normalised plate, or null.</param>
/// <param name="Certificate">The recorder's certificate as at the capture, or null.</param>
/// <param name="Fine">The fine, once imposed.</param>
/// <param name="Measured">
/// Measured and allowed value, or null where nothing was measured: a measured one needs a certificate to be fined.
/// </param>
public sealed record Violation(
    ViolationStatus Status, string Article, string? Part, CountKey CountKey, string? Recorder, string? Plate,
    RecorderCertificate? Certificate, Fine? Fine = null, Measurement? Measured = null)
    : StreamState, IWorkedOn<Violation>
{
    private ImmutableList<ViolationHold> holds = [];
    private int lifted;

    static WorkKind IWorkedOn<Violation>.Kind => WorkKind.Violation;

    bool IWorkedOn<Violation>.IsWorkOver =>
        Status is ViolationStatus.Fined or ViolationStatus.Dismissed or ViolationStatus.Cancelled;

    /// <inheritdoc/>
    public Place Place => CountKey.Place;

    /// <inheritdoc/>
    public string? TakenBy { get; private init; }

    /// <inheritdoc/>
    public OffsetDateTime? TakenAt { get; private init; }

    /// <inheritdoc/>
    public WorkFreed? Freed { get; private init; }

    /// <summary>Where a reinstatement returns to; null where it is neither dismissed nor cancelled.</summary>
    public ViolationStatus? StatusBefore { get; private init; }

    /// <summary>When it was last confirmed, fined, dismissed or cancelled; null before.</summary>
    public OffsetDateTime? LastDecisionAt { get; private init; }

    /// <summary>Who looked at it last, and when; null where nobody did.</summary>
    public ViolationReview? LastReview { get; private init; }

    /// <summary>Why it waits for a person: the first of its reasons that nobody has lifted; null where it is not held.</summary>
    public ViolationHold? Hold => holds is [var first, ..] ? first : null;

    /// <summary>Whether it is held for a reason, among others or alone.</summary>
    public bool IsHeldFor(ViolationHoldReason reason) => holds.Exists(hold => hold.Reason == reason);

    /// <summary>Whether a person has lifted a hold for a reason: no rule holds it again for that.</summary>
    public bool IsHoldLifted(ViolationHoldReason reason) => (lifted & Bit(reason)) != 0;

    /// <summary>Whether it was confirmed, fined, dismissed or cancelled.</summary>
    public bool IsDecided => Status is not (ViolationStatus.Recorded or ViolationStatus.Reviewed);

    /// <summary>Whether a moment that somebody gives lies before the last decision; what is done now does not.</summary>
    /// <param name="at">The moment, or null for now.</param>
    public bool WasUndecidedAt(OffsetDateTime? at) =>
        at is { } given && LastDecisionAt is { } decided && given.ToInstant() <= decided.ToInstant();

    /// <summary>Whether a decision that follows the last one can have been made at a moment.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="now">The present moment.</param>
    public bool CanFollow(OffsetDateTime at, OffsetDateTime now) =>
        at.IsWithin(CountKey.OccurredAt, now) && !(LastDecisionAt is { } decided && at.IsBefore(decided));

    /// <inheritdoc/>
    public bool CanHappen(OffsetDateTime at, OffsetDateTime now) => at.IsWithin(CountKey.OccurredAt, now);

    /// <inheritdoc/>
    public static Violation? Evolve(Violation? state, object @event) => (state, @event) switch
    {
        (null, ViolationRecorded e) =>
            new(ViolationStatus.Recorded, e.Article, e.Part, e.CountKey(), e.Recorder, e.Plate,
                e.Certificate, Measured: e.Measured),
        ({ } violation, ViolationReviewed e) => violation with
        {
            Status = violation.IsDecided ? violation.Status : ViolationStatus.Reviewed,
            StatusBefore = violation.StatusBefore is ViolationStatus.Recorded ? ViolationStatus.Reviewed : violation.StatusBefore,
            LastReview = new(e.By, e.OccurredAt.ToInstant()),
        },
        ({ } violation, ViolationConfirmed e) => violation.Decided(ViolationStatus.Confirmed, e),
        ({ } violation, ViolationDismissed e) => violation.Decided(ViolationStatus.Dismissed, e) with { StatusBefore = violation.Status },
        ({ } violation, ViolationFined e) => violation.Decided(ViolationStatus.Fined, e) with { Fine = e.Fine },
        ({ } violation, ViolationCancelled e) => violation.Decided(ViolationStatus.Cancelled, e) with { StatusBefore = violation.Status },
        ({ } violation, ViolationReinstated e) => violation.Decided(e.Status, e) with { StatusBefore = null },
        ({ } violation, ViolationHeld e) => violation with
        {
            holds = violation.holds.Add(new(e.Reason, e.By, e.Note, e.Grounds, e.OccurredAt)),
        },
        ({ } violation, ViolationHoldLifted) => violation with
        {
            holds = violation.holds.IsEmpty ? violation.holds : violation.holds.RemoveAt(0),
            lifted = violation.Hold is { } hold ? violation.lifted | Bit(hold.Reason) : violation.lifted,
        },
        ({ } violation, IWorkEvent e) => violation with
        {
            TakenBy = e.Holder,
            TakenAt = e.Holder is null ? null : e.OccurredAt,
            Freed = WorkFreed.After(violation, e),
        },
        _ => state,
    };

    private static int Bit(ViolationHoldReason reason) => 1 << (int)reason;

    private Violation Decided(ViolationStatus status, IDomainEvent decision) =>
        this with { Status = status, LastDecisionAt = decision.OccurredAt };
}
