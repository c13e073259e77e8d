using System.Text.Json;
using Incidents.Api.Import;
using Spectre.Console;
using Xunit;

namespace Incidents.Tests.Import;

/// <summary>A dry run, also of the cases that people reported.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_with_a_sep_line_is_read_with_its_delimiter()
    {
        var json = await Json(
            "sep=;\n№;Дата;Вид;Долгота;Широта\n1;03.02.2024 14:05;КРАЖА;73,1;49,8\n",
            """
            { "source": "field.sep", "city": "karaganda", "occurredAt": { "column": "Дата", "patterns": ["dd.MM.uuuu HH:mm"] },
              "place": { "longitude": "Долгота", "latitude": "Широта", "decimal": "," },
              "category": { "column": "Вид", "table": { "Кража": "theft" } }, "identity": { "columns": ["№"] }, "knownAt": "occurredAt" }
            """);

        Assert.Equal(
            (";", "csv", "utf-8"),
            (Text(json, "detected", "delimiter"), Text(json, "detected", "format"), Text(json, "detected", "encoding")));
        var row = Assert.Single(json.GetProperty("rows").EnumerateArray());
        Assert.Equal(3, row.GetProperty("line").GetInt32());
        var report = row.GetProperty("report");
        Assert.Equal((73.1, 49.8), (report.GetProperty("longitude").GetDouble(), report.GetProperty("latitude").GetDouble()));
        Assert.Equal("theft", Text(report, "category"));
        var summary = json.GetProperty("summary");
        Assert.Equal((1, 1), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("accepted").GetInt32()));
    }

    // The clock of the intake decides what is in the future: 2030 is, until it comes.
    [Fact]
    public async Task Two_digits_of_a_year_are_read_as_people_mean_them()
    {
        var rows = (await Json(
            "N,T\n1,03.02.24 14:05\n2,03.02.99 14:05\n3,03.02.49 14:05\n4,03.02.2024 14:05\n5,03.02.30 14:05\n",
            """
            { "source": "field.two", "city": "karaganda",
              "occurredAt": { "column": "T", "patterns": ["dd.MM.yy HH:mm", "dd.MM.yyyy HH:mm"] }, "category": { "value": "theft" },
              "identity": { "columns": ["N"] }, "knownAt": "occurredAt" }
            """)).GetProperty("rows").EnumerateArray().ToList();

        Assert.Equal(
            ["2024-02-03T14:05:00+06", "1999-02-03T14:05:00+06", "1949-02-03T14:05:00+06", "2024-02-03T14:05:00+06"],
            rows.Take(4).Select(r => Text(r, "report", "occurredAt")));
        Assert.StartsWith("2030-02-03T14:05:00", Text(rows[4], "report", "occurredAt"));
        Assert.Equal("TIME_IN_FUTURE", Text(rows[4], "refusal", "code"));
    }

    [Fact]
    public async Task Times_that_the_map_cannot_read_are_answered_with_patterns_that_can()
    {
        const string map = """
            { "source": "s", "city": "karaganda", "occurredAt": "t", "category": { "value": "theft" }, "identity": { "line": true } }
            """;
        var json = await Json("t\n13.02.2024 9:05\n14.02.2024 10:05\n", map);
        var time = Assert.Single(json.GetProperty("times").EnumerateArray());
        Assert.Equal("13.02.2024 9:05", Text(time, "unread"));
        Assert.Equal(["dd.MM.uuuu H:mm", "d.M.uuuu H:mm"], time.GetProperty("guesses").EnumerateArray().Select(g => g.GetString()).Take(2));
        Assert.Equal("UNREADABLE_TIME", Text(json.GetProperty("rows")[0], "refusal", "code"));

        var (code, output, _) = await Run("t\n13.02.2024 9:05\n", map, json: false);
        Assert.Equal(ImportRun.Done, code);
        Assert.Contains("Dry run: nothing is written.", output);
        Assert.Contains("\"dd.MM.uuuu H:mm\"", output.ReplaceLineEndings(" "));
        Assert.Matches(@"refused: UNREADABLE_TIME\s+│\s+1 ", output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 120));
    }

    [Fact]
    public async Task It_counts_what_the_intake_refuses_and_rows_with_the_same_identity_and_writes_nothing()
    {
        var kept = Path.Combine(folder, "a.csv.rejects.csv");
        await File.WriteAllTextAsync(kept, "line,code,field,reason,row\n", TestContext.Current.CancellationToken);
        var before = Directory.GetFiles(folder).Length;
        const string at = "2024-02-03T10:00:00";
        var json = await Json($"id,t,c\n1,{at},theft\n1,{at},theft\n2,{at},\n3,{at},x\n", """
            { "source": "s", "city": { "code": "springfield", "name": "Springfield", "zone": "America/Chicago" }, "occurredAt": "t",
              "category": { "column": "c", "slug": false }, "identity": { "columns": ["id"] } }
            """);

        var summary = json.GetProperty("summary");
        Assert.Equal((2, 1), (summary.GetProperty("accepted").GetInt32(), summary.GetProperty("duplicate").GetInt32()));
        Assert.Equal("""{"CATEGORY_MISSING":1}""", summary.GetProperty("refused").GetRawText());
        Assert.Equal("CATEGORY_MISSING", Text(json.GetProperty("rows")[2], "refusal", "code"));
        Assert.False(json.GetProperty("rows")[1].TryGetProperty("refusal", out _));
        // The file and the map were added, and nothing else.
        Assert.Equal(before + 2, Directory.GetFiles(folder).Length);
        Assert.True(File.Exists(kept));
    }

    [Fact]
    public async Task Only_the_first_rows_are_shown_and_all_are_counted()
    {
        var json = await Json(
            "t\n" + string.Concat(Enumerable.Repeat("2024-02-03T10:00:00\n", 1_000)) + "never\n",
            """
            { "source": "s", "city": "karaganda", "occurredAt": "t", "category": { "value": "theft" }, "identity": { "line": true } }
            """);

        Assert.Equal(DryRun.Shown, json.GetProperty("rows").GetArrayLength());
        Assert.Equal("a.csv:2", Text(json.GetProperty("rows")[0], "report", "id"));
        Assert.Equal(1_000, json.GetProperty("summary").GetProperty("accepted").GetInt32());
        Assert.Equal("""{"UNREADABLE_TIME":1}""", json.GetProperty("summary").GetProperty("refused").GetRawText());
    }

    private static string? Text(JsonElement element, params string[] path) =>
        path.Aggregate(element, (inner, name) => inner.GetProperty(name)).GetString();

    private async Task<JsonElement> Json(string text, string map)
    {
        var (code, output, _) = await Run(text, map, json: true);
        Assert.Equal(ImportRun.Done, code);
        return JsonDocument.Parse(output).RootElement;
    }

    private async Task<(int Code, string Output, string Errors)> Run(string text, string map, bool json)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var request = new ImportRequest(
            Path.Combine(folder, "a.csv"), Path.Combine(folder, "map.json"), Path.Combine(folder, "a.csv.rejects.csv"), json);
        await File.WriteAllTextAsync(request.File, text, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(request.Map, map, TestContext.Current.CancellationToken);
        var code = await new DryRun(request, ImportOf.Cities, Api.SliceReports.Kinds)
            .Run(Console(output), Console(errors), TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }

    private static IAnsiConsole Console(TextWriter writer)
    {
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 120;
        return console;
    }
}
