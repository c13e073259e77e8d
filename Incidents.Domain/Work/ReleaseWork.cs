using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>A person no longer works on something, also after it is over.</summary>
/// <typeparam name="TState">The thing.</typeparam>
/// <param name="StreamId">The thing.</param>
/// <param name="By">The person, who has it.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record ReleaseWork<TState>(
    Guid StreamId, string By, string? Note = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<TState>, ISharedCommand where TState : StreamState, IWorkedOn<TState>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Description.CheckOptional(Note, "note");

    /// <inheritdoc/>
    public Decision Decide(TState? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { TakenBy: null } => WorkRules.NotTaken,
            { TakenBy: { } holder } when holder != By => WorkRules.NotYours,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new WorkReleased(TState.Kind, state.Place.City, By, Texts.OrNull(Note), at, now)),
        };
    }
}
