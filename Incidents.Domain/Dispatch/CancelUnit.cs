using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit is called off before it arrives.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record CancelUnit(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.CallSign.Check(Unit, "unit");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return Check() is { } fault ? fault : state.UnitLeaves(
            new(Unit, UnitStepKind.Cancelled, at), now,
            incident => new UnitCancelled(Unit, incident.CountKey, incident.Status, at, now),
            (cancelled, status, change) => cancelled with { Status = status, Response = change });
    }
}
