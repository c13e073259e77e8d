using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>What each event counts for in the ledger.</summary>
/// <remarks>Each slice declares its own events, counted or uncounted; an event that none has declared is a fault of the build.</remarks>
public sealed class CountRules
{
    private readonly Dictionary<Type, Action<IDomainEvent, CountWriter>?> rules = [];

    /// <summary>Collects the rules of the slices.</summary>
    /// <param name="slices">Each declares the events of one slice.</param>
    /// <exception cref="ArgumentException">An event is declared twice.</exception>
    public CountRules(params IEnumerable<Action<CountRules>> slices)
    {
        foreach (var declare in slices)
            declare(this);
    }

    /// <summary>Types of the events declared.</summary>
    public IEnumerable<Type> Events => rules.Keys;

    /// <summary>Whether an event of this type can change a count.</summary>
    public bool IsCounted(Type @event) => rules.GetValueOrDefault(@event) is not null;

    /// <summary>Adds the entries that an event writes into the ledger: a pure function of the event.</summary>
    /// <param name="event">The event.</param>
    /// <param name="entries">Where its entries go.</param>
    /// <exception cref="InvalidOperationException">No slice has declared the event.</exception>
    public void Write(IDomainEvent @event, List<LedgerEntry> entries)
    {
        if (!rules.TryGetValue(@event.GetType(), out var rule))
            throw new InvalidOperationException($"No slice says what {@event.GetType().Name} counts for.");
        rule?.Invoke(@event, new(@event, entries));
    }

    /// <summary>Declares what an event counts for.</summary>
    internal CountRules Counted<TEvent>(Action<TEvent, CountWriter> rule) where TEvent : IDomainEvent
    {
        rules.Add(typeof(TEvent), (@event, writer) => rule((TEvent)@event, writer));
        return this;
    }

    /// <summary>Declares that an event changes no count.</summary>
    internal CountRules Uncounted<TEvent>() where TEvent : IDomainEvent
    {
        rules.Add(typeof(TEvent), null);
        return this;
    }
}

/// <summary>Writes the ledger entries of one event; they are known from when the event is.</summary>
internal readonly struct CountWriter(IDomainEvent @event, List<LedgerEntry> entries)
{
    /// <summary>One more.</summary>
    public void Add(Measure measure, CountKey countKey) => entries.Add(new(measure, countKey, @event.KnownAt, +1));

    /// <summary>One less, under the key under which it was counted.</summary>
    public void Remove(Measure measure, CountKey countKey) => entries.Add(new(measure, countKey, @event.KnownAt, -1));

    /// <summary>Counted under another category from now on; nothing where it is the same.</summary>
    public void Recategorise(Measure measure, CountKey before, string category) =>
        Move(measure, before, before with { Category = category });

    /// <summary>Counted under another key from now on; nothing where it is the same.</summary>
    public void Move(Measure measure, CountKey before, CountKey after)
    {
        if (after == before)
            return;
        Remove(measure, before);
        Add(measure, after);
    }

    /// <summary>A duration that ends with the event; it belongs to the day on which its clock started.</summary>
    public void Time(Measure measure, CountKey countKey, OffsetDateTime since) => Time(measure, countKey, since, @event.OccurredAt);

    /// <summary>A duration between two moments; it belongs to the day on which its clock started.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="countKey">Category and place.</param>
    /// <param name="since">When it began.</param>
    /// <param name="until">When it ended.</param>
    /// <param name="delta">+1, or -1 where it was counted until now.</param>
    public void Time(Measure measure, CountKey countKey, OffsetDateTime since, OffsetDateTime until, int delta = +1) => entries.Add(new(
        measure, countKey with { OccurredAt = since, OccurredUntil = null, Precision = null }, @event.KnownAt, delta,
        EventTime.Between(since, until)));
}
