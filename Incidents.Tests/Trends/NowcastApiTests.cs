using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.FileAnalyses;
using Incidents.Domain;
using Incidents.Tests.Analyses;
using Incidents.Tests.Postgres;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Nowcasts and their scores through GraphQL and on the command line, of incidents that can be counted by hand.</summary>
[Collection(OnSharedHost.Name)]
public sealed class NowcastApiTests(SharedHost shared)
{
    private static readonly LocalDate Monday = new(2026, 1, 5);
    private readonly RunningHost host = shared.Host;
    private readonly List<string> rows = ["occurred,known,n"];

    // Of the 10 thefts of each of eight weeks 8 are known in it and 2 in the next one; of the eighth 4 are known. 4 / 0.8 = 5.
    [Fact]
    public async Task The_last_week_is_corrected_for_what_is_still_to_come()
    {
        var world = await World(withdrawn: false);

        var found = await Nowcast(world, "2026-03-01");
        var points = found.GetProperty("series")[0].GetProperty("points");

        Assert.Equal(8, points.GetArrayLength());
        Assert.Equal(
            """{"day":"2026-02-23","status":"ESTIMATED","age":0,"count":4,"isTooFew":true,"estimate":5,"expectedShare":0.2}""",
            Rounded(points[7], "day", "status", "age", "count", "isTooFew", "estimate", "expectedShare"));
        Assert.Equal(
            """{"low95":4,"high95":8,"withdrawnShare":0,"interval":"NEGATIVE_BINOMIAL"}""",
            Rounded(points[7], "low95", "high95", "withdrawnShare", "interval"));
        Assert.Equal(("COMPLETE", 10, 10.0), Brief(points[6]));
        var series = found.GetProperty("series")[0];
        Assert.Equal((74, JsonValueKind.Null, "2026-01-05"), (
            series.GetProperty("observations").GetInt32(), series.GetProperty("gap").ValueKind,
            series.GetProperty("delaysFrom").GetString()));
        Assert.Equal(
            """[{"count":60,"atMost":60,"hazard":1,"knownShare":0.8},{"count":14,"atMost":70,"hazard":0.2,"knownShare":1}]""",
            series.GetProperty("delays").GetRawText());
        Assert.Equal(
            """{"observations":74,"count":74,"from":"2026-01-05","until":"2026-03-02","asKnownOn":"2026-03-01"}""",
            found.GetProperty("basis").GetRawText());
    }

    [Fact]
    public async Task The_past_is_nowcast_as_it_was_known_then()
    {
        var world = await World(withdrawn: true);

        // On 22 February the week before had lost nothing yet, and the last one was half known.
        var then = (await Nowcast(world, "2026-02-22")).GetProperty("series")[0].GetProperty("points");
        var now = (await Nowcast(world, "2026-03-08")).GetProperty("series")[0].GetProperty("points");

        Assert.Equal(("NOT_OVER", 0, null), Brief(then[7]));
        Assert.Equal(("ESTIMATED", 8), (then[6].GetProperty("status").GetString(), then[6].GetProperty("count").GetInt32()));
        Assert.Equal(("COMPLETE", 9, 9.0), Brief(now[6]));
        // Of 70 counted 7 were withdrawn a week later: (8 + 2) x 0.9.
        Assert.Equal(9, Math.Round(then[6].GetProperty("estimate").GetDouble(), 6));
    }

