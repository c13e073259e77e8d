using NodaTime;

namespace Incidents.Domain.SosCalls;

/// <summary>An operator answers a call.</summary>
/// <param name="StreamId">The call.</param>
/// <param name="AnsweredBy">The operator.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the operator saw, or null.</param>
/// <param name="KnownAt">The date of the historic batch that says so; null for a live answer.</param>
public sealed record AnswerSosCall(
    Guid StreamId, string AnsweredBy, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null,
    OffsetDateTime? KnownAt = null) : ICommand<SosCall>
{
    /// <summary>It was answered before.</summary>
    public static readonly Refusal AlreadyAnswered = new(ErrorCode.SosCallAlreadyAnswered, "The call has been answered.");

    /// <summary>It has ended, or the caller gave up.</summary>
    public static readonly Refusal Over = new(ErrorCode.SosCallOver, "The call is over.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(AnsweredBy, "by");

    /// <inheritdoc/>
    public Decision Decide(SosCall? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { AnsweredAt: { } answered } when IsTheSame(state, answered) => Decision.Unchanged,
            { Status: SosCallStatus.Abandoned } => Over,
            { AnsweredAt: not null, IsOver: false } => AlreadyAnswered,
            _ when state.AnsweredAt is not null || state.IsOverBefore(OccurredAt) => Over,
            _ when !state.CanBeTaken(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(
                new SosCallAnswered(AnsweredBy, state.CountKey, at, state.KnownAt(KnownAt, now), !state.BeginningAssumed)),
        };
    }

    // An operator answers at a console, which also reports the answer, by its own clock.
    private bool IsTheSame(SosCall state, OffsetDateTime answered) =>
        OccurredAt is { } at && AnsweredBy == state.AnsweredBy && !at.IsBefore(answered) && !answered.IsBefore(at);
}
