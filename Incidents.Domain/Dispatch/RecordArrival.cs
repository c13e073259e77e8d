using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A unit reached the place.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Unit">The unit's call sign.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
public sealed record RecordArrival(
    Guid StreamId, string Unit, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<Incident>
{
    /// <summary>The unit was not sent.</summary>
    public static readonly Refusal NotAssigned = new("UNIT_NOT_ASSIGNED", "The unit has not been sent to the incident.", "unit");

    /// <summary>The unit arrived before.</summary>
    public static readonly Refusal AlreadyArrived = new("UNIT_ALREADY_ARRIVED", "The unit has reached the place before.", "unit");

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
        if (state.Units.FirstOrDefault(u => u.Unit == Unit) is not { } sent)
            return NotAssigned;
        if (sent.ArrivedAt is not null)
            return AlreadyArrived;
        if (!at.IsWithin(sent.Since, now))
            return Refusals.ImpossibleTime;
        return Decision.Of(new UnitArrived(Unit, state.CountKey, state.Reached ? null : sent.Since, at, now));
    }
}
