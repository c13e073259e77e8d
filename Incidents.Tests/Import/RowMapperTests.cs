using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Import;

public class RowMapperTests
{
    private const string AtT = """{ "city": "chicago", "occurredAt": "t" }""";

    [Fact]
    public void Missing_columns_are_reported_together_with_the_existing_ones()
    {
        var problems = Assert.Throws<ImportException>(() => ImportOf.Text("Date,lon,lat,lat\n", """
            { "city": "gotham", "occurredAt": "date", "category": ["kind", "lon"], "place": { "longitude": "lng", "latitude": "lat#2" } }
            """)).Problems;

        Assert.StartsWith("\"city\": the city 'gotham' is not known (known: calgary, chicago,", problems[0]);
        Assert.Equal(
            [
                "\"occurredAt\": the file has no column 'date'; did you mean 'Date'?",
                "\"place\": the file has no column 'lng'; did you mean 'lon'?",
                "\"category\": the file has no column 'kind'; did you mean 'lon'?",
                "The columns of the file are: Date, lon, lat, lat#2.",
            ],
            problems.Skip(1));
    }

    // US clocks: set ahead from 02:00 to 03:00 on 13 March 2016, set back from 02:00 to 01:00 on 6 November 2016.
    [Theory]
    [InlineData("2016-03-13T02:30:00", "2016-03-13T08:30:00Z", "Skipped")]
    [InlineData("2016-11-06T01:30:00", "2016-11-06T06:30:00Z", "Ambiguous")]
    [InlineData("2016-11-06T03:00:00", "2016-11-06T09:00:00Z", "None")]
    [InlineData("2016-11-06T01:30:00-06:00", "2016-11-06T07:30:00Z", "None")]
    public void A_local_time_about_a_change_of_clocks_is_resolved_and_counted(string written, string expected, string change)
    {
        var row = Single($"t\n{written}\n", AtT);

        Assert.Equal(InstantPattern.General.Parse(expected).Value, row.Report!.OccurredAt!.Value.Moment!.Value.ToInstant());
        Assert.Equal(change, row.Change.ToString());
    }

    // Karaganda went from UTC+6 to UTC+5 on 1 March 2024.
    [Theory]
    [InlineData("29.02.2024 12:00", "2024-02-29T06:00:00Z")]
    [InlineData("01.03.2024 12:00", "2024-03-01T07:00:00Z")]
    public void Karaganda_has_its_old_and_new_offset(string written, string expected) =>
        Assert.Equal(expected,
            Moment($"t\n{written}\n", """{ "city": "karaganda", "occurredAt": { "column": "t", "patterns": ["dd.MM.uuuu HH:mm"] } }"""));

    [Theory]
    [InlineData("2015-03-01 10:00,,", "2015-03-01T16:00:00Z")]
    [InlineData(",1/3/2015 4:05 PM,", "2015-01-03T22:05:00Z")]
    [InlineData(",,1420063200", "2014-12-31T22:00:00Z")]
    public void The_first_time_that_is_there_counts_in_whichever_pattern_fits(string row, string expected) =>
        Assert.Equal(expected, Moment($"a,b,c\n{row}\n", """
            { "city": "chicago", "occurredAt": [
                { "column": "a", "patterns": ["M/d/uuuu h:mm tt", "uuuu-MM-dd HH:mm"] },
                { "column": "b", "patterns": ["M/d/uuuu h:mm tt"] },
                { "column": "c", "patterns": ["unix"] } ] }
            """));

    [Fact]
    public void Several_columns_make_one_time_in_a_zone_of_the_maps_own() =>
        Assert.Equal("2020-07-04T20:05:00Z", Moment("Y,M,D,H,N\n2020,7,4,22,5\n", """
            { "city": "chicago", "occurredAt": { "columns": ["Y", "M", "D", "H", "N"], "patterns": ["uuuu M d H m"],
                                                  "zone": "Europe/Berlin" } }
            """));

    [Fact]
    public void An_end_column_makes_an_interval_and_a_blank_end_none()
    {
        const string map =
            """{ "city": "chicago", "occurredAt": "t", "occurredUntil": { "column": "u", "patterns": ["M/d/uuuu H:mm"] } }""";

        Assert.Equal(
            InstantPattern.General.Parse("2020-01-02T12:00:00Z").Value,
            Single("t,u\n2020-01-01T22:00:00,1/2/2020 6:00\n", map).Report!.OccurredUntil!.Value.Moment!.Value.ToInstant());
        Assert.Null(Single("t,u\n2020-01-01T22:00:00,\n", map).Report!.OccurredUntil);
        Assert.Equal(("UNREADABLE_TIME", "occurredUntil"),
            (Refusal("t,u\n2020-01-01T22:00:00,morning\n", map).Code.Text(), Refusal("t,u\n2020-01-01T22:00:00,morning\n", map).Field));
    }

