using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

public class CountChangeTests
{
    [Fact]
    public void The_score_is_twice_the_difference_of_the_roots()
    {
        Assert.Equal(2, CountChange.Between(9, 16).Score, 12);
        Assert.Equal(-4, CountChange.Between(36, 16).Score, 12);
        // Nine in a week give an expectation of 36 in four weeks.
        Assert.Equal(0, CountChange.Between(9, 36, exposureBefore: 1, exposureNow: 4).Score, 12);
    }

    // By hand: 0 and 3 with equal exposure: given 3 in all, P = 2 · (1/2)³ = 0.25. Bounds of the binomial chance 3/3: (0.025)^(1/3) =
    // 0.2924 and 1.
    [Fact]
    public void Exact_tests_and_bounds_follow_the_binomial_by_hand()
    {
        var change = CountChange.Between(0, 3);
        var chance = Math.Pow(0.025, 1.0 / 3);

        Assert.Equal(0.25, change.PExact, 10);
        Assert.Equal(chance / (1 - chance), change.RateRatioLow, 8);
        Assert.Equal(double.PositiveInfinity, change.RateRatioHigh);
    }

    [Fact]
    public void Nothing_before_and_nothing_now_is_no_change()
    {
        var change = CountChange.Between(0, 0);

        Assert.Equal((0, 1, 1), (change.Score, change.PExact, change.PETest));
        Assert.True(double.IsNaN(change.RateRatio));
    }

    // Krishnamoorthy and Thomson 2004, section 5: 3 per 100 against 1 per 100... counted out here over all pairs of outcomes instead.
    [Theory]
    [InlineData(3, 9, 1, 1)]
    [InlineData(20, 6, 1, 0.5)]
    [InlineData(60, 51, 17477.0, 30945)]
    public void The_E_test_is_the_sum_over_all_outcomes(int before, int now, double e1, double e2)
    {
        var rate = (before + now) / (e1 + e2);
        double T(int a, int b) => a + b == 0 ? 0 : Math.Abs(a / e1 - b / e2) / Math.Sqrt(a / e1 / e1 + b / e2 / e2);
        double P(int k, double mean) => TailProbability.PoissonAtLeast(k, mean) - TailProbability.PoissonAtLeast(k + 1, mean);
        var sum = 0.0;
        for (var a = 0; a < 200; a++)
        {
            for (var b = 0; b < 200; b++)
            {
                if (T(a, b) >= T(before, now) * (1 - 1e-12))
                    sum += P(a, e1 * rate) * P(b, e2 * rate);
            }
        }

        Assert.Equal(sum, CountChange.Between(before, now, e1, e2).PETest, 9);
    }

    [Fact]
    public void Equal_rates_are_called_different_no_more_often_than_the_level_says()
    {
        var (exact, eTest) = (0, 0);
        var runs = TestScale.Of(2_000, 100_000);
        for (var run = 0; run < runs; run++)
        {
            var random = new SeededRandom(21, run);
            var change = CountChange.Between(random.NextPoisson(12), random.NextPoisson(12));
            exact += change.PExact <= 0.05 ? 1 : 0;
            eTest += change.PETest <= 0.05 ? 1 : 0;
        }

        // The E-test keeps the level; the exact test is conservative.
        var (_, high) = TestScale.Binomial(runs, 0.05, 2.33);
        Assert.InRange(eTest, 0.035 * runs, high);
        Assert.InRange(exact, 0.005 * runs, 0.05 * runs);
    }
}
