using NodaTime;

namespace Incidents.Domain;

/// <summary>
/// A source reports a later step of a thing. Reports overtake one another and beginnings get lost on the way, so every report of a
/// step carries what begins the thing too: where the beginning was never reported, the step begins it, and nothing is lost. The
/// thing then begins, as far as anybody knows, at the moment of that step; its true beginning, should it still arrive, changes nothing.
/// </summary>
/// <typeparam name="TState">The thing's state.</typeparam>
/// <param name="Beginning">Begins the thing; leaves one that exists already as it is.</param>
/// <param name="Step">The step reported, on the same stream.</param>
public sealed record ReportStep<TState>(ICommand<TState> Beginning, ICommand<TState> Step) : ICommand<TState> where TState : class, IState<TState>
{
    /// <inheritdoc/>
    public Guid StreamId => Beginning.StreamId;

    /// <inheritdoc/>
    public string? City => Beginning.City;

    /// <inheritdoc/>
    public Decision Decide(TState? state, OffsetDateTime now)
    {
        var begun = Beginning.Decide(state, now);
        if (begun.IsRefused)
            return begun;
        foreach (var @event in begun.Events)
            state = TState.Evolve(state, @event);
        var taken = Step.Decide(state, now);
        return taken.IsRefused ? taken : Decision.Of([.. begun.Events, .. taken.Events]);
    }
}
