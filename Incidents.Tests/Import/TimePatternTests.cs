using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Import;

public sealed class TimePatternTests
{
    [Theory]
    [InlineData("dd.MM.yy HH:mm", "03.02.24 14:05", "2024-02-03T14:05:00")]
    [InlineData("dd.MM.yy HH:mm", "03.02.99 14:05", "1999-02-03T14:05:00")]
    [InlineData("dd.MM.yy HH:mm", "03.02.49 14:05", "1949-02-03T14:05:00")]
    [InlineData("dd.MM.yy HH:mm", "03.02.30 14:05", "2030-02-03T14:05:00")]
    [InlineData("dd.MM.yy HH:mm", "03.02.31 14:05", "1931-02-03T14:05:00")]
    [InlineData("dd.MM.uu", "29.02.00", "2000-02-29T00:00:00")]
    [InlineData("uu-MM-dd 'uu'", "24-02-03 uu", "2024-02-03T00:00:00")]
    [InlineData("M/d/yyyy", "2/3/2024", "2024-02-03T00:00:00")]
    public void Two_digits_of_a_year_are_of_1931_to_2030(string pattern, string text, string expected) =>
        Assert.Equal(expected, Text(pattern, text));

    // 1706969100 is 2024-02-03T14:05:00Z (date -u -d @1706969100).
    [Theory]
    [InlineData("unix", "1706969100", "2024-02-03T14:05:00Z")]
    [InlineData("unix", "-86400.5", "1969-12-30T23:59:59.5Z")]
    [InlineData("unixMillis", "1706969100123", "2024-02-03T14:05:00.123Z")]
    [InlineData("unixMicros", "1706969100123456", "2024-02-03T14:05:00.123456Z")]
    [InlineData("unix", "1706969100123", null)]
    [InlineData("unix", "1706969100123456", null)]
    [InlineData("unixMillis", "1706969100123456", null)]
    [InlineData("unixMicros", "79228162514264337593543950335", null)]
    [InlineData("unix", "79228162514264337593543950335", null)]
    [InlineData("unixMicros", "NaN", null)]
    [InlineData("unixMillis", "1706969100", null)]
    [InlineData("unixMicros", "1706969100", null)]
    [InlineData("unixMicros", "1706969100123", null)]
    [InlineData("unixMillis", "0", "1970-01-01T00:00:00Z")]
    [InlineData("unixMillis", "13046400000", "1970-06-01T00:00:00Z")]
    [InlineData("unix", "13046400", "1970-06-01T00:00:00Z")]
    [InlineData("unixMillis", "-1706969100", "1969-12-12T05:50:30.9Z")]
    public void Moments_are_numbers_since_1970_in_the_unit_of_the_pattern(string pattern, string text, string? expected) =>
        Assert.Equal(expected, Text(pattern, text));

    // Serial numbers as Excel and LibreOffice show them: 1 is 1 January 1900, 59 is 28 February 1900, 61 is 1 March 1900.
    [Theory]
    [InlineData("excel", "45325.5868055556", "2024-02-03T14:05:00")]
    [InlineData("excel", "45325,5868055556", "2024-02-03T14:05:00")]
    [InlineData("excel", "45325 0.5868055556", "2024-02-03T14:05:00")]
    [InlineData("excel", "45325.586805555555", "2024-02-03T14:05:00")]
    [InlineData("excel", "45325", "2024-02-03T00:00:00")]
    [InlineData("excel", "45351", "2024-02-29T00:00:00")]
    [InlineData("excel", "1", "1900-01-01T00:00:00")]
    [InlineData("excel", "59", "1900-02-28T00:00:00")]
    [InlineData("excel", "60", null)]
    [InlineData("excel", "60.5", null)]
    [InlineData("excel", "61", "1900-03-01T00:00:00")]
    [InlineData("excel", "45325.9999999", "2024-02-04T00:00:00")]
    [InlineData("excel", "2958465", "9999-12-31T00:00:00")]
    [InlineData("excel", "2958466", null)]
    [InlineData("excel", "0.5", null)]
    [InlineData("excel", "-1", null)]
    [InlineData("excel", "1e5", null)]
    [InlineData("excel1904", "0", "1904-01-01T00:00:00")]
    [InlineData("excel1904", "60", "1904-03-01T00:00:00")]
    [InlineData("excel1904", "43863.5", "2024-02-03T12:00:00")]
    public void The_serial_numbers_of_spreadsheets_are_local_times(string pattern, string text, string? expected) =>
        Assert.Equal(expected, Text(pattern, text));

