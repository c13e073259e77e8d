using System.Globalization;
using System.Text.Json.Nodes;
using Incidents.Api.FileAnalyses;
using Incidents.Statistics;
using Xunit;

namespace Incidents.Tests.FileAnalyses;

public sealed class AnalyseTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("analyse").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Getis_Ord_answers_the_published_numbers_from_the_command_line()
    {
        var grid = PublishedTables.GetisOrdPlaces.Zip(
            PublishedTables.GetisOrdGrid, (place, value) => FormattableString.Invariant($"{place.X},{place.Y},{value}"));
        var path = Write("x,y,val\n" + string.Join("\n", grid));

        var answer = Answer("getis-ord", "--points", path, "--distance", "30", "--kind", "gi");
        var star = Answer("getis-ord", "--points", path, "--distance=30", "--variance=n-1");

        Assert.Equal(1.221979, Number(answer["places"]![119]!["z"]), 6);
        Assert.Equal(1.447943, Number(star["places"]![119]!["z"]), 6);
        Assert.Equal("inclusive", answer["basis"]!["parameters"]!["edge"]!.GetValue<string>());
        Assert.Equal(256, answer["basis"]!["n"]!.GetValue<int>());
    }

    [Fact]
    public void Row_standardised_weights_give_PySALs_number_beside_ours()
    {
        var path = Write("x,y,value\n10,10,2\n20,10,3\n40,10,3.2\n15,20,5\n30,20,8\n30,30,7\n");

        var answer = Answer("getis-ord", "--points", path, "--distance", "15", "--kind", "gi", "--weights", "row");

        Assert.Equal(-0.62074534, Number(answer["places"]![0]!["zEsdaRowStandardised"]), 8);
        Assert.Equal(-1.0136729, Number(answer["places"]![0]!["z"]), 7);
        Assert.Equal(0.172936, Number(answer["global"]!["pOneSided"]), 6);
    }

    [Fact]
    public void Knox_says_which_edges_belong()
    {
        var path = Write(
            "x,y,t\n" + string.Join("\n", PublishedTables.BurkittCases.Select(c => FormattableString.Invariant($"{c.X},{c.Y},{c.Time}"))));

        var answer = Answer("knox", "--points", path, "--delta", "20", "--tau", "5", "--permutations", "99");

        Assert.Equal(13, answer["entries"]![0]!["observed"]!.GetValue<int>());
        Assert.Equal("[0, 20]", answer["entries"]![0]!["space"]!.GetValue<string>());
        Assert.Equal(3429, answer["spaceTotals"]![0]!.GetValue<int>());
        Assert.Equal(0.14624558197141414, Number(answer["entries"]![0]!["pPoissonMore"]), 12);
        var banded = Answer("knox", "--points", path, "--space", "0,10,20", "--time", "0,5", "--permutations", "0");
        Assert.Equal("[0, 10)", banded["entries"]![0]!["space"]!.GetValue<string>());
    }

    [Fact]
    public void A_series_without_a_header_is_decomposed_as_its_authors_program_does()
    {
        var path = Write(string.Join("\n", PublishedTables.CarbonDioxide.Select(v => v.ToString(CultureInfo.InvariantCulture))));

        var answer = Answer(
            "stl", "--series", path, "--period", "12", "--seasonal", "35", "--trend", "19", "--low-pass", "13", "--jumps", "4,2,2",
            "--inner", "1", "--outer", "2");

        Assert.Equal(-0.13125464336066284, Number(answer["season"]![0]), 10);
        Assert.Equal(0.94748803176461716, Number(answer["weights"]![0]), 10);
    }

    [Fact]
    public void A_series_with_gaps_keeps_its_places()
    {
        var data = PublishedTables.SeriesWithGaps;
        var path = Write(
            "time,value\n"
            + string.Join("\n", data.Select((x, i) => string.Create(CultureInfo.InvariantCulture, $"{i},{(double.IsNaN(x) ? "" : x)}"))));

        var answer = Answer("mann-kendall", "--series", path, "--period", "12");

        Assert.Equal(-1959, answer["original"]!["s"]!.GetValue<int>());
        Assert.Equal(-3.8419950613710894, Number(answer["hamedRao"]!["z"]), 10);
        Assert.Equal(-0.006369426751592357, Number(answer["sensSlope"]!["perStep"]), 14);
        Assert.Equal(-0.08695652173913043, Number(answer["seasonalSensSlope"]!["perStep"]), 14);
    }

    [Fact]
    public void Random_points_in_cells_show_no_hot_spot_and_a_planted_one_shows()
    {
        var random = new SeededRandom(70);
        var lines = Enumerable.Range(0, 800).Select(_ => Line(random.NextDouble() * 2000, random.NextDouble() * 2000)).ToList();
        var path = Write("x,y\n" + string.Join("\n", lines));
        lines.AddRange(Enumerable.Range(0, 80).Select(_ => Line(800 + random.NextDouble() * 200, 800 + random.NextDouble() * 200)));
        var planted = Write("x,y\n" + string.Join("\n", lines));

        Assert.Null(Answer("getis-ord", "--points", path, "--cell", "100", "--bounds", "0,0,2000,2000")["spots"]!["Hot"]);
        var found = Answer("getis-ord", "--points", planted, "--cell", "100", "--bounds", "0,0,2000,2000", "--shuffles", "30");
        Assert.True(found["spots"]!["Hot"]!.GetValue<int>() >= 4);
        Assert.InRange(Number(found["shuffled"]!["shareAsManyHot"]), 0, 0.05);

        static string Line(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"{x},{y}");
    }

    [Fact]
    public void A_map_of_the_importer_tells_place_and_time_in_metres_and_days()
    {
        var map = Write("""
            { "source": "test", "city": "karaganda", "occurredAt": { "column": "when", "patterns": ["uuuu-MM-dd HH:mm"] },
              "place": { "longitude": "east", "latitude": "north" }, "category": { "value": "theft" } }
            """, "map.json");
        // Two points 0.01° of latitude apart at 49.8° N are 1,112.4 m apart on the ellipsoid (111.24 km a degree).
        var path = Write("when,east,north\n2026-01-01 12:00,73.1,49.80\n2026-01-03 00:00,73.1,49.81\nnever,73.1,49.8\n2026-01-03 "
            + "00:00,,\n");

        var root = Root("knox", "--points", path, "--map", map, "--space", "0,1112,1113", "--time", "0,1.5,2", "--permutations", "0");

        Assert.Equal([0, 0, 0, 1], root["result"]!["entries"]!.AsArray().Select(e => e!["observed"]!.GetValue<int>()));
        Assert.Equal(2, root["input"]!["used"]!.GetValue<int>());
        Assert.Equal(1, root["input"]!["leftOut"]!["UNREADABLE_TIME"]!.GetValue<int>());
        Assert.Equal(1, root["input"]!["leftOut"]!["NO_PLACE"]!.GetValue<int>());
        Assert.StartsWith("transverse Mercator", root["input"]!["plane"]!.GetValue<string>());
    }

    // By hand: each month brings 4 incidents to one place and, in turn, 2 to another; the last month of the test has none but one outside
    // the cells.
    [Fact]
    public void A_backtest_forecasts_each_period_from_those_before_it()
    {
        var map = Write("""
            { "source": "test", "city": "karaganda", "occurredAt": { "column": "when", "patterns": ["uuuu-MM-dd"] },
              "place": { "longitude": "east", "latitude": "north" }, "category": { "value": "theft" }, "identity": { "columns": ["id"] } }
            """, "map.json");
        var id = 0;
        var months = Enumerable.Range(0, 26).Select(m => new NodaTime.LocalDate(2024, 1, 15).PlusMonths(m)).SelectMany((day, m) =>
            Enumerable.Range(0, 4).Select(_ => $"{id++},{day:uuuu-MM-dd},73.1,49.8")
                .Concat(Enumerable.Range(0, m % 2 * 2).Select(_ => $"{id++},{day:uuuu-MM-dd},73.2,49.8")));
        var path = Write("id,when,east,north\n" + string.Join("\n", months) + "\n0,2024-01-15,73.1,49.8\n999,2026-03-01,74,49\n");

        var root = Root(
            "forecast-backtest", "--points", path, "--map", map, "--zoom", "15", "--train", "2024..2025", "--test", "2026-01..2026-03");
        var last = root["result"]!["periods"]!.AsArray().Where(p => p!["method"]!.GetValue<string>() == "lastPeriod").ToArray();

        Assert.Equal(["2026-01-01", "2026-02-01", "2026-03-01"], last.Select(p => p!["begin"]!.GetValue<string>()));
        Assert.Equal([4, 6, 0], last.Select(p => p!["observed"]!.GetValue<int>()));
        Assert.Equal([6.0, 4, 6], last.Select(p => Number(p!["expected"])));
        // A hundredth of the area is a fiftieth of one of the two cells.
        Assert.Equal(4 / 50.0, Number(last[0]!["hits"]), 4);
        Assert.Equal(1, root["input"]!["leftOut"]!["DUPLICATE"]!.GetValue<int>());
        Assert.Equal(1, root["result"]!["outsideArea"]!.GetValue<int>());
        Assert.Equal(2, root["result"]!["basis"]!["parameters"]!["cells"]!.GetValue<int>());
    }

    [Fact]
    public void Every_other_method_answers()
    {
        var cases = Write("id,x,y,cases,population\na,0,0,10,7\nb,1,0,6,7\nc,3,0,2,7\nd,7,0,2,7\n");
        var scan = Answer("scan", "--areas", cases, "--replications", "99");
        Assert.Equal(16 * Math.Log(1.6) + 4 * Math.Log(0.4), Number(scan["clusters"]![0]!["logLikelihoodRatio"]), 12);
        Assert.Equal(["a", "b"], scan["clusters"]![0]!["places"]!.AsArray().Select(p => p!.GetValue<string>()).Order());

        var cube = Write("x,y,time,value\n" + string.Join("\n", Enumerable.Range(0, 12).SelectMany(t => Enumerable.Range(0, 144).Select(i =>
            $"{i % 12 * 10},{i / 12 * 10},{t},{(i % 12 is >= 5 and <= 7 && i / 12 is >= 5 and <= 7 ? 9 : (i * 7 + t * 3) % 3)}"))));
        Assert.Equal(
            "persistent",
            Answer("emerging", "--points", cube, "--queen", "--pitch", "10")["cells"]![6 * 12 + 6]!["pattern"]!.GetValue<string>());

        var moran = Write("x,y,value\n0,0,1\n1,0,2\n2,0,6\n3,0,7\n");
        Assert.Equal(6 / 6.5, Number(Answer("local-moran", "--points", moran, "--queen", "--pitch", "1")["places"]![0]!["value"]), 12);

        var points = Write("x,y\n1,2\n2,3\n2,2\n2,1\n3,4\n3,3\n3,1\n4,4\n");
        Assert.Equal(1.4142135623730951, Number(Answer("centrography", "--points", points)["standardDistance"]), 14);
        var density = Answer(
            "kde", "--points", points, "--kernel", "gaussian", "--bandwidth", "0.5", "--grid", "30x40", "--bounds", "-1,-1,6,7", "--json");
        Assert.Equal(1, density["cells"]!.AsArray().Sum(c => Number(c!["density"])) * 7 * 8 / 1200 / 8, 0.01);

        var hours = Write("from,to\n2026-11-02T22:00,2026-11-03T06:00\n2026-11-02 05:10,2026-11-02 05:10\n");
        Assert.Equal(0.125 + 1, Number(Answer("aoristic", "--points", hours)["hourOfDay"]![5]), 12);

        var forecast = Write("predicted,observed,area\n3,6,1\n2,3,1\n1,0,1\n");
        Assert.Equal(2, Number(Answer("forecast-score", "--areas", forecast)["atShare"]!["pai"]));

        var impact = Write("role,before,after\ntarget,100,50\nbuffer,40,30\ncontrol,200,200\n");
        Assert.Equal(0.2, Number(Answer("impact", "--areas", impact)["quotient"]), 12);
        var panel = Write(
            "id,treated,period,count\na,1,1,9\na,1,2,9\na,1,3,5\na,1,4,5\nb,0,1,4\nb,0,2,4\nb,0,3,4\nb,0,4,4\n"
                + "c,0,1,3\nc,0,2,3\nc,0,3,4\nc,0,4,4\n");
        Assert.Equal(-4.5, Number(Answer("impact", "--areas", panel, "--first-after", "3")["effect"]!["estimate"]), 12);

        var series = Write("value\n" + string.Join("\n", Enumerable.Range(0, 400).Select(i => 20 + i % 7 + (i == 300 ? 60 : 0))));
        Assert.Equal("high", Answer("anomalies", "--series", series)["counts"]![300]!["kind"]!.GetValue<string>());
        Assert.Equal(7, Answer("mstl", "--series", series, "--periods", "7,28")["seasons"]![0]!["period"]!.GetValue<int>());
    }

    // 10 January 2027 is a Sunday: from its last hour into the first hour of the Monday after it.
    [Fact]
    public void Moments_of_a_file_become_hours_of_the_week()
    {
        var path = Write("from,to\n2027-01-10T23:00,2027-01-11T01:00\n");

        var hours = Answer("aoristic", "--points", path)["hourOfWeek"]!.AsArray();

        Assert.Equal((0.5, 0.5), (Number(hours[167]), Number(hours[0])));
        var reversed = Write("from,to\n2027-01-10T23:00,2027-01-10T22:00\n");
        var e = Assert.Throws<AnalyseException>(() => Answer("aoristic", "--points", reversed));
        Assert.Equal("An event from 2027-01-10T23:00:00 cannot end at 2027-01-10T22:00:00.", e.Message);
    }

    [Theory]
    [InlineData("--points FILE is needed", "getis-ord")]
    [InlineData("--map is needed", "forecast-backtest", "--points", "POINTS", "--train", "2010", "--test", "2011")]
    [InlineData(
        "--test begins after --train", "forecast-backtest", "--points", "POINTS", "--map", "chicago", "--train", "2010..2012", "--test",
        "2012-12")]
    [InlineData(
        "--train wants years", "forecast-backtest", "--points", "POINTS", "--map", "chicago", "--train", "lately", "--test", "2012-12")]
    [InlineData("--kernel is one of quartic, gaussian", "kde", "--points", "POINTS", "--kernel", "round", "--cell", "5")]
    [InlineData("--cell wants a number", "kde", "--points", "POINTS", "--cell", "wide", "--bandwidth", "5")]
    [InlineData("no column of times", "knox", "--points", "POINTS", "--delta", "5", "--tau", "5")]
    [InlineData(
        "--metric is one of euclidean, manhattan", "knox", "--points", "POINTS", "--time-column", "x", "--delta", "5", "--tau", "5",
        "--metric", "diagonal")]
    [InlineData("within one step of --step", "scan", "--points", "POINTS", "--time-column", "x", "--step", "7")]
    [InlineData("--areas FILE or --points FILE is needed", "scan")]
    [InlineData("--period is positive", "mann-kendall", "--series", "POINTS", "--period", "0")]
    [InlineData("has no column id or area", "impact", "--areas", "POINTS")]
    [InlineData("Edges ascend strictly", "knox", "--points", "POINTS", "--time-column", "x", "--space", "5,2", "--tau", "5")]
    public void What_is_wrong_is_said(string message, params string[] args)
    {
        var points = Write("x,y\n1,2\n2,3\n");

        var e = Assert.Throws<AnalyseException>(() => AnalyseMethods.Run(Parse([.. args.Select(a => a == "POINTS" ? points : a)])));

        Assert.Contains(message, e.Message);
    }

    [Theory]
    [InlineData("knox takes no --kernel", "knox", "--kernel", "quartic")]
    [InlineData("knox takes no --nonsense", "knox", "--nonsense=4")]
    [InlineData("There is no method 'foo'", "foo")]
    [InlineData("There is no method 'gi'", "gi")]
    [InlineData("--points needs a value, and --kernel is an option", "knox", "--points", "--kernel")]
    [InlineData("Required argument missing", "knox", "--points")]
    [InlineData("knox takes no stray", "knox", "stray")]
    [InlineData(null, "scan", "--permutations", "9", "--max-share", "0.3")]
    [InlineData(null, "kde", "--bounds", "-1,-1,6,7", "--json")]
    [InlineData(null, "kde", "--points=@file.csv", "--bandwidth=-5")]
    public void An_option_that_a_method_does_not_take_is_refused(string? problem, params string[] args)
    {
        var (input, found) = AnalyseCommand.Parse(args);

        Assert.Equal((problem is null, input is null), (found is null, found is not null));
        Assert.StartsWith(problem ?? "", found ?? "");
    }

    [Fact]
    public void Help_knows_every_method_and_only_options_that_exist()
    {
        Assert.All(AnalyseMethods.All, m => Assert.Contains(m.Name, AnalyseHelp.For(null)));
        Assert.All(AnalyseMethods.All, m => Assert.All(m.Options, option => Assert.Contains($"--{option} ", AnalyseHelp.For(m.Name))));
        Assert.All(AnalyseOptions.All.Keys, option => Assert.Contains(AnalyseMethods.All, m => m.Takes(option)));
        Assert.Contains("[a, b)", AnalyseHelp.For("knox"));
    }

    [Fact]
    public void The_text_for_people_has_the_numbers_too()
    {
        var points = Write("x,y\n1,2\n2,3\n2,2\n2,1\n3,4\n3,3\n3,1\n4,4\n");

        var text = AnswerText.Of(AnswerJson.ToNode(AnalyseMethods.Run(Parse(["centrography", "--points", points]))));

        Assert.Contains("standardDistance: 1.414214", text);
        Assert.Contains("basis.method: centrography", text);
    }

    private static JsonNode Answer(params string[] args) => Root(args)["result"]!;

    private static JsonNode Root(params string[] args) => JsonNode.Parse(AnswerJson.ToText(AnalyseMethods.Run(Parse(args))))!;

    private static AnalyseInput Parse(string[] args)
    {
        var (input, problem) = AnalyseCommand.Parse(args);
        Assert.Null(problem);
        return input!;
    }

    private static double Number(JsonNode? node) => node!.GetValue<double>();

    private string Write(string text, string? name = null)
    {
        var path = Path.Combine(folder, name ?? Guid.NewGuid() + ".csv");
        File.WriteAllText(path, text);
        return path;
    }
}
