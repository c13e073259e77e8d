using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit is sent.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record AssignUnit(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>The unit was sent before.</summary>
    public static readonly Refusal AlreadyAssigned = new("UNIT_ALREADY_ASSIGNED", "The unit has been sent to the incident before.", "unit");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.CallSign.Check(Unit, "unit");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessOpen() is { } refusal)
            return refusal;
        if (state.Units.Any(u => u.Unit == Unit))
            return AlreadyAssigned;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        var status = state.Status is IncidentStatus.OnScene ? IncidentStatus.OnScene : IncidentStatus.Assigned;
        return Decision.Of(new UnitAssigned(Unit, state.CountKey, state.Dispatched ? null : state.KnownSince, status, at, now));
    }
}
