using Incidents.Statistics;
using Xunit;

namespace Incidents.Tests.Outcomes;

public class ProportionTests
{
    // Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_of_Wilson_is_the_published_one(long successes, long trials, double low, double high)
    {
        var proportion = Proportion.Wilson(successes, trials);

        Assert.Equal(low, proportion.Low, 0.00005001);
        Assert.Equal(high, proportion.High, 0.00005001);
    }

    [Fact]
    public void Its_ends_are_the_proportions_that_the_score_test_just_does_not_reject()
    {
        var proportion = Proportion.Wilson(7, 50, 0.9);

        foreach (var end in (double[])[proportion.Low, proportion.High])
        {
            var z = (0.14 - end) / Math.Sqrt(end * (1 - end) / 50);
            Assert.Equal(0.1, TailProbability.NormalTwoSided(z), 9);
        }
    }

    [Fact]
    public void Of_no_trial_nothing_is_known()
    {
        var proportion = Proportion.Wilson(0, 0);

        Assert.True(double.IsNaN(proportion.Share));
        Assert.Equal((0, 1), (proportion.Low, proportion.High));
    }

    [Fact]
    public void Failures_mirror_successes()
    {
        var (some, others) = (Proportion.Wilson(3, 40), Proportion.Wilson(37, 40));

        Assert.Equal(some.Low, 1 - others.High, 12);
        Assert.Equal(some.High, 1 - others.Low, 12);
        Assert.Equal(1, Proportion.Wilson(40, 40).High);
    }

    [Theory]
    [InlineData(-1, 3, 0.95)]
    [InlineData(4, 3, 0.95)]
    [InlineData(1, 3, 0)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 3, double.NaN)]
    public void What_is_no_proportion_is_refused(long successes, long trials, double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(successes, trials, level));
}
