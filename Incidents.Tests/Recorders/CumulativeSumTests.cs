using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Recorders;

public class CumulativeSumTests
{
    // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3: means of groups, target 325, k = 0.3175, h = 4.1959, in units of the data.
    private static readonly double[] Groups =
    [
        324.925, 324.675, 324.725, 324.350, 325.350, 325.225, 324.125, 324.525, 325.225, 324.600, 324.625, 325.150, 328.325, 327.250,
        327.825, 328.500, 326.675, 327.775, 326.875, 328.350,
    ];

    private static readonly double[] High =
        [0, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16.00, 19.04];

    [Fact]
    public void The_sums_are_the_published_ones()
    {
        var chart = CumulativeSum.Start;
        var moved = new List<int>();
        for (var i = 0; i < Groups.Length; i++)
        {
            chart = chart.And(Groups[i] - 325, 0.3175);
            // The handbook's sums grow from rounded ones.
            Assert.Equal(High[i], chart.High, 0.03);
            if (chart.Moved(4.1959) > 0)
                moved.Add(i + 1);
        }
        Assert.Equal([14, 15, 16, 17, 18, 19, 20], moved);
        // The sum left 0 with the thirteenth group.
        Assert.Equal(8, chart.HighSince);
    }

    // Montgomery, "Introduction to Statistical Quality Control", chapter 9: k = 1/2, h = 5.
    [Theory]
    [InlineData(0, 469.1, 0.2)]
    [InlineData(1, 10.34, 0.01)]
    public void The_run_lengths_are_those_of_the_text_book(double shift, double expected, double tolerance) =>
        Assert.Equal(expected, CumulativeSum.RunLength(shift, 0.5, 5), tolerance);

    [Fact]
    public void A_shift_down_takes_as_long_as_one_up() =>
        Assert.Equal(CumulativeSum.RunLength(0.8, 0.4, 9), CumulativeSum.RunLength(-0.8, 0.4, 9), 9);

    // By hand, with k = 0.5: above 0.5, 1.5, 0 (1.5 - 2.5 - 0.5 is below it); below 0, 0, 2 (2.5 - 0.5).
    [Fact]
    public void A_sum_never_falls_below_zero_and_each_side_is_kept_by_itself()
    {
        var chart = CumulativeSum.Start.And(1, 0.5).And(1.5, 0.5).And(-2.5, 0.5);

        Assert.Equal((0, 2.0), (chart.High, chart.Low));
        Assert.Equal((0, 1), (chart.HighSince, chart.LowSince));
        Assert.Equal(-1, chart.Moved(1.9));
        Assert.Equal(0, chart.Moved(2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_no_number_is_refused(double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CumulativeSum.Start.And(deviation, 0.5));
}
