using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>Beginnings, ends, durations and precision of times, and identities by line.</summary>
public sealed class IntervalTests
{
    // Chicago's clocks were set back from 02:00 to 01:00 on 6 November 2016: 01:30 was at 06:30Z and at 07:30Z.
    [Theory]
    [InlineData("2016-11-06T00:30:00", "2016-11-06T01:30:00", "05:30", "07:30")]
    [InlineData("2016-11-06T01:30:00", "2016-11-06T01:45:00", "06:30", "07:45")]
    [InlineData("2016-11-06T01:30:00", "2016-11-06T03:00:00", "06:30", "09:00")]
    public void Of_a_wall_time_that_occurred_twice_a_beginning_is_the_earlier_and_an_end_the_later(
        string begins, string ends, string from, string until)
    {
        var report = Single($"t,u\n{begins},{ends}\n", """{ "city": "chicago", "occurredAt": "t", "occurredUntil": "u" }""");
        Assert.Equal(($"2016-11-06T{from}:00Z", $"2016-11-06T{until}:00Z"), (Text(report.OccurredAt), Text(report.OccurredUntil)));
    }

    [Theory]
    [InlineData("2016-11-06T01:15:00", "2016-11-06T01:30:00", "06:30")]
    [InlineData("2016-11-06T01:45:00", "2016-11-06T01:30:00", "07:30")]
    [InlineData("2016-11-06T01:30:00", "2016-11-06T01:30:00", "06:30")]
    [InlineData("2016-11-06T01:30:00-06:00", "2016-11-06T01:40:00", "07:40")]
    public void A_row_is_known_at_the_earlier_of_two_moments_that_is_not_before_the_occurrence(
        string occurred, string known, string expected)
    {
        var row = Assert.Single(ImportOf.Text(
            $"t,k\n{occurred},{known}\n", """{ "city": "chicago", "occurredAt": "t", "knownAt": { "column": "k" } }"""));
        Assert.Equal(($"2016-11-06T{expected}:00Z", false), (Text(row.Report!.KnownAt), row.KnownTooEarly));
    }

    // Chicago's clocks were set back on 3 November 2024 as in 2016, and forward from 02:00 on 10 March 2024.
    [Theory]
    [InlineData("2024-11-03T00:30:00", "2024-11-03T01:10:00", 1, 0)]
    [InlineData("2024-11-03T01:05:00", "2024-11-03T01:10:00", 1, 0)]
    [InlineData("2024-11-03T01:05:00", "2024-11-03T03:00:00", 1, 0)]
    [InlineData("2024-03-10T01:30:00", "2024-03-10T02:30:00", 0, 1)]
    [InlineData("2024-03-10T02:30:00", "2024-11-03T01:10:00", 0, 1)]
    [InlineData("2024-11-03T00:30:00", "2024-11-03T02:10:00", 0, 0)]
    public void A_row_whose_beginning_or_end_is_doubtful_is_counted_once(string begins, string ends, int ambiguous, int skipped)
    {
        var summary = new ImportSummary();
        new RowTally(summary, ImportOf.Cities).Add(Assert.Single(ImportOf.Text(
            $"t,u\n{begins},{ends}\n", """{ "city": "chicago", "occurredAt": "t", "occurredUntil": "u" }""")));
        Assert.Equal(
            (ambiguous, skipped, ambiguous + skipped), (summary.AmbiguousTimes, summary.SkippedTimes, summary.DoubtfulTimes));
    }

    // Karaganda's clocks were set back from 00:00 on 1 March 2024 to 23:00: the last second of February was there twice.
    [Theory]
    [InlineData("endOfDay", "2024-02-05T23:59:59+06:00")]
    [InlineData("endOfMonth", "2024-02-29T23:59:59+05:00")]
    [InlineData("endOfYear", "2024-12-31T23:59:59+05:00")]
    [InlineData("start", "2024-02-05T00:00:00+06:00")]
    public void An_interval_may_end_at_the_end_of_its_last_day(string at, string expected)
    {
        var row = Assert.Single(ImportOf.Text("t,u\n2024-02-03T10:00:00,05.02.2024\n", $$"""
            { "city": "karaganda", "occurredAt": "t", "occurredUntil": { "column": "u", "patterns": ["dd.MM.uuuu"], "at": "{{at}}" } }
            """));
        var report = row.Report!;
        Assert.Equal(ClockChange.None, row.Change);
        Assert.Equal(OffsetDateTimePattern.ExtendedIso.Parse(expected).Value, report.OccurredUntil!.Value.Moment);
        Assert.Equal(at == "start" ? TimePrecision.Day : TimePrecision.Minute, report.OccurredUntil.Value.Precision);
    }

