using Incidents.Api.Trends;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>How many days of each step are counted.</summary>
[Collection(OnSharedHost.Name)]
public sealed class CountedDaysTests(SharedHost shared)
{
    // A Wednesday; the week begins on 5 January.
    private static readonly CountScope Scope = new(Measure.Incidents, new(2026, 1, 7), new(2026, 1, 28));

    [Theory]
    [InlineData("2026-02-01", null, 5, 7, 7, 2)]
    [InlineData("2026-01-20", null, 5, 7, 2, 0)]
    [InlineData("2026-02-01", "2026-01-12", 5, 1, 0, 0)]
    [InlineData("2026-01-09", "2026-01-12", 3, 0, 0, 0)]
    [InlineData("2026-01-01", null, 0, 0, 0, 0)]
    public void Days_outside_the_period_and_after_today_or_the_day_of_knowledge_are_not_counted(
        string today, string? known, params int[] expected)
    {
        var scope = Scope with { AsKnownOn = known is null ? null : Day(known) };
        CountedDays days = new(scope, TrendGrain.Week, Day(today));

        var steps = TrendReader.Steps(new(scope, TrendGrain.Week));
        Assert.Equal(expected, steps.Select(days.In));
        Assert.All(steps, step => Assert.Equal(7, days.Of(step)));
    }

    [Fact]
    public void A_month_has_the_days_of_the_calendar_and_an_hour_of_the_week_those_of_its_weekday()
    {
        CountScope february = new(Measure.Incidents, new(2024, 2, 10), new(2024, 4, 1));
        CountedDays months = new(february, TrendGrain.Month, new(2024, 3, 5));
        Assert.Equal(
            [(20, 29), (5, 31)], TrendReader.Steps(new(february, TrendGrain.Month)).Select(s => (months.In(s), months.Of(s)!.Value)));

        // 21 days from a Wednesday on: three of each weekday.
        CountedDays hours = new(Scope, TrendGrain.HourOfWeek, new(2026, 2, 1));
        Assert.Equal((3, 3, null), (hours.In(0), hours.In(167), hours.Of(0)));
        // From Wednesday the 7th to Saturday the 10th: no Monday.
        CountedDays few = new(Scope, TrendGrain.HourOfWeek, new(2026, 1, 10));
        Assert.Equal([0, 0, 1, 1, 1, 1, 0], Enumerable.Range(0, 7).Select(few.Weekdays));
    }

    [Fact]
    public async Task A_week_that_the_period_cuts_says_so_in_trends_of_counts_and_of_durations()
    {
        var city = await shared.Host.NewCity();
        await shared.Host.Covers(city);
        await shared.Host.CaughtUp();
        var data = await shared.Host.Ask(
            $$"""
            {
              trend(from: "2026-01-07", until: "2026-01-19", grain: WEEK, filter: { cities: ["{{city}}"] }) {
                  series { points { day daysCounted daysInStep isCut } } }
              durationTrend(measure: ANSWER_TIME, from: "2026-01-07", until: "2026-01-19", grain: WEEK, filter: { cities: ["{{city}}"] }) {
                  points { day daysCounted daysInStep isCut } }
            }
            """);

        const string Expected =
            """[{"day":"2026-01-05","daysCounted":5,"daysInStep":7,"isCut":true},"""
            + """{"day":"2026-01-12","daysCounted":7,"daysInStep":7,"isCut":false}]""";
        Assert.Equal(Expected, data.GetProperty("trend").GetProperty("series")[0].GetProperty("points").GetRawText());
        Assert.Equal(Expected, data.GetProperty("durationTrend").GetProperty("points").GetRawText());
    }

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;
}
