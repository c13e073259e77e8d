using System.Text.Json;
using Incidents.Api.Import;
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

    private ImportRequest Request(string text, string map, bool json = false)
    {
        File.WriteAllText(Path.Combine(folder, "a.csv"), text);
        File.WriteAllText(Path.Combine(folder, "map.json"), map);
        return new(Path.Combine(folder, "a.csv"), Path.Combine(folder, "map.json"), Path.Combine(folder, "rejects.csv"), json);
    }

    private async Task<(int Code, string Output, string Progress)> Run(string text, string map, bool json = false)
    {
        var (output, progress) = (new StringWriter(), new StringWriter());
        using var run = new ImportRun(Request(text, map, json), ImportOf.Cities);
        var code = await run.Run(new RecordingSink().AsSink(), Console(output), Console(progress), TestContext.Current.CancellationToken);
        return (code, output.ToString(), progress.ToString());
    }

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
}