    [Theory]
    [InlineData("minutes", "90", "2024-02-03T06:30:00Z")]
    [InlineData("hours", "1,5", "2024-02-03T06:30:00Z")]
    [InlineData("seconds", "5400", "2024-02-03T06:30:00Z")]
    [InlineData("minutes", "1:30", "2024-02-03T06:30:00Z")]
    [InlineData("hours", "01:30:30", "2024-02-03T06:30:30Z")]
    [InlineData("hours", "25:59:59", "2024-02-04T06:59:59Z")]
    [InlineData("days", "2", "2024-02-05T05:00:00Z")]
    [InlineData("minutes", "0", "2024-02-03T05:00:00Z")]
    [InlineData("minutes", "", null)]
    public void An_interval_may_be_given_by_its_duration(string unit, string duration, string? expected)
    {
        var report = Single($"t;d\n2024-02-03T11:00:00;{duration}\n", $$"""
            { "city": "karaganda", "occurredAt": "t", "occurredUntil": { "column": "d", "duration": "{{unit}}" } }
            """);
        Assert.Equal(expected, report.OccurredUntil is null ? null : Text(report.OccurredUntil));
    }

    // 23:30 on 5 November plus three hours: the clock shows 01:30, for the second time.
    [Fact]
    public void A_duration_is_true_time_over_a_change_of_clocks() =>
        Assert.Equal("2016-11-06T07:30:00Z", Text(Single("t,d\n2016-11-05T23:30:00,3\n", """
            { "city": "chicago", "occurredAt": "t", "occurredUntil": { "column": "d", "duration": "hours" } }
            """).OccurredUntil));

    [Theory]
    [InlineData("long")]
    [InlineData("NaN")]
    [InlineData("1:2:3:4")]
    [InlineData("1:75")]
    [InlineData("1:60")]
    [InlineData("1:30:60")]
    [InlineData("9999999999999999")]
    public void A_duration_that_is_none_refuses_the_row(string duration) => Assert.Equal(
        (ErrorCode.UnreadableTime, "occurredUntil"),
        Assert.Single(ImportOf.Text($"t,d\n2024-02-03T11:00:00,{duration}\n", """
            { "city": "karaganda", "occurredAt": "t", "occurredUntil": { "column": "d", "duration": "days" } }
            """)).Refusal is { } refusal ? (refusal.Code, refusal.Field) : default);

    [Fact]
    public void Of_what_is_known_to_the_day_a_duration_gives_no_end()
    {
        var report = Single("t,d\n2024-02-03,90\n", """
            { "city": "karaganda", "occurredAt": "t", "occurredUntil": { "column": "d", "duration": "minutes" } }
            """);
        Assert.Null(report.OccurredUntil);
        Assert.Equal(TimePrecision.Day, report.OccurredAt!.Value.Precision);
    }

    [Fact]
    public void Alternatives_of_an_end_may_be_a_time_and_a_duration()
    {
        var rows = ImportOf.Text("t,u,d\n2024-02-03T11:00:00,2024-02-03T12:00:00,5\n2024-02-03T11:00:00,,5\n", """
            { "city": "karaganda", "occurredAt": "t", "occurredUntil": ["u", { "column": "d", "duration": "minutes" }] }
            """);
        Assert.Equal(["2024-02-03T06:00:00Z", "2024-02-03T05:05:00Z"], rows.Select(r => Text(r.Report!.OccurredUntil)));
    }

    [Theory]
    [InlineData("""{ "column": "t", "precision": "day" }""", "2024-02-02T18:00:00Z", TimePrecision.Day)]
    [InlineData("""{ "column": "t", "precision": "hour" }""", "2024-02-03T08:00:00Z", TimePrecision.Hour)]
    [InlineData("""{ "column": "t", "precision": "month" }""", "2024-01-31T18:00:00Z", TimePrecision.Month)]
    [InlineData("""{ "column": "t", "precision": "year" }""", "2023-12-31T18:00:00Z", TimePrecision.Year)]
    [InlineData("""{ "column": "t" }""", "2024-02-03T08:05:00Z", TimePrecision.Minute)]
    public void The_map_may_say_how_precisely_a_time_is_known(string rule, string expected, TimePrecision precision)
    {
        foreach (var time in (string[])["2024-02-03T14:05:00", "2024-02-03T08:05:00Z"])
        {
            var occurred = Single($"t\n{time}\n", $$"""{ "city": "karaganda", "occurredAt": {{rule}} }""").OccurredAt!.Value;
            Assert.Equal((expected, precision), (Text(occurred), occurred.Precision));
        }
    }

