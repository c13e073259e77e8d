using NodaTime;

namespace Incidents.Domain;

/// <summary>A source reports a later step of something: an alert's end, a call's answer.</summary>
/// <remarks>
/// Reports overtake one another and beginnings get lost on the way, so every report of a step also carries what begins the stream: where
/// no beginning was reported, the step begins it, and nothing is lost. The stream then begins, as far as is known, at the moment of that
/// step, and says that this is assumed; its true beginning completes it when it arrives later (<see cref="ILateBeginning"/>).
/// </remarks>
/// <typeparam name="TState">State of the stream.</typeparam>
/// <param name="Beginning">Begins the stream, assumed from the step; leaves one that exists already as it is.</param>
/// <param name="Step">The step reported, on the same stream.</param>
public sealed record ReportStep<TState>(ICommand<TState> Beginning, ICommand<TState> Step) : ICommand<TState>
    where TState : StreamState, IState<TState>
{
    /// <inheritdoc/>
    public Guid StreamId => Beginning.StreamId;

    /// <inheritdoc/>
    public string? City => Beginning.City;

    /// <inheritdoc/>
    public Refusal? Check() => Beginning.Check() ?? Step.Check();

    /// <inheritdoc/>
    public Decision Decide(TState? state, OffsetDateTime now)
    {
        var begun = Beginning.Decide(state, now);
        if (begun.IsRefused)
            return begun;
        foreach (var @event in begun.Events)
            state = StreamState.After(state, @event);
        var taken = Step.Decide(state, now);
        return taken.IsRefused ? taken : Decision.Of([.. begun.Events, .. taken.Events]);
    }
}
