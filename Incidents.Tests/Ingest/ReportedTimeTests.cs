using System.Text.Json;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
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
    [InlineData("")]
    [InlineData("2024-03-01")]
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
