using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>An incident is withdrawn as unfounded.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Origin">Who says so: a register with its own id for the correction, or an operator.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live withdrawal.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record WithdrawIncident(
    Guid StreamId, Origin Origin, string Reason, OffsetDateTime? KnownAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <summary>It was withdrawn before.</summary>
    public static readonly Refusal AlreadyWithdrawn = new("INCIDENT_ALREADY_WITHDRAWN", "The incident has been withdrawn before.");

    /// <summary>It counts as part of another; undo the merge first.</summary>
    public static readonly Refusal Merged = new("INCIDENT_MERGED", "The incident is part of another one; undo the merge first.");

    /// <inheritdoc/>
    public Refusal? Check() => Origin.Check() ?? Texts.Reason.Check(Reason, "reason");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now) => Check() is { } fault ? fault : state switch
    {
        null => Refusals.NotFound,
        { Status: IncidentStatus.Withdrawn } => AlreadyWithdrawn,
        { Status: IncidentStatus.Merged } => Merged,
        _ => Withdraw(state, state.KnownAt(KnownAt, now)),
    };

    private Decision Withdraw(Incident state, OffsetDateTime at) =>
        Decision.Of(new IncidentWithdrawn(Origin, Reason, state.CountKey, at, at));
}
