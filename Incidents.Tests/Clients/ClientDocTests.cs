using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Incidents.Tests.Clients;

/// <summary>Every example of <c>docs/clients.md</c> works as it stands there.</summary>
[Collection(OnClientHost.Name)]
[Trait("category", "slow")]
public sealed partial class ClientDocTests(ClientHost shared)
{
    private const int MostLines = 10;

    private readonly RunningHost host = shared.Host;

    /// <summary>The names of all blocks.</summary>
    public static TheoryData<string> Names => [.. CodeBlock.All.Select(block => block.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_example_works(string name)
    {
        var block = CodeBlock.Named(name);
        return name switch
        {
            "incidents.py" or "codegen.ts" => Task.CompletedTask, // The examples after it use it.
            "weekly.py" => PythonTasks.Run(block, host, WeeklyInPython, WeeklyAsReported),
            "heat_map.py" => PythonTasks.Run(block, host, HeatMapInPython, HeatMapAsReported),
            "response_times.py" => PythonTasks.Run(
                block, host, "[[day, m] for day, m in months['durations.medianSeconds'].items()]", ResponseTimesAsReported),
            "hot_spots.py" => PythonTasks.Run(block, host, "None", HotSpotsWhereItIsBusy),
            "month.py" => PythonTasks.Run(block, host, "{day: int(n) for day, n in daily.items()}", DailyTotalsEqualTheTrend),
            "daily_csv.py" => PythonTasks.Run(block, host, "None", CsvAsReported),
            "weekly.R" => Weekly(block),
            "daily.m" => PowerQuery(block),
            "panel.graphql" => Panel(block, CodeBlock.Named("panel.json")),
            "panel.json" => Panel(CodeBlock.Named("panel.graphql"), block),
            "main.ts" => TypeScriptProject.Run(shared),
            _ => throw new InvalidOperationException($"No test takes the block '{name}' of docs/clients.md."),
        };
    }

    [Fact]
    public void The_tasks_take_at_most_ten_lines_of_Python() =>
        Assert.All(
            CodeBlock.All.Where(block => block.Language == "python"),
            block => Assert.InRange(block.Text.TrimEnd().Split('\n').Length, 1, MostLines));

    private const string WeeklyInPython =
        "[[city, district, day, int(n)] for (city, district), column in weekly.items() for day, n in column.items()]";

    private Task WeeklyAsReported(JsonElement rows, string folder)
    {
        AssertWeekly(rows.EnumerateArray().Select(row =>
            (row[0].GetString()!, row[1].GetString(), row[2].GetString()!, row[3].GetInt32())));
        return Task.CompletedTask;
    }

    // Two towns have a district of the same name, and some incidents have none.
    private void AssertWeekly(IEnumerable<(string City, string? District, string Monday, int Count)> rows) =>
        Assert.Equal(
            from e in shared.Entries
            where e.IsCounted && e.Category == "burglary"
            group e by (e.City, District: e.District ?? "", Monday: Text(e.At.Date.PlusDays(1).Previous(IsoDayOfWeek.Monday))) into week
            orderby week.Key.City, week.Key.District, week.Key.Monday
            select (week.Key.City, week.Key.District, week.Key.Monday, week.Count()),
            from row in rows
            where row.Count > 0
            orderby row.City, row.District ?? "", row.Monday
            select (row.City, row.District ?? "", row.Monday, row.Count));

    private const string HeatMapInPython =
        "[cells.crs.to_epsg(), cells.geom_type.unique().tolist(), int(cells['count'].sum()), "
        + "cells.nlargest(1, 'count').total_bounds.tolist()]";

    private Task HeatMapAsReported(JsonElement cells, string folder)
    {
        Assert.Equal((4326, "Polygon"), (cells[0].GetInt32(), cells[1][0].GetString()));
        Assert.Equal(shared.Entries.Count(e => e.IsCounted && e.City != "satpayev"), cells[2].GetInt32());
        var busiest = cells[3].EnumerateArray().Select(edge => edge.GetDouble()).ToList();
        Assert.Equal(ClientHost.BusyLongitude, (busiest[0] + busiest[2]) / 2, 0.01);
        Assert.Equal(ClientHost.BusyLatitude, (busiest[1] + busiest[3]) / 2, 0.01);
        return Task.CompletedTask;
    }

    private static Task ResponseTimesAsReported(JsonElement months, string folder)
    {
        Assert.Equal(
            ["2026-01-01", "2026-02-01", "2026-03-01"], months.EnumerateArray().Select(month => month[0].GetString()!));
        Assert.All(
            months.EnumerateArray().Zip([20.0, 30.0, 40.0]),
            pair => Assert.InRange(pair.First[1].GetDouble(), pair.Second * 0.99, pair.Second * 1.01));
        return Task.CompletedTask;
    }

    private static async Task HotSpotsWhereItIsBusy(JsonElement nothing, string folder)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "hot-spots.geojson"), TestContext.Current.CancellationToken);
        var spots = JsonDocument.Parse(text).RootElement;
        Assert.Equal("FeatureCollection", spots.GetProperty("type").GetString());
        Assert.Contains(spots.GetProperty("features").EnumerateArray(), spot =>
        {
            var ring = spot.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().ToList();
            return IsWithin(ClientHost.BusyLongitude, ring.Select(p => p[0])) && IsWithin(ClientHost.BusyLatitude, ring.Select(p => p[1]));
        });