    [Theory]
    [InlineData("", "MISSING_TIME")]
    [InlineData("yesterday", "UNREADABLE_TIME")]
    [InlineData("2020-13-01", "UNREADABLE_TIME")]
    public void A_time_that_cannot_be_read_refuses_the_row(string written, string code) =>
        Assert.Equal((code, "occurredAt"), (Refusal($"t,x\n{written},1\n", AtT).Code.Text(), Refusal($"t,x\n{written},1\n", AtT).Field));

    [Theory]
    [InlineData("start", "2016-12-01T06:00:00Z")]
    [InlineData("endOfDay", "2016-12-02T05:59:59Z")]
    [InlineData("endOfMonth", "2017-01-01T05:59:59Z")]
    [InlineData("endOfYear", "2017-01-01T05:59:59Z")]
    public void A_batch_is_known_at_the_point_of_its_period_that_the_map_says(string at, string expected)
    {
        var row = Single("t,m\n2016-11-30,2016-12\n", $$"""
            { "city": "st-louis", "occurredAt": "t", "knownAt": { "column": "m", "patterns": ["uuuu-MM"], "at": "{{at}}" } }
            """);

        Assert.Equal(expected, Text(row.Report!.KnownAt));
    }

    [Fact]
    public void What_is_said_to_be_known_before_it_happened_is_known_when_it_happened()
    {
        var row = Single("t\n2016-02-02T13:00:00\n",
            """{ "city": "st-louis", "occurredAt": "t", "knownAt": { "date": "2016-01-31", "at": "endOfDay" } }""");

        Assert.Equal(("2016-02-02T19:00:00Z", true), (Text(row.Report!.KnownAt), row.KnownTooEarly));
    }

    [Fact]
    public void Without_a_known_time_the_report_is_a_live_one() =>
        Assert.Null(Single("t\n2016-02-02\n", """{ "city": "st-louis", "occurredAt": "t" }""").Report!.KnownAt);

    [Theory]
    [InlineData("-87.6277,41.7922", -87.6277, 41.7922)]
    [InlineData(",", null, null)]
    [InlineData("-87.6,", null, null)]
    [InlineData("0,0", null, null)]
    [InlineData("0.000,0", null, null)]
    [InlineData("NONE,none", null, null)]
    [InlineData("0,51.5", 0.0, 51.5)]
    public void A_blank_zero_or_none_is_no_place(string written, double? longitude, double? latitude)
    {
        var report = Single($"x,y\n{written}\n", """{ "place": { "longitude": "x", "latitude": "y", "none": "none" } }""").Report!;

        Assert.Equal((longitude, latitude), (report.Longitude, report.Latitude));
    }

    [Theory]
    [InlineData("east;49,8")]
    [InlineData("NaN;49,8")]
    public void Coordinates_that_are_no_numbers_refuse_the_row(string written) =>
        Assert.Equal("UNREADABLE_PLACE",
            Refusal($"x;y\n{written}\n", """{ "place": { "longitude": "x", "latitude": "y", "decimal": "," } }""").Code.Text());

    [Fact]
    public void A_decimal_comma_is_read_if_the_map_has_it() =>
        Assert.Equal(73.105,
            Single("x;y\n73,105;49,8\n", """{ "place": { "longitude": "x", "latitude": "y", "decimal": "," } }""").Report!.Longitude);

    [Fact]
    public void Planar_coordinates_stay_metres()
    {
        var row = Single("x,y\n12.5,-3\n", """{ "place": { "x": "x", "y": "y", "planar": true } }""");

        Assert.Equal((12.5, -3.0), row.Planar);
        Assert.Null(row.Report!.Longitude);
    }

    [Theory]
    [InlineData("265321", "traffic-accident")]
    [InlineData("10000", "homicide")]
    [InlineData("19999", "homicide")]
    [InlineData("142320", "vandalism")]
    [InlineData("Fire: GAS", "fire")]
    [InlineData("fire truck", "fire-truck")]
    [InlineData("stalled on ramp", "vehicle-breakdown")]
    [InlineData("20000", "unknown")]
    [InlineData("", "unknown")]
    public void A_category_is_looked_up_whole_then_by_range_then_by_beginning_then_by_pattern(string written, string expected) =>
        Assert.Equal(expected, Single($"c,x\n{written},1\n", """
            { "category": {
                "column": "c",
                "table": { "265321": "traffic-accident" },
                "ranges": { "10000..19999": "homicide", "100000..269999": "vandalism" },
                "prefixes": { "fire": "fire-truck", "fire:": "fire" },
                "patterns": { "stall": "vehicle-breakdown", "ramp": "road-blocked" },
                "default": "unknown" } }
            """).Report!.Category);

