using System.Globalization;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Tests.Import;
using Xunit;

namespace Incidents.Tests.Series;

public class StlTests
{
    private static readonly StlParameters Baseline = new(12, 35, 19, 13, SeasonalJump: 4, TrendJump: 2, LowPassJump: 2, Inner: 1, Outer: 2);

    private static double[] Co2 => PublishedTables.CarbonDioxide;

    private static Decomposition Decomposed(string scenario) => scenario switch
    {
        "baseline" => Stl.Decompose(Co2, Baseline),
        "nljump-1" => Stl.Decompose(Co2, Baseline with { LowPassJump = 1 }),
        "ntjump-1" => Stl.Decompose(Co2, Baseline with { TrendJump = 1 }),
        "nljump-1-ntjump-1" => Stl.Decompose(Co2, Baseline with { LowPassJump = 1, TrendJump = 1 }),
        "short" => Stl.Decompose(Co2.AsSpan(0, 347), Baseline),
        "stlez" => Stl.DecomposeEasily(Co2, 12, 35, robust: false),
        "stlez-robust" => Stl.DecomposeEasily(Co2, 12, 35, robust: true),
        _ => throw new ArgumentException(scenario),
    };

    // Values printed by the original Fortran program at Netlib, from the tests of statsmodels: the first, a middle and one of the last.
    [Theory]
    [InlineData("baseline", 0, -0.13125464336066284, 315.55193972532356, 0.9474880317646172)]
    [InlineData("baseline", 173, 2.313438285365882, 329.7656318682, 0.9463939108872513)]
    [InlineData("baseline", 346, -2.142637582559708, 349.4952143730211, 0.9828455339002399)]
    [InlineData("nljump-1", 0, -0.13125362300212545, 315.55193834363786, 0.9474881640096693)]
    [InlineData("nljump-1", 173, 2.3134389209970996, 329.76563282714034, 0.9463965292159568)]
    [InlineData("nljump-1", 346, -2.142636049692327, 349.4952127820477, 0.9828455598277347)]
    [InlineData("ntjump-1", 0, -0.131131305005935, 315.55188851004, 0.9478180286023093)]
    [InlineData("ntjump-1", 173, 2.312432090721116, 329.77999047327006, 0.9558257109761313)]
    [InlineData("ntjump-1", 346, -2.143017533667508, 349.4949073835614, 0.9827292794933215)]
    [InlineData("nljump-1-ntjump-1", 0, -0.13113128946551003, 315.5518877888505, 0.9478156130604701)]
    [InlineData("nljump-1-ntjump-1", 173, 2.31243254422832, 329.7799908413088, 0.9558262564973342)]
    [InlineData("nljump-1-ntjump-1", 346, -2.143016302602486, 349.4949062672314, 0.982728311220237)]
    [InlineData("short", 0, -0.13067815441960376, 315.5518114415549, 0.9487369209881723)]
    [InlineData("short", 173, 2.3135412183973707, 329.76443685983315, 0.9459257856137644)]
    [InlineData("short", 346, -2.143962608770556, 349.4973758078461, 0.9825717944639359)]
    [InlineData("stlez", 0, -0.10538205005252366, 315.53927465710586, 1.0)]
    [InlineData("stlez", 173, 2.2967903321724754, 329.7715563695043, 1.0)]
    [InlineData("stlez", 346, -2.14999272560387, 349.497533870177, 1.0)]
    [InlineData("stlez-robust", 0, -0.13125464336066284, 315.55193972532356, 0.9474880317646172)]
    [InlineData("stlez-robust", 173, 2.313438285365882, 329.7656318682, 0.9463939108872513)]
    [InlineData("stlez-robust", 346, -2.142637582559708, 349.4952143730211, 0.9828455339002399)]
    public void The_authors_program_is_reproduced_at_three_positions(string scenario, int i, double season, double trend, double weight) =>
        Check(scenario, Decomposed(scenario), i, season, trend, weight);

    [Fact]
    public void The_authors_program_is_reproduced_at_every_position()
    {
        foreach (var rows in File.ReadLines(ImportOf.SharedData("reference/stl_test_results.csv")).Skip(1).Select(line => line.Split(','))
            .GroupBy(row => row[0].Trim()))
        {
            var found = Decomposed(rows.Key);
            Assert.Equal(found.Season.Count, rows.Count());
            foreach (var row in rows)
                Check(rows.Key, found, int.Parse(row[1]), Number(row[2]), Number(row[3]), Number(row[4]));
        }

        static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
    }

    private static void Check(string scenario, Decomposition found, int i, double season, double trend, double weight)
    {
        Assert.True(Math.Abs(season - found.Season[i]) < 1e-10, $"{scenario} season {i}: {found.Season[i]:R} for {season:R}");
        Assert.True(Math.Abs(trend - found.Trend[i]) < 1e-10, $"{scenario} trend {i}: {found.Trend[i]:R} for {trend:R}");
        Assert.True(Math.Abs(weight - found.Weights[i]) < 1e-9, $"{scenario} weight {i}: {found.Weights[i]:R} for {weight:R}");
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

    // statsmodels: STL(period=12, seasonal=7) has trend 23 (1.5 · 12 / (1 − 1.5 / 7) = 22.9) and low_pass 13; period 365: trend 697,
    // low_pass 367.
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
    public void Day_and_week_in_hourly_counts_are_distinguished()
    {
        double[] y = [
            .. Enumerable.Range(0, 24 * 7 * 6)
            .Select(h => 30 + 5 * Math.Sin(2 * Math.PI * h / 24) + 3 * Math.Cos(2 * Math.PI * h / 168) + 0.01 * h)];

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
