using System.Text.Json;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Tests.HotSpots;
using Xunit;

namespace Incidents.Tests.Trends;

public class MannKendallTests
{
    private static double[] Data => Published.Numbers(Published.Results("mann_kendall", "data_with_nulls"));

    private static JsonElement Expected(string test) => Published.Results("mann_kendall", test);

    [Fact]
    public void The_published_test_of_a_series_with_gaps_is_reproduced()
    {
        var test = MannKendall.Original(Data);
        var expected = Expected("original_test");

        Assert.Equal(353, test.Basis.N);
        Assert.Equal(expected.GetProperty("S").GetDouble(), test.S);
        Assert.Equal(expected.GetProperty("var_S").GetDouble(), test.VarianceS, 8);
        Assert.Equal(expected.GetProperty("z").GetDouble(), test.Z, 14);
        Assert.Equal(expected.GetProperty("p_two_sided").GetDouble(), test.P, 14);
        Assert.Equal(expected.GetProperty("tau").GetDouble(), test.Tau, 15);
        Assert.Equal(TrendDirection.None, test.Direction);
    }

    [Fact]
    public void Hamed_and_Raos_correction_finds_the_published_decrease()
    {
        var test = MannKendall.HamedRao(Data);
        var expected = Expected("hamed_rao");

        Assert.Equal(expected.GetProperty("var_S").GetDouble(), test.VarianceS, 6);
        Assert.Equal(expected.GetProperty("z").GetDouble(), test.Z, 12);
        Assert.Equal(expected.GetProperty("p").GetDouble(), test.P, 14);
        Assert.Equal(TrendDirection.Decreasing, test.Direction);
    }

    [Fact]
    public void The_published_slopes_are_reproduced()
    {
        var (plain, seasonal) = (SensSlope.Of(Data), SensSlope.Seasonal(Data, 12));

        Assert.Equal(Expected("sens_slope").GetProperty("slope").GetDouble(), plain.PerStep, 15);
        Assert.Equal(Expected("sens_slope").GetProperty("intercept").GetDouble(), plain.Intercept, 12);
        Assert.Equal(Expected("seasonal_sens_slope_period12").GetProperty("slope").GetDouble(), seasonal.PerStep, 15);
        Assert.Equal(Expected("seasonal_sens_slope_period12").GetProperty("intercept").GetDouble(), seasonal.Intercept, 12);
    }

    // By hand: 1 3 2 2 has the pairs +,+,+ (1<3, 1<2, 1<2), -,- (3>2 twice) and a tie: S = 1. Var = (4·3·13 − 2·1·9) / 18 = 138/18.
    [Fact]
    public void Score_and_variance_count_ties_by_hand()
    {
        var test = MannKendall.Original([1, 3, double.NaN, 2, 2]);

        Assert.Equal(1, test.S);
        Assert.Equal(138.0 / 18, test.VarianceS, 12);
        Assert.Equal(0, test.Z);
    }

    [Fact]
    public void The_score_is_that_of_all_pairs_compared()
    {
        var random = new SeededRandom(3);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => (double)random.NextInt(40))];
        var pairs = Enumerable.Range(0, 300).Sum(i => Enumerable.Range(0, i).Sum(j => Math.Sign(x[i] - x[j])));

        Assert.Equal(pairs, MannKendall.Original(x).S);
    }

    // Two seasons of three cycles: 1 2 3 rises in each (S = 3), 9 9 9 is all ties (S = 0, variance 0). Var = 3·2·11 / 18 = 66/18; z = 2 / √(66/18).
    [Fact]
    public void Seasons_are_compared_only_with_themselves()
    {
        var test = MannKendall.Seasonal([1, 9, 2, 9, 3, 9], 2);

        Assert.Equal(3, test.S);
        Assert.Equal(2 / Math.Sqrt(66.0 / 18), test.Z, 12);
        Assert.Equal(0.5, test.Tau);
    }

    [Fact]
    public void Too_short_or_constant_a_series_is_undetermined()
    {
        Assert.Equal(TrendDirection.Undetermined, MannKendall.Original([]).Direction);
        Assert.Equal(TrendDirection.Undetermined, MannKendall.HamedRao([1, 2]).Direction);
        Assert.Equal(TrendDirection.Undetermined, MannKendall.HamedRao([5, 5, 5, 5]).Direction);
        Assert.True(double.IsNaN(SensSlope.Of([1]).PerStep));
    }

    [Fact]
    public void The_false_alarm_rate_on_noise_is_the_level()
    {
        var alarms = 0;
        for (var run = 0; run < 1000; run++)
        {
            var random = new SeededRandom(11, run);
            if (MannKendall.Original([.. Enumerable.Range(0, 24).Select(_ => (double)random.NextPoisson(4))]).Direction is not TrendDirection.None)
                alarms++;
        }

        Assert.InRange(alarms, 25, 66);
    }
}
