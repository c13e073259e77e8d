using System.Text.Json.Nodes;
using Incidents.Api.FileAnalyses;
using Xunit;

namespace Incidents.Tests.FileAnalyses;

/// <summary>What every command prints fits 120 columns, with values as long as files have them.</summary>
public sealed class AnswerTextTests : IDisposable
{
    private const string Long = "a-very-long-name-without-a-blank-as-registers-have-them-for-their-districts-streets-and-police-areas";
    private const string Map =
        """
        { "source": "test", "city": "karaganda", "occurredAt": { "column": "when", "patterns": ["uuuu-MM-dd"] },
          "place": { "longitude": "east", "latitude": "north" }, "category": { "value": "theft" }, "identity": { "columns": ["id"] } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("answer").FullName;

    public static TheoryData<string> Methods => [.. AnalyseMethods.All.Select(m => m.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Methods))]
    public void Every_table_fits_with_all_of_its_columns(string method)
    {
        var (input, problem) = AnalyseCommand.Parse([method, .. Arguments(method)]);
        Assert.Null(problem);
        var answer = AnswerJson.ToNode(AnalyseMethods.Run(input!));

        var text = AnswerText.Of(answer);

        Assert.All(text.Split(Environment.NewLine), line => Assert.True(line.Length <= 120, $"{line.Length}: {line}"));
        var words = text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Assert.All(Columns(answer["result"]!), column => Assert.Contains(column, words));
    }

    [Fact]
    public void A_wide_table_goes_on_with_its_first_column_and_a_long_line_in_the_next()
    {
        JsonObject row = new() { ["id"] = Long };
        for (var i = 0; i < 30; i++)
            row[$"column{i}"] = 1234567.654321;
        JsonObject answer = new()
        {
            ["title"] = string.Join(' ', Enumerable.Repeat("word", 60)),
            ["word"] = new string('x', 300),
            ["rows"] = new JsonArray(row),
        };

        var lines = AnswerText.Of(answer).Split(Environment.NewLine);

        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
        Assert.Equal(60, lines.Sum(line => line.Split(' ').Count(word => word == "word")));
        Assert.Equal(300, lines.Sum(line => line.Count(letter => letter == 'x')));
        Assert.All(Enumerable.Range(0, 30), i => Assert.Contains(lines, line => line.Split(' ').Contains($"column{i}")));
        Assert.True(lines.Count(line => line.Contains($"  {Long[..39]}…", StringComparison.Ordinal)) > 1);
    }

    private string[] Arguments(string method) => method switch
    {
        "getis-ord" => ["--points", Places(), "--distance", "15"],
        "local-moran" => ["--points", Places(), "--distance", "15"],
        "emerging" =>
            [
                "--points", File("x,y,time,value\n" + string.Join("\n", Enumerable.Range(0, 12).SelectMany(t => Enumerable.Range(0, 30)
                    .Select(i => $"{i % 6 * 10},{i / 6 * 10},{t},{(i * 7 + t * 3) % 11}")))), "--queen", "--pitch", "10",
            ],
        "knox" => ["--points", Times(), "--space", "0,10,20,30", "--time", "0,3,6", "--permutations", "99"],
        "scan" =>
            [
                "--areas", File("id,x,y,cases,population\n" + string.Join(
                    "\n", Enumerable.Range(0, 12).Select(i => $"{Long}-{i},{i},{i * i % 5},{(i < 3 ? 30 : 2)},7"))), "--replications", "99",
            ],
        "mann-kendall" or "anomalies" => ["--series", Series(), "--period", "7"],
        "stl" => ["--series", Series(), "--period", "7"],
        "mstl" => ["--series", Series(), "--periods", "7,28"],
        "nowcast" =>
            [
                "--reports", File("occurred,known,kind\n" + string.Join("\n", Enumerable.Range(0, 400).Select(i =>
                    $"{Day(i)},{Day(i + i % 17)},{Long}"))), "--by", "kind", "--grain", "week",
            ],
        "kde" => ["--points", Places(), "--cell", "5"],
        "centrography" => ["--points", Places()],
        "aoristic" => ["--points", File("from,to\n2026-11-02T22:00,2026-11-03T06:00\n")],
        "forecast-score" =>
            [
                "--areas", File("id,predicted,observed,area\n" + string.Join(
                    "\n", Enumerable.Range(0, 9).Select(i => $"{Long}-{i},{9 - i},{i % 4},1234567"))),
            ],
        "forecast-backtest" =>
            [
                "--points", File("id,when,east,north\n" + string.Join("\n", Enumerable.Range(0, 300).Select(i =>
                    $"{Long}-{i},{new NodaTime.LocalDate(2024, 1, 1).PlusDays(i * 2):uuuu-MM-dd},73.{i % 5},49.8"))),
                "--map", File(Map, ".json"), "--zoom", "12", "--train", "2024", "--test", "2025-01..2025-06",
            ],
        "impact" =>
            [
                "--areas", File("id,treated,period,count\n" + string.Join("\n", Enumerable.Range(0, 48).Select(i =>
                    $"{Long}-{i / 8},{(i / 8 == 0 ? 1 : 0)},{i % 8},{(i * 13) % 17}"))), "--first-after", "4", "--replications", "99",
            ],
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Add arguments of the new method here."),
    };

    private static string Day(int number) => new NodaTime.LocalDate(2024, 1, 1).PlusDays(number).ToString("uuuu-MM-dd", null);

    private string Places() => File("id,x,y,value\n" + string.Join("\n", Enumerable.Range(0, 40).Select(i =>
        $"{Long}-{i},{500000 + i % 8 * 10},{5500000 + i / 8 * 10},{(i * i) % 13 * 1234567}")));

    private string Times() => File(
        "x,y,t\n" + string.Join("\n", Enumerable.Range(0, 40).Select(i => $"{i * 7 % 40},{i * 3 % 40},{i * 5 % 9}")));

    private string Series() =>
        File("time,value\n" + string.Join("\n", Enumerable.Range(0, 120).Select(i => $"{i},{1000000 + i % 7 + (i == 100 ? 60000 : 0)}")));

    private string File(string text, string extension = ".csv")
    {
        var path = Path.Combine(folder, $"{Long}-{Guid.NewGuid()}{extension}");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static IEnumerable<string> Columns(JsonNode? node) => node switch
    {
        JsonArray { Count: > 0 } list when list[0] is JsonObject first => first.Select(p => p.Key),
        JsonObject all => all.SelectMany(p => Columns(p.Value)),
        _ => [],
    };
}
