using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>A person begins to work on something.</summary>
/// <typeparam name="TState">The thing.</typeparam>
/// <param name="StreamId">The thing.</param>
/// <param name="By">The person.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record TakeWork<TState>(Guid StreamId, string By, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<TState>, ISharedCommand where TState : StreamState, IWorkedOn<TState>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by");

    /// <inheritdoc/>
    public Decision Decide(TState? state, OffsetDateTime now)
    {
        if (Check() is { } fault)
            return fault;
        var at = OccurredAt ?? now;
        return state switch
        {
            null => Refusals.NotFound,
            { TakenBy: { } holder } => holder == By ? Decision.Unchanged : WorkRules.TakenByAnother,
            { IsWorkOver: true } => WorkRules.Over,
            // A page without a network took it while another person had it, or while its own person had not released it.
            { Freed: { } freed } when at.IsBefore(freed.At) =>
                freed.By == By ? Refusals.ImpossibleTime : WorkRules.TakenByAnother,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new WorkTaken(TState.Kind, state.Place.City, By, at, now)),
        };
    }
}
