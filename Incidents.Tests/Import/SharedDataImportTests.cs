using Incidents.Api.Import;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>
/// The shipped maps over the files that they are for. The counts were taken from the files by a few lines of Python, not by this
/// code.
/// </summary>
public class SharedDataImportTests
{
    [Fact]
    public async Task Chicago_has_148_525_different_rows_and_111_copies()
    {
        var (summary, sink) = await Import("crime/chicago_aggravated_assaults.csv.gz", "chicago");

        Assert.Equal((148_636, 148_525, 111, 0), (summary.Rows, summary.Accepted, summary.Duplicate, summary.RefusedRows));
        Assert.All(sink.Reports,
            r => Assert.True(Math.Abs(r.Latitude!.Value - 41.85) < 0.25 && Math.Abs(r.Longitude!.Value + 87.7) < 0.25));
    }

    [Fact]
    public async Task Chicago_imported_twice_changes_nothing()
    {
        var sink = new RecordingSink();
        await Import("crime/chicago_aggravated_assaults.csv.gz", "chicago", sink);
        var again = await Import("crime/chicago_aggravated_assaults.csv.gz", "chicago", sink);

        Assert.Equal((0, 148_636), (again.Summary.Accepted, again.Summary.Duplicate));
        Assert.Equal(148_525, sink.Reports.Count);
    }

    [Fact]
    public async Task St_Louis_accepts_194_825_rows_and_matches_2_454_of_2_565_withdrawals()
    {
        var (summary, sink) = await Import("crime/stlouis_2015_2018_wgs84.csv.gz", "st-louis");

        Assert.Equal((197_390, 194_825, 0, 0), (summary.Rows, summary.Accepted, summary.Duplicate, summary.RefusedRows));
        Assert.Equal((2_454, 111), (summary.Withdrawn, summary.WithdrawnUnmatched));
        Assert.Equal(1, summary.KnownTooEarly);
        Assert.Equal(6_353, sink.Reports.Count(r => r.Longitude is null));
        // 50,581 + 49,782 rows of +1 in the batches of 2015 and 2016; December 2016's is known before the year is over.
        var newYear = Instant.FromUtc(2017, 1, 1, 6, 0);
        Assert.Equal(50_581 + 49_782, sink.Reports.Count(r => r.Phase is null && r.KnownAt!.Value.Moment!.Value.ToInstant() < newYear));
    }

    [Fact]
    public async Task St_Louis_codes_become_the_categories_that_its_descriptions_name()
    {
        var (_, sink) = await Import("crime/stlouis_2015_2018_wgs84.csv.gz", "st-louis");
        var byCategory = sink.Reports.CountBy(r => r.Category!).ToDictionary();

        // Rows by the code without its last four digits, counted from the file.
        Assert.Equal(
            (852, 1_191, 7_458, 15_108, 14_047, 51_328, 13_451, 1_086, 13_640),
            (byCategory["homicide"], byCategory["rape"], byCategory["robbery"], byCategory["aggravated-assault"], byCategory["burglary"],
                byCategory["theft"],
                byCategory["vehicle-theft"], byCategory["arson"], byCategory["assault"]));
        Assert.Equal((21_623, 16_328), (byCategory["traffic-accident"], byCategory["vandalism"]));
        Assert.All(sink.Reports.Where(r => r.Category == "homicide"), r => Assert.Equal("HOMICIDE", r.Description));
        Assert.All(sink.Reports.Where(r => r.Category == "arson"), r => Assert.StartsWith("ARSON", r.Description));
    }

    // The file gives every place twice: in US survey feet of the state plane, and in degrees with six decimals (0.1 m) that its
    // publisher computed.
    [Fact]
    public void St_Louis_places_in_feet_lie_where_the_file_says_in_degrees()
    {
        var map = MapFile.Parse("""{ "place": { "x": "x_ftus", "y": "y_ftus", "epsg": 102696 } }""");
        using var file = DataFile.Open(ImportOf.SharedData("crime/stlouis_2015_2018_wgs84.csv.gz"), new());
        var mapper = new RowMapper(map, file.Rows.Columns, ImportOf.Cities);
        var (longitude, latitude, compared, worst) =
            (Array.IndexOf([.. file.Rows.Columns], "lon"), Array.IndexOf([.. file.Rows.Columns], "lat"), 0, 0.0);
        while (file.Rows.Read() is { } row)
        {
            var report = mapper.Map(row).Report!;
            Assert.Equal(row[longitude].Length == 0, report.Longitude is null);
            if (report.Longitude is null)
                continue;
            compared++;
            worst = Math.Max(worst, Math.Abs(report.Longitude.Value - double.Parse(row[longitude], null)));
            worst = Math.Max(worst, Math.Abs(report.Latitude!.Value - double.Parse(row[latitude], null)));
        }

        Assert.Equal(197_390 - 6_353, compared);
        Assert.InRange(worst, 0, 1.0e-6);
    }

