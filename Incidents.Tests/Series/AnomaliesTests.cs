using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

public class AnomaliesTests
{
    // By hand: two reference counts 1 and 2 give a negative binomial of size 3.5 and chance 2/3: P(0) = (2/3)^3.5, P(1) = 3.5/3 of it.
    [Fact]
    public void The_chance_of_a_count_is_the_negative_binomial_one()
    {
        var zero = Math.Pow(2.0 / 3, 3.5);

        Assert.Equal(1, Anomalies.AtLeast(0, 3, 2, 1));
        Assert.Equal(1 - zero, Anomalies.AtLeast(1, 3, 2, 1), 12);
        Assert.Equal(1 - zero - zero * 3.5 / 3, Anomalies.AtLeast(2, 3, 2, 1), 12);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(0.6, true)]
    public void False_alarms_keep_to_the_stated_rate(double extraVariation, bool estimate)
    {
        var random = new SeededRandom(50);
        double[] counts =
        [
            .. Enumerable.Range(0, 40_000).Select(day =>
            {
                // A random mean of squared variation extra/6 about a weekly pattern: variance 1 + extra·(mean/6) times the mean.
                var mean = 4 + day % 7;
                return (double)random.NextPoisson(mean * Math.Max(0, 1 + Math.Sqrt(extraVariation / 6) * random.NextNormal()));
            }),
        ];

        var result = Anomalies.Detect(counts, new() { FalseAlarmRate = 0.02, EstimateDispersion = estimate });
        var alarms = result.Counts.Count(c => c.Kind is AnomalyKind.High or AnomalyKind.Low);

        Assert.Equal(39_944, result.Judged);
        // The stated rate is an upper bound: 800, with the Monte-Carlo error of this test; counts are discrete, so fewer come.
        Assert.InRange(alarms, result.ExpectedFalseAlarms / 4, result.ExpectedFalseAlarms + 3 * Math.Sqrt(result.ExpectedFalseAlarms));
    }

    [Fact]
    public void A_burst_and_a_silence_are_seen_and_the_first_weeks_are_not_tested()
    {
        var random = new SeededRandom(51);
        double[] counts = [.. Enumerable.Range(0, 120).Select(_ => (double)random.NextPoisson(20))];
        (counts[100], counts[110]) = (45, 2);

        var verdicts = Anomalies.Detect(counts).Counts;

        Assert.Equal(AnomalyKind.Undetermined, verdicts[55].Kind);
        Assert.Equal(AnomalyKind.High, verdicts[100].Kind);
        Assert.Equal(AnomalyKind.Low, verdicts[110].Kind);
    }

    [Fact]
    public void A_series_of_zeros_is_usual_and_half_a_case_is_refused()
    {
        Assert.DoesNotContain(Anomalies.Detect(new double[80]).Counts, c => c.Kind is AnomalyKind.High or AnomalyKind.Low);
        Assert.Throws<ArgumentOutOfRangeException>(() => Anomalies.Detect([1.5]));
        Assert.Empty(Anomalies.Detect([]).Counts);
    }
}
