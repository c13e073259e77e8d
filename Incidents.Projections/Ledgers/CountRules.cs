using Incidents.Domain;
using Incidents.Domain.Dispatch;
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

    /// <summary>An incident begins or ceases to count, with its offences and victims.</summary>
    /// <param name="incident">Category, place and time of the incident.</param>
    /// <param name="offences">Its offences; null for one whose victims are not given.</param>
    /// <param name="delta">+1, or -1 where it ceases to count.</param>
    public void Incident(CountKey incident, OffenceTally? offences, int delta) => Incident(incident, offences, delta, @event.KnownAt);

    /// <summary>An incident begins or ceases to count from a moment on that is not before the event became known.</summary>
    public void Incident(CountedChange change) => Incident(
        change.CountKey, change.Offences, change.Delta,
        // An event that is released from quarantine is known later than it says.
        change.KnownAt.ToInstant() < @event.KnownAt.ToInstant() ? @event.KnownAt : change.KnownAt);

    /// <summary>An incident counts under another key from now on, with its offences and victims; nothing where it is the same.</summary>
    public void Move(CountKey before, CountKey after, OffenceTally? offences)
    {
        if (after == before)
            return;
        Incident(before, offences, -1);
        Incident(after, offences, +1);
    }

    private void Incident(CountKey incident, OffenceTally? offences, int delta, OffsetDateTime known)
    {
        entries.Add(new(Measure.Incidents, incident, known, delta));
        if (offences is null)
            return;
        // Where the incident has an offence in its own category, one of them is the incident itself.
        var extra = -1;
        foreach (var (category, count, victims) in offences.Counts)
        {
            var isOwn = category is null || category == incident.Category;
            var key = isOwn ? incident : incident with { Category = category! };
            if (isOwn)
                extra += count;
            else
                Write(entries, new(Measure.ExtraOffences, key, known, count * delta));
            Write(entries, new(Measure.Victims, key, known, (victims ?? 0) * delta));
        }
        Write(entries, new(Measure.ExtraOffences, incident, known, extra * delta));
        if (offences.Counts.Any(c => c.Victims is not null))
            entries.Add(new(Measure.IncidentsWithVictims, incident, known, delta));

        static void Write(List<LedgerEntry> entries, LedgerEntry entry)
        {
            if (entry.Delta != 0)
                entries.Add(entry);
        }
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
