using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

/// <summary>Nowcasts of triangles that were counted by hand, and of a list that R's surveillance has nowcast.</summary>
public sealed class NowcastTests
{
    private static readonly NowcastOptions Two = new() { MaxDelay = 2, Window = 3, Interval = NowcastInterval.Normal };

    // Delay 2: 2 of 20 in the steps old enough, so 90 % are known by delay 1. Delay 1: 9 of 28, so 0.9 x 19/28 are known by delay 0.
    [Fact]
    public void A_triangle_counted_by_hand_gives_the_estimates_and_intervals_of_Lawless()
    {
        var found = Nowcast.Estimate(Triangle([6, 3, 1], [5, 4, 1], [8, 2], [7]), Two);

        Assert.Equal([1, 9.0 / 28, 0.1], found.Delays.Select(d => d.Hazard));
        Assert.Equal([(26, 26), (9, 28), (2, 20)], found.Delays.Select(d => ((int)d.Reported, (int)d.AtMost)));
        Assert.Equal(37, found.Basis.N);
        Assert.Null(found.Gap);
        Assert.False(found.IsTooFew);
        Assert.Equal([NowcastStatus.Complete, NowcastStatus.Complete, NowcastStatus.Estimated, NowcastStatus.Estimated], States(found));
        // Variance 10 x 0.1/0.81 + 110/0.81 x 0.1/(20 x 0.9) = 1.98903: nothing can lie below 10, so that 80 % end at
        // 11.111 + 0.8416 x 1.4103 and 95 % at 11.111 + 1.6449 x 1.4103.
        var (before, last) = (found.Steps[2], found.Steps[3]);
        Assert.Equal(10 / 0.9, before.Estimate, 12);
        Assert.Equal((10, 13, 10, 14), (before.Low80, before.High80, before.Low95, before.High95));
        // Variance 7.3062 + 3.3742. 80 %: from 11.462 - 1.2816 x 3.2681 on, with 0.0861 below it, to 11.462 + 1.2060 x 3.2681. 95 %:
        // from 7 on, to 11.462 + 1.6449 x 3.2681.
        Assert.Equal(7 / (0.9 * 19 / 28), last.Estimate, 12);
        Assert.Equal((8, 16, 7, 17), (last.Low80, last.High80, last.Low95, last.High95));
        Assert.Equal(1 - 0.9 * 19 / 28, last.ExpectedShare, 12);
        Assert.Equal((10, 10, 10), (found.Steps[0].Count, found.Steps[0].Low95, found.Steps[0].High95));
    }

    // None of 10 and 5 of 10 come a step later: 1/4 of 20, and a sum of squares of 2.5 - 20/16 over 3/16, with one degree of freedom.
    [Fact]
    public void Delays_that_differ_from_step_to_step_widen_the_interval()
    {
        var triangle = Triangle([10, 0], [5, 5], [30]);

        var found = Nowcast.Estimate(triangle, new() { MaxDelay = 1, Window = 2 }).Steps[2];
        var constant = Nowcast.Estimate(triangle, new() { MaxDelay = 1, Window = 2, EstimateDispersion = false }).Steps[2];

        Assert.Equal((40, 40), (found.Estimate, constant.Estimate));
        Assert.Equal(20.0 / 3, found.Dispersion, 12);
        Assert.Equal(1, constant.Dispersion);
        // Variance (30/4 + 30 x 31 x 1/60) x 16/9 = 40.889, times 20/3: 40 + 1.6449 x 6.3944 and 40 + 1.6449 x 16.5104.
        Assert.Equal((30, 51, 30, 68), (constant.Low95, constant.High95, found.Low95, found.High95));
    }

    [Fact]
    public void Only_the_steps_of_the_window_say_what_delays_are()
    {
        var (all, recent) = (
            Nowcast.Estimate(Triangle([0, 100], [9, 1], [9, 1], [9]), new() { MaxDelay = 1, Window = 3 }),
            Nowcast.Estimate(Triangle([0, 100], [9, 1], [9, 1], [9]), new() { MaxDelay = 1, Window = 2 }));

        Assert.Equal(102.0 / 120, all.Delays[1].Hazard, 12);
        Assert.Equal(0.1, recent.Delays[1].Hazard, 12);
        Assert.Equal(10, recent.Steps[3].Estimate, 12);
    }

    [Fact]
    public void Delays_beyond_the_longest_count_at_the_longest()
    {
        var found = Nowcast.Estimate(Triangle([7, 1, 0, 2], [7, 1], [8], []), new() { MaxDelay = 1, Window = 3 });

        Assert.Equal((4, 26), ((int)found.Delays[1].Reported, (int)found.Delays[1].AtMost));
    }

