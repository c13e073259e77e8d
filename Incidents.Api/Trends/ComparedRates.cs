using Incidents.Api.Counts;
using Incidents.Projections.Ledgers;
using Incidents.Statistics.Series;

namespace Incidents.Api.Trends;

/// <summary>A count of a span and the days that it is of.</summary>
/// <param name="Count">The count, not below 0; null where no source reported in the span.</param>
/// <param name="Days">Number of days of the span.</param>
/// <param name="Covered">Number of these on which a source reported.</param>
internal readonly record struct CoveredCount(int? Count, int Days, int Covered)
{
    public static CoveredCount Of(long count, int days, int covered) =>
        new(covered == 0 ? null : Math.Max(0, count).ToInt(), days, covered);
}

/// <summary>Two counts compared as rates of their covered days.</summary>
/// <param name="Change">2(√later − √earlier), with variance 2; null where nothing is compared.</param>
/// <param name="Test">The tests; null where nothing is compared.</param>
/// <param name="Code">What the spans lack; null where both are covered as a whole.</param>
internal sealed record ComparedRates(double? Change, CountChangeResult? Test, CoverageCode? Code)
{
    /// <summary>Whether the change is beyond what chance gives once in thirty times; null where nothing is compared.</summary>
    public bool? IsNotable => Change is { } change ? Math.Abs(change) > PoissonChange.Threshold : null;

    /// <summary>Compares a later span with an earlier one.</summary>
    /// <param name="later">The later span.</param>
    /// <param name="earlier">The earlier span.</param>
    /// <param name="hasOtherSources">Whether the spans have different sets of sources: then nothing is compared.</param>
    /// <param name="hasCoarseTimes">Whether times are not known well enough to say in which span they are: likewise.</param>
    public static ComparedRates Of(
        CoveredCount later, CoveredCount earlier, bool hasOtherSources = false, bool hasCoarseTimes = false)
    {
        if (later.Count is not { } now || earlier.Count is not { } before)
            return new(null, null, CoverageCode.CoverageNone);
        if (hasOtherSources)
            return new(null, null, CoverageCode.CoveragePartial);
        var isWhole = later.Covered >= later.Days && earlier.Covered >= earlier.Days;
        if (hasCoarseTimes)
            return new(null, null, isWhole ? null : CoverageCode.CoveragePartial);
        var test = CountChange.Between(before, now, earlier.Covered, later.Covered);
        return isWhole
            ? new(test.Score, test, null)
            : new(PoissonChange.Of(now, before, (double)later.Covered / earlier.Covered), test, CoverageCode.CoveragePartial);
    }
}
