using NodaTime;

namespace Incidents.Projections.Ledgers;

/// <summary>Local days from one day until before another.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">First day no longer in it; the end of the calendar where it is open.</param>
public sealed record DayRange(LocalDate From, LocalDate Until);

/// <summary>Days on which at least one source reported.</summary>
/// <param name="Ranges">The days, in order, with at least one day between two ranges.</param>
public sealed record CoveredDays(IReadOnlyList<DayRange> Ranges)
{
    /// <summary>No day.</summary>
    public static readonly CoveredDays None = new([]);

    /// <summary>Every day of the calendar.</summary>
    public static readonly CoveredDays Always = new([new(LocalDate.MinIsoValue, LocalDate.MaxIsoValue)]);

    /// <summary>The days that are in any of the ranges.</summary>
    /// <param name="ranges">Ranges in any order, which may overlap.</param>
    public static CoveredDays Union(IEnumerable<DayRange> ranges)
    {
        var merged = new List<DayRange>();
        foreach (var range in ranges.Where(r => r.From < r.Until).OrderBy(r => r.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].Until)
                merged[^1] = merged[^1] with { Until = LocalDate.Max(merged[^1].Until, range.Until) };
            else
                merged.Add(range);
        }
        return merged.Count == 0 ? None : new(merged);
    }

    /// <summary>A period without its gaps.</summary>
    /// <param name="period">The period.</param>
    /// <param name="gaps">Gaps within it, in order and apart from each other.</param>
    public static IEnumerable<DayRange> Without(DayRange period, IEnumerable<DayRange> gaps)
    {
        var from = period.From;
        foreach (var gap in gaps)
        {
            if (gap.From > from)
                yield return new(from, gap.From);
            from = gap.Until;
        }
        if (from < period.Until)
            yield return new(from, period.Until);
    }

    /// <summary>Number of covered days of a step or period.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">First day no longer in it.</param>
    public int In(LocalDate from, LocalDate until)
    {
        var days = 0;
        foreach (var range in Ranges)
        {
            if (range.From >= until)
                break;
            var (first, end) = (LocalDate.Max(range.From, from), LocalDate.Min(range.Until, until));
            days += first < end ? Period.DaysBetween(first, end) : 0;
        }
        return days;
    }

    /// <summary>Whether a day is covered.</summary>
    public bool Contains(LocalDate day)
    {
        foreach (var range in Ranges)
        {
            if (day < range.From)
                return false;
            if (day < range.Until)
                return true;
        }
        return false;
    }

    /// <summary>The covered days of a period.</summary>
    /// <param name="from">First day.</param>
    /// <param name="until">First day no longer in it.</param>
    public CoveredDays Within(LocalDate from, LocalDate until) => Union(
        Ranges.Select(r => new DayRange(LocalDate.Max(r.From, from), LocalDate.Min(r.Until, until))));
}