    // Delay 1: 3 of 30 counted are withdrawn; delay 2: 1 of the 17 that are left in the two steps old enough.
    [Fact]
    public void Withdrawals_lower_the_count_by_their_own_shares()
    {
        ReportingTriangle triangle = new(4);
        for (var step = 0; step < 4; step++)
            triangle.Add(step, step, 10);
        triangle.Add(0, 1, 0, 1);
        triangle.Add(0, 2, 0, 1);
        triangle.Add(1, 2, 0, 2);

        var found = Nowcast.Estimate(triangle, Two);

        Assert.Equal([0, 0.1, 1.0 / 17], found.Delays.Select(d => d.WithdrawnShare));
        Assert.Equal(10 * 0.9 * 16 / 17, found.Steps[3].Estimate, 12);
        Assert.Equal(10 * 16.0 / 17, found.Steps[2].Estimate, 12);
        Assert.Equal((8, 0), (found.Steps[0].Count, found.Steps[3].ExpectedShare));
        Assert.Equal(1 - 0.9 * 16 / 17, found.Steps[3].WithdrawnShare, 12);
        Assert.InRange(found.Steps[3].Low95, 1, 7);
        Assert.Equal(10, found.Steps[3].High95);
    }

    // A fifth of the reports comes a step later, and a tenth of what is counted by then is withdrawn: (8 + 2) x 0.9.
    [Theory]
    [InlineData(NowcastInterval.Normal)]
    [InlineData(NowcastInterval.NegativeBinomial)]
    public void Late_reports_are_withdrawn_like_the_others(NowcastInterval interval)
    {
        ReportingTriangle triangle = new(3);
        for (var step = 0; step < 3; step++)
            triangle.Add(step, step, 8);
        foreach (var step in (int[])[0, 1])
            triangle.Add(step, step + 1, 2, 1);

        var last = Nowcast.Estimate(triangle, new() { MaxDelay = 1, Window = 2, Interval = interval }).Steps[2];

        Assert.Equal(9, last.Estimate, 12);
        Assert.InRange(last.Low95, 4, 7);
        Assert.InRange(last.High95, 12, 16);
        Assert.True(last.Low95 <= last.Low80 && last.High80 <= last.High95);
    }

    [Fact]
    public void Without_delays_the_published_count_is_the_estimate()
    {
        var found = Nowcast.Estimate(Triangle([30], [20], [0], [25]), Two);

        Assert.Equal([30, 20, 0, 25], found.Steps.Select(s => s.Estimate));
        Assert.All(found.Steps, s => Assert.Equal((s.Count, s.Count), (s.Low95, s.High95)));
        Assert.All(found.Steps, s => Assert.Equal(0, s.ExpectedShare));
    }

    [Fact]
    public void What_became_known_at_once_tells_no_delay()
    {
        ReportingTriangle triangle = new(5) { DelaysFrom = 4 };
        for (var step = 0; step < 4; step++)
            triangle.Add(step, 3, 50, 0, forDelays: false);

        var found = Nowcast.Estimate(triangle, Two);

        Assert.Equal(NowcastGap.NoDelaysKnown, found.Gap);
        Assert.All(found.Steps, s => Assert.Equal((NowcastStatus.NotEstimable, true), (s.Status, double.IsNaN(s.Estimate))));
        Assert.Equal([50, 50, 50, 50, 0], found.Steps.Select(s => s.Count));
    }

    [Fact]
    public void A_time_of_reporting_shorter_than_the_longest_delay_is_too_short()
    {
        var triangle = Triangle([5, 2, 1], [6, 1], [7]);
        triangle.DelaysFrom = 1;

        Assert.Equal(NowcastGap.TooShort, Nowcast.Estimate(triangle, Two).Gap);
        Assert.Equal(NowcastGap.NothingKnown, Nowcast.Estimate(new(3), Two).Gap);
        Assert.Empty(Nowcast.Estimate(new(0), Two).Steps);
        Assert.Equal(NowcastGap.TooShort, Nowcast.Estimate(Triangle([5]), Two).Gap);
    }

    [Fact]
    public void A_step_of_which_nothing_was_ever_known_so_early_is_not_estimated()
    {
        var found = Nowcast.Estimate(Triangle([0, 9], [0, 8], [0, 7], [0]), new() { MaxDelay = 1, Window = 3 });

        Assert.Equal(NowcastStatus.NotEstimable, found.Steps[3].Status);
        Assert.Equal(NowcastStatus.Complete, found.Steps[2].Status);
    }

    // Half are known at once. By the rule of the normal interval a step of which nothing is known yet will stay empty for certain.
    [Fact]
    public void Where_nothing_is_known_yet_the_interval_is_not_empty()
    {
        var rows = Enumerable.Range(0, 30).Select(_ => (long[])[2, 2]).Append([0]).ToArray();

        var (auto, normal) = (
            Nowcast.Estimate(Triangle(rows), new() { MaxDelay = 1, Window = 30 }).Steps[30],
            Nowcast.Estimate(Triangle(rows), new() { MaxDelay = 1, Window = 30, Interval = NowcastInterval.Normal }).Steps[30]);

        // The negative binomial with size 1/2 and share 1/2: P(0) = 0.7071, up to 1 0.8839, up to 2 0.9502; a little wider, since the
        // share is estimated.
        Assert.Equal((0, 0, 3, NowcastInterval.NegativeBinomial), (auto.Estimate, auto.Low95, auto.High95, auto.Interval));
        Assert.Equal((0, 0), (normal.Low95, normal.High95));
        Assert.True(auto.IsTooFew);
    }

