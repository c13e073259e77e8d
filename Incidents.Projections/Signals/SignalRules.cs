using Incidents.Domain;

namespace Incidents.Projections.Signals;

/// <summary>What each event of an alert, call or violation changes in the register of signals.</summary>
/// <remarks>Each slice declares its own events.</remarks>
public sealed class SignalRules
{
    private readonly Dictionary<Type, Action<SignalEntry, IDomainEvent>> rules = [];

    /// <summary>Collects the rules of the slices.</summary>
    /// <param name="slices">Each declares the events of one slice.</param>
    /// <exception cref="ArgumentException">An event is declared twice.</exception>
    public SignalRules(params IEnumerable<Action<SignalRules>> slices)
    {
        foreach (var declare in slices)
            declare(this);
    }

    /// <summary>Types of the events declared.</summary>
    public IEnumerable<Type> Events => rules.Keys;

    /// <summary>Declares what an event changes besides the version.</summary>
    internal SignalRules On<TEvent>(Action<SignalEntry, TEvent> change) where TEvent : IDomainEvent
    {
        rules.Add(typeof(TEvent), (entry, @event) => change(entry, (TEvent)@event));
        return this;
    }

    /// <summary>Declares that an event changes the version only.</summary>
    internal SignalRules On<TEvent>() where TEvent : IDomainEvent => On<TEvent>((_, _) => { });

    /// <summary>Applies an event; false for one of another stream.</summary>
    internal bool Apply(SignalEntry entry, IDomainEvent fact, long version)
    {
        if (!rules.TryGetValue(fact.GetType(), out var rule))
            return false;
        rule(entry, fact);
        entry.Advance(fact, version);
        return true;
    }
}
