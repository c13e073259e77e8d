using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A withdrawal is undone: the incident counts again, as it was before.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="By">Who undoes it.</param>
/// <param name="Reason">Why.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ReinstateIncident(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>There is nothing to undo.</summary>
    public static readonly Refusal NotWithdrawn = new(ErrorCode.IncidentNotWithdrawn, "The incident has not been withdrawn.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reason");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state is not { WithdrawnAt: { } withdrawn, StatusBeforeWithdrawal: { } before })
            return NotWithdrawn;
        if (!at.IsWithin(withdrawn, now))
            return Refusals.ImpossibleTime;
        var status = state.Status is IncidentStatus.Merged ? IncidentStatus.Merged : before;
        var reinstated = new IncidentReinstated(By, Reason, state.CountKey, status, at, now, state.Tally);
        // Its units may have left meanwhile.
        return Decision.Of(reinstated with { Status = Incident.Evolve(state, reinstated)!.Progress });
    }
}
