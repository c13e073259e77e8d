using Incidents.Statistics;
using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

/// <summary>Whether the intervals of nowcasts hold as often as they state, on generated weeks with known delays.</summary>
public sealed class NowcastScoreTests
{
    // Shares by delay in weeks, as in registers that are coded by hand.
    private static readonly double[] Shares = [0.45, 0.25, 0.12, 0.08, 0.05, 0.03, 0.02];
    private static readonly NowcastOptions Options = new() { MaxDelay = 6, Window = 52 };

    [Theory]
    [InlineData(60, NowcastInterval.Auto)]
    [InlineData(60, NowcastInterval.Normal)]
    [InlineData(12, NowcastInterval.Auto)]
    [InlineData(3, NowcastInterval.Auto)]
    public void Intervals_hold_as_often_as_they_state_and_as_those_of_R(double mean, NowcastInterval interval)
    {
        var weeks = TestScale.Of(180, 1_500);
        var (ours, theirs) = (Score(Generated(weeks, mean, 91), interval), Score(Generated(weeks, mean, 91), NowcastInterval.Surveillance));

        TestContext.Current.TestOutputHelper?.WriteLine($"{ours}; by surveillance's interval {theirs.Coverage80}, {theirs.Coverage95}");
        Assert.True(ours.Judged >= 100, $"{ours.Judged} judged");
        Assert.False(ours.IsTooFew);
        // With three reports a week every interval of whole numbers that has the probability has more than that.
        Assert.InRange(ours.Coverage95, 0.90, mean > 5 ? 0.98 : 1);
        Assert.InRange(ours.Coverage80, 0.72, 0.90);
        // Nearly without bias, where the published counts lack a fifth and more.
        Assert.InRange(ours.MeanBias / mean, -0.1, 0.1);
        Assert.True(ours.MeanBiasPublished / mean < -0.15, $"published {ours.MeanBiasPublished}");
        if (mean > 5)
            Assert.True(ours.MeanError < ours.MeanErrorPublished);
        // The Monte-Carlo error of the difference; nowcasts of one week at several ages are not independent, so it is doubled. Where
        // few are counted R's interval is too narrow: where nothing is known yet it is empty.
        if (mean > 50)
            Assert.Equal(theirs.Coverage95, ours.Coverage95, 4 * Math.Sqrt(2 * 0.05 * 0.95 / ours.Judged));
        else
            Assert.True(ours.Coverage95 > theirs.Coverage95);
    }

    [Fact]
    public void Withdrawals_do_not_bias_the_nowcasts()
    {
        var found = Score(Generated(180, 40, 92, withdrawn: 0.08), NowcastInterval.Auto);

        Assert.InRange(found.Coverage95, 0.90, 0.98);
        Assert.InRange(found.MeanBias, -1, 1);
    }

    // What becomes known later changes the count that a past nowcast is judged against, never the nowcast.
    [Fact]
    public void A_past_nowcast_uses_nothing_that_became_known_after_it()
    {
        var (then, now) = (Generated(40, 20, 93), Generated(40, 20, 93));
        for (var step = 20; step < 40; step++)
            now.Add(step, 39, 1_000, 5);

        var (first, second) = (NowcastScore.Of(then, Short, Early), NowcastScore.Of(now, Short, Early));

        Assert.Equal(15, first.All.Judged);
        Assert.Equal(first.Judged.Select(j => j.Nowcast), second.Judged.Select(j => j.Nowcast));
        Assert.Equal(first.Judged.Select(j => j.Final + (j.Step >= 20 ? 995 : 0)), second.Judged.Select(j => j.Final));
    }

    // 10 steps of which 8 are known at once and 2 a step later, each: 8 / 0.8 = 10. The first nowcast has nothing to estimate delays from.
    [Fact]
    public void A_score_counts_what_it_judges_and_what_it_leaves_out()
    {
        ReportingTriangle triangle = new(10);
        for (var step = 0; step < 10; step++)
        {
            triangle.Add(step, step, 8);
            if (step < 9)
                triangle.Add(step, step + 1, 2);
        }

        var found = NowcastScore.Of(triangle, new() { MaxDelay = 1, Window = 9 });

        Assert.Equal((8, 1, 1, 0), (found.All.Judged, found.NotFinal, found.NotEstimable, found.NothingExpected));
        Assert.All(found.Judged, j => Assert.Equal((10, 10), (j.Nowcast.Estimate, j.Final)));
        Assert.Equal((1, 1, 0, -2), (found.All.Coverage80, found.All.Coverage95, found.All.MeanBias, found.All.MeanBiasPublished));
        Assert.True(found.All.IsTooFew);
        // Wilson: (1 + z^2/16 -+ z^2/16) / (1 + z^2/8) with z = 1.95996.
        Assert.Equal(0.675592, found.All.Coverage95Low, 6);
        Assert.Equal(8, NowcastScore.Of(triangle, new() { MaxDelay = 1, Window = 9 }, new() { LeastExpected = 3 }).NothingExpected);
        Assert.True(double.IsNaN(NowcastScore.Of(new(0)).All.Coverage95));
    }

    private static readonly NowcastOptions Short = Options with { Window = 12 };
    private static readonly NowcastScoreOptions Early = new() { From = 10, Until = 25, Ages = 1, LeastExpected = 0 };

    private static NowcastCoverage Score(ReportingTriangle triangle, NowcastInterval interval) =>
        NowcastScore.Of(triangle, Options with { Interval = interval }, new() { From = 30 }).All;

    private static ReportingTriangle Generated(int weeks, double mean, long seed, double withdrawn = 0)
    {
        var random = new SeededRandom(seed);
        ReportingTriangle triangle = new(weeks);
        for (var week = 0; week < weeks; week++)
        {
            var expected = mean * (1 + 0.3 * Math.Sin(2 * Math.PI * week / 52));
            for (var n = random.NextPoisson(expected); n > 0; n--)
            {
                var (u, delay) = (random.NextDouble(), 0);
                for (var sum = Shares[0]; sum < u && delay < Shares.Length - 1; sum += Shares[delay])
                    delay++;
                var known = week + delay;
                if (known < weeks)
                    triangle.Add(week, known, 1);
                var gone = known + 1 + random.NextInt(2);
                if (random.NextDouble() < withdrawn && gone < weeks)
                    triangle.Add(week, gone, 0, 1);
            }
        }

        return triangle;
    }
}
