using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit leaves an incident: its work is done.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record ReleaseUnit(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>The unit has left before.</summary>
    public static readonly Refusal AlreadyReleased = new(ErrorCode.UnitAlreadyReleased, "The unit has left the incident before.", "unit");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.CallSign.Check(Unit, "unit");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return Check() is { } fault ? fault : state.UnitLeaves(
            new(Unit, UnitStepKind.Released, at), now,
            incident => new UnitReleased(Unit, incident.CountKey, incident.Status, at, now),
            (released, status, change) => released with { Status = status, Response = change });
    }
}