    [Theory]
    [InlineData("Theft / from Vehicle!", "theft-from-vehicle")]
    [InlineData("Кража чужого имущества", "krazha-chuzhogo-imushchestva")]
    [InlineData("Ұрлық", "urlyq")]
    [InlineData("Übergriff", "ubergriff")]
    [InlineData("ст. 188 ч.2", "st.188-ch.2")]
    [InlineData("...", null)]
    public void Without_a_table_a_category_becomes_a_code(string written, string? expected) =>
        Assert.Equal(expected, Single($"c;x\n{written};1\n", """{ "category": "c" }""").Report!.Category);

    [Fact]
    public void Every_code_made_of_a_text_is_one() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, text => Assert.Matches("^([a-z0-9][a-z0-9.-]{0,63})?$", Slug.Of(text)));

    [Fact]
    public void Different_columns_never_make_the_same_identity()
    {
        const string Map = """{ "identity": { "columns": ["a", "b"] } }""";
        var ids = ImportOf.Text("a,b\n1:2,3\n1,2:3\n1\\,:2:3\n,\n", Map).Select(r => r.Report?.Id ?? r.Refusal!.Code.Text());

        Assert.Equal([@"1\:2:3", @"1:2\:3", @"1\\:\:2\:3", "BLANK_IDENTITY"], ids);
    }

    [Fact]
    public void An_identity_too_long_to_be_kept_is_shortened_to_a_hash()
    {
        var row = Single($"a\n{new string('x', 201)}\n", """{ "identity": { "columns": ["a"] } }""");

        Assert.Equal(32, row.Report!.Id!.Length);
    }

    [Fact]
    public void Equal_content_is_equal_identity_however_it_is_quoted()
    {
        var ids = ImportOf.Text("a,b\n1,2\n\"1\",2\n12,\n", """{ "identity": { "content": true } }""").ConvertAll(r => r.Report!.Id);

        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public void A_withdrawal_names_what_it_withdraws_and_has_an_identity_of_its_own()
    {
        var rows = ImportOf.Text("line,complaint,code,count\n1,15-1,7,1\n2,15-1,7,-1\n", """
            { "identity": { "columns": ["line"] }, "reference": ["complaint", "code"], "withdrawn": { "column": "count", "equals": -1 } }
            """);

        Assert.Equal(
            [("1", null, "15-1 7"), ("2", "withdrawn", "15-1 7")], rows.Select(r => (r.Report!.Id, r.Report.Phase, r.Report.Reference)));
        Assert.Equal([null, "register-correction"], rows.Select(r => r.Report!.Reason));
    }

    [Fact]
    public void Rows_that_the_map_skips_are_neither_reports_nor_refused() =>
        Assert.Equal([false, true, true],
            ImportOf.Text("a\nx\ny\n-\n", """{ "skip": { "column": "a", "equals": ["y", "-"] } }""").Select(r => r.IsSkipped));

    [Fact]
    public void A_city_of_the_maps_own_lends_its_clocks() =>
        Assert.Equal("2020-01-01T06:00:00Z", Moment("t\n2020-01-01\n", """
            { "city": { "code": "springfield", "name": "Springfield", "zone": "America/Chicago" }, "occurredAt": "t" }
            """));

    [Fact]
    public void A_city_of_the_maps_own_may_not_move_a_known_one()
    {
        const string map = """{ "city": { "code": "chicago", "name": "Chicago", "zone": "Europe/Oslo" } }""";

        Assert.Contains(
            "is already known with the zone America/Chicago, not Europe/Oslo",
            Assert.Throws<ImportException>(() => ImportOf.Text("t\n", map)).Message);
    }

    [Fact]
    public void A_city_in_a_column_is_looked_up_or_becomes_a_code() =>
        Assert.Equal(["st-louis", "chicago"],
            ImportOf.Text("c\nStL\nChicago\n", """{ "city": { "column": "c", "table": { "STL": "st-louis" } } }""")
                .Select(r => r.Report!.City));

    private static MappedRow Single(string text, string map) => Assert.Single(ImportOf.Text(text, map));

    private static Domain.Refusal Refusal(string text, string map) => Single(text, map).Refusal!;

    private static string Moment(string text, string map) => Text(Single(text, map).Report!.OccurredAt);

    private static string Text(ReportedTime? time) => InstantPattern.General.Format(time!.Value.Moment!.Value.ToInstant());
}
