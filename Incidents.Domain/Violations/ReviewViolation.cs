using Incidents.Domain.Work;
using NodaTime;

namespace Incidents.Domain.Violations;

/// <summary>Somebody looks at a capture; it may be looked at again until it is decided.</summary>
/// <remarks>A review that is entered after the decision, with a time before it, is kept and changes nothing else.</remarks>
/// <param name="StreamId">The violation.</param>
/// <param name="By">The reviewer.</param>
/// <param name="Note">What they notice, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that the reviewer saw, or null.</param>
public sealed record ReviewViolation(
    Guid StreamId, string By, string? Note = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<Violation>
{
    /// <summary>It was confirmed or dismissed before.</summary>
    public static readonly Refusal AlreadyDecided =
        new(ErrorCode.ViolationAlreadyDecided, "The violation has been confirmed or dismissed before.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Description.CheckOptional(Note, "note");

    /// <inheritdoc/>
    public Decision Decide(Violation? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { LastReview: { } last } when OccurredAt is { } given && last == new ViolationReview(By, given.ToInstant()) =>
                Decision.Unchanged,
            _ when state.IsDecided && !state.WasUndecidedAt(OccurredAt) => AlreadyDecided,
            _ when state.RefuseWhileTaken(By, at) is { } taken => taken,
            _ when !at.IsWithin(state.CountKey.OccurredAt, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new ViolationReviewed(By, Texts.OrNull(Note), at, now)),
        };
    }
}
