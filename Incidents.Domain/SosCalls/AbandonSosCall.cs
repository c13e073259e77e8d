using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>The caller gives up before anybody answers.</summary>
/// <param name="StreamId">The call.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the sender saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live report.</param>
public sealed record AbandonSosCall(
    Guid StreamId, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null, OffsetDateTime? KnownAt = null)
    : ICommand<SosCall>
{
    /// <summary>The caller gave up before, and was called back: it counts once.</summary>
    public static readonly Refusal AlreadyAbandoned = new(
        ErrorCode.SosCallAlreadyAbandoned, "The caller gave up before and was called back; the call is answered or ended.");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { IsOver: true } => AnswerSosCall.Over,
            { WasAbandoned: true } => AlreadyAbandoned,
            { AnsweredAt: not null } => AnswerSosCall.AlreadyAnswered,
            _ when !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new SosCallAbandoned(state.CountKey, at, state.KnownAt(KnownAt, now))),
        };
    }
}
