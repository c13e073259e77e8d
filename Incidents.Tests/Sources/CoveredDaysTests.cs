using Incidents.Projections.Ledgers;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>Days on which sources reported.</summary>
public sealed class CoveredDaysTests
{
    private static readonly LocalDate First = new(2023, 1, 1);

    [Fact]
    public void Ranges_that_touch_or_overlap_are_one_and_days_are_counted_once()
    {
        var days = CoveredDays.Union([Range(20, 30), Range(0, 10), Range(10, 12), Range(25, 40), Range(50, 50)]);

        Assert.Equal([Range(0, 12), Range(20, 40)], days.Ranges);
        Assert.Equal([12, 2, 0, 3, 32], new[] { In(0, 12), In(10, 20), In(12, 20), In(11, 22), In(-5, 100) });
        Assert.Equal([true, false, true, false], new[] { 11, 12, 20, 40 }.Select(d => days.Contains(First.PlusDays(d))));
        Assert.Equal([Range(11, 12), Range(20, 22)], days.Within(First.PlusDays(11), First.PlusDays(22)).Ranges);

        int In(int from, int until) => days.In(First.PlusDays(from), First.PlusDays(until));
    }

    [Fact]
    public void A_period_without_its_gaps_may_begin_and_end_with_one()
    {
        Assert.Equal([Range(2, 5), Range(7, 9)], CoveredDays.Without(Range(0, 10), [Range(0, 2), Range(5, 7), Range(9, 10)]));
        Assert.Equal([Range(0, 10)], CoveredDays.Without(Range(0, 10), []));
    }

    [Fact]
    public void A_period_is_covered_where_a_source_of_any_city_reported()
    {
        ScopeCoverage coverage = new(
            First, First.PlusDays(31), [new("a", CoveredDays.Union([Range(0, 10)])), new("b", CoveredDays.Union([Range(5, 20)]))]);

        Assert.Equal((31, 20, CoverageCode.CoveragePartial), (coverage.Days, coverage.DaysCovered, coverage.Code));
        Assert.Equal([10, 15, 0], new[] { "a", "b", "c" }.Select(city => coverage.Of(city).In(coverage.From, coverage.Until)));
        Assert.Equal(
            [null, CoverageCode.CoverageNone, null],
            new[] { ScopeCoverage.CodeOf(3, 3), ScopeCoverage.CodeOf(0, 3), ScopeCoverage.CodeOf(0, 0) });
    }

    private static DayRange Range(int from, int until) => new(First.PlusDays(from), First.PlusDays(until));
}
