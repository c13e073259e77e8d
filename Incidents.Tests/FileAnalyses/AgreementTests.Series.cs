using Xunit;

namespace Incidents.Tests.FileAnalyses;

// Series of counts, and forecasts.
public sealed partial class AgreementTests
{
    [Fact]
    public async Task A_series_has_one_decomposition_and_one_verdict()
    {
        var (world, incidents) = await World(5);
        var counts = new int[Days];
        foreach (var (_, day) in incidents)
            counts[NodaTime.Period.DaysBetween(First, day)]++;
        var series = Write("value\n" + string.Join("\n", counts));

        var one = (await Job(
            $"startDecomposition({Period}, seasonal: 9, trend: 21, lowPass: 11, seasonalDegree: 0, trendDegree: 1, lowPassDegree: 0, "
            + $"seasonalJump: 2, trendJump: 3, lowPassJump: 2, inner: 3, outer: 2, {Filter(world)})",
            "decomposition { trend weights }")).GetProperty("decomposition");
        var own = Answer(
            ["stl", "--series", series, "--period", "7", "--seasonal", "9", "--trend", "21", "--low-pass", "11", "--degrees", "0,1,0",
                "--jumps", "2,3,2", "--inner", "3", "--outer", "2"]);
        Same(own["trend"]!, one.GetProperty("trend"));
        Same(own["weights"]!, one.GetProperty("weights"));

        var several = (await Job(
            $"startDecomposition({Period}, periodsDays: [28, 7], windows: [9, 13], seasonalDegree: 0, inner: 2, outer: 0, iterations: 3, "
            + $"robust: false, {Filter(world)})", "decomposition { trend seasons { values } }")).GetProperty("decomposition");
        own = Answer(
            ["mstl", "--series", series, "--periods", "28,7", "--windows", "9,13", "--degrees", "0,1,1", "--inner", "2", "--outer", "0",
                "--iterations", "3"]);
        Same(own["trend"]!, several.GetProperty("trend"));
        Same(own["seasons"]![1]!["values"]!, several.GetProperty("seasons")[1].GetProperty("values"));

        foreach (var (arguments, options) in new[]
        {
            ("weeks: 4, falseAlarmRate: 0.01", (string[])["--cycles", "4", "--alpha", "0.01"]),
            ("weeks: 4, falseAlarmRate: 0.01, bothSides: false, estimateDispersion: false",
                ["--cycles", "4", "--alpha", "0.01", "--high-only", "--poisson"]),
        })
        {
            var days = (await host.Ask(
                $"{{ anomalies(from: \"{First.PlusDays(28):uuuu-MM-dd}\", until: \"{First.PlusDays(Days):uuuu-MM-dd}\", {arguments}, "
                + $"{Filter(world)}) {{ series {{ days {{ pHigh kind }} }} }} }}"))
                .GetProperty("anomalies").GetProperty("series")[0].GetProperty("days");
            var verdicts = Answer(["anomalies", "--series", series, .. options])["counts"]!.AsArray().Skip(28).ToArray();
            Assert.Equal(verdicts.Length, days.GetArrayLength());
            foreach (var (wanted, actual) in verdicts.Zip(days.EnumerateArray()))
            {
                Assert.Equal(wanted!["kind"]!.GetValue<string>(), actual.GetProperty("kind").GetString(), ignoreCase: true);
                Assert.Equal(Number(wanted["pHigh"]), actual.GetProperty("pHigh").GetDouble(), 1e-12);
            }
        }
    }

    // The file knows its records from the first day of --train on, the ledger from the first incident on: one occurs on that day.
    [Fact]
    public async Task A_backtest_has_one_table_and_one_choice()
    {
        var (world, incidents) = await World(6, new(2026, 1, 1), 273);
        var map = Write(
            """
            { "source": "test", "city": "karaganda", "occurredAt": { "column": "when", "patterns": ["uuuu-MM-dd"] },
              "place": { "longitude": "east", "latitude": "north" }, "category": { "value": "theft" }, "identity": { "columns": ["id"] } }
            """, ".json");
        var file = Write("id,when,east,north\n" + string.Join("\n", incidents.Select((i, n) =>
            $"{n},{i.Day:uuuu-MM-dd},{Text(i.Cell.Centre().Longitude, i.Cell.Centre().Latitude)}")));

        // Six months from April on; the area is every cell with anything counted before.
        var asked = (await Job(
            $"startForecastBacktest(city: \"{world.City}\", zoom: {Zoom}, begin: \"2026-10-01\", period: MONTH, periods: 6, draws: 500, "
            + "seed: 3, share: 0.1, confidence: 0.9, kernelCells: 3, selfExcitingDays: 60)",
            "forecastBacktest { cells events chosen chosenBecause methods { hits count outsideArea pai paiLow paiHigh logScore "
            + "betterThanLastPeriod againstLastPeriod } }"))
            .GetProperty("forecastBacktest");
        var own = Answer(
            ["forecast-backtest", "--points", file, "--map", map, "--zoom", $"{Zoom}", "--train", "2026-01..2026-03", "--test",
                "2026-04..2026-09", "--replications", "500", "--seed", "3", "--share", "0.1", "--confidence", "0.9",
                "--kernel-cells", "3", "--self-exciting-days", "60"]);

        Assert.Equal(Number(own["events"]), asked.GetProperty("events").GetInt32());
        Assert.Equal(own["basis"]!["parameters"]!["cells"]!.GetValue<int>(), asked.GetProperty("cells").GetInt32());
        Assert.Equal(Same(own["chosen"]), Same(asked.GetProperty("chosen")));
        Assert.Equal(Same(own["chosenBecause"]), Same(asked.GetProperty("chosenBecause")));
        foreach (var (wanted, actual) in own["methods"]!.AsArray().Zip(asked.GetProperty("methods").EnumerateArray()))
        {
            foreach (var name in (string[])["hits", "count", "outsideArea", "pai", "paiLow", "paiHigh", "logScore", "betterThanLastPeriod"])
                Assert.Equal(Number(wanted![name]), actual.GetProperty(name).GetDouble(), 1e-9);
            Assert.Equal(Same(wanted!["againstLastPeriod"]), Same(actual.GetProperty("againstLastPeriod")));
        }

        static string Same(object? word) => word!.ToString()!.Replace("_", "").ToUpperInvariant();
    }
}
