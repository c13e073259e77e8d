using Incidents.Domain;
using Xunit;

namespace Incidents.Tests;

/// <summary>Expectations of a decision.</summary>
internal static class DecisionAssert
{
    /// <summary>Exactly this refusal and no event.</summary>
    public static void Refuses<TState>(this ICommand<TState> command, TState? state, Refusal expected) where TState : StreamState, IState<TState>
    {
        var decision = command.Decide(state, Some.Now);
        Assert.Equal(expected, decision.Refusal);
        Assert.Empty(decision.Events);
    }

    /// <summary>Exactly these events.</summary>
    public static void Yields<TState>(this ICommand<TState> command, TState? state, params IDomainEvent[] expected) where TState : StreamState, IState<TState>
    {
        var decision = command.Decide(state, Some.Now);
        Assert.Null(decision.Refusal);
        Assert.Equal(expected, decision.Events);
    }
}
