using NodaTime;

namespace Incidents.Domain.Upkeep;

/// <summary>There is nothing to do: the observation was wrong, or it is not of the town.</summary>
/// <param name="StreamId">The task.</param>
/// <param name="By">Who says so.</param>
/// <param name="Reason">Why, as a code or in words.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record CancelUpkeep(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null) : ICommand<UpkeepTask>
{
    /// <summary>It was cancelled before.</summary>
    public static readonly Refusal AlreadyCancelled = new(ErrorCode.UpkeepCancelled, "The task was cancelled.");

    /// <summary>What was reported as done is not cancelled.</summary>
    public static readonly Refusal IsDone = new(ErrorCode.UpkeepIsDone, "What was reported as done is looked at again, not cancelled.");

    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reasonCode");

    /// <inheritdoc/>
    public Decision Decide(UpkeepTask? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            _ when state.RefuseUnlessOwn() is { } refusal => refusal,
            { DoneAt: not null } => IsDone,
            _ when !state.CanHappen(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new UpkeepCancelled(By, Reason, state.Terms, at, state.NoEarlierThanKnown(now))),
        };
    }
}
