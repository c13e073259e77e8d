using System.Globalization;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Tests.HotSpots;
using Xunit;

namespace Incidents.Tests.Trends;

public class StlTests
{
    private static readonly StlParameters Baseline = new(12, 35, 19, 13, SeasonalJump: 4, TrendJump: 2, LowPassJump: 2, Inner: 1, Outer: 2);

    private static double[] Co2 => [.. Published.Table("stl_co2.csv", header: false).Select(r => r[0])];

    [Fact]
    public void The_seven_scenarios_of_the_authors_program_are_reproduced()
    {
        var y = Co2;
        Check("baseline", Stl.Decompose(y, Baseline));
        Check("nljump-1", Stl.Decompose(y, Baseline with { LowPassJump = 1 }));
        Check("ntjump-1", Stl.Decompose(y, Baseline with { TrendJump = 1 }));
        Check("nljump-1-ntjump-1", Stl.Decompose(y, Baseline with { LowPassJump = 1, TrendJump = 1 }));
        Check("short", Stl.Decompose(y.AsSpan(0, 347), Baseline));
        Check("stlez", Stl.DecomposeEasily(y, 12, 35, robust: false));
        Check("stlez-robust", Stl.DecomposeEasily(y, 12, 35, robust: true));
    }

    private static void Check(string scenario, Decomposition found)
    {
        var rows = File.ReadLines(Published.PathOf("stl_test_results.csv")).Select(line => line.Split(',')).Where(r => r[0].Trim() == scenario).ToArray();
        Assert.Equal(found.Season.Count, rows.Length);
        foreach (var row in rows)
        {
            var (i, season, trend, weight) = (int.Parse(row[1]), Number(row[2]), Number(row[3]), Number(row[4]));
            Assert.True(Math.Abs(season - found.Season[i]) < 1e-10, $"{scenario} season {i}: {found.Season[i]:R} for {season:R}");
            Assert.True(Math.Abs(trend - found.Trend[i]) < 1e-10, $"{scenario} trend {i}: {found.Trend[i]:R} for {trend:R}");
            Assert.True(Math.Abs(weight - found.Weights[i]) < 1e-9, $"{scenario} weight {i}: {found.Weights[i]:R} for {weight:R}");
        }

        static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_parts_add_up_and_a_pure_season_on_a_line_is_taken_apart()
    {
        double[] y = [.. Enumerable.Range(0, 140).Select(i => 10 + 0.5 * i + new[] { 3, 1, 0, -1, -2, -1, 0 }[i % 7])];

        var found = Stl.Decompose(y, StlParameters.For(7, robust: true));

        for (var i = 0; i < y.Length; i++)
        {
            Assert.Equal(y[i], found.Season[i] + found.Trend[i] + found.Remainder[i], 10);
            Assert.Equal(10 + 0.5 * i, found.Trend[i], 6);
        }
    }

    [Fact]
    public void An_outlier_gets_no_weight()
    {
        var random = new SeededRandom(1);
        double[] y = [.. Enumerable.Range(0, 140).Select(i => 20 + i % 7 + random.NextNormal())];
        y[70] += 40;

        var found = Stl.Decompose(y, StlParameters.For(7, robust: true));

        Assert.Equal(0, found.Weights[70]);
        Assert.InRange(found.Remainder[70], 37, 43);
    }

    // statsmodels: STL(period=12, seasonal=7) has trend 23 (1.5 · 12 / (1 − 1.5 / 7) = 22.9) and low_pass 13; period 365: trend 697, low_pass 367.
    [Fact]
    public void The_default_spans_are_those_of_statsmodels()
    {
        Assert.Equal((23, 13), (StlParameters.For(12).Trend, StlParameters.For(12).LowPass));
        Assert.Equal((697, 367), (StlParameters.For(365).Trend, StlParameters.For(365).LowPass));
    }

    [Fact]
    public void A_series_too_short_or_with_gaps_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Stl.Decompose(new double[13], StlParameters.For(7)));
        Assert.Throws<ArgumentException>(() => Stl.Decompose([1, 2, double.NaN, 4], StlParameters.For(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stl.Decompose(new double[40], StlParameters.For(7) with { Trend = 8 }));
    }

    [Fact]
    public void Day_and_week_in_hourly_counts_are_told_apart()
    {
        double[] y = [.. Enumerable.Range(0, 24 * 7 * 6).Select(h => 30 + 5 * Math.Sin(2 * Math.PI * h / 24) + 3 * Math.Cos(2 * Math.PI * h / 168) + 0.01 * h)];

        var found = MultipleStl.Decompose(y, [168, 24]);

        Assert.Equal([24, 168], found.Seasons.Select(s => s.Period));
        for (var h = 168; h < y.Length - 168; h++)
        {
            Assert.Equal(5 * Math.Sin(2 * Math.PI * h / 24), found.Seasons[0].Values[h], 0.1);
            Assert.Equal(3 * Math.Cos(2 * Math.PI * h / 168), found.Seasons[1].Values[h], 0.1);
            Assert.Equal(y[h], found.Seasons.Sum(s => s.Values[h]) + found.Trend[h] + found.Remainder[h], 9);
        }
    }

    [Fact]
    public void A_period_longer_than_half_the_series_is_left_out()
    {
        double[] y = [.. Enumerable.Range(0, 100).Select(i => (double)(i % 7))];

        Assert.Equal([7], MultipleStl.Decompose(y, [7, 50]).Seasons.Select(s => s.Period));
        Assert.Throws<ArgumentException>(() => MultipleStl.Decompose(y, [60]));
    }
}
