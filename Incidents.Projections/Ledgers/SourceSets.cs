using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>Which set of sources reported on each day of a period.</summary>
/// <remarks>Counts of days with different sets are not comparable: a source that ends is no fall.</remarks>
public sealed class SourceSets
{
    private readonly List<(LocalDate From, int Set)> ranges = [];

    /// <summary>Takes the covered days of each source.</summary>
    /// <param name="sources">The sources' covered days.</param>
    /// <param name="from">First day of the period.</param>
    /// <param name="until">First day no longer in it.</param>
    public SourceSets(IEnumerable<CoveredDays> sources, LocalDate from, LocalDate until)
    {
        var within = sources.Select(s => s.Within(from, until)).ToArray();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        var bounds = within.SelectMany(s => s.Ranges).SelectMany(r => new[] { r.From, r.Until });
        foreach (var day in bounds.Distinct().Order())
        {
            var key = string.Join(',', Enumerable.Range(0, within.Length).Where(i => within[i].Contains(day)));
            if (!numbers.TryGetValue(key, out var number))
                numbers[key] = number = numbers.Count;
            ranges.Add((day, number));
        }
    }

    /// <summary>Number of the set of a day; 0 where no source reported.</summary>
    public int On(LocalDate day)
    {
        var index = ranges.FindLastIndex(r => r.From <= day);
        return index < 0 ? 0 : ranges[index].Set;
    }

    /// <summary>The sets of a part of the period, without that of no source.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">First day no longer in it.</param>
    public IEnumerable<int> In(LocalDate from, LocalDate until) =>
        from >= until
            ? []
            : ranges.Where(r => r.From > from && r.From < until).Select(r => r.Set).Append(On(from)).Distinct().Where(set => set > 0);

    /// <summary>Whether the covered days of two spans have different sets of sources.</summary>
    /// <param name="later">The later span.</param>
    /// <param name="earlier">The earlier span.</param>
    public bool Differ(DayRange later, DayRange earlier) =>
        In(later.From, later.Until).Union(In(earlier.From, earlier.Until)).Skip(1).Any();
}
