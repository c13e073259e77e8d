using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

public class MannKendallTests
{
    // The published numbers of this class are those of pyMannKendall's own tests, checked by its authors against R's modifiedmk, fume, rkt
    // and trend.
    private static double[] Data => PublishedTables.SeriesWithGaps;

    [Fact]
    public void The_published_test_of_a_series_with_gaps_is_reproduced()
    {
        var test = MannKendall.Original(Data);

        Assert.Equal(353, test.Basis.N);
        Assert.Equal(-1959, test.S);
        Assert.Equal(4889800.333333333, test.VarianceS, 8);
        Assert.Equal(-0.8854562842589916, test.Z, 14);
        Assert.Equal(0.37591058740506833, test.P, 14);
        Assert.Equal(-0.03153167653875869, test.Tau, 15);
        Assert.Equal(TrendDirection.None, test.Direction);
    }

    [Fact]
    public void Hamed_and_Raos_correction_finds_the_published_decrease()
    {
        var test = MannKendall.HamedRao(Data);

        Assert.Equal(259723.81316716125, test.VarianceS, 6);
        Assert.Equal(-3.8419950613710894, test.Z, 12);
        Assert.Equal(0.00012203829241275166, test.P, 14);
        Assert.Equal(TrendDirection.Decreasing, test.Direction);
    }

    [Fact]
    public void The_published_slopes_are_reproduced()
    {
        var (plain, seasonal) = (SensSlope.Of(Data), SensSlope.Seasonal(Data, 12));

        Assert.Equal(-0.006369426751592357, plain.PerStep, 15);
        Assert.Equal(96.15286624203821, plain.Intercept, 12);
        Assert.Equal(-0.08695652173913043, seasonal.PerStep, 15);
        Assert.Equal(96.31159420289855, seasonal.Intercept, 12);
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

    // Two seasons of three cycles: 1 2 3 rises in each (S = 3), 9 9 9 is all ties (S = 0, variance 0). Var = 3·2·11 / 18 = 66/18; z = 2 /
    // √(66/18).
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
        var runs = TestScale.Of(1_000, 50_000);
        for (var run = 0; run < runs; run++)
        {
            var random = new SeededRandom(11, run);
            if (MannKendall.Original([.. Enumerable.Range(0, 24).Select(_ => (double)random.NextPoisson(4))])
                .Direction is not TrendDirection.None)
                alarms++;
        }

        // The variance of 24 counts with ties leaves the normal approximation a little below the level.
        var (_, high) = TestScale.Binomial(runs, 0.05, 2.33);
        Assert.InRange(alarms, 0.025 * runs, high);
    }
}
