using Incidents.Statistics.Forecasting;
using Xunit;

namespace Incidents.Tests.Forecasting;

public class ForecastScoreTests
{
    // The R package ptools, tests/testthat/test-pai.R.
    [Fact]
    public void The_published_indices_are_reproduced()
    {
        var scores = ForecastScore.Of([new(3, 6), new(2, 3), new(1, 0)]);

        Assert.Equal([2, 1.5, 1], scores.Steps.Select(s => s.Pai));
        Assert.Equal([1.0, 1, 1], scores.Steps.Select(s => s.Pei));
        Assert.Equal([0.5, 0.5555555555555556, 0.6666666666666666], scores.Steps.Select(s => s.Rri));
    }

    // By hand: the forecast's first cell catches 2 of 10; a cell of that size could have caught 8: PAI 0.2 / 0.25, PEI 2/8. Both: 4 of the
    // 10, the best two hold 10.
    [Fact]
    public void A_bad_forecast_scores_badly()
    {
        var scores = ForecastScore.Of([new(1, 8), new(9, 2), new(5, 0), new(0, 0)]);

        Assert.Equal((1, 0.8, 0.25), (scores.Steps[0].Cell, scores.Steps[0].Pai, scores.Steps[0].Pei));
        Assert.Equal((2, 0.4, 0.2), (scores.Steps[1].Cell, scores.Steps[1].Pai, scores.Steps[1].Pei));
        Assert.Equal(0.8, scores.At(0.3).Pai);
    }

    // By hand: log e⁻¹ + log(e⁻² 2³ / 3!) = −3 + log(8/6).
    [Fact]
    public void The_log_score_is_that_of_Poisson_counts_and_knows_the_impossible()
    {
        Assert.Equal(-3 + Math.Log(8.0 / 6), ForecastScore.Of([new(1, 0), new(2, 3)]).LogScore, 12);
        Assert.Equal(double.NegativeInfinity, ForecastScore.Of([new(0, 1), new(2, 3)]).LogScore);
        Assert.Equal(1, ForecastScore.Of([new(0, 1), new(2, 3)]).Impossible);
    }

    // By hand: areas 1 and 3. The small cell forecast first catches 1; the same area of the dense cell (6 in 3) would have held 2.
    [Fact]
    public void Cells_of_unequal_area_are_compared_with_the_best_use_of_the_same_area()
    {
        Assert.Equal(0.5, ForecastScore.Of([new(5, 1, 1), new(2, 6, 3)]).Steps[0].Pei, 12);
    }

    [Fact]
    public void A_share_spread_evenly_keeps_the_total_and_leaves_nothing_impossible()
    {
        Assert.Equal([7.6, 0.4], ForecastScore.MixedWithUniform([8, 0], 0.1).Select(e => Math.Round(e, 12)));
    }
}
