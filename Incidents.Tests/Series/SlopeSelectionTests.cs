using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

/// <summary>The median slope is, to the bit, the one found by computing and sorting the slopes of all pairs.</summary>
public class SlopeSelectionTests
{
    private static double OfAllPairs(double[] series, int step)
    {
        List<double> slopes = [];
        for (var i = 0; i < series.Length; i++)
        {
            for (var j = i % step; j < i; j += step)
            {
                if (!double.IsNaN(series[i]) && !double.IsNaN(series[j]))
                    slopes.Add((series[i] - series[j]) / ((i - j) / step));
            }
        }

        slopes.Sort();
        return (slopes[(slopes.Count - 1) / 2] + slopes[slopes.Count / 2]) / 2;
    }

    private static double[] Made(string kind, int n, long seed)
    {
        SeededRandom random = new(seed);
        return
        [
            .. Enumerable.Range(0, n).Select(i => kind switch
            {
                "counts" => random.NextPoisson(4),
                "counts that rise" => random.NextPoisson(4 + i * 0.05),
                "counts that fall" => random.NextPoisson(4 + (n - i) * 0.02),
                "gaps" => random.NextInt(3) == 0 ? double.NaN : random.NextPoisson(30 - i * 0.01),
                "real numbers" => random.NextNormal(),
                "real numbers that rise" => random.NextNormal() + i * 0.3,
                "tenths that rise" => (random.NextInt(40) + i) * 0.1,
                "great numbers" => 1e15 + random.NextInt(1000) * 7,
                "mostly zero" => random.NextInt(10) == 0 ? random.NextInt(5) : 0,
                "a walk" => random.NextNormal() * i,
                "a step" => i < n / 2 ? random.NextInt(3) : 1000 + random.NextInt(3),
                _ => throw new ArgumentException(kind),
            }),
        ];
    }

    public static TheoryData<string> Kinds =>
    [
        "counts", "counts that rise", "counts that fall", "gaps", "real numbers", "real numbers that rise", "tenths that rise",
        "great numbers", "mostly zero", "a walk", "a step",
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_median_slope_is_that_of_all_pairs(string kind)
    {
        for (var seed = 0; seed < 12; seed++)
        {
            // Odd and even numbers of pairs.
            var series = Made(kind, 500 + 37 * seed, seed);
            Assert.Equal(OfAllPairs(series, 1), SensSlope.Of(series).PerStep);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void By_season_only_pairs_of_the_same_season_count(string kind)
    {
        foreach (var period in new[] { 2, 7, 12 })
        {
            var series = Made(kind, 1500 + period, period);
            Assert.Equal(OfAllPairs(series, period), SensSlope.Seasonal(series, period).PerStep);
        }
    }

    // A line rounded to doubles: its slopes differ in their last digits only.
    [Theory]
    [InlineData(0.1)]
    [InlineData(-1.0 / 3)]
    [InlineData(2)]
    public void A_straight_line_has_the_slope_that_all_pairs_give(double slope)
    {
        double[] line = [.. Enumerable.Range(0, 900).Select(i => 5 + slope * i)];

        Assert.Equal(OfAllPairs(line, 1), SensSlope.Of(line).PerStep);
    }

    [Fact, Trait("category", "slow")]
    public void Thousands_of_values_are_as_exact()
    {
        var series = Made("counts that rise", TestScale.Of(4_000, 10_000), 3);

        Assert.Equal(OfAllPairs(series, 1), SensSlope.Of(series).PerStep);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(700)]
    public void Sorting_by_bytes_is_sorting(int n)
    {
        SeededRandom random = new(n);
        double[] values = [
            .. Enumerable.Range(0, n).Select(i => i % 5 == 0 ? random.NextInt(3) - 1.0 : random.NextNormal() * 1e9), 0.0, -0.0,
            double.MaxValue, double.NegativeInfinity];

        // Stable: OrderBy keeps the order of values alike, and so do we.
        Assert.Equal(Enumerable.Range(0, values.Length).OrderBy(i => values[i]), SortedOrder.Of(values));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1000)]
    public void Products_of_a_series_with_itself_are_the_same_by_Fourier_and_by_hand(int n)
    {
        SeededRandom random = new(n);
        double[] whole = [.. Enumerable.Range(0, n).Select(_ => random.NextInt(2 * n) - n * 1.0)];
        var byHand = Enumerable.Range(0, n).Select(lag => Enumerable.Range(lag, n - lag).Sum(i => whole[i] * whole[i - lag]));

        Assert.Equal(byHand, Autocovariance.OfWhole(whole, n - 1));
    }
}