    [Fact]
    public async Task Steps_in_the_middle_of_a_week_of_knowledge_use_all_that_is_known()
    {
        var world = await World(withdrawn: false);

        // On Wednesday 25 February the late reports of the week before (known on its Tuesday) are there.
        var points = (await Nowcast(world, "2026-02-25")).GetProperty("series")[0].GetProperty("points");

        Assert.Equal(("ESTIMATED", 10, 10.0), Brief(points[6]));
        Assert.Equal("NOT_OVER", points[7].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("2025-06-01", "NOTHING_KNOWN")]
    [InlineData("2026-01-11", "TOO_SHORT")]
    public async Task What_cannot_be_estimated_yet_is_said(string knownOn, string gap)
    {
        var world = await World(withdrawn: false);

        var series = (await Nowcast(world, knownOn)).GetProperty("series")[0];

        Assert.Equal(gap, series.GetProperty("gap").GetString());
        Assert.All(series.GetProperty("points").EnumerateArray(), p => Assert.Equal(
            JsonValueKind.Null, p.GetProperty("estimate").ValueKind));
    }

    [Fact]
    public async Task A_register_known_in_one_day_is_not_nowcast()
    {
        var world = await CountedWorld.In(host);
        for (var day = 0; day < 40; day++)
            world.Add(Here, Monday.PlusDays(day), Monday.PlusDays(40));
        await world.Settle();

        var series = (await Nowcast(world, "2026-03-29")).GetProperty("series")[0];

        Assert.Equal("NO_DELAYS_KNOWN", series.GetProperty("gap").GetString());
        Assert.All(
            series.GetProperty("points").EnumerateArray().Take(5), p => Assert.Equal(("NOT_ESTIMABLE", 7, null), Brief(p)));
    }

    // The register's last batch is of 23 February: of March it says nothing, so nothing is estimated, and there is no 0.
    [Fact]
    public async Task Weeks_that_no_source_reported_have_neither_count_nor_estimate()
    {
        var world = await World(withdrawn: false);

        var points = (await host.Ask(
            $$"""
              { nowcast(from: "2026-02-16", until: "2026-03-23", grain: WEEK, asKnownOn: "2026-03-22",
                  filter: { cities: ["{{world.City}}"] }) { series { points { status count isTooFew estimate } } } }
              """)).GetProperty("nowcast").GetProperty("series")[0].GetProperty("points");

        Assert.Equal("""{"status":"NO_DATA","count":null,"isTooFew":true,"estimate":null}""", points[4].GetRawText());
        Assert.Equal(10, points[0].GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Live_reports_without_delay_are_their_own_estimate()
    {
        var world = await CountedWorld.In(host);
        for (var day = 0; day < 56; day++)
            world.Add(Here, Monday.PlusDays(day));
        await world.Settle();

        var points = (await Nowcast(world, "2026-03-01")).GetProperty("series")[0].GetProperty("points");

        Assert.Equal(("ESTIMATED", 7, 7.0), Brief(points[7]));
        Assert.Equal((7, 7), (points[7].GetProperty("low95").GetDouble(), points[7].GetProperty("high95").GetDouble()));
    }

    [Theory]
    [InlineData("grain: HOUR_OF_WEEK", "BAD_INPUT", "grain")]
    [InlineData("grain: WEEK, options: { maxDelay: 0 }", "BAD_INPUT", "options.maxDelay")]
    [InlineData("grain: WEEK, options: { maxDelay: 9, window: 8 }", "BAD_INPUT", "options.window")]
    [InlineData("grain: WEEK, options: { normalFrom: -1 }", "BAD_INPUT", "options.normalFrom")]
    [InlineData("grain: WEEK, filter: { bounds: { west: 73, south: 49, east: 74, north: 50 } }", "FILTER_UNSUPPORTED", "filter.bounds")]
    [InlineData("grain: WEEK, filter: { cities: [\"atlantis\"] }", "CITY_UNKNOWN", "filter.cities")]
    public async Task What_cannot_be_nowcast_is_refused(string arguments, string code, string field)
    {
        var answer = await host.Answer(
            $$"""{ nowcast(from: "2026-01-01", until: "2026-02-01", {{arguments}}) { series { gap } } }""");

        Assert.Equal((code, field), Assert.Single(RunningHost.ErrorsOf(answer)));
    }

    [Fact]
    public async Task Very_many_steps_are_refused_and_ten_thousand_are_not()
    {
        var world = await CountedWorld.In(host);

        Assert.Equal("TOO_MANY_POINTS", RunningHost.CodeOf(await host.Answer(Asked(world, "1700-01-01", "1850-01-01"))));
        var found = await host.Ask(Asked(world, "1998-01-01", "2025-05-19"));
        Assert.Equal(10_000, found.GetProperty("nowcast").GetProperty("series")[0].GetProperty("points").GetArrayLength());
        Assert.Equal(
            0, (await host.Ask(Asked(world, "2026-01-01", "2026-01-01"))).GetProperty("nowcast").GetProperty("series")[0]
                .GetProperty("points").GetArrayLength());

        static string Asked(CountedWorld world, string from, string until) =>
            $$"""
              { nowcast(from: "{{from}}", until: "{{until}}", grain: DAY, filter: { cities: ["{{world.City}}"] }) {
                  series { points { day } } } }
              """;
    }

    [Fact]
    public async Task The_command_line_gives_the_numbers_of_GraphQL()
    {
        var world = await World(withdrawn: true);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "reports.csv");
        File.WriteAllLines(file, rows);
        string[] shared = [
            "nowcast", "--reports", file, "--grain", "week", "--max-delay", "2", "--delay-window", "6", "--from", "2026-01-05", "--until",
            "2026-03-02"];

        var points = (await Nowcast(world, "2026-03-01", 2, 6)).GetProperty("series")[0].GetProperty("points");
        var own = Analysed([.. shared, "--as-known-on", "2026-03-01"])["points"]!.AsArray().Reverse().ToArray();
        var score = (await Score(world, "2026-03-08")).GetProperty("all");
        var ownScore = Analysed([.. shared, "--as-known-on", "2026-03-08", "--score", "--least-expected", "0"])["all"]!;

        Assert.Equal(
            points.EnumerateArray().Select(p => (p.GetProperty("count").GetInt32(), Number(p, "estimate"), Number(p, "high95"))),
            own.Select(p => (
                p!["count"]!.GetValue<int>(), p["estimate"]?.GetValue<double>() ?? double.NaN,
                p["high95"]?.GetValue<double>() ?? double.NaN)));
        Assert.All(
            (string[])["judged", "inside80", "inside95", "coverage95", "coverage95Low", "meanBias", "meanBiasPublished"],
            name => Assert.Equal(Number(score, name), ownScore[name]!.GetValue<double>()));
        Assert.True(Number(score, "judged") >= 6);

        static JsonNode Analysed(string[] args)
        {
            var (input, problem) = AnalyseCommand.Parse(args);
            Assert.Null(problem);
            return JsonNode.Parse(AnswerJson.ToText(AnalyseMethods.Run(input!)))!["result"]!;
        }
    }

    [Fact]
    public async Task Past_nowcasts_are_judged_as_published_then_against_now()
    {
        var world = await World(withdrawn: false);

        var score = (await host.Ask(
            $$"""
              mutation { job: startNowcastScore(from: "2026-01-05", until: "2026-03-02", grain: WEEK, asKnownOn: "2026-03-01",
                  options: { maxDelay: 1, window: 7 }, splitBy: CATEGORY, filter: { cities: ["{{world.City}}"] }, waitSeconds: 8) {
                  state kind nowcastScore {
                    basis { method observations parameters { name value } } all { judged isTooFew coverage95 meanBias meanBiasPublished }
                    series { category notFinal notEstimable judged { day knownOn age count estimate final isInside95 } } } } }
              """)).GetProperty("job").GetProperty("nowcastScore");

        Assert.Equal(
            """{"judged":6,"isTooFew":true,"coverage95":1,"meanBias":0,"meanBiasPublished":-2}""", score.GetProperty("all").GetRawText());
        var series = score.GetProperty("series")[0];
        Assert.Equal((world.Category, 1, 1), (
            series.GetProperty("category").GetString(), series.GetProperty("notFinal").GetInt32(),
            series.GetProperty("notEstimable").GetInt32()));
        Assert.Equal(
            """{"day":"2026-01-12","knownOn":"2026-01-18","age":0,"count":8,"estimate":10,"final":10,"isInside95":true}""",
            series.GetProperty("judged")[0].GetRawText());
        Assert.Contains(
            """{"name":"leastExpected","value":1}""", score.GetProperty("basis").GetProperty("parameters").GetRawText());
    }

    private static GeoPoint Here => new(73.1, 49.8);

    // Known on the day, or on Tuesday of the next week; withdrawn on Wednesday of the next week.
    private async Task<CountedWorld> World(bool withdrawn)
    {
        var world = await CountedWorld.In(host);
        for (var week = 0; week < 8; week++)
        {
            var first = Monday.PlusWeeks(week);
            for (var i = 0; i < (week == 7 ? 4 : 8); i++)
                Add(first.PlusDays(i % 7), first.PlusDays(i % 7), week == 7 || i > 0 ? null : $"{week}");
            for (var i = 0; i < 2 && week < 7; i++)
                Add(first.PlusDays(i), first.PlusDays(8));
            if (withdrawn && week < 7)
            {
                world.Add(Here, first, first.PlusDays(9), reference: $"{week}", withdrawn: true);
                rows.Add(Row(first, first.PlusDays(9), -1));
            }
        }

        await world.Settle();
        return world;

        void Add(LocalDate day, LocalDate known, string? reference = null)
        {
            world.Add(Here, day, known, reference: reference);
            rows.Add(Row(day, known, 1));
        }
    }

    private static string Row(LocalDate day, LocalDate known, int n) =>
        FormattableString.Invariant($"{day:uuuu-MM-dd},{known:uuuu-MM-dd},{n}");

    private async Task<JsonElement> Nowcast(CountedWorld world, string knownOn, int maxDelay = 1, int window = 7) => (await host.Ask(
        $$"""
          { nowcast(from: "2026-01-05", until: "2026-03-02", grain: WEEK, asKnownOn: "{{knownOn}}",
              options: { maxDelay: {{maxDelay}}, window: {{window}} }, filter: { cities: ["{{world.City}}"] }) {
              basis { observations count from until asKnownOn }
              series { observations gap delaysFrom delays { count atMost hazard knownShare }
                  points { day status age count isTooFew estimate low95 high95 expectedShare withdrawnShare interval } } } }
          """)).GetProperty("nowcast");

    private async Task<JsonElement> Score(CountedWorld world, string knownOn) => (await host.Ask(
        $$"""
          mutation { job: startNowcastScore(from: "2026-01-05", until: "2026-03-02", grain: WEEK, asKnownOn: "{{knownOn}}",
              options: { maxDelay: 2, window: 6 }, leastExpected: 0, filter: { cities: ["{{world.City}}"] }, waitSeconds: 8) {
              nowcastScore { all { judged inside80 inside95 coverage95 coverage95Low meanBias meanBiasPublished } } } }
          """)).GetProperty("job").GetProperty("nowcastScore");

    private static (string? Status, int Count, double? Estimate) Brief(JsonElement point) => (
        point.GetProperty("status").GetString(), point.GetProperty("count").GetInt32(),
        point.GetProperty("estimate").ValueKind is JsonValueKind.Null ? null : Math.Round(point.GetProperty("estimate").GetDouble(), 9));

    private static double Number(JsonElement of, string name) =>
        of.GetProperty(name).ValueKind is JsonValueKind.Null ? double.NaN : of.GetProperty(name).GetDouble();

    // 0.8 has no exact binary form: numbers are compared to nine digits.
    private static string Rounded(JsonElement point, params string[] names)
    {
        return new JsonObject(
            names.Select(name => KeyValuePair.Create(name, JsonNode.Parse(Text(point.GetProperty(name)))))).ToJsonString();

        static string Text(JsonElement value) => value.ValueKind is JsonValueKind.Number
            ? Math.Round(value.GetDouble(), 9).ToString(CultureInfo.InvariantCulture) : value.GetRawText();
    }
}
