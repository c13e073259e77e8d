using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class LocalMoranTests
{
    // A chain of four cells, values 1 2 6 7: mean 4, deviations -3 -2 2 3, m2 = 26/4 = 6.5. I of cell 0 = (-3/6.5)(-2), of cell 1 =
    // (-2/6.5)(-3 + 2)/2.
    private static readonly double[] Chain = [1, 2, 6, 7];
    private static readonly Neighbours Near = Neighbours.Queen([(0, 0), (1, 0), (2, 0), (3, 0)]);

    [Fact]
    public void The_statistic_is_that_of_the_definition()
    {
        var places = LocalMoran.Of(Chain, Near).Places;

        Assert.Equal(6 / 6.5, places[0].Value, 12);
        Assert.Equal(1 / 6.5, places[1].Value, 12);
        Assert.Equal(2 / 6.5, LocalMoran.Of(Chain, Near, rowStandardised: false).Places[1].Value, 12);
    }

    [Fact]
    public void The_moments_are_those_of_all_conditional_permutations_counted_out()
    {
        // Cell 1 keeps its deviation -2; its neighbours are two of {-3, 2, 3}: lags -0.5, 0, 2.5.
        double[] outcomes = [-2 / 6.5 * -0.5, 0, -2 / 6.5 * 2.5];

        var place = LocalMoran.Of(Chain, Near).Places[1];

        Assert.Equal(outcomes.Average(), place.Expectation, 12);
        Assert.Equal(outcomes.Average(o => Math.Pow(o - outcomes.Average(), 2)), place.Variance, 12);
    }

    [Fact]
    public void The_four_kinds_of_place_are_distinguished()
    {
        var (cells, values) = (new List<(int, int)>(), new List<double>());
        for (var row = 0; row < 12; row++)
        {
            for (var column = 0; column < 24; column++)
            {
                cells.Add((column, row));
                values.Add((column < 12) == ((column, row) is not ((5, 6) or (18, 6))) ? 10 : 1);
            }
        }

        var places = LocalMoran.Of(values, Neighbours.Queen(cells)).Places;

        Assert.Equal(SpotClass.Hot, places[2 * 24 + 2].Class);
        Assert.Equal(SpotClass.Cold, places[2 * 24 + 20].Class);
        Assert.Equal(SpotClass.LowAmongHigh, places[6 * 24 + 5].Class);
        Assert.Equal(SpotClass.HighAmongLow, places[6 * 24 + 18].Class);
    }

    [Fact]
    public void On_random_points_no_more_runs_show_anything_than_the_rate_allows()
    {
        var near = Neighbours.Queen([.. from row in Enumerable.Range(0, 20) from column in Enumerable.Range(0, 20) select (column, row)]);
        var runs = 0;
        for (var run = 0; run < 500; run++)
        {
            var random = new SeededRandom(23, run);
            var counts = new double[400];
            for (var i = 0; i < 2000; i++)
                counts[random.NextInt(400)]++;
            if (LocalMoran.Of(counts, near).Places.Any(p => p.Class is not (SpotClass.NotSignificant or SpotClass.Undetermined)))
                runs++;
        }

        // 25 are expected; 25 + 2.33 √(500 × 0.05 × 0.95) = 36 would be exceeded by chance once in a hundred.
        Assert.InRange(runs, 1, 36);
    }
}
