using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Recorders;

public class DriftChartTests
{
    private static readonly DriftOptions Short = new(4, 0.5, 2);

    // 8, 12, 8, 12: mean 10, variance 16 / 3.
    private static readonly DriftChart Learned =
        ((double[])[8, 12, 8, 12]).Aggregate(DriftChart.Start, (chart, value) => chart.And(value, Short));

    [Fact]
    public void It_learns_mean_and_spread_and_then_no_more()
    {
        Assert.Equal(4, Learned.Count);
        Assert.Equal(10, Learned.Mean, 12);
        Assert.Equal(Math.Sqrt(16 / 3.0), Learned.Spread, 12);

        var later = Learned.And(100, Short);
        Assert.Equal((Learned.Count, Learned.Mean, Learned.Spread), (later.Count, later.Mean, later.Spread));
    }

    // 10 km/h above by a spread of 2.3094 is more than 4 deviations: 4 - 0.5 = 3.5, above the limit of 2.
    [Fact]
    public void One_value_counts_as_four_deviations_at_most()
    {
        var chart = Learned.And(20, Short);

        Assert.Equal(3.5, chart.Sum.High, 12);
        // (0.5 + 3.5 / 1) spreads.
        Assert.Equal(4 * Math.Sqrt(16 / 3.0), chart.Drift(Short)!.Value, 12);
        Assert.Equal(1, chart.MovedSince(Short));
    }

    [Fact]
    public void A_drift_down_is_negative()
    {
        var chart = Learned.And(0, Short);

        Assert.Equal(-4 * Math.Sqrt(16 / 3.0), chart.Drift(Short)!.Value, 12);
    }

    [Fact]
    public void Values_that_never_differed_show_no_drift()
    {
        var chart = Enumerable.Repeat(5.0, 4).Aggregate(DriftChart.Start, (before, value) => before.And(value, Short));

        Assert.Null(chart.And(80, Short).Drift(Short));
        Assert.Equal(0, chart.MovedSince(Short));
    }

    // Siegmund: 24 values on the mean. Of 1,000 charts a mean of 24 ± 4 standard errors (12.4 / √1000 = 0.4).
    [Fact]
    public void A_drift_of_ten_among_speeds_that_spread_by_twelve_is_found_as_soon_as_the_text_book_says()
    {
        var options = DriftOptions.Default;
        var known = new DriftChart(options.LearnedFrom, 0, 144.0 * (options.LearnedFrom - 1), CumulativeSum.Start);
        var random = new SeededRandom(TestScale.Seed);
        var (sum, late) = (0, 0);
        for (var run = 0; run < 1_000; run++)
        {
            var (chart, values) = (known, 0);
            for (; chart.Drift(options) is null; values++)
                chart = chart.And(10 + 12 * random.NextNormal(), options);
            sum += values;
            late += values > 50 ? 1 : 0;
        }
        var expected = CumulativeSum.RunLength(10 / 12.0, options.Allowance, options.Limit);
        Assert.Equal(23.9, expected, 0.1);
        Assert.InRange(sum / 1_000.0, expected - 2.5, expected + 2.5);
        Assert.InRange(late, 0, 80);
    }

    [Theory]
    [InlineData(new double[0], double.NaN)]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void A_median_is_in_the_middle(double[] values, double expected) => Assert.Equal(expected, Medians.Of(values));
}
