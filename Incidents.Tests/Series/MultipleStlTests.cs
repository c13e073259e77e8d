using System.Globalization;
using Incidents.Statistics.Series;
using Incidents.Tests.Import;
using Xunit;

namespace Incidents.Tests.Series;

public class MultipleStlTests
{
    private const string Series = "reference/mstl_elec_vic.csv";

    // R's seasons of degree 0 in two inner passes, no robustness iteration, every position computed; two rounds over 24 and 168 hours with
    // the windows 11 and 15 (test_output_similar_to_R_implementation of statsmodels).
    private static readonly StlOptions AsInR = new() { SeasonalDegree = 0, Inner = 2, Outer = 0 };

    [Fact]
    public void The_table_of_R_is_reproduced_at_every_hour()
    {
        double[] y = [.. Rows(Series).Select(row => Number(row[1]))];
        var table = Rows("reference/mstl_test_results.csv").Select(row => row.Select(Number).ToArray()).ToArray();

        var found = MultipleStl.Decompose(y, [24, 168], options: AsInR);

        Assert.Equal(3_600, table.Length);
        Assert.Equal(table.Length, y.Length);
        for (var i = 0; i < table.Length; i++)
        {
            double[] own = [y[i], found.Trend[i], found.Seasons[0].Values[i], found.Seasons[1].Values[i], found.Remainder[i]];
            foreach (var (expected, actual) in table[i].Zip(own))
                Assert.True(Math.Abs(expected - actual) < 1e-6, $"hour {i}: {actual:R} for {expected:R}");
        }
    }

    [Fact]
    public void The_basis_has_every_parameter_that_changes_a_figure()
    {
        double[] y = [.. Enumerable.Range(0, 400).Select(i => Math.Sin(i) + i % 7 + i % 30 / 5.0)];
        var options = new StlOptions
        {
            SeasonalDegree = 0,
            TrendDegree = 1,
            LowPassDegree = 0,
            SeasonalJump = 2,
            TrendJump = 3,
            LowPassJump = 4,
            Inner = 3,
            Outer = 1,
            Trend = 21,
            LowPass = 31,
        };

        var parameters = MultipleStl.Decompose(y, [7, 30], [9, 13], 3, options).Basis.Parameters;

        Assert.Equal([9, 13], (int[])parameters["windows"]!);
        Assert.Equal([21, 21], (int[])parameters["trends"]!);
        Assert.Equal([31, 31], (int[])parameters["lowPasses"]!);
        Assert.Equal([0, 1, 0], (int[])parameters["degrees"]!);
        Assert.Equal([2, 3, 4], (int[])parameters["jumps"]!);
        Assert.Equal((3, 1, 3), ((int)parameters["inner"]!, (int)parameters["outer"]!, (int)parameters["iterations"]!));
    }

    // Each option alone changes the result: none is read and then left out.
    [Fact]
    public void Every_option_changes_the_result()
    {
        double[] y = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i * i) * 5 + i % 7 + i % 30 / 5.0)];
        var usual = MultipleStl.Decompose(y, [7, 30]).Trend;
        StlOptions[] changed =
        [
            new() { Robust = true }, new() { Trend = 21 }, new() { LowPass = 41 }, new() { SeasonalDegree = 0 }, new() { TrendDegree = 0 },
            new() { LowPassDegree = 0 }, new() { SeasonalJump = 3 }, new() { TrendJump = 5 }, new() { LowPassJump = 5 },
            new() { Inner = 1 }, new() { Outer = 2 },
        ];

        Assert.All(changed, options => Assert.NotEqual(usual, MultipleStl.Decompose(y, [7, 30], options: options).Trend));
    }

    [Fact]
    public void What_is_out_of_bounds_is_refused_by_name()
    {
        double[] y = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 7))];
        (StlOptions Options, string Name)[] wrong =
        [
            (new() { SeasonalDegree = 2 }, "SeasonalDegree"), (new() { TrendDegree = -1 }, "TrendDegree"), (new() { Inner = 0 }, "Inner"),
            (new() { Inner = 10_000_000 }, "Inner"), (new() { Outer = -1 }, "Outer"), (new() { Outer = 10_000_000 }, "Outer"),
            (new() { TrendJump = 0 }, "TrendJump"), (new() { LowPassJump = int.MinValue }, "LowPassJump"), (new() { Trend = 22 }, "Trend"),
            (new() { LowPass = int.MaxValue }, "LowPass"),
        ];

        foreach (var (options, name) in wrong)
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>(() => MultipleStl.Decompose(y, [7, 30], options: options));
            Assert.Equal(name, e.ParamName);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleStl.Decompose(y, [7, 30], iterations: 10_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultipleStl.Decompose(y, [7, 30], [9, 12]));
    }

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(ImportOf.SharedData(file)).Skip(1).Select(line => line.Split(','));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
