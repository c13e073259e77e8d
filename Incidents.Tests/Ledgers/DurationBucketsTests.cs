using CsCheck;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Statistics.Series;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Ledgers;

public class DurationBucketsTests
{
    [Fact]
    public void A_bucket_stands_for_everything_in_it_within_one_percent() =>
        Gen.Double[-3, 9].Select(exponent => Math.Pow(10, exponent)).Sample(
            seconds =>
            {
                var took = Duration.FromSeconds(seconds);
                var actual = DurationBuckets.Seconds(DurationBuckets.Of(took));
                return took.TotalSeconds <= 0.001
                    || Math.Abs(actual - took.TotalSeconds) <= (DurationBuckets.RelativeError + 1e-9) * took.TotalSeconds;
            },
            iter: TestScale.Of(50_000, 2_000_000));

    [Fact]
    public void Longer_durations_are_in_no_lower_buckets() =>
        Gen.Select(Gen.Double[0, 1e6], Gen.Double[0, 1e6]).Sample((a, b) =>
            DurationBuckets.Of(Duration.FromSeconds(Math.Min(a, b))) <= DurationBuckets.Of(Duration.FromSeconds(Math.Max(a, b))));

    [Theory, InlineData(0), InlineData(-5), InlineData(0.001), InlineData(0.0005)]
    public void Nothing_and_clocks_that_ran_backwards_are_in_the_lowest(double seconds)
    {
        Assert.Equal(DurationBuckets.Lowest, DurationBuckets.Of(Duration.FromSeconds(seconds)));
        Assert.Equal(0, DurationBuckets.Seconds(DurationBuckets.Lowest));
    }

    // γ = 1.01 / 0.99 = 1.0202…; one second is γ^0, so bucket 0; two are γ^34.66, so bucket 35; γ^35 = 2.0136.
    [Theory, InlineData(1, 0), InlineData(2, 35), InlineData(60, 205), InlineData(0.5, -34)]
    public void Buckets_are_powers_of_gamma(double seconds, int bucket) =>
        Assert.Equal(bucket, DurationBuckets.Of(Duration.FromSeconds(seconds)));

    [Fact]
    public void A_target_takes_in_what_is_as_long_and_leaves_out_what_is_longer_by_more_than_two_percent() =>
        Gen.Select(Gen.Double[0.01, 1e5], Gen.Double[0.01, 1e5]).Sample((target, seconds) =>
        {
            var within = DurationBuckets.Of(Duration.FromSeconds(seconds)) <= DurationBuckets.UpTo(target);
            return seconds <= target ? within : seconds <= target * 1.0203 || !within;
        });

    // The targets that come with the host, met to the second, as clocks of whole seconds tell.
    [Theory, InlineData(10), InlineData(60), InlineData(480), InlineData(7_200)]
    public void A_duration_of_exactly_the_target_is_within_it(double target) =>
        Assert.Equal(
            1, DurationSummary.Of(new Dictionary<int, long> { [DurationBuckets.Of(Duration.FromSeconds(target))] = 1 }, target)
                .ShareWithinTarget);

    // Ten durations: 1, 1, 2, 2, 2, 60, 60, 60, 60, 600 seconds. The fifth of them is 2, the ninth 60; eight (to 60) … nine of ten are
    // within 61.
    [Fact]
    public void A_summary_of_ten_durations()
    {
        var buckets = new[] { 1, 1, 2, 2, 2, 60, 60, 60, 60, 600 }.GroupBy(s => DurationBuckets.Of(Duration.FromSeconds(s))).ToDictionary(
            g => g.Key, g => (long)g.Count());

        var summary = DurationSummary.Of(buckets, 61.5);

        Assert.Equal(10, summary.Count);
        Assert.Equal(2, summary.MedianSeconds!.Value, 0.02);
        Assert.Equal(60, summary.P90Seconds!.Value, 0.6);
        Assert.Equal(0.9, summary.ShareWithinTarget);
        Assert.Equal(0.5, DurationSummary.Of(buckets, 10).ShareWithinTarget);
        Assert.Null(DurationSummary.Of(buckets, null).ShareWithinTarget);
        Assert.Equal(new(0, null, null, null), DurationSummary.Of(new Dictionary<int, long> { [3] = 0 }, 10));
    }

    // 2(√49 - √25) = 4; Wheeler's rule of thumb flags what is beyond 3.
    [Theory, InlineData(49, 25, 4), InlineData(25, 49, -4), InlineData(0, 0, 0), InlineData(16, 0, 8)]
    public void A_change_of_counts_is_twice_the_difference_of_their_roots(long now, long before, double expected) =>
        Assert.Equal(expected, PoissonChange.Of(now, before), 1e-12);

    [Fact]
    public void A_count_below_zero_has_no_root() => Assert.Throws<ArgumentOutOfRangeException>(() => PoissonChange.Of(-1, 0));
}
