using System.Text.Json;
using Incidents.Statistics.Series;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>Outside of what a source covers there are no data: never 0, in every count.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SourceCoverageTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Outside_of_a_declared_period_and_in_its_gap_every_count_is_null()
    {
        var city = await DailyRegister.Import(host, DailyRegister.Covers);
        var answer = await host.Answer(
            $$"""
            {
              trend(from: "2022-12-01", until: "2023-11-01", grain: MONTH, {{Of(city)}}) { series {
                  total counts daysAsked daysCovered coverageCode points { daysCounted daysCovered isCut } } }
              days: trend(from: "2023-02-28", until: "2023-03-09", grain: DAY, {{Of(city)}}) { series { counts } }
              hourByWeekday(from: "2023-08-28", until: "2023-09-04", {{Of(city)}}) {
                  days byWeekday byHour hours { count perDay } basis { daysAsked daysCovered coverageCode } }
              heatmap(from: "2023-10-01", until: "2023-11-01", zoom: 14, {{Around}}, {{Of(city)}}) {
                  total max daysAsked daysCovered coverageCode geoJson }
              partly: heatmap(from: "2023-08-01", until: "2023-09-11", zoom: 14, {{Around}}, {{Of(city)}}) {
                  total daysAsked daysCovered coverageCode }
              heatmapChange(from: "2023-08-01", until: "2023-09-01", beforeFrom: "2022-08-01", beforeUntil: "2022-09-01", zoom: 14,
                  {{Around}}, {{Of(city)}}) { count before coverageCode cells { count before change isNotable } }
            }
            """);
        var data = answer.GetProperty("data");

        var series = data.GetProperty("trend").GetProperty("series")[0];
        Assert.Equal("[null,31,28,24,30,31,30,31,31,null,null]", series.GetProperty("counts").GetRawText());
        Assert.Equal(
            (236, 335, 236, "COVERAGE_PARTIAL"), (
                series.GetProperty("total").GetInt32(), series.GetProperty("daysAsked").GetInt32(),
                series.GetProperty("daysCovered").GetInt32(), series.GetProperty("coverageCode").GetString()));
        Assert.Equal(
            """{"daysCounted":31,"daysCovered":24,"isCut":true}""", series.GetProperty("points")[3].GetRawText());
        Assert.Equal(
            """{"daysCounted":30,"daysCovered":0,"isCut":true}""", series.GetProperty("points")[9].GetRawText());
        Assert.Equal(
            "[1,null,null,null,null,null,null,null,1]",
            data.GetProperty("days").GetProperty("series")[0].GetProperty("counts").GetRawText());

        // Monday the 28th to Thursday the 31st of August.
        var week = data.GetProperty("hourByWeekday");
        Assert.Equal("[1,1,1,1,0,0,0]", week.GetProperty("days").GetRawText());
        Assert.Equal("[1,1,1,1,null,null,null]", week.GetProperty("byWeekday").GetRawText());
        Assert.Equal(4, week.GetProperty("byHour")[12].GetInt32());
        Assert.Equal("""{"count":0,"perDay":0}""", week.GetProperty("hours")[3].GetRawText());
        Assert.Equal("""{"count":null,"perDay":null}""", week.GetProperty("hours")[5 * 24 + 12].GetRawText());
        Assert.Equal("""{"daysAsked":7,"daysCovered":4,"coverageCode":"COVERAGE_PARTIAL"}""", week.GetProperty("basis").GetRawText());

        Assert.Equal(
            """{"total":null,"max":null,"daysAsked":31,"daysCovered":0,"coverageCode":"COVERAGE_NONE","geoJson":"""
                + """{"type":"FeatureCollection","daysAsked":31,"daysCovered":0,"coverageCode":"COVERAGE_NONE","features":[]}}""",
            data.GetProperty("heatmap").GetRawText());
        Assert.Equal(
            """{"total":31,"daysAsked":41,"daysCovered":31,"coverageCode":"COVERAGE_PARTIAL"}""", data.GetProperty("partly").GetRawText());
        Assert.Equal(
            """{"count":31,"before":null,"coverageCode":"COVERAGE_NONE","cells":"""
                + """[{"count":31,"before":null,"change":null,"isNotable":null}]}""",
            data.GetProperty("heatmapChange").GetRawText());

        var warnings = answer.GetProperty("extensions").GetProperty("warnings").EnumerateArray().ToArray();
        Assert.Equal(
            ["COVERAGE_NONE", "COVERAGE_PARTIAL", "COVERAGE_PARTIAL", "COVERAGE_PARTIAL", "COVERAGE_PARTIAL"],
            warnings.Select(w => w.GetProperty("code").GetString()));
        Assert.Contains(
            $$"""{"kind":"INCIDENT","from":"2022-12-01","until":"2023-11-01","days":335,"daysCovered":236,"cities":"""
                + $$"""[{"city":"{{city}}","daysCovered":236}],"sources":[{"city":"{{city}}","source":"{{city}}","from":"""
                + $$"""{{Quoted("2023-01-01")}},"until":"2023-09-01","daysCovered":236}]}""",
            warnings.Select(w => w.GetProperty("value").GetRawText()));
    }

    [Fact]
    public async Task A_period_without_data_is_no_change_and_raises_no_alarm()
    {
        var city = await DailyRegister.Import(host, DailyRegister.Covers);
        var data = await host.Ask(
            $$"""
            {
              comparison(until: "2023-09-01", {{Of(city)}}) { series { changes {
                  span against count before isNotable p daysCovered beforeDaysCovered coverageCode } } }
              anomalies(from: "2023-08-25", until: "2023-10-05", weeks: 8, {{Of(city)}}) { series {
                  judged alarms daysCovered days { count kind expected } } }
              first: anomalies(from: "2023-01-01", until: "2023-02-20", {{Of(city)}}) { series { judged alarms } }
              kpis(from: "2023-08-01", until: "2023-10-01", filter: { cities: ["{{city}}"], measure: INCIDENTS }) {
                  city counts { count before change isNotable daysCovered beforeDaysCovered coverageCode } }
              none: kpis(from: "2024-08-01", until: "2024-10-01", filter: { cities: ["{{city}}"] }) {
                  city counts { measure count before change isNotable coverageCode } durations { measure count change } }
            }
            """);

        var changes = data.GetProperty("comparison").GetProperty("series")[0].GetProperty("changes");
        Assert.Equal((7, 7, false), (
            changes[0].GetProperty("count").GetInt32(), changes[0].GetProperty("before").GetInt32(),
            changes[0].GetProperty("isNotable").GetBoolean()));
        Assert.Equal(
            """{"span":"WEEK","against":"YEAR_EARLIER","count":7,"before":null,"isNotable":null,"p":null"""
                + ""","daysCovered":7,"beforeDaysCovered":0,"coverageCode":"COVERAGE_NONE"}""",
            changes[2].GetRawText());
        Assert.Equal(
            (236, "COVERAGE_NONE"),
            (changes[5].GetProperty("count").GetInt32(), changes[5].GetProperty("coverageCode").GetString()));

        var judged = data.GetProperty("anomalies").GetProperty("series")[0];
        Assert.Equal(
            (7, 0, 7), (
                judged.GetProperty("judged").GetInt32(), judged.GetProperty("alarms").GetInt32(),
                judged.GetProperty("daysCovered").GetInt32()));
        Assert.All(
            judged.GetProperty("days").EnumerateArray().Skip(7),
            day => Assert.Equal("""{"count":null,"kind":"UNDETERMINED","expected":null}""", day.GetRawText()));
        // The first four weeks have fewer than four of the same weekdays before them: the reference of 8 weeks begins half full.
        Assert.Equal(
            """{"judged":22,"alarms":0}""", data.GetProperty("first").GetProperty("series")[0].GetRawText());

        // 31 covered days of August with 31, against 61 of June and July with 61.
        var august = data.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("city").GetString() == city)
            .GetProperty("counts")[0];
        Assert.Equal(0, august.GetProperty("change").GetDouble(), 1e-12);
        Assert.Equal(
            (31, 61, false, 31, 61, "COVERAGE_PARTIAL"), (
                august.GetProperty("count").GetInt32(), august.GetProperty("before").GetInt32(),
                august.GetProperty("isNotable").GetBoolean(), august.GetProperty("daysCovered").GetInt32(),
                august.GetProperty("beforeDaysCovered").GetInt32(), august.GetProperty("coverageCode").GetString()));
        var none = Assert.Single(data.GetProperty("none").EnumerateArray());
        Assert.All(none.GetProperty("counts").EnumerateArray(), count =>
        {
            Assert.Equal(JsonValueKind.Null, count.GetProperty("count").ValueKind);
            Assert.Equal(JsonValueKind.Null, count.GetProperty("isNotable").ValueKind);
            Assert.Equal("COVERAGE_NONE", count.GetProperty("coverageCode").GetString());
        });
        Assert.All(
            none.GetProperty("durations").EnumerateArray(), d => Assert.Equal(JsonValueKind.Null, d.GetProperty("count").ValueKind));
    }

    [Fact]
    public async Task A_series_is_cut_to_its_covered_days_and_has_no_gaps()
    {
        var city = await DailyRegister.Import(host, DailyRegister.Covers);

        var job = await host.Ask(Decomposition("2023-03-05", "2023-12-31"));
        var basis = job.GetProperty("startDecomposition").GetProperty("decomposition").GetProperty("basis");
        Assert.Equal(
            """{"from":"2023-03-08","until":"2023-09-01","count":177,"observations":177,"daysAsked":301,"daysCovered":177}""",
            basis.GetRawText());
        Assert.Equal("COVERAGE_PARTIAL", (await host.Refused(Decomposition("2023-02-01", "2023-12-31"))).Code);
        Assert.Equal("COVERAGE_NONE", (await host.Refused(Decomposition("2024-02-01", "2024-12-31"))).Code);
        Assert.Equal(
            "COVERAGE_NONE",
            (await host.Refused(
                $$"""
                mutation { startImpact({{Around}}, zoom: 14, from: "2024-01-01", until: "2024-06-01", installedFrom: "2024-03-01",
                    places: [{ longitude: 73.1, latitude: 49.8 }], {{Of(city)}}) { state } }
                """)).Code);

        string Decomposition(string from, string until) =>
            $$"""
            mutation { startDecomposition(from: "{{from}}", until: "{{until}}", waitSeconds: 8, {{Of(city)}}) {
                decomposition { basis { from until count observations daysAsked daysCovered } } } }
            """;
    }

    [Fact]
    public async Task Without_a_declaration_the_period_is_learned_and_a_later_declaration_corrects_it()
    {
        var city = await DailyRegister.Import(host, "", new LocalDate(1987, 6, 5), new LocalDate(1994, 1, 2));

        Assert.Equal(
            $$"""[{"source":"{{city}}","kind":"INCIDENT","basis":"LEARNED","from":"2023-01-01","until":"2023-09-01","gaps":[]"""
                + ""","isImported":true,"reportCount":238,"firstReportOn":"1987-06-05","lastReportOn":"2023-08-31","by":null}]""",
            (await Sources(null)).GetRawText());
        // As known at the end of May.
        Assert.Equal(
            """["2023-01-01","2023-06-01"]""",
            Period((await Sources("2023-05-31"))[0]));
        Assert.Equal("[1,1,0,0,0,0,0,0,0,1]", await Counts("2023-02-27", "2023-03-09"));
        Assert.Equal("[1,null,null]", await Counts("2023-08-31", "2023-09-03"));

        var declared = (await host.Ask(
            $$"""
            mutation { declareCoverage(source: "{{city}}", city: "{{city}}", kind: INCIDENT, from: "2023-01-01", until: "2023-09-03",
                gaps: [{ from: "2023-03-01", until: "2023-03-08" }], by: "analyst") { basis from until gaps { from until } by } }
            """)).GetProperty("declareCoverage");
        Assert.Equal(
            """{"basis":"DECLARED","from":"2023-01-01","until":"2023-09-03","gaps":"""
                + """[{"from":"2023-03-01","until":"2023-03-08"}],"by":"analyst"}""",
            declared.GetRawText());
        await host.CaughtUp();
        Assert.Equal("[1,1,null,null,null,null,null,null,null,1]", await Counts("2023-02-27", "2023-03-09"));
        Assert.Equal("[1,0,0]", await Counts("2023-08-31", "2023-09-03"));
        // What was known before stays so.
        Assert.Equal("""["2023-01-01","2023-06-01"]""", Period((await Sources("2023-05-31"))[0]));

        Assert.Equal(
            "COVERAGE_REVERSED",
            (await host.Refused(
                $$"""
                mutation { declareCoverage(source: "s", city: "{{city}}", kind: ALERT, from: "2023-01-02", until: "2023-01-02", by: "x") {
                    basis } }
                """)).Code);

        async Task<JsonElement> Sources(string? known) => (await host.Ask(
            """
            query($city: [String!], $known: Date) { sourceCoverage(cities: $city, kinds: [INCIDENT], asKnownOn: $known) {
                source kind basis from until gaps { from until } isImported reportCount firstReportOn lastReportOn by } }
            """,
            new { city = new[] { city }, known })).GetProperty("sourceCoverage");

        async Task<string> Counts(string from, string until) => (await host.Ask(
            $$"""{ trend(from: "{{from}}", until: "{{until}}", grain: DAY, {{Of(city)}}) { series { counts } } }"""))
            .GetProperty("trend").GetProperty("series")[0].GetProperty("counts").GetRawText();

        static string Period(JsonElement source) =>
            $"[{source.GetProperty("from").GetRawText()},{source.GetProperty("until").GetRawText()}]";
    }

    [Fact]
    public async Task A_live_town_is_covered_from_its_first_report_or_registered_device_on()
    {
        var city = await host.NewCity();
        var today = SystemClock.Instance.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb["Asia/Almaty"]).Date;
        var (first, until) = (today.PlusDays(-3), today.PlusDays(1));
        Assert.Equal("[null,null,null,null]", await Counts("INCIDENTS"));
        Assert.Equal("[null,null,null,null]", await Counts("ALERTS"));

        await host.Ask(
            $$"""mutation { registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "{{city}}" }) { deviceId } }""");
        var sent = await host.PostLines(new
        {
            source = $"{city}-calls",
            id = "1",
            kind = "incident",
            city,
            category = "theft",
            occurredAt = $"{today.PlusDays(-1):uuuu-MM-dd}T00:30:00",
        });
        Assert.Equal(["accepted"], sent.Statuses);
        await host.CaughtUp();

        Assert.Equal("[null,null,1,0]", await Counts("INCIDENTS"));
        Assert.Equal("[null,null,null,0]", await Counts("ALERTS"));
        Assert.Equal("[null,null,null,null]", await Counts("SOS_CALLS"));
        var sources = (await host.Ask($$"""{ sourceCoverage(cities: ["{{city}}"]) { source kind basis from until } }"""))
            .GetProperty("sourceCoverage");
        Assert.Equal(
            $$"""[{"source":"{{city}}-calls","kind":"INCIDENT","basis":"LEARNED","from":"""
                + $$"""{{Quoted($"{today.PlusDays(-1):uuuu-MM-dd}")}},"until":null},"""
                + $$"""{"source":null,"kind":"ALERT","basis":"DEVICES","from":"{{today:uuuu-MM-dd}}","until":null}]""",
            sources.GetRawText());

        async Task<string> Counts(string measure) => (await host.Ask(
            $$"""
            { trend(from: "{{first:uuuu-MM-dd}}", until: "{{until:uuuu-MM-dd}}", grain: DAY,
                filter: { cities: ["{{city}}"], measure: {{measure}} }) { series { counts } } }
            """)).GetProperty("trend").GetProperty("series")[0].GetProperty("counts").GetRawText();
    }

    // By hand: 2(√16 − √(0.25 · 4)) · √(2 / 1.25) = 6 · 1.2649…
    [Fact]
    public void A_change_of_counts_with_different_exposures_has_the_variance_of_one_with_equal_ones()
    {
        Assert.Equal(6 * Math.Sqrt(1.6), PoissonChange.Of(16, 4, 0.25), 1e-12);
        Assert.Equal(PoissonChange.Of(9, 4), PoissonChange.Of(9, 4, 1), 1e-12);
    }

    // 8 weeks of 3, no data for the last 4 of them: four references of 3 are judged, three are not.
    [Fact]
    public void A_count_is_judged_by_the_weekdays_that_have_data()
    {
        double[] counts = [.. Enumerable.Repeat(3.0, 28), .. Enumerable.Repeat(double.NaN, 28), 3, .. Enumerable.Repeat(3.0, 6), 3];

        var found = Anomalies.Detect(counts, new() { Cycles = 8 });
        Assert.Equal((AnomalyKind.Usual, 3), (found.Counts[56].Kind, found.Counts[56].Expected));
        Assert.Equal(8, found.Judged);
        counts[0] = double.NaN;
        Assert.Equal(AnomalyKind.Undetermined, Anomalies.Detect(counts, new() { Cycles = 8 }).Counts[56].Kind);
        Assert.Equal(AnomalyKind.Undetermined, Anomalies.Detect(counts, new() { Cycles = 8 }).Counts[40].Kind);
    }

    private const string Around = "bounds: { west: 73.0, south: 49.7, east: 73.2, north: 49.9 }";

    private static string Quoted(string text) => $"\"{text}\"";

    private static string Of(string city) => $$"""filter: { cities: ["{{city}}"] }""";
}
