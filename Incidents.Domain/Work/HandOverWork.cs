using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>A person hands what they work on to another one, who has it from then on.</summary>
/// <typeparam name="TState">The thing.</typeparam>
/// <param name="StreamId">The thing.</param>
/// <param name="By">The person, who has it.</param>
/// <param name="Person">Who has it from then on.</param>
/// <param name="Note">What they say about it, or null.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record HandOverWork<TState>(
    Guid StreamId, string By, string Person, string? Note = null, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<TState>, ISharedCommand where TState : StreamState, IWorkedOn<TState>
{
    /// <inheritdoc/>
    public Refusal? Check() =>
        Texts.Person.Check(By, "by") ?? Texts.Person.Check(Person, "person") ?? Texts.Description.CheckOptional(Note, "note");

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
            { IsWorkOver: true } => WorkRules.Over,
            _ when Person == By => WorkRules.HandedToOneself,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new WorkHandedOver(TState.Kind, state.Place.City, By, Person, Texts.OrNull(Note), at, now)),
        };
    }
}
