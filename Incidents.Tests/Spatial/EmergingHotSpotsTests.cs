using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class EmergingHotSpotsTests
{
    private const TrendDirection None = TrendDirection.None, Up = TrendDirection.Increasing, Down = TrendDirection.Decreasing;

    // Ten steps, oldest first: h hot, c cold, . neither. Esri's definitions, read one by one.
    [Theory]
    [InlineData(".........h", None, EmergingPattern.New, SpotClass.Hot)]
    [InlineData("..c......h", None, EmergingPattern.New, SpotClass.Hot)]
    [InlineData(".......hhh", Up, EmergingPattern.Consecutive, SpotClass.Hot)]
    [InlineData(".hhhhhhhhh", Up, EmergingPattern.Intensifying, SpotClass.Hot)]
    [InlineData("hhhhh.hhhh", None, EmergingPattern.Persistent, SpotClass.Hot)]
    [InlineData("hhhhhhhhhh", Down, EmergingPattern.Diminishing, SpotClass.Hot)]
    [InlineData("..hh....hh", None, EmergingPattern.Sporadic, SpotClass.Hot)]
    [InlineData("..hh..c..h", None, EmergingPattern.Oscillating, SpotClass.Hot)]
    [InlineData("hhhhhhhhh.", Down, EmergingPattern.Historical, SpotClass.Hot)]
    [InlineData("hhhhhhhhhc", None, EmergingPattern.Historical, SpotClass.Hot)]
    [InlineData("hhhhhhhh..", None, EmergingPattern.NoPattern, SpotClass.NotSignificant)]
    [InlineData("..........", Up, EmergingPattern.NoPattern, SpotClass.NotSignificant)]
    [InlineData(".........c", None, EmergingPattern.New, SpotClass.Cold)]
    [InlineData(".....ccccc", None, EmergingPattern.Consecutive, SpotClass.Cold)]
    [InlineData("cccccccccc", Down, EmergingPattern.Intensifying, SpotClass.Cold)]
    [InlineData("cccccccccc", Up, EmergingPattern.Diminishing, SpotClass.Cold)]
    [InlineData("cccccccccc", None, EmergingPattern.Persistent, SpotClass.Cold)]
    [InlineData("c..c.....c", None, EmergingPattern.Sporadic, SpotClass.Cold)]
    [InlineData("c..h.....c", None, EmergingPattern.Oscillating, SpotClass.Cold)]
    [InlineData("ccccccccc.", None, EmergingPattern.Historical, SpotClass.Cold)]
    public void A_history_has_its_published_name(string steps, TrendDirection trend, EmergingPattern pattern, SpotClass side)
    {
        SpotClass[] sides = [.. steps.Select(s => s switch { 'h' => SpotClass.Hot, 'c' => SpotClass.Cold, _ => SpotClass.NotSignificant })];

        var (name, found) = EmergingHotSpots.PatternOf(sides, trend);

        Assert.Equal(pattern, name);
        if (sides.Contains(SpotClass.Hot) || sides.Contains(SpotClass.Cold))
            Assert.Equal(side, found);
    }

    [Fact]
    public void A_place_that_heats_up_at_the_end_is_distinguished_from_one_that_always_was_hot()
    {
        var steps = Cube(24, (column, row, t) => (column, row) switch
        {
            ( >= 3 and <= 5, >= 3 and <= 5) => 12,
            ( >= 12 and <= 14, >= 12 and <= 14) when t >= 20 => 14,
            _ => 2,
        });

        var cells = EmergingHotSpots.Classify(steps, Grid()).Cells;

        Assert.Equal((EmergingPattern.Persistent, SpotClass.Hot), (cells[4 * 20 + 4].Pattern, cells[4 * 20 + 4].Side));
        Assert.Equal((EmergingPattern.Consecutive, SpotClass.Hot), (cells[13 * 20 + 13].Pattern, cells[13 * 20 + 13].Side));
        Assert.Equal(24, cells[4 * 20 + 4].HotSteps);
        Assert.InRange(cells.Count(c => c.Pattern is EmergingPattern.NoPattern), 300, 400);
    }

    [Fact]
    public void On_noise_few_runs_have_any_hot_place()
    {
        var runs = 0;
        for (var run = 0; run < 100; run++)
        {
            var random = new SeededRandom(31, run);
            if (EmergingHotSpots.Classify([.. Enumerable.Range(0, 12).Select(_ => Counts(random, (_, _) => 1.5))], Grid())
                .Cells.Any(c => c.HotSteps > 0))
                runs++;
        }

        Assert.InRange(runs, 0, 11);
    }

    // One step and no lags: Gi* of the cube is Gi* of the map.
    [Fact]
    public void A_single_step_is_plain_Gi_star()
    {
        var counts = Counts(new SeededRandom(5), (_, _) => 3);

        var cube = EmergingHotSpots.Classify([counts], Grid(), new() { TimeLags = 0 }).Cells.Select(c => c.Z[0]);

        Assert.Equal(GetisOrd.Local(counts, Grid()).Places.Select(p => Math.Round(p.Z, 10)), cube.Select(z => Math.Round(z, 10)));
    }

    [Fact]
    public void A_cube_without_steps_is_refused_and_one_of_zeros_has_no_pattern()
    {
        Assert.Throws<ArgumentException>(() => EmergingHotSpots.Classify([], Grid()));
        Assert.All(
            EmergingHotSpots.Classify([new double[400], new double[400]], Grid()).Cells,
            c => Assert.Equal(EmergingPattern.NoPattern, c.Pattern));
    }

    private static Neighbours Grid() =>
        Neighbours.Queen([.. from row in Enumerable.Range(0, 20) from column in Enumerable.Range(0, 20) select (column, row)]);

    private static double[] Counts(SeededRandom random, Func<int, int, double> mean) =>
        [.. Enumerable.Range(0, 400).Select(i => (double)random.NextPoisson(mean(i % 20, i / 20)))];

    private static double[][] Cube(int steps, Func<int, int, int, double> mean)
    {
        var random = new SeededRandom(30);
        return [.. Enumerable.Range(0, steps).Select(t => Counts(random, (column, row) => mean(column, row, t)))];
    }
}