    [Fact]
    public void When_a_row_became_known_has_no_precision()
    {
        const string map = """
            { "city": "karaganda", "occurredAt": "t", "knownAt": { "column": "k", "patterns": ["uuuu-MM"], "at": "endOfMonth" } }
            """;
        Assert.Equal(TimePrecision.Minute, Single("t,k\n2024-02-03,2024-02\n", map).KnownAt!.Value.Precision);
        const string asOccurred = """{ "city": "karaganda", "occurredAt": "t", "knownAt": "occurredAt" }""";
        Assert.Equal(TimePrecision.Minute, Single("t,k\n2024-02-03,x\n", asOccurred).KnownAt!.Value.Precision);
    }

    [Fact]
    public void A_day_that_begins_with_a_clock_change_is_no_doubtful_time()
    {
        // Havana's clocks were set forward from 00:00 to 01:00 on 12 March 2017.
        const string city = """{ "code": "havana", "name": "Havana", "zone": "America/Havana" }""";
        var rows = ImportOf.Text("t\n2017-03-12\n2017-03-12T00:30:00\n", $$"""{ "city": {{city}}, "occurredAt": "t" }""");
        Assert.Equal([ClockChange.None, ClockChange.Skipped], rows.Select(r => r.Change));
    }

    [Theory]
    [InlineData("""{ "line": true }""", @"a:1.csv:2|a:1.csv:3|a:1.csv:5")]
    [InlineData("""{ "columns": ["n"], "line": true }""", @"7:a:1.csv:2|7:a:1.csv:3|7:a:1.csv:5")]
    public void The_name_of_the_file_and_the_number_of_the_line_may_be_the_identity(string identity, string expected)
    {
        var map = MapFile.Parse($$"""{ "city": "karaganda", "occurredAt": "t", "identity": {{identity}} }""");
        using var rows = ImportOf.Rows("n,t\n7,2024-02-03\n7,2024-02-03\n\n7,2024-02-03\n", map);
        var mapper = new RowMapper(map, rows.Columns, ImportOf.Cities, "a:1.csv");
        var ids = new List<string>();
        while (rows.Read() is { } row)
            ids.Add(mapper.Map(row).Report!.Id!);
        Assert.Equal(expected.Split('|').Select(id => id.Replace("a:1", @"a\:1")), ids);
    }

    [Theory]
    [InlineData("""{ "occurredUntil": { "column": "d", "duration": "fortnights" } }""", "is not one of seconds, minutes, hours, days")]
    [InlineData("""{ "occurredUntil": { "column": "d", "duration": "hours", "at": "endOfDay" } }""", "neither \"patterns\" nor")]
    [InlineData("""{ "occurredAt": { "column": "d", "at": "endOfDay" } }""", "\"occurredAt.at\": unknown key")]
    [InlineData("""{ "occurredAt": { "column": "d", "precision": "week" } }""", "is not one of minute, hour, day")]
    [InlineData("""{ "knownAt": { "column": "d", "precision": "day" } }""", "\"knownAt.precision\": unknown key")]
    [InlineData("""{ "identity": { "line": true, "content": true } }""", "\"identity\": needs either")]
    [InlineData("""{ "identity": { "lines": true, "columns": ["a"] } }""", "did you mean \"line\"?")]
    [InlineData("""{ "city": { "code": "x", "name": "a\u0000b", "zone": "Asia/Almaty" } }""", "NUL")]
    public void A_rule_that_cannot_be_meant_is_refused(string map, string reason) =>
        Assert.Contains(reason, Assert.Throws<ImportException>(() => MapFile.Parse(map)).Message);

    private static Report Single(string text, string map) => Assert.Single(ImportOf.Text(text, map)).Report!;

    private static string Text(ReportedTime? time) => InstantPattern.ExtendedIso.Format(time!.Value.Moment!.Value.ToInstant());
}