    [Theory]
    [InlineData("uuuu", TimePrecision.Year)]
    [InlineData("uuuu-MM", TimePrecision.Month)]
    [InlineData("MMM yyyy", TimePrecision.Month)]
    [InlineData("dddd MMM yyyy", TimePrecision.Month)]
    [InlineData("uuuu-MM-dd", TimePrecision.Day)]
    [InlineData("dddd d MMMM yyyy", TimePrecision.Day)]
    [InlineData("uuuu-MM-dd 'Hm'", TimePrecision.Day)]
    [InlineData("uuuu-MM-dd o<+HH:mm>", TimePrecision.Day)]
    [InlineData("uuuu-MM-dd HH", TimePrecision.Hour)]
    [InlineData("d/M/uuuu h tt", TimePrecision.Hour)]
    [InlineData("ld<uuuu-MM-dd> lt<HH:mm>", TimePrecision.Minute)]
    [InlineData("uuuu-MM-dd\\THH:mm:sso<G>", TimePrecision.Minute)]
    [InlineData("uuuu M d H m", TimePrecision.Minute)]
    public void The_precision_is_that_of_the_pattern(string pattern, TimePrecision expected) =>
        Assert.Equal(expected, TimePattern.PrecisionOf(pattern));

    [Theory]
    [InlineData("iso", "2024-02-03", TimePrecision.Day)]
    [InlineData("iso", "2024-02-03T14:05:00", TimePrecision.Minute)]
    [InlineData("iso", "2024-02-03T14:05:00+05:00", TimePrecision.Minute)]
    [InlineData("excel", "45325", TimePrecision.Day)]
    [InlineData("excel", "45325.25", TimePrecision.Minute)]
    [InlineData("unix", "1706969100", TimePrecision.Minute)]
    [InlineData("dd.MM.yyyy HH", "03.02.2024 14", TimePrecision.Hour)]
    public void A_time_has_the_precision_of_its_text(string pattern, string text, TimePrecision expected) =>
        Assert.Equal(expected, Read(pattern, text)!.Value.Precision);

    [Theory]
    [InlineData("1706969100", "\"unix\" it is 2024-02-03T14:05:00Z.")]
    [InlineData("1706969100123", "\"unixMillis\" it is 2024-02-03T14:05:00Z.")]
    [InlineData("1706969100123456", "\"unixMicros\" it is 2024-02-03T14:05:00Z.")]
    [InlineData("45325.5", "\"excel\" it is 2024-02-03T12:00:00.")]
    [InlineData("7", null)]
    [InlineData("yesterday", null)]
    public void A_number_that_no_pattern_reads_names_the_pattern_that_does(string text, string? expected)
    {
        var refusal = Assert.Single(ImportOf.Text(
            $"t,x\n{text},1\n", """{ "city": "karaganda", "occurredAt": { "column": "t", "patterns": ["dd.MM.yyyy"] } }""")).Refusal!;
        Assert.Equal(ErrorCode.UnreadableTime, refusal.Code);
        Assert.EndsWith(expected ?? "does not match any pattern of the map.", refusal.Message);
    }

    // 160000000 is 1975-01-26T20:26:40Z.
    [Theory]
    [InlineData("unixMicros", "1706953500000", "\"unixMillis\" it is 2024-02-03T09:45:00Z.")]
    [InlineData("unixMicros", "1706953500", "\"unix\" it is 2024-02-03T09:45:00Z.")]
    [InlineData("unixMillis", "1706953500", "\"unix\" it is 2024-02-03T09:45:00Z.")]
    [InlineData("unixMillis", "160000000", "\"unix\" it is 1975-01-26T20:26:40Z.")]
    [InlineData("unixMicros", "160000000000", "\"unixMillis\" it is 1975-01-26T20:26:40Z.")]
    // A date of twelve digits is no number of milliseconds.
    [InlineData("dd.MM.yyyy", "202402031405", "does not match any pattern of the map.")]
    public void A_number_in_a_larger_unit_than_that_of_the_pattern_is_refused_with_its_unit(string pattern, string text, string expected)
    {
        var refusal = Assert.Single(ImportOf.Text(
            $"t,x\n{text},1\n", $$"""{ "city": "karaganda", "occurredAt": { "column": "t", "patterns": ["{{pattern}}"] } }""")).Refusal!;
        Assert.Equal(ErrorCode.UnreadableTime, refusal.Code);
        Assert.EndsWith(expected, refusal.Message);
    }

    [Fact]
    public void A_date_that_two_patterns_read_is_guessed_as_both()
    {
        var rule = new TimeRule(["t"], [], null);
        Assert.Equal(["dd/MM/uuuu HH:mm", "dd/MM/uuuu H:mm"],
            TimeGuess.Of("occurredAt", rule, ["13/02/2024 14:05", "01/02/2024 10:00"]).Guesses.Take(2));
        Assert.Contains("MM/dd/uuuu", TimeGuess.Of("occurredAt", rule, ["03/02/2024"]).Guesses);
        Assert.Empty(TimeGuess.Of("occurredAt", rule, ["2024-02-03"]).Guesses);
        Assert.Empty(TimeGuess.Of("occurredAt", rule, ["nonsense"]).Guesses);
    }

    private static ReportedTime? Read(string pattern, string text) =>
        TimePattern.TryParse(pattern, out var parsed, out var problem) ? parsed.Read(text) : throw new InvalidOperationException(problem);

    private static string? Text(string pattern, string text) => Read(pattern, text) switch
    {
        { Moment: { } moment } => InstantPattern.ExtendedIso.Format(moment.ToInstant()),
        { Local: { } local } => LocalDateTimePattern.ExtendedIso.Format(local),
        _ => null,
    };
}
