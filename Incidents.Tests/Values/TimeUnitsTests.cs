using Incidents.Domain;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Values;

/// <summary>Beginnings and ends of hours, days, months and years by the clocks of a city.</summary>
public sealed class TimeUnitsTests
{
    [Theory]
    [InlineData("Asia/Almaty", TimePrecision.Hour, "2024-02-29T14:35:10+06", "2024-02-29T14:00:00+06", 60)]
    // Clocks were set back from 24:00 to 23:00, and that day had 25 hours.
    [InlineData("Asia/Almaty", TimePrecision.Day, "2024-02-29T14:35:10+06", "2024-02-29T00:00:00+06", 25 * 60)]
    [InlineData("Asia/Almaty", TimePrecision.Month, "2024-02-29T14:35:10+06", "2024-02-01T00:00:00+06", (29 * 24 + 1) * 60)]
    [InlineData("Asia/Almaty", TimePrecision.Year, "2024-02-29T14:35:10+06", "2024-01-01T00:00:00+06", (366 * 24 + 1) * 60)]
    [InlineData("America/Chicago", TimePrecision.Day, "2024-03-10T12:00:00-05", "2024-03-10T00:00:00-06", 23 * 60)]
    // Midnight was skipped: the day begins at 01:00, and the next one at midnight.
    [InlineData("Asia/Beirut", TimePrecision.Day, "2022-03-27T12:00:00+03", "2022-03-27T01:00:00+03", 23 * 60)]
    [InlineData("Asia/Kolkata", TimePrecision.Hour, "2024-02-29T14:00:00Z", "2024-02-29T19:30:00+05:30", 60)]
    [InlineData("Asia/Almaty", TimePrecision.Minute, "2024-02-29T14:35:10+06", "2024-02-29T14:35:10+06", 0)]
    public void A_unit_begins_and_ends_by_the_city_s_clocks(string city, TimePrecision unit, string moment, string beginning, int minutes)
    {
        var zone = DateTimeZoneProviders.Tzdb[city];

        var begins = TimeUnits.Beginning(Parse(moment), unit, zone);

        Assert.Equal(Parse(beginning), begins);
        Assert.Equal(Duration.FromMinutes(minutes), TimeUnits.End(begins, unit, zone).ToInstant() - begins.ToInstant());
    }

    private static OffsetDateTime Parse(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text).Value;
}
