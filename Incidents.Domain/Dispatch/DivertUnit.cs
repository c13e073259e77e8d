using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit is sent on from one incident to another: it leaves the one and is assigned to the other at once.</summary>
/// <param name="StreamId">The incident that it leaves.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="To">The incident that it is sent to.</param>
/// <param name="Target">Its state, or null where it does not exist; the host fills it in when it decides.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version of the incident that it leaves which the operator saw, or null.</param>
public sealed record DivertUnit(
    Guid StreamId, string Unit, Guid To, Incident? Target, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : IDependentCommand<Incident>
{
    /// <summary>A unit is not sent on to the incident that it leaves.</summary>
    public static readonly Refusal ToItself = new(
        ErrorCode.DivertToItself, "A unit cannot be sent on to the incident that it leaves.", "targetId");

    /// <summary>The incident to send it to does not exist.</summary>
    public static readonly Refusal TargetNotFound =
        new(ErrorCode.DivertTargetNotFound, "The incident to send the unit on to is not known.", "targetId");

    /// <inheritdoc/>
    public Guid OtherStreamId => To;

    /// <inheritdoc/>
    public ICommand<Incident> Given(Incident? other) => this with { Target = other };

    /// <inheritdoc/>
    public Refusal? Check() => Texts.CallSign.Check(Unit, "unit");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        var left = state.UnitLeaves(
            new(Unit, UnitStepKind.Diverted, at, To), now,
            incident => new UnitDiverted(Unit, To, incident.CountKey, incident.Status, at, now),
            (diverted, status, change) => diverted with { Status = status, Response = change });
        if (left.IsRefused)
            return left;
        if (To == StreamId)
            return ToItself;
        if (Target is null)
            return TargetNotFound;
        var sent = new AssignUnit(To, Unit, OccurredAt).Decide(Target, Target.NoEarlierThanKnown(now));
        return sent switch
        {
            // Somebody has entered that it is on its way to the other.
            { Refusal: { } refusal } when refusal == AssignUnit.AlreadyAssigned => left,
            { Refusal: { } refusal } => refusal with { Field = refusal == Refusals.ImpossibleTime ? refusal.Field : "targetId" },
            _ => left.And(To, sent.Events[0]),
        };
    }
}
