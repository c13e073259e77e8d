using NodaTime;

namespace Incidents.Domain.Dispatch;

/// <summary>A signal is unlinked from an incident.</summary>
/// <param name="StreamId">The incident.</param>
/// <param name="Signal">The signal.</param>
/// <param name="By">Who unlinks it.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record UnlinkSignal(Guid StreamId, Signal Signal, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Incident>
{
    /// <summary>There is nothing to unlink.</summary>
    public static readonly Refusal NotLinked = new(ErrorCode.SignalNotLinked, "The signal is not linked to the incident.", "signal");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(Incident? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        if (state is null)
            return Refusals.NotFound;
        if (state.RefuseUnlessCounted() is { } refusal)
            return refusal;
        if (!state.Signals.Contains(Signal))
            return NotLinked;
        return at.IsWithin(state.LinkedAt(Signal) ?? state.NotBefore, now)
            ? Decision.Of(new SignalUnlinked(Signal, By, at, now))
            : Refusals.ImpossibleTime;
    }
}
