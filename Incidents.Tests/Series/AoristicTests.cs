using Incidents.Statistics.Series;
using Xunit;

namespace Incidents.Tests.Series;

public class AoristicTests
{
    private static readonly long[] None = new long[168];

    [Fact]
    public void A_theft_between_ten_at_night_and_six_in_the_morning_is_an_eighth_in_each_hour()
    {
        var week = Aoristic.Week(None, [new(22, 8, 1)]);

        Assert.Equal(1, week.HourOfWeek.Sum(), 12);
        Assert.All(Enumerable.Range(22, 8), hour => Assert.Equal(0.125, week.HourOfWeek[hour], 12));
        Assert.Equal(0.25, week.DayOfWeek[0], 12);
        Assert.Equal(0.125, week.HourOfDay[5], 12);
    }

    // Three from Monday 22:00 on, of which two known to an interval of eight hours, and one on Sunday of which two hours are over midnight
    // into Monday.
    [Fact]
    public void Counts_and_intervals_together_sum_to_the_counts()
    {
        var known = new long[168];
        known[22] = 1;

        var week = Aoristic.Week(known, [new(22, 8, 2), new(167, 2, 1)]);

        Assert.Equal(4, week.HourOfWeek.Sum(), 12);
        Assert.Equal(4, week.Basis.N);
        Assert.Equal(1.25, week.HourOfWeek[22], 12);
        Assert.Equal(0.25, week.HourOfWeek[29], 12);
        Assert.Equal((0.5, 0.5), (week.HourOfWeek[167], week.HourOfWeek[0]));
    }

    // 01:30 to 03:00 is a third in the first half-covered hour and two thirds in the next; by whole units, a half each.
    [Fact]
    public void Half_an_hour_of_an_hour_and_a_half_is_a_third()
    {
        WeekInterval[] interval = [new(1.5, 1.5, 1)];

        Assert.Equal(1.0 / 3, Aoristic.Week(None, interval).HourOfWeek[1], 12);
        Assert.Equal(2.0 / 3, Aoristic.Week(None, interval).HourOfWeek[2], 12);
        Assert.Equal(0.5, Aoristic.Week(None, interval, AoristicRule.WholeUnits).HourOfWeek[1], 12);
    }

    [Fact]
    public void An_interval_of_weeks_still_counts_one_and_what_is_none_is_refused()
    {
        Assert.Equal(1, Aoristic.Week(None, [new(0, 15 * 24, 1)]).HourOfWeek.Sum(), 9);
        Assert.Throws<ArgumentException>(() => Aoristic.Week(None, [new(5, 0, 1)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(None, [new(168, 1, 1)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(None, [new(-1, 1, 1)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(None, [new(0, double.NaN, 1)]));
        Assert.Throws<ArgumentException>(() => Aoristic.Week(new long[24], []));
    }
}
