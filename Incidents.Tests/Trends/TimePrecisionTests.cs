using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.FileAnalyses;
using Xunit;

namespace Incidents.Tests.Trends;

/// <summary>Times known to the hour, day, month and year, from the report to lists, counts and aoristic hours.</summary>
/// <remarks>
/// In Karaganda clocks were set back from 24:00 to 23:00 on Thursday 29 February 2024: that day had 25 hours, and 23:00 twice. Hour 94 of
/// the week is Thursday 22:00.
/// </remarks>
[Collection(OnSharedHost.Name)]
public sealed class TimePrecisionTests(SharedHost shared)
{
    private const string Year = "from: \"2024-01-01\", until: \"2025-01-01\"";
    private const string February = "from: \"2024-02-01\", until: \"2024-03-01\"";
    private const string Around = "{ west: 73, south: 49, east: 74, north: 50 }";

    private static readonly (string Id, string At, string? Until)[] Thefts =
    [
        ("minute", "2024-02-29T22:30", null), ("hour", "2024-02-29T23", null), ("day", "2024-02-29", null), ("month", "2024-02", null),
        ("year", "2024", null), ("interval", "2024-02-29T22:00", "2024-03-01T02:00"),
    ];

    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_list_sorts_them_by_their_beginning_and_writes_them_as_they_are_known()
    {
        var city = await Reported();

        var nodes = (await host.Ask(
            $$"""
              { incidents(filter: { cities: ["{{city}}"] }, order: OCCURRED_ASCENDING) {
                  nodes { sourceId timePrecision occurredText occurredUntil timeline { timePrecision } } }
                coarse: incidents(filter: { cities: ["{{city}}"], timePrecisions: [DAY, YEAR] }) { totalCount } }
              """));

        Assert.Equal(
            [
                "YEAR 2024", "MONTH 2024-02", "DAY 2024-02-29",
                "MINUTE 2024-02-29T22:00:00+06:00/2024-03-01T02:00:00+05:00", "MINUTE 2024-02-29T22:30:00+06:00",
                "HOUR 2024-02-29T23+06:00",
            ],
            nodes.GetProperty("incidents").GetProperty("nodes").EnumerateArray().Select(n =>
                $"{n.GetProperty("timePrecision").GetString()} {n.GetProperty("occurredText").GetString()}"));
        Assert.All(
            nodes.GetProperty("incidents").GetProperty("nodes").EnumerateArray(), n => Assert.Equal(
                n.GetProperty("timePrecision").GetString(), n.GetProperty("timeline")[0].GetProperty("timePrecision").GetString()));
        Assert.Equal(2, nodes.GetProperty("coarse").GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task Reported_again_it_is_a_duplicate_and_at_midnight_a_conflict()
    {
        var city = await Reported();

        var again = await host.PostLines(Report(city, "day", "2024-02-29"), Report(city, "hour", "2024-02-29T23+06:00"));
        var other = await host.PostLines(Report(city, "day", "2024-02-29T00:00"));

        Assert.Equal(["duplicate", "duplicate"], again.Statuses);
        Assert.Equal(["conflict"], other.Statuses);
        Assert.Equal("""["occurredAt"]""", other.Answers.Single().GetProperty("differences").GetRawText());
    }

    // The minute and the beginning of the interval at 22:00, the hour at 23:00; day, month and year have none. The day is 1/25 in each hour
    // of Thursday, 2/25 at 23:00; the interval of five hours 1/5, 2/5, 1/5, 1/5; February, of 697 hours, has five Thursdays, and six times
    // Thursday 23:00.
    [Fact]
    public async Task Hours_of_the_week_leave_out_what_has_none_and_aoristic_hours_spread_it_over_the_hours_that_there_were()
    {
        var city = await Reported();

        var week = (await host.Ask(
            $$"""
              { hourByWeekday({{Year}}, filter: { cities: ["{{city}}"] }) {
                  byHour basis { count } timeKnown { minute hour day month year intervals }
                  aoristic { intervals notSpread hours } } }
              """)).GetProperty("hourByWeekday");

        Assert.Equal(
            (2, 1, 3), (week.GetProperty("byHour")[22].GetInt32(), week.GetProperty("byHour")[23].GetInt32(),
                week.GetProperty("basis").GetProperty("count").GetInt32()));
        Assert.Equal(
            """{"minute":2,"hour":1,"day":1,"month":1,"year":1,"intervals":1}""", week.GetProperty("timeKnown").GetRawText());
        var aoristic = week.GetProperty("aoristic");
        Assert.Equal((4, 1), (aoristic.GetProperty("intervals").GetInt32(), aoristic.GetProperty("notSpread").GetInt32()));
        double[] hours = [.. aoristic.GetProperty("hours").EnumerateArray().Select(h => h.GetDouble())];
        Assert.Equal(5, hours.Sum(), 1e-9);
        Assert.Equal(1 / 25.0 + 5 / 697.0, hours[72], 1e-12);
        Assert.Equal(1 + 1 / 25.0 + 1 / 5.0 + 5 / 697.0, hours[94], 1e-12);
        Assert.Equal(1 + 2 / 25.0 + 2 / 5.0 + 6 / 697.0, hours[95], 1e-12);
        Assert.Equal(1 / 5.0 + 4 / 697.0, hours[96], 1e-12);
        Assert.Equal(4 / 697.0, hours[98], 1e-12);
        Assert.Equal(hours, OnTheCommandLine("Asia/Almaty"), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // Clocks in Chicago were set from 02:00 to 03:00 on Sunday 10 March 2024, a day of 23 hours.
    [Fact]
    public async Task Nothing_falls_into_an_hour_that_was_not_there()
    {
        var city = await host.NewCity("America/Chicago");
        await Accepted(Report(city, "day", "2024-03-10"), Report(city, "interval", "2024-03-10T00:30", "2024-03-10T03:30"));

        var hours = (await host.Ask(
            $$"""{ hourByWeekday({{Year}}, filter: { cities: ["{{city}}"] }) { aoristic { hours } } }"""))
            .GetProperty("hourByWeekday").GetProperty("aoristic").GetProperty("hours").EnumerateArray().Select(h => h.GetDouble())
            .ToArray();

        Assert.Equal(2, hours.Sum(), 1e-9);
        Assert.Equal(0, hours[146]);
        Assert.Equal(
            (1 / 23.0 + 0.25, 1 / 23.0 + 0.5, 1 / 23.0 + 0.25), (hours[144], hours[145], hours[147]),
            (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) + Math.Abs(a.Item3 - b.Item3) < 1e-12);
    }

    [Theory]
    [InlineData("")]
    [InlineData($", bounds: {Around}")]
    public async Task A_month_counts_in_its_month_and_in_no_day_of_it(string where)
    {
        var city = await Reported();

        var answer = await host.Answer(
            $$"""
              { days: trend({{February}}, grain: DAY, filter: { cities: ["{{city}}"]{{where}} }) { notKnownToStep series { counts } }
                months: trend({{Year}}, grain: MONTH, filter: { cities: ["{{city}}"]{{where}} }) { notKnownToStep series { counts } }
                hours: trend({{Year}}, grain: HOUR_OF_WEEK, filter: { cities: ["{{city}}"]{{where}} }) { notKnownToStep series { total } } }
              """);

        var data = answer.GetProperty("data");
        var days = data.GetProperty("days").GetProperty("series")[0].GetProperty("counts");
        Assert.Equal((0, 4), (days[0].GetInt32(), days[28].GetInt32()));
        Assert.Equal(
            "[0,5,0,0,0,0,0,0,0,0,0,0]", data.GetProperty("months").GetProperty("series")[0].GetProperty("counts").GetRawText());
        Assert.Equal(3, data.GetProperty("hours").GetProperty("series")[0].GetProperty("total").GetInt32());
        Assert.Equal(
            [1, 1, 3],
            new[] { "days", "months", "hours" }.Select(f => data.GetProperty(f).GetProperty("notKnownToStep").GetInt32()));
        Assert.Equal(
            [("DAY", 1, 5), ("HOUR", 3, 6), ("MONTH", 1, 6)],
            Notes(answer).Select(n => (
                n.GetProperty("unit").GetString()!, n.GetProperty("count").GetInt32(), n.GetProperty("total").GetInt32())).Order());
    }

    // Minus one hour after Wednesday's last would be the day at Wednesday 23:00, hour 71.
    [Fact]
    public async Task Hours_of_a_filter_find_nothing_that_has_no_hour()
    {
        var city = await Reported();
        string Map(int hour) =>
            $$"""heatmap(bounds: {{Around}}, zoom: 12, {{Year}}, filter: { cities: ["{{city}}"], hoursOfWeek: [{{hour}}] }) { total }""";
        string Trend(int hour) =>
            $$"""trend({{Year}}, grain: MONTH, filter: { cities: ["{{city}}"], hoursOfWeek: [{{hour}}] }) { series { total } }""";

        var data = await host.Ask(
            $$"""
              { a: {{Map(71)}} b: {{Map(94)}} c: {{Map(95)}} all: heatmap(bounds: {{Around}}, zoom: 12, {{Year}},
                  filter: { cities: ["{{city}}"] }) { total }
                d: {{Trend(71)}} e: {{Trend(94)}} f: {{Trend(95)}} }
              """);

        Assert.Equal([0, 2, 1, 6], new[] { "a", "b", "c", "all" }.Select(f => data.GetProperty(f).GetProperty("total").GetInt32()));
        Assert.Equal(
            [0, 2, 1], new[] { "d", "e", "f" }.Select(f => data.GetProperty(f).GetProperty("series")[0].GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Analyses_by_day_leave_out_the_month_and_the_year_and_say_how_many()
    {
        var city = await Reported();
        async Task<JsonElement> Job(string name, string start) => (await host.Ask(
            $$"""
              mutation { {{start}}, filter: { cities: ["{{city}}"] }, waitSeconds: 8) {
                  {{name}} { basis { count parameters { name value } } } } }
              """)).EnumerateObject().Single().Value.GetProperty(name).GetProperty("basis");

        var near = await Job("nearRepeats", $"startNearRepeats(bounds: {Around}, {Year}, permutations: 0");
        var scan = await Job("spaceTimeScan", $"startSpaceTimeScan(bounds: {Around}, zoom: 12, {Year}, stepDays: 61, replications: 0");

        foreach (var basis in (JsonElement[])[near, scan])
        {
            Assert.Equal(4, basis.GetProperty("count").GetInt32());
            Assert.Equal(
                2, basis.GetProperty("parameters").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "notKnownToDay")
                    .GetProperty("value").GetInt32());
        }
    }

    private static object Report(string city, string id, string at, string? until = null) => new
    {
        source = city,
        id,
        kind = "incident",
        city,
        category = $"{city}-theft",
        longitude = 73.1,
        latitude = 49.8,
        occurredAt = at,
        occurredUntil = until,
    };

    private async Task<string> Reported()
    {
        var city = await host.NewCity();
        await host.Covers(city);
        await Accepted([.. Thefts.Select(t => Report(city, t.Id, t.At, t.Until))]);
        return city;
    }

    private async Task Accepted(params object[] reports)
    {
        Assert.All((await host.PostLines(reports)).Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();
    }

    private static IEnumerable<JsonElement> Notes(JsonElement answer) =>
        answer.GetProperty("extensions").GetProperty("warnings").EnumerateArray()
            .Where(w => w.GetProperty("code").GetString() == "TIME_NOT_KNOWN_TO_STEP").Select(w => w.GetProperty("value"));

    private static double[] OnTheCommandLine(string zone)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "from,to\n" + string.Concat(Thefts.Select(t => $"{t.At},{t.Until}\n")));
            var (input, problem) = AnalyseCommand.Parse(["aoristic", "--points", path, "--zone", zone]);
            Assert.Null(problem);
            var answer = JsonNode.Parse(AnswerJson.ToText(AnalyseMethods.Run(input!)))!;
            return [.. answer["result"]!["hourOfWeek"]!.AsArray().Select(h => h!.GetValue<double>())];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
