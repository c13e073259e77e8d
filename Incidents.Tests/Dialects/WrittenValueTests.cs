using Incidents.Api.Dialects;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Plates, times and levels as devices write them.</summary>
public class WrittenValueTests
{
    [Theory]
    [InlineData("123ABC02", "123ABC02")]
    [InlineData("123 abc 02", "123ABC02")]
    [InlineData("123-ABC-02", "123ABC02")]
    [InlineData("123·ABC|02", "123ABC02")]
    [InlineData("１２３ＡＢＣ０２", "123ABC02")]
    [InlineData("123авс02", "123ABC02")]
    [InlineData("KZ 123 ABC 02", "123ABC02")]
    [InlineData("kz123ab02", "123AB02")]
    [InlineData("123ABC02 KZ", "123ABC02")]
    [InlineData("KAZ-123ABC02", "123ABC02")]
    [InlineData("KZ A 123 BCD", "A123BCD")]
    [InlineData("м 777 рр", "M777PP")]
    [InlineData("12ABC02", "12ABC02")]
    [InlineData("D012345", "D012345")]
    [InlineData("KZ9", "KZ9")]
    [InlineData("01KG123ABC", "01KG123ABC")]
    public void A_plate_stands_in_one_spelling_without_the_country_of_kazakhstan(string written, string plate) =>
        Assert.Equal(plate, WrittenPlates.Of(written));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("---")]
    [InlineData(" ??? ")]
    [InlineData("unknown")]
    [InlineData("Unknow")]
    [InlineData("NOPLATE")]
    [InlineData("No Plate")]
    [InlineData("no_plate")]
    [InlineData("not-detected")]
    [InlineData("N/A")]
    [InlineData("无车牌")]
    [InlineData("нет номера")]
    public void What_a_reader_writes_for_no_plate_is_none(string written)
    {
        Assert.True(WrittenPlates.IsPlaceholder(written));
        Assert.Null(WrittenPlates.Of(written));
    }

    [Theory]
    [InlineData("12?ABC02")]
    [InlineData("!!")]
    [InlineData("1234567890123")]
    [InlineData("A")]
    public void What_is_no_plate_and_no_placeholder_either_is_neither(string written)
    {
        Assert.False(WrittenPlates.IsPlaceholder(written));
        Assert.Null(WrittenPlates.Of(written));
    }

    [Theory]
    [InlineData("2026-07-02T17:00:05+05:00", "2026-07-02T12:00:05Z")]
    [InlineData("2026-07-02T17:00:05+0500", "2026-07-02T12:00:05Z")]
    [InlineData("2026-07-02T17:00:05+05", "2026-07-02T12:00:05Z")]
    [InlineData("2026-07-02T12:00:05.25z", "2026-07-02T12:00:05.25Z")]
    [InlineData("2026-07-02 12:00:05,250 UTC", "2026-07-02T12:00:05.25Z")]
    [InlineData("20260702T170005+0500", "2026-07-02T12:00:05Z")]
    [InlineData("20260702170005250", "2026-07-02T17:00:05.25")]
    [InlineData("20260702 170005250", "2026-07-02T17:00:05.25")]
    [InlineData("2026/7/2 17:00:05", "2026-07-02T17:00:05")]
    [InlineData("02.07.2026 17:00:05", "2026-07-02T17:00:05")]
    [InlineData("2026-07-02T17:00:05", "2026-07-02T17:00:05")]
    [InlineData("1782993605", "2026-07-02T12:00:05Z")]
    [InlineData("1782993605250", "2026-07-02T12:00:05.25Z")]
    [InlineData("1782993605250000", "2026-07-02T12:00:05.25Z")]
    [InlineData("2026-07-02T17:00:05+05:00[Asia/Almaty]", "2026-07-02T12:00:05Z")]
    public void A_time_is_read_as_devices_write_it(string written, string moment) =>
        Assert.Equal((null, moment), (DialectValues.Iso(written)!.Value.Unreadable, DialectValues.Mark(DialectValues.Iso(written)!.Value)));

    [Theory]
    [InlineData("soon")]
    [InlineData("2026-13-02T17:00:05")]
    [InlineData("07/02/2026 17:00:05")]
    [InlineData("2026-07/02 17:00:05")]
    [InlineData("9999999999999999999")]
    [InlineData("2026-07-02T17:00:05+99:99")]
    public void What_is_no_time_or_two_is_none(string written) => Assert.Equal(written, DialectValues.Iso(written)!.Value.Unreadable);

    [Theory]
    [InlineData("97", 0.97)]
    [InlineData("97%", 0.97)]
    [InlineData("97,5 %", 0.975)]
    [InlineData("0.97", 0.97)]
    [InlineData("0,97", 0.97)]
    [InlineData("1%", 0.01)]
    [InlineData("100%", 1.0)]
    [InlineData("100", 1.0)]
    [InlineData("high", null)]
    [InlineData("-1", null)]
    [InlineData("101", null)]
    public void A_level_is_a_share_whether_it_counts_to_one_or_to_a_hundred(string written, double? share) =>
        Assert.Equal(share, DialectValues.Percent(DialectValues.Level(written)));
}