    [Fact]
    public async Task Montgomery_has_99_492_calls_of_three_services_and_no_copies()
    {
        var (summary, sink) = await Import("calls/montgomery_pa_911_calls.zip", "montgomery");

        Assert.Equal((99_492, 99_492, 0, 0), (summary.Rows, summary.Accepted, summary.Duplicate, summary.RefusedRows));
        Assert.Equal(["ems", "fire", "traffic"], sink.Reports.Select(r => r.Category!).Distinct().Order());
        Assert.Equal(43, sink.Reports.Count(r => r.District is null));
    }

    [Fact]
    public async Task Vancouver_lies_in_Vancouver()
    {
        var (summary, sink) = await Import("crime/vancouver_thefts.csv.gz", "vancouver");

        Assert.Equal((21_918, 21_918, 0), (summary.Rows, summary.Accepted, summary.RefusedRows));
        Assert.Equal((10_428, 853),
            (sink.Reports.Count(r => r.Category == "theft-from-vehicle"), sink.Reports.Count(r => r.Category == "vehicle-theft")));
        Assert.All(sink.Reports, r => Assert.True(r.Longitude is > -123.3 and < -123.0 && r.Latitude is > 49.19 and < 49.32));
        // Vancouver City Centre station (49°16'55"N 123°07'07"W, Wikipedia) lies in Granville Street's 700 block, which is 180 m long.
        Assert.All(sink.Reports.Where(r => r.Street == "7XX GRANVILLE ST"), r =>
        {
            Assert.Equal(49.2819, r.Latitude!.Value, 0.0016);
            Assert.Equal(-123.1186, r.Longitude!.Value, 0.0025);
        });
    }

    [Fact]
    public async Task Calgary_has_62_342_different_rows_and_5_copies()
    {
        var (summary, sink) = await Import("calls/calgary_traffic_incidents.csv.gz", "calgary");

        Assert.Equal((62_347, 62_342, 5, 0), (summary.Rows, summary.Accepted, summary.Duplicate, summary.RefusedRows));
        Assert.Equal(
            [("other", 104), ("road-blocked", 352), ("signal-fault", 2_383), ("traffic-accident", 57_234), ("vehicle-breakdown", 2_269)],
            sink.Reports.CountBy(r => r.Category!).Select(c => (c.Key, c.Value)).Order());
    }

    // Rows whose local time was twice, and never was (Python's zoneinfo: the offsets of fold 0 and fold 1 differ).
    private static readonly Dictionary<string, (long, long)> AboutAChangeOfClocks = new()
    {
        ["chicago"] = (43, 0),
        ["st-louis"] = (56, 8),
        ["montgomery"] = (0, 0),
        ["vancouver"] = (1, 2),
        ["calgary"] = (2, 0),
    };

    private static async Task<(ImportSummary Summary, RecordingSink Sink)> Import(string file, string map, RecordingSink? into = null)
    {
        var sink = into ?? new();
        var path = ImportOf.SharedData(file);
        using var rejects = new RejectsFile(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.rejects.csv"));
        var rules = MapFile.Load(map, ImportRun.ShippedMaps);
        Assert.Empty(rules.MissingForImport());
        using var data = DataFile.Open(path, rules.Layout);
        var summary =
            await new Importer(sink.AsSink(), rejects, new()).Run(data.Rows, rules, ImportOf.Cities, TestContext.Current.CancellationToken);
        Assert.Equal(summary.Rows, summary.WithResult);
        Assert.Equal(AboutAChangeOfClocks[map], (summary.AmbiguousTimes, summary.SkippedTimes));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{summary.Rows / summary.Seconds:0} rows/s; ambiguous {summary.AmbiguousTimes}, skipped {summary.SkippedTimes}");
        return (summary, sink);
    }
}