    [Fact]
    public void A_step_without_data_is_neither_estimated_nor_used()
    {
        var triangle = Triangle([6, 3, 1], [5, 4, 1], [0, 90], [8, 2], [7]);
        triangle.MarkMissing(2);

        var found = Nowcast.Estimate(triangle, Two with { Window = 4 });

        Assert.Equal(NowcastStatus.NoData, found.Steps[2].Status);
        Assert.Equal([1, 9.0 / 28, 0.1], found.Delays.Select(d => d.Hazard));
    }

    /// <summary>
    /// R 4.2.2, surveillance 1.20.3, of the list that <see cref="Listed"/> has (day i % 7 of the week):
    /// <c>n = nowcast(now = as.Date("2025-02-17"), when = weeks, data = list, dEventCol = "occurred", dReportCol = "known",
    /// method = "lawless", aggregate.by = "1 week", D = 6, m = 30, control = list(dRange = range(weeks), alpha = 0.05,
    /// N.tInf.max = 3000))</c> with <c>weeks = seq(as.Date("2024-01-01"), as.Date("2025-02-17"), "1 week")</c>; the estimate is
    /// <c>attr(reportingTriangle(n), "N.tT") / rev(n@delayCDF[["lawless"]])</c>, the bounds are <c>n@pi</c>, with alpha 0.2 for 80 %.
    /// The method draws nothing at random.
    /// </summary>
    [Fact]
    public void The_numbers_are_those_of_R_surveillance()
    {
        (long Count, double Estimate, int Low80, int High80, int Low95, int High95)[] theirs =
        [
            (28, 28, 28, 28, 28, 28), (24, 24.1548387096774, 24, 25, 24, 25), (19, 19.4856676194365, 19, 20, 19, 20),
            (27, 28.6586544847155, 27, 30, 27, 31), (19, 21.5818663221252, 20, 24, 19, 24), (21, 28.9913491727982, 25, 34, 23, 36),
            (13, 25.3507595091744, 20, 32, 16, 35),
        ];
        NowcastOptions options = new() { MaxDelay = 6, Window = 30, Interval = NowcastInterval.Surveillance };

        var ours = Nowcast.Estimate(Listed(), options).Steps.TakeLast(7).ToArray();

        Assert.Equal(theirs.Select(t => t.Count), ours.Select(s => s.Count));
        Assert.All(theirs.Zip(ours), pair => Assert.Equal(pair.First.Estimate, pair.Second.Estimate, 1e-12 * pair.First.Estimate));
        Assert.Equal(
            theirs.Select(t => (t.Low80, t.High80, t.Low95, t.High95)),
            ours.Select(s => ((int)s.Low80, (int)s.High80, (int)s.Low95, (int)s.High95)));
        // Its interval leaves out the uncertainty of the delays, and divides by the normal distribution's share above the count.
        foreach (var interval in (NowcastInterval[])[NowcastInterval.Auto, NowcastInterval.Normal])
        {
            var full = Nowcast.Estimate(Listed(), options with { Interval = interval }).Steps.TakeLast(7).ToArray();
            Assert.All(theirs.Zip(full), pair => Assert.Equal(pair.First.Estimate, pair.Second.Estimate, 1e-12 * pair.First.Estimate));
            Assert.All(theirs.Zip(full), pair => Assert.InRange(pair.Second.High95 - pair.First.High95, 0, 2));
            Assert.All(theirs.Zip(full), pair => Assert.InRange(pair.Second.Low95 - pair.First.Low95, -1, 0));
        }
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Nowcast.Estimate(new(3), new() { MaxDelay = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nowcast.Estimate(new(3), new() { MaxDelay = 5, Window = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportingTriangle(3).Add(3, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportingTriangle(3).Add(1, 1, -1));
    }

    /// <summary>60 weeks with 20 to 30 reports each; delays of 0 to 8 weeks by a formula.</summary>
    private static ReportingTriangle Listed()
    {
        ReportingTriangle triangle = new(60);
        for (var t = 0; t < 60; t++)
        {
            for (var i = 0; i < 20 + 7 * t % 11; i++)
            {
                var delay = ((31 * i * i + 17 * t + 5 * i * t) % 97) switch
                {
                    < 50 => 0,
                    < 72 => 1,
                    < 84 => 2,
                    < 91 => 3,
                    < 94 => 4,
                    < 96 => 5,
                    _ => 8,
                };
                if (t + delay < 60)
                    triangle.Add(t, t + delay, 1);
            }
        }

        return triangle;
    }

    private static ReportingTriangle Triangle(params long[][] rows)
    {
        ReportingTriangle triangle = new(rows.Length);
        for (var step = 0; step < rows.Length; step++)
        {
            for (var delay = 0; delay < rows[step].Length; delay++)
                triangle.Add(step, step + delay, rows[step][delay]);
        }

        return triangle;
    }

    private static IEnumerable<NowcastStatus> States(NowcastResult found) => found.Steps.Select(s => s.Status);
}
