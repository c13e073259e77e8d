using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

public class AoristicTests
{
    [Fact]
    public void A_theft_between_ten_at_night_and_six_in_the_morning_is_an_eighth_in_each_hour()
    {
        var week = Aoristic.Week([(22, 30)]);

        Assert.Equal(1, week.HourOfWeek.Sum(), 12);
        Assert.All(Enumerable.Range(22, 8), hour => Assert.Equal(0.125, week.HourOfWeek[hour], 12));
        Assert.Equal(0.25, week.DayOfWeek[0], 12);
        Assert.Equal(0.125, week.HourOfDay[5], 12);
    }

    // Three counted from Monday 22:00 on, of which two known to an interval of eight hours, and one on Sunday of which two hours are over
    // midnight into Monday.
    [Fact]
    public void Counts_and_intervals_together_sum_to_the_counts()
    {
        var hours = new long[168];
        (hours[22], hours[167]) = (3, 1);

        var week = Aoristic.Week(hours, [new(22 * 60, 8 * 60, 2), new(167 * 60, 120, 1)]);

        Assert.Equal(4, week.HourOfWeek.Sum(), 12);
        Assert.Equal(1.25, week.HourOfWeek[22], 12);
        Assert.Equal(0.25, week.HourOfWeek[29], 12);
        Assert.Equal((0.5, 0.5), (week.HourOfWeek[167], week.HourOfWeek[0]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(hours, [new(10_080, 5, 1)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(hours, [new(0, 0, 1)]));
    }

    // 01:30 to 03:00 is a third in the first half-covered hour and two thirds in the next; by whole units, a half each.
    [Fact]
    public void Half_an_hour_of_an_hour_and_a_half_is_a_third()
    {
        (double, double)[] events = [(1.5, 3)];

        Assert.Equal(1.0 / 3, Aoristic.Week(events).HourOfWeek[1], 12);
        Assert.Equal(2.0 / 3, Aoristic.Week(events).HourOfWeek[2], 12);
        Assert.Equal(0.5, Aoristic.Week(events, AoristicRule.WholeUnits).HourOfWeek[1], 12);
    }

    [Fact]
    public void A_known_moment_counts_in_its_own_hour_and_Sunday_night_runs_into_Monday()
    {
        var week = Aoristic.Week([(5, 5), (167, 169)]);

        Assert.Equal(1, week.HourOfWeek[5]);
        Assert.Equal((0.5, 0.5), (week.HourOfWeek[167], week.HourOfWeek[0]));
    }

    [Fact]
    public void An_interval_of_weeks_still_counts_one_and_one_that_ends_first_is_refused()
    {
        Assert.Equal(1, Aoristic.Week([(0, 15 * 24)]).HourOfWeek.Sum(), 9);
        Assert.Throws<ArgumentException>(() => Aoristic.Week([(5, 4)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week([(168, 169)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week([(0, double.NaN)]));
    }
}
