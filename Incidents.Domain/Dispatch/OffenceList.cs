using System.Collections.Immutable;

namespace Incidents.Domain.Dispatch;

/// <summary>The offences of one incident, and what follows from them whatever the order in which they were reported.</summary>
/// <param name="All">The offences, by id.</param>
internal sealed record OffenceList(ImmutableList<Offence> All)
{
    /// <summary>No offence.</summary>
    public static readonly OffenceList None = new([]);

    /// <summary>The gravest one: its category, place and time are those of the incident.</summary>
    public Offence Gravest() => All.Min(Offence.ByGravity)!;

    /// <summary>Whether there is an offence with the id.</summary>
    public bool Holds(string? id) => All.Exists(o => o.OffenceId == id);

    /// <summary>The list with one more offence.</summary>
    public OffenceList With(Offence offence)
    {
        var place = ~All.BinarySearch(offence, Offence.ById);
        return place < 0 ? this : new(All.Insert(place, offence));
    }

    /// <summary>The offences by category; null for one whose victims are not given.</summary>
    /// <remarks>A single offence is the incident itself, and counts in its category. Of several, each counts in its own.</remarks>
    public OffenceTally? Tally() => Tally(All);

    /// <summary>How the incident is counted over time, while nothing but its offences has been reported.</summary>
    /// <remarks>At each moment the gravest of the offences known by then decides.</remarks>
    public IEnumerable<CountedChange> History()
    {
        var known = new List<Offence>(All.Count);
        CountedChange? last = null;
        foreach (var moment in All.OrderBy(o => o.KnownAt.ToInstant()).ThenBy(o => o, Offence.ById).GroupBy(o => o.KnownAt.ToInstant()))
        {
            known.AddRange(moment);
            CountedChange next = new(known.Min(Offence.ByGravity)!.CountKey, Tally(known), +1, moment.First().KnownAt);
            if (last is not null)
                yield return last with { Delta = -1, KnownAt = next.KnownAt };
            yield return last = next;
        }
    }

    /// <summary>The changes that lead from one history to another.</summary>
    public static IReadOnlyList<CountedChange> Between(OffenceList before, OffenceList after)
    {
        var changes = after.History().ToList();
        foreach (var change in before.History())
        {
            if (!changes.Remove(change))
                changes.Add(change with { Delta = -change.Delta });
        }
        return [.. changes.OrderBy(c => c.KnownAt.ToInstant()).ThenBy(c => c.Delta)];
    }

    private static OffenceTally? Tally(IReadOnlyCollection<Offence> offences) => offences switch
    {
        { Count: 0 } => null,
        { Count: 1 } => offences.First().Victims is { } victims ? new([new(null, 1, victims)]) : null,
        _ => new([.. offences.GroupBy(o => o.CountKey.Category).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new OffenceCount(g.Key, g.Count(), g.Any(o => o.Victims is not null) ? g.Sum(o => o.Victims ?? 0) : null))]),
    };
}
