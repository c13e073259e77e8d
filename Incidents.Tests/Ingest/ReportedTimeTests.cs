using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Ingest;

public class ReportedTimeTests
{
    [Theory]
    [InlineData("2024-03-01T00:30:00+05:00")]
    [InlineData("2024-02-29T19:30:00Z")]
    [InlineData("2024-02-29T19:30:00.000Z")]
    [InlineData("2024-02-29T19:30:00.0000000Z")]
    [InlineData("2024-03-01T00:30:00+05")]
    [InlineData("2024-02-29T19:30Z")]
    [InlineData("2024-03-01T00:30+05:00")]
    public void With_an_offset_it_is_a_moment(string text) =>
        Assert.Equal(Instant.FromUtc(2024, 2, 29, 19, 30), Read(text).Moment?.ToInstant());

    [Theory]
    [InlineData("2024-03-01T00:30:00")]
    [InlineData("2024-03-01T00:30")]
    [InlineData("2024-03-01T00:30:00.000000")]
    public void Without_one_it_is_the_city_s_local_time(string text)
    {
        Assert.Equal(new LocalDateTime(2024, 3, 1, 0, 30), Read(text).Local);
        Assert.Null(Read(text).Moment);
    }

    [Theory]
    [InlineData("2024-03-01T14", TimePrecision.Hour, "2024-03-01T14:00")]
    [InlineData("2024-03-01T14+05", TimePrecision.Hour, "2024-03-01T14:00+05")]
    [InlineData("2024-03-01T14Z", TimePrecision.Hour, "2024-03-01T14:00Z")]
    [InlineData("2024-03-01", TimePrecision.Day, "2024-03-01T00:00")]
    [InlineData("2024-03", TimePrecision.Month, "2024-03-01T00:00")]
    [InlineData("2024", TimePrecision.Year, "2024-01-01T00:00")]
    [InlineData("2024-03-01T00:00", TimePrecision.Minute, "2024-03-01T00:00")]
    public void An_hour_a_day_a_month_or_a_year_keeps_its_precision_and_is_written_back_as_it_was(
        string text, TimePrecision precision, string beginning)
    {
        var (read, expected) = (Read(text), Read(beginning));

        Assert.Equal((precision, expected.Moment, expected.Local), (read.Precision, read.Moment, read.Local));
        if (precision > TimePrecision.Minute)
            Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(read, EventJson.Options));
        Assert.Equal(read, JsonSerializer.Deserialize<ReportedTime>(JsonSerializer.Serialize(read, EventJson.Options), EventJson.Options));
    }

    // An import reads a date in the zone of its map.
    [Fact]
    public void A_day_with_an_offset_is_written_as_the_day_that_it_is()
    {
        var day = ReportedTime.At(new LocalDateTime(2024, 3, 1, 0, 0).WithOffset(Offset.Zero)) with { Precision = TimePrecision.Day };

        Assert.Equal("\"2024-03-01\"", JsonSerializer.Serialize(day, EventJson.Options));
    }

    [Theory]
    [InlineData("2024-03-01T14")]
    [InlineData("2024-03-01")]
    [InlineData("2024-03")]
    [InlineData("2024")]
    [InlineData("2024-03-01T14:05:07+05:00")]
    [InlineData("yesterday")]
    public void An_import_reads_the_same_text_alike(string text) =>
        Assert.Equal(
            ReportedTime.Parse(text) is { Unreadable: null } time ? time : (ReportedTime?)null, TimePattern.Iso.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("24")]
    [InlineData("2024-13")]
    [InlineData("2024-3")]
    [InlineData("2024-02-30")]
    [InlineData("2024-03-01Z")]
    [InlineData("2024-03-01T24")]
    [InlineData("2024-03-01T14+25")]
    [InlineData("20240301")]
    [InlineData("01.03.2024 00:30")]
    [InlineData("2024-02-30T00:30:00Z")]
    [InlineData("2024-03-01T24:30:00")]
    [InlineData("2024-03-01T00:30:00+25:00")]
    [InlineData("2024-03-01 00:30:00")]
    [InlineData("1709249400")]
    public void Anything_else_is_kept_as_written(string text)
    {
        Assert.Equal((text, null, null), (Read(text).Unreadable, Read(text).Moment, Read(text).Local));
    }

    [Fact]
    public void What_is_no_text_is_kept_as_written_too() =>
        Assert.Equal("1709249400", JsonSerializer.Deserialize<ReportedTime>("1709249400", EventJson.Options).Unreadable);

    // Both ways in: the converter's shortcut for JSON, and the patterns.
    private static ReportedTime Read(string text)
    {
        var parsed = ReportedTime.Parse(text);
        var read = JsonSerializer.Deserialize<ReportedTime>(JsonSerializer.Serialize(text), EventJson.Options);
        Assert.Equal((parsed.Moment?.ToInstant(), parsed.Local, parsed.Unreadable),
            (read.Moment?.ToInstant(), read.Local, read.Unreadable));
        return read;
    }
}
