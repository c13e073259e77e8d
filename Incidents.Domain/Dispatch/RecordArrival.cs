using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit reached the place; also one that nobody had sent.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record RecordArrival(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>The unit is not on the incident.</summary>
    public static readonly Refusal NotAssigned = new(ErrorCode.UnitNotAssigned, "The unit has not been sent to the incident.", "unit");

    /// <summary>The unit arrived before.</summary>
    public static readonly Refusal AlreadyArrived = new(ErrorCode.UnitAlreadyArrived, "The unit has reached the place before.", "unit");

    /// <summary>The unit was called off on its way, after the moment at which it is said to have arrived.</summary>
    public static readonly Refusal Cancelled = new(ErrorCode.UnitCancelled, "The unit was called off before it arrived.", "unit");

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
        if ((state.RefuseUnlessOpen(OccurredAt) ?? state.Log.Check(new(Unit, UnitStepKind.Arrived, at))) is { } refusal)
            return refusal;
        if (!at.IsWithin(state.NotBefore, now))
            return Refusals.ImpossibleTime;
        var arrived = new UnitArrived(Unit, state.CountKey, null, at, now, state.Status);
        var change = state.ChangeBy(arrived, out var next);
        var isOnly = change is { Was.ArrivedAt: null, Is.TravelSince: not null }
            && change.Is == change.Was with { TravelSince = change.Is.TravelSince, ArrivedAt = at };
        return Decision.Of(arrived with
        {
            Since = isOnly ? change!.Is.TravelSince : null,
            Response = isOnly ? null : change,
            Status = next.Progress is IncidentStatus.OnScene ? null : next.Progress,
        });
    }
}
