using Incidents.Statistics;
using Incidents.Statistics.Forecasting;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Forecasting;

public class ForecastTests
{
    [Fact]
    public void The_parameters_that_a_self_exciting_process_was_simulated_with_are_found()
    {
        var random = new SeededRandom(80);
        List<(int, double)> incidents = [];
        for (var cell = 0; cell < 200; cell++)
        {
            // Immigrants at 0.05 a day for 1,000 days; each incident causes Poisson(0.4) more after exponential waits of 5 days.
            Queue<double> waiting = new(Enumerable.Range(0, random.NextPoisson(50)).Select(_ => random.NextDouble() * 1000));
            while (waiting.TryDequeue(out var time))
            {
                if (time > 1000)
                    continue;
                incidents.Add((cell, time));
                for (var child = random.NextPoisson(0.4); child > 0; child--)
                    waiting.Enqueue(time - 5 * Math.Log(1 - random.NextDouble()));
            }
        }

        var fit = SelfExcitingForecast.Fit(200, incidents, 1000, 7);

        Assert.InRange(fit.Theta, 0.36, 0.44);
        Assert.InRange(fit.Omega, 0.17, 0.23);
        // In equilibrium a week brings 200 cells × 7 days × 0.05 / (1 − 0.4) = 117, a little less as only known incidents excite.
        Assert.InRange(fit.Expected.Sum(), 85, 125);
    }

    [Fact]
    public void A_cell_where_something_just_happened_is_expected_to_see_more()
    {
        (int, double)[] incidents = [
            (0, 10), (0, 10.5), (0, 80), (0, 80.4), (1, 20), (1, 20.3), (1, 99), (1, 99.5), (2, 5), (2, 60), (2, 60.2), (2, 30)];

        var fit = SelfExcitingForecast.Fit(4, incidents, 100, 1);

        Assert.True(fit.Expected[1] > 2 * fit.Expected[0]);
        Assert.Equal(0, fit.Expected[3]);
        Assert.Equal([0, 0], SelfExcitingForecast.Fit(2, [], 10, 1).Expected);
        Assert.Throws<ArgumentOutOfRangeException>(() => SelfExcitingForecast.Fit(1, [(0, 11)], 10, 1));
    }

    // By hand: two cycles of two periods, totals 10 30 20 60; the next is of the first kind: level 40, index (20 + 10) / (40 + 20) = 0.5:
    // 20 in all. Cell counts 90 and 30: mean 60, variance 900, own weight 840/900: shares (0.9333 · 90 + 0.0667 · 60) / 120 and the rest.
    [Fact]
    public void The_season_gives_the_whole_and_the_cells_share_it()
    {
        var forecast = SeasonalCellRate.Next([[8, 2], [22, 8], [15, 5], [45, 15]], cycle: 2);

        Assert.Equal(20, forecast.Whole, 12);
        Assert.Equal(20 * (84 + 4) / 120.0, forecast.Expected[0], 12);
        Assert.Equal(20, forecast.Expected.Sum(), 12);
    }

    [Fact]
    public void Cells_that_differ_by_chance_only_are_expected_alike()
    {
        // 7 and 5 about 6: variance 1, less than the 6 of Poisson counts.
        Assert.Equal([2, 2], SeasonalCellRate.Next([[2, 2], [4, 0], [1, 3]], cycle: 1).Expected);
        Assert.Throws<ArgumentException>(() => SeasonalCellRate.Next([[1]], cycle: 2));
    }

    // By hand: pairs within 100 and a week are twice as many as by chance; an event three days old has a disc around it, one ten days old
    // none.
    [Fact]
    public void Risk_is_raised_around_what_happened_recently()
    {
        Bands space = new([0, 100, 200]), time = new([0, 7, 14]);
        KnoxEntry Entry(int s, int t, double ratio, double p) => new(space.Labels[s], time.Labels[t], 1, 1, 1, 1, ratio, ratio, p, 1, 1, 1);
        KnoxTable table = new(
            new("knox", "", 2, new Dictionary<string, object?>()), 1, [0, 0], [0, 0],
            [Entry(0, 0, 2, 0.001), Entry(0, 1, 1.1, 0.2), Entry(1, 0, 1.5, 0.3), Entry(1, 1, 1, 0.5)]);

        var ring = Assert.Single(NearRepeatRisk.At([new(5, 5, 97), new(9, 9, 90), new(1, 1, 101)], space, time, table, now: 100));

        Assert.Equal(new RiskRing(0, new(5, 5), 0, 100, 2, 104), ring);
        Assert.Throws<ArgumentException>(() => NearRepeatRisk.At([], time, time, table, 100));
    }
}
