using NodaTime;

namespace Incidents.Domain.Work;

/// <summary>A supervisor takes over what another person works on.</summary>
/// <typeparam name="TState">The thing.</typeparam>
/// <param name="StreamId">The thing.</param>
/// <param name="By">The supervisor.</param>
/// <param name="Reason">Why: a code, or words.</param>
/// <param name="OccurredAt">When, if not now.</param>
/// <param name="ExpectedVersion">The version that they saw, or null.</param>
public sealed record TakeOverWork<TState>(
    Guid StreamId, string By, string Reason, OffsetDateTime? OccurredAt = null, long? ExpectedVersion = null)
    : ICommand<TState>, ISharedCommand where TState : StreamState, IWorkedOn<TState>
{
    /// <inheritdoc/>
    public Refusal? Check() => Texts.Person.Check(By, "by") ?? Texts.Reason.Check(Reason, "reason");

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
            { TakenBy: { } holder } when holder == By => Decision.Unchanged,
            { IsWorkOver: true } => WorkRules.Over,
            _ when !state.CanFollow(at, now) => Refusals.ImpossibleTime,
            _ => Decision.Of(new WorkTakenOver(TState.Kind, state.Place.City, By, state.TakenBy!, Reason, at, now)),
        };
    }
}
