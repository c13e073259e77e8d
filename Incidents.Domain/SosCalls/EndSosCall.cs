using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>A call ends.</summary>
/// <remarks>Not every source reports who answered, so a call may end without a known answer.</remarks>
/// <param name="StreamId">The call.</param>
/// <param name="Outcome">What came of it, as a code, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record EndSosCall(
    Guid StreamId, string? Outcome = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null,
    OffsetDateTime? KnownAt = null) : ICommand<SosCall>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Outcome.CheckOptional(Outcome, "outcomeCode");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsOver: true } => AnswerSosCall.Over,
            _ when !state.CanBeTaken(at, now) || (state.AnsweredAt is { } answered && at.IsBefore(answered)) => Refusals.ImpossibleTime,
            _ => Decision.Of(new SosCallEnded(state.CountKey, Texts.OrNull(Outcome), at, state.KnownAt(KnownAt, now))),
        };
    }
}
