using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit is sent; also again, after it has left.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
public sealed record AssignUnit(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>The unit is on the incident.</summary>
    public static readonly Refusal AlreadyAssigned = new(
        ErrorCode.UnitAlreadyAssigned, "The unit has been sent to the incident before.", "unit");

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
        if ((state.RefuseUnlessOpen(OccurredAt) ?? state.Log.Check(new(Unit, UnitStepKind.Assigned, at))) is { } refusal)
            return refusal;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        var sent = new UnitAssigned(Unit, state.CountKey, null, state.Status, at, now);
        var change = state.ChangeBy(sent, out var next);
        var isOnly = change is { Was.SentAt: null, Is.Since: not null } && IsSame(change.Was.Since, change.Is.Since)
            && change.Is == change.Was with { Since = change.Is.Since, SentAt = at };
        return Decision.Of(sent with
        {
            Since = isOnly ? change!.Is.Since : null,
            Response = isOnly ? null : change,
            Status = next.Progress,
            IsEarlier = state.Log.All.Any(u => u.AssignedAt is { } other && other.ToInstant() > at.ToInstant()) ? true : null,
        });
    }

    private static bool IsSame(OffsetDateTime? was, OffsetDateTime? now) => was is null || was == now;
}
