using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Incidents.Api.Import;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Spectre.Console;
using Xunit;

namespace Incidents.Tests.Import;

public sealed class ImportRunTests : IDisposable
{
    private const string Map = """
        { "source": "r", "city": "chicago", "occurredAt": "t", "identity": { "columns": ["id"] }, "category": { "value": "theft" } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_JSON_summary_is_all_there_is_on_the_output()
    {
        var (code, output, _) = await Run("id,t\n1,2020-01-01\n1,2020-01-01\n2,never\n", Map, json: true);

        using var json = JsonDocument.Parse(output);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(ImportRun.Done, code);
        Assert.Equal((3, 1, 1), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("accepted").GetInt32(),
            summary.GetProperty("duplicate").GetInt32()));
        Assert.Equal(1, summary.GetProperty("refused").GetProperty("UNREADABLE_TIME").GetInt32());
        Assert.Equal(Path.Combine(folder, "rejects.csv"), json.RootElement.GetProperty("rejects").GetString());
    }

    [Fact]
    public async Task The_table_shows_what_there_is_to_tell()
    {
        var (code, output, _) = await Run("id,t\n1,2016-11-06T01:30:00\n2,never\n", Map);

        Assert.Equal(ImportRun.Done, code);
        Assert.Matches(@"read\s+│\s+2 ", output);
        Assert.Matches(@"refused: UNREADABLE_TIME\s+│\s+1 ", output);
        Assert.Matches(@"ambiguous local time \(earlier taken\)\s+│\s+1 ", output);
        Assert.DoesNotContain("withdrew", output);
    }

    [Fact]
    public async Task An_interrupted_import_reports_how_to_continue()
    {
        var output = new StringWriter();
        using var run = new ImportRun(Request("id,t\n1,2020-01-01\n", Map), ImportOf.Cities);

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => run.Run(new RecordingSink().AsSink(), Console(output), Console(new StringWriter()), new(canceled: true)));

        Assert.Contains("Run the same command again", output.ToString());
    }

    [Fact]
    public void A_map_of_another_file_is_refused_before_any_row_is_read()
    {
        var problems = Assert.Throws<ImportException>(() => new ImportRun(Request("when\n2020-01-01\n", Map), ImportOf.Cities)).Problems;

        Assert.Contains("\"occurredAt\": the file has no column 't'; did you mean 'when'?", problems);
        Assert.Contains("\"identity\": the file has no column 'id'; did you mean 'when'?", problems);
    }

    [Fact]
    public void An_incomplete_map_is_refused() =>
        Assert.Contains(
            "\"source\" is missing", Assert.Throws<ImportException>(() => new ImportRun(Request("a\n1\n", "{}"), ImportOf.Cities)).Message);

    // The file is long, so that it breaks off after many rows, and short, so that it breaks off within the first ones.
    [Theory]
    [InlineData(200_000, 1_000_000, 10_000)]
    [InlineData(4_000, 30_000, 100)]
    public async Task A_file_that_breaks_off_has_a_summary_of_what_was_read_and_the_error(int rows, int bytes, int least)
    {
        var gzip = new MemoryStream();
        using (var packed = new GZipStream(gzip, CompressionLevel.NoCompression))
            packed.Write(Encoding.UTF8.GetBytes("id,t\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},2020-01-01\n"))));
        var request = Request("", Map, json: true) with { File = Path.Combine(folder, "a.csv.gz") };
        await File.WriteAllBytesAsync(request.File, gzip.ToArray()[..bytes], TestContext.Current.CancellationToken);

        var (code, output, errors) = await Run(request);

        using var json = JsonDocument.Parse(output);
        var summary = json.RootElement.GetProperty("summary");
        var accepted = summary.GetProperty("accepted").GetInt32();
        Assert.Equal(ImportRun.Wrong, code);
        Assert.InRange(accepted, least, rows - 1);
        Assert.Equal(summary.GetProperty("rows").GetInt32(), accepted + (summary.GetProperty("refused").GetRawText() == "{}" ? 0 : 1));
        Assert.Equal("FILE_BROKEN_OFF", json.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("cannot be read after row", json.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Contains("cannot be read after row", errors);
    }

    [Theory]
    [InlineData("karaganda", "73.1,49.8", "73.1,49.8|49.8,73.1|0,0|,|12,41", 1, 2, 2)]
    [InlineData("chicago", "-87.6,41.8", "-87.61,41.85|41.8,-87.6|,|-97.5,35.5|-87.3,41.9", 1, 1, 2)]
    [InlineData("chicago", "41.8,-87.6", "41.85,-87.61|,", 51, 1, 51)]
    public async Task Rows_without_a_place_and_outside_the_surroundings_are_counted(
        string city, string usual, string others, int swapped, int without, int outside)
    {
        var places = Enumerable.Repeat(usual, 50).Concat(others.Split('|'));
        var (_, output, _) = await Run(
            "id,t,x,y\n" + string.Concat(places.Select((place, i) => $"{i},2020-01-01T10:00:00,{place}\n")),
            Map.Replace("chicago", city).Replace("\"category\"", """ "place": { "longitude": "x", "latitude": "y" }, "category" """),
            json: true);

        using var json = JsonDocument.Parse(output);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(
            (without, outside, swapped),
            (summary.GetProperty("withoutPlace").GetInt32(), summary.GetProperty("outsidePlace").GetInt32(),
                summary.GetProperty("swappedPlace").GetInt32()));
        var hint = Assert.Single(summary.GetProperty("hints").EnumerateArray());
        Assert.Equal("AXES_SWAPPED", hint.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Doubtful_and_coarse_times_are_counted()
    {
        var sink = new ImportSink(
            (reports, _) => Task.FromResult<ReportAnswer[]>([.. reports.Select(r => r.OccurredAt!.Value.Moment!.Value.Year > 2100
                ? new ReportAnswer(ReportStatus.Refused, null, EventTime.InFuture("occurredAt"))
                : new ReportAnswer(ReportStatus.Accepted))]),
            (_, _) => Task.CompletedTask);
        const string text = """
            id,t
            1,2016-11-06T01:30:00
            2,2016-03-13T02:30:00
            3,2124-01-01T10:00:00
            4,1970-01-20T10:00:00
            5,2020-01-01
            6,2020-01-02
            7,2020-01-01T12:00:00
            """;
        var (_, output, _) = await Run(Request(text, Map, json: true), sink);

        using var json = JsonDocument.Parse(output);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(
            (1, 1, 1, 1, 4, "{\"day\":2}", 7),
            (Number("ambiguousTimes"), Number("skippedTimes"), Number("futureTimes"), Number("firstDaysOf1970"), Number("doubtfulTimes"),
                summary.GetProperty("timePrecision").GetRawText(), Number("withoutPlace")));
        Assert.Equal(
            ["FIRST_DAYS_OF_1970"], summary.GetProperty("hints").EnumerateArray().Select(h => h.GetProperty("code").GetString()));
        var (_, table, _) = await Run(Request(text, Map), sink);
        Assert.Matches(@"doubtful time, for any reason\s+│\s+4 ", table);
        Assert.Matches(@"time known to the day\s+│\s+2 ", table);
        Assert.Matches(@"without a place\s+│\s+7 ", table);

        int Number(string name) => summary.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Many_rows_at_midnight_are_a_hint_that_their_hour_is_not_known()
    {
        var (_, output, _) = await Run("id,t\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},2020-01-01T00:00:00\n")), Map);

        Assert.Contains("30 of 30 rows occurred at exactly 00:00", output.ReplaceLineEndings(" "));
    }

    [Fact]
    public void Progress_is_a_line_every_few_seconds()
    {
        var (lines, time) = (new List<string>(), new SteppedTime());
        var progress = new ProgressLines(lines.Add, () => 0.25, time);
        var summary = new ImportSummary();
        for (var second = 1; second <= 12; second++)
        {
            time.Seconds = second;
            summary.Accepted += 1000;
            progress.Show(summary);
        }

        Assert.Equal(["25 % of the file, 5,000 rows, 1,000 rows/s", "25 % of the file, 10,000 rows, 1,000 rows/s"], lines);
    }

    private ImportRequest Request(string text, string map, bool json = false)
    {
        File.WriteAllText(Path.Combine(folder, "a.csv"), text);
        File.WriteAllText(Path.Combine(folder, "map.json"), map);
        return new(Path.Combine(folder, "a.csv"), Path.Combine(folder, "map.json"), Path.Combine(folder, "rejects.csv"), json);
    }

    private Task<(int Code, string Output, string Progress)> Run(string text, string map, bool json = false) =>
        Run(Request(text, map, json));

    private static async Task<(int Code, string Output, string Progress)> Run(ImportRequest request, ImportSink? sink = null)
    {
        var (output, progress) = (new StringWriter(), new StringWriter());
        using var run = new ImportRun(request, ImportOf.Cities);
        var code = await run.Run(
            sink ?? new RecordingSink().AsSink(), Console(output), Console(progress), TestContext.Current.CancellationToken);
        return (code, output.ToString(), progress.ToString());
    }

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });

    private sealed class SteppedTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
