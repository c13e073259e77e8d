using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Steps of occurrence and of knowledge, and which reports say what delays are.</summary>
public sealed class NowcastStepsTests
{
    // 29 November 2026 is a Sunday, 2 December a Wednesday.
    [Fact]
    public void Weeks_of_knowledge_end_with_the_day_of_knowledge()
    {
        var sunday = NowcastSteps.Of(TrendGrain.Week, new(2026, 11, 4), new(2026, 11, 30), new(2026, 11, 29));
        var wednesday = NowcastSteps.Of(TrendGrain.Week, new(2026, 11, 4), new(2026, 11, 30), new(2026, 12, 2));

        Assert.Equal(["2", "9", "16", "23"], sunday.Begins.Select(b => b.Day.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal((4, 4), (sunday.Over, wednesday.Over));
        Assert.Equal((3, 2, 0), (sunday.KnownIn(new(2026, 11, 29)), sunday.KnownIn(new(2026, 11, 22)), sunday.KnownIn(new(2026, 1, 1))));
        Assert.Equal((3, 2), (wednesday.KnownIn(new(2026, 11, 26)), wednesday.KnownIn(new(2026, 11, 25))));
        Assert.Equal((3, 0, -1), (
            wednesday.StepOf(new(2026, 11, 29)), wednesday.StepOf(new(2026, 11, 8)), wednesday.StepOf(new(2026, 11, 1))));
        Assert.Equal((new LocalDate(2026, 12, 2), new LocalDate(2026, 11, 25)), (wednesday.KnownUntil(3), wednesday.KnownUntil(2)));
        // On Saturday the last week is not over.
        Assert.Equal((3, 4), (
            NowcastSteps.Of(TrendGrain.Week, new(2026, 11, 4), new(2026, 11, 30), new(2026, 11, 28)).Over, sunday.Begins.Count));
    }

    [Fact]
    public void Months_of_knowledge_end_on_the_last_day_where_the_day_of_knowledge_is_one()
    {
        var last = NowcastSteps.Of(TrendGrain.Month, new(2026, 1, 15), new(2026, 6, 1), new(2026, 4, 30));
        var thirtieth = NowcastSteps.Of(TrendGrain.Month, new(2026, 1, 15), new(2026, 6, 1), new(2026, 5, 30));

        Assert.Equal((4, 5), (last.Over, last.Begins.Count));
        Assert.Equal([new(2026, 1, 31), new(2026, 2, 28), new(2026, 3, 31), new(2026, 4, 30)], Ends(last));
        Assert.Equal([new(2026, 2, 28), new(2026, 3, 30), new(2026, 4, 30), new(2026, 5, 30)], Ends(thirtieth));
        Assert.Equal((1, 2), (last.KnownIn(new(2026, 2, 28)), last.KnownIn(new(2026, 3, 1))));

        static LocalDate[] Ends(NowcastSteps steps) => [.. Enumerable.Range(0, steps.Over).Select(steps.KnownUntil)];
    }

    [Fact]
    public void The_steps_reach_to_the_newest_one_and_none_is_over_before_the_first()
    {
        Assert.Equal(28, NowcastSteps.Of(TrendGrain.Day, new(2026, 2, 1), new(2026, 2, 3), new(2026, 2, 28)).Begins.Count);
        var future = NowcastSteps.Of(TrendGrain.Day, new(2026, 2, 1), new(2026, 2, 3), new(2026, 1, 28));
        Assert.Equal((2, 0), (future.Begins.Count, future.Over));
    }

    // A register that is taken over in step 5 brings what occurred before. From step 6 on a fifth comes a step later.
    [Fact]
    public void Delays_are_those_of_reporting_and_not_of_taking_a_register_over()
    {
        List<ReportedCount> counts = [.. Enumerable.Range(0, 6).Select(step => Count(step, 5, 80))];
        counts.AddRange(Enumerable.Range(6, 4).Select(step => Count(step, step, 8)));
        counts.AddRange(Enumerable.Range(6, 3).Select(step => Count(step, step + 1, 2)));

        var series = Assert.Single(ReportedTriangles.Of(TenDays, counts));
        var found = Nowcast.Estimate(series.Triangle, new() { MaxDelay = 1, Window = 9 });
        var later = ReportedTriangles.Of(TenDays, counts, new LocalDate(2026, 1, 9)).Single().Triangle;

        Assert.Equal((6, 38), (series.Triangle.DelaysFrom, found.Basis.N));
        Assert.Equal((80, 10), (found.Steps[5].Count, found.Steps[9].Estimate));
        Assert.Equal((8, 18), (later.DelaysFrom, Nowcast.Estimate(later, new() { MaxDelay = 1, Window = 9 }).Basis.N));
    }

    [Fact]
    public void A_city_that_begins_to_report_without_a_past_tells_delays_from_its_first_step()
    {
        List<ReportedCount> counts = [Count(2, 2, 8), Count(2, 3, 2), Count(3, 3, 8)];

        Assert.Equal(2, ReportedTriangles.Of(TenDays, counts).Single().Triangle.DelaysFrom);
    }

    // The other city is taken over in step 8: its past must not count as late reports of the first one's steps.
    [Fact]
    public void Each_city_has_its_own_beginning()
    {
        List<ReportedCount> counts = [.. Enumerable.Range(0, 10).Select(step => Count(step, step, 9))];
        counts.AddRange(Enumerable.Range(0, 9).Select(step => Count(step, 8, 70, "other")));

        var triangle = ReportedTriangles.Of(TenDays, counts).Single().Triangle;
        var found = Nowcast.Estimate(triangle, new() { MaxDelay = 3, Window = 9 });

        Assert.Equal((0, 90, 9), (triangle.DelaysFrom, found.Basis.N, found.Steps[9].Estimate));
        Assert.Equal(79, found.Steps[7].Count);
    }

    [Fact]
    public void Everything_known_on_one_day_gives_no_estimate()
    {
        List<ReportedCount> counts = [.. Enumerable.Range(0, 10).Select(step => Count(step, 9, 20))];

        var found = Nowcast.Estimate(ReportedTriangles.Of(TenDays, counts).Single().Triangle, new() { MaxDelay = 2, Window = 9 });

        Assert.Equal(NowcastGap.NoDelaysKnown, found.Gap);
        Assert.All(found.Steps, s => Assert.Equal(NowcastStatus.NotEstimable, s.Status));
        // Also where the register's last days are those of the import, and long after it.
        counts = [.. Enumerable.Range(0, 4).Select(step => Count(step, 3, 20))];
        Assert.Equal(
            NowcastGap.NoDelaysKnown,
            Nowcast.Estimate(ReportedTriangles.Of(TenDays, counts).Single().Triangle, new() { MaxDelay = 2, Window = 9 }).Gap);
    }

    [Fact]
    public void Steps_without_data_and_steps_that_are_not_over_are_kept_apart()
    {
        var steps = NowcastSteps.Of(TrendGrain.Day, new(2026, 1, 1), new(2026, 1, 13), new(2026, 1, 10));

        var series = ReportedTriangles.Of(steps, [Count(4, 4, 8), Count(11, 9, 3)], missing: _ => [5, 11]).Single();

        Assert.Equal([0, 3], series.NotOver);
        Assert.True(series.Triangle.IsMissing(5));
    }

    private static NowcastSteps TenDays => NowcastSteps.Of(TrendGrain.Day, new(2026, 1, 1), new(2026, 1, 11), new(2026, 1, 10));

    private static ReportedCount Count(int step, int known, long added, string city = "town") => new(default, city, step, known, added, 0);
}
