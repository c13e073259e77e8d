using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An incident is withdrawn as unfounded.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Origin">Who says so: a register with its own id for the correction, or an operator.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live withdrawal.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
/// <param name="OccurredAt">When, if not when it becomes known.</param>
/// <param name="WithMerged">Whether the incidents merged into it are withdrawn with it: they stay part of it, and none counts.</param>
/// <param name="IsCorrection">
/// Whether a register corrects itself. It means the incident that it reported, also where that was merged, and does not know what else was
/// merged into it: those go with it.
/// </param>
public sealed record WithdrawIncident(
    Guid StreamId, Origin Origin, string Reason, OffsetDateTime? KnownAt = null, long? ExpectedVersion = null,
    OffsetDateTime? OccurredAt = null, bool WithMerged = false, bool IsCorrection = false)
    : ICommand<Incident>
{
    /// <summary>It was withdrawn before.</summary>
    public static readonly Refusal AlreadyWithdrawn = new(ErrorCode.IncidentAlreadyWithdrawn, "The incident has been withdrawn before.");

    /// <summary>It counts as part of another; undo the merge first.</summary>
    public static readonly Refusal Merged = new(ErrorCode.IncidentMerged, "The incident is part of another one; undo the merge first.");

    /// <summary>Incidents are merged into it, and nobody says what becomes of them.</summary>
    /// <param name="merged">These incidents.</param>
    public static Refusal HasMerged(IReadOnlyList<Guid> merged) => new(
        ErrorCode.IncidentHasMerged,
        $"{merged.Count} incidents are merged into it ({string.Join(", ", merged.Take(MostNamed))}"
        + $"{(merged.Count > MostNamed ? ", …" : "")}): undo these merges first, or withdraw them with it.",
        "withMerged");

    private const int MostNamed = 20;

    /// <inheritdoc/>
    public Refusal? Check() => Origin.Check() ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now) => Check() is { } fault ? fault : state switch
    {
        null => Refusals.NotFound,
        { Status: IncidentStatus.Withdrawn } or { StatusBeforeMerge: IncidentStatus.Withdrawn } => AlreadyWithdrawn,
        { Status: IncidentStatus.Merged } when !IsCorrection => Merged,
        { Absorbed: { Count: > 0 } merged } when !WithMerged && !IsCorrection => HasMerged(merged),
        _ when OccurredAt is { } at && !at.IsWithin(state.NotBefore, now) => Refusals.ImpossibleTime,
        _ => Withdraw(state, state.KnownAt(KnownAt, now)),
    };

    private Decision Withdraw(Incident state, OffsetDateTime known) => Decision.Of(new IncidentWithdrawn(
        Origin, Reason, state.CountKey, OccurredAt ?? known, known, state.Status is IncidentStatus.Merged ? true : null,
        state.Absorbed is { Count: > 0 } merged ? merged : null, state.Tally));
}