        static bool IsWithin(double value, IEnumerable<JsonElement> edges) =>
            edges.Min(e => e.GetDouble()) <= value && value <= edges.Max(e => e.GetDouble());
    }

    // At half past midnight and later at night the day in UTC is another one.
    private async Task DailyTotalsEqualTheTrend(JsonElement daily, string folder)
    {
        var trend = await host.Ask(
            """{ trend(from: "2026-03-01", until: "2026-04-01", grain: DAY) { series { points { day count } } } }""");
        var published = Requests.At(trend, "trend", "series")[0].GetProperty("points").EnumerateArray()
            .Select(p => (p.GetProperty("day").GetString()!, p.GetProperty("count").GetInt32())).ToList();
        var rows = daily.EnumerateObject().Select(day => (day.Name, day.Value.GetInt32())).ToList();
        Assert.Equal(published, rows);
        Assert.Equal(
            shared.Entries.Where(e => e.IsCounted && e.At.Month == 3).GroupBy(e => Text(e.At.Date)).OrderBy(day => day.Key)
                .Select(day => (day.Key, day.Count())),
            rows);
    }

    private async Task CsvAsReported(JsonElement nothing, string folder)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "daily.csv"), TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "daily.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("day;count;city", lines[0]);
        Assert.Equal(
            shared.Entries.Count(e => e.IsCounted && e.City == "saran"),
            lines.Where(line => line.EndsWith(";saran", StringComparison.Ordinal))
                .Sum(line => int.Parse(line.Split(';')[1], CultureInfo.InvariantCulture)));
    }

    private async Task Weekly(CodeBlock block)
    {
        Programs.SignIn(host);
        var series = Requests.At(await Requests.Send(host, Requests.QueryIn(block.Text)), "trend", "series");
        AssertWeekly(
            from s in series.EnumerateArray()
            from p in s.GetProperty("points").EnumerateArray()
            select (s.GetProperty("city").GetString()!, s.GetProperty("district").GetString(), p.GetProperty("day").GetString()!,
                p.GetProperty("count").GetInt32()));
        if (!await Programs.Works("Rscript", "-e", "stopifnot(requireNamespace('httr2'), requireNamespace('tidyr'))"))
            return;
        var output = await Programs.OutputOf(
            Path.GetTempPath(), "Rscript", "-e", $"{block.For(host)}\ncat('\\n'); cat(jsonlite::toJSON(weekly), '\\n')");
        AssertWeekly(JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement.EnumerateArray().Select(row =>
            (row.GetProperty("city").GetString()!, row.GetProperty("district").GetString(), row.GetProperty("day").GetString()!,
                row.GetProperty("count").GetInt32())));
    }

    private async Task PowerQuery(CodeBlock block)
    {
        var variables = MVariable().Matches(block.Text).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        var answer = await Requests.Send(host, Requests.QueryIn(block.Text), variables);
        var path = MPath().Match(block.Text).Groups["name"].Captures.Select(c => c.Value).Skip(1);
        // Other tests of this host open incidents in towns of which nothing was reported in the period: no count is known of them.
        var towns = shared.Entries.Select(e => e.City).ToHashSet();
        var points = Requests.At(answer, path).EnumerateArray().Where(series => towns.Contains(series.GetProperty("city").GetString()!))
            .SelectMany(series => series.GetProperty("points").EnumerateArray());
        Assert.Equal(shared.Entries.Count(e => e.IsCounted), points.Sum(p => p.GetProperty("count").GetInt32()));
    }

    private async Task Panel(CodeBlock query, CodeBlock columns)
    {
        var answer = await Requests.Send(
            host, query.Text.Replace("${__from:date:YYYY-MM-DD}", "2026-01-01").Replace("${__to:date:YYYY-MM-DD}", "2026-04-01"));
        var panel = JsonDocument.Parse(columns.Text).RootElement;
        var rows = Requests.At(answer, panel.GetProperty("root_selector").GetString()!.Split('.').Skip(1)).EnumerateArray().ToList();
        Assert.NotEmpty(rows);
        Assert.All(panel.GetProperty("columns").EnumerateArray(), column => Assert.All(rows, row =>
        {
            var value = Requests.At(row, column.GetProperty("selector").GetString()!.Split('.'));
            if (column.GetProperty("type").GetString() == "timestamp")
                Assert.True(LocalDatePattern.Iso.Parse(value.GetString()!).Success);
            else
                Assert.Equal(JsonValueKind.Number, value.ValueKind);
        }));
    }

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    [GeneratedRegex("""\b(?<name>from|until) = "(?<value>[^"]*)"(?=[,\]])""")]
    private static partial Regex MVariable();

    [GeneratedRegex(@"Answer(\[(?<name>\w+)\])+")]
    private static partial Regex MPath();
}
