using Incidents.Api.Alarms;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Alarms;

public class SourcePaceTests
{
    private static readonly Instant Begin = Instant.FromUtc(2026, 7, 2, 0, 0);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMinutes(30);

    [Fact]
    public void On_its_first_day_no_source_is_silent()
    {
        var pace = Hourly(20).Observe(20, Begin + Duration.FromHours(23.9), Duration.FromHours(9));

        Assert.Equal(AlarmLevel.Good, pace.Reading(2, AtLeast).Level);
    }

    [Fact]
    public void A_silence_of_more_than_twice_the_longest_usual_one_is_too_long()
    {
        var pace = Hourly(30);

        Assert.Equal(AlarmLevel.Between, Silent(pace, 2).Reading(2, AtLeast).Level);
        Assert.Equal(AlarmLevel.Bad, Silent(pace, 2.1).Reading(2, AtLeast).Level);
        Assert.Equal(AlarmLevel.Good, Silent(pace, 2.1).Reading(0, AtLeast).Level);
    }

    [Fact]
    public void Time_in_which_nobody_looked_is_no_silence()
    {
        var pace = Hourly(30).Observe(30, Begin + Duration.FromDays(9), Duration.FromMinutes(3));

        Assert.Equal(180, pace.SilentSeconds);
        Assert.NotEqual(AlarmLevel.Bad, pace.Reading(2, AtLeast).Level);
    }

    [Fact]
    public void A_long_silence_does_not_make_itself_usual_until_it_ends()
    {
        var pace = Hourly(30);
        for (var day = 2; day < 40; day++)
            pace = pace.Observe(30, Begin + Duration.FromDays(day), Duration.FromDays(1));

        Assert.Equal(AlarmLevel.Bad, pace.Reading(2, AtLeast).Level);
        Assert.Equal(3600, pace.Usual);
        Assert.Equal(AlarmLevel.Good, pace.Observe(31, Begin + Duration.FromDays(40), Duration.FromDays(1)).Reading(2, AtLeast).Level);
    }

    private static SourcePace Hourly(int reports)
    {
        var pace = SourcePace.First("s", 0, Begin);
        for (var hour = 1; hour <= reports; hour++)
            pace = pace.Observe(hour, Begin + Duration.FromHours(hour), Duration.FromHours(9));
        return pace;
    }

    private static SourcePace Silent(SourcePace pace, double hours) =>
        pace.Observe(pace.Count, pace.ObservedAt + Duration.FromHours(hours), Duration.FromHours(9));
}
