using Incidents.Domain;
using Incidents.Tests.Analyses;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Heatmaps;

/// <summary>Incidents by cell and hour of the week.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HourlyHeatTests(SharedHost shared, PostgresFixture postgres)
{
    private const string Around = "bounds: { west: 73.05, south: 49.78, east: 73.15, north: 49.82 }, zoom: 16";

    private const string Period = """from: "2020-01-01", until: "2027-01-01" """;

    // A Thursday.
    private static readonly LocalDate First = new(2026, 1, 1);
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Only_the_hours_asked_for_count()
    {
        var world = await CountedWorld.In(host);
        var (here, there) = (GridCell.At(new(73.1, 49.8), 16), GridCell.At(new(73.12, 49.8), 16));
        world.Add(here.Centre(), First, hour: 22);
        world.Add(here.Centre(), First.PlusDays(7), hour: 22);
        world.Add(here.Centre(), First, hour: 23);
        world.Add(there.Centre(), First.PlusDays(1), hour: 22);
        world.Add(there.Centre(), First.PlusDays(4), hour: 0);
        // Thursdays at ten in the evening, after the period.
        world.Add(here.Centre(), First.PlusDays(31), hour: 22);
        await world.Settle();

        // Thursday 22:00 is hour 3 × 24 + 22.
        await Expect("[94]", (here, 2));
        await Expect("[94, 118, 94]", (here, 2), (there, 1));
        // Monday's first hour is 0; Sunday's last, 167, has none.
        await Expect("[0, 167]", (there, 1));
        await Expect("[]");

        async Task Expect(string hours, params (GridCell Cell, int N)[] expected)
        {
            var columns = (await host.Ask(
                $$"""
                { heatmap({{Around}}, from: "2026-01-01", until: "2026-02-01",
                    filter: { categories: ["{{world.Category}}"], hoursOfWeek: {{hours}} })
                    { columns { x y count } } }
                """))
                .GetProperty("heatmap").GetProperty("columns");
            var ordered = expected.OrderBy(e => e.Cell.Code).ToArray();
            var x = string.Join(',', ordered.Select(e => e.Cell.X));
            var y = string.Join(',', ordered.Select(e => e.Cell.Y));
            var count = string.Join(',', ordered.Select(e => e.N));
            Assert.Equal($$"""{"x":[{{x}}],"y":[{{y}}],"count":[{{count}}]}""", columns.GetRawText());
        }
    }

    [Fact]
    public async Task A_scale_and_a_change_are_of_the_hours_asked_for_and_say_so()
    {
        var world = await CountedWorld.In(host);
        var (here, there) = (GridCell.At(new(73.1, 49.8), 16).Centre(), GridCell.At(new(73.12, 49.8), 16).Centre());
        for (var i = 0; i < 4; i++)
            world.Add(here, First, hour: 22);
        world.Add(here, First.PlusDays(7), hour: 22);
        world.Add(here, First.PlusDays(7), hour: 21);
        world.Add(there, First.PlusDays(7), hour: 21);
        await world.Settle();

        // Thursday 22:00 is hour 94: one cell with five of them. 2 (√1 − √4) = −2.
        var scale = await Answer("heatmapScale", """{ breaks cells max basis { hoursOfWeek } }""");
        Assert.Equal("""{"breaks":[5],"cells":[1],"max":5,"basis":{"hoursOfWeek":[94]}}""", scale);
        Assert.Equal(
            """{"before":4,"count":1,"cells":[{"before":4,"count":1,"change":-2}]}""",
            await Answer("heatmapChange", "{ before count cells { before count change } }", "2026-01-08", "2026-01-15"));

        async Task<string> Answer(string field, string asked, string from = "2026-01-01", string until = "2026-02-01") => (await host.Ask(
            $$"""
            { {{field}}(
                {{Around}}, from: "{{from}}", until: "{{until}}",
                filter: { categories: ["{{world.Category}}"], hoursOfWeek: [94] }) {{asked}} }
            """))
            .GetProperty(field).GetRawText();
    }

    [Fact]
    public async Task What_was_withdrawn_later_counts_as_of_the_days_before()
    {
        var world = await CountedWorld.In(host);
        var point = new GeoPoint(73.1, 49.8);
        world.Add(point, First, reference: "a");
        world.Add(point, First, known: First.PlusDays(5));
        world.Add(point, First, known: First.PlusDays(10), reference: "a", withdrawn: true);
        await world.Settle();

        // Thursday noon is hour 84.
        Assert.Equal("1", await Total(First));
        Assert.Equal("2", await Total(First.PlusDays(9)));
        Assert.Equal("1", await Total(First.PlusDays(10)));
        Assert.Equal("1", await Total(null));

        async Task<string> Total(LocalDate? known) => (await host.Ask(
            $$"""
            { heatmap(
                {{Around}}, from: "2026-01-01", until: "2026-02-01",
                asKnownOn: {{(known is { } day ? $"\"{day:uuuu-MM-dd}\"" : "null")}},
                    filter: { categories: ["{{world.Category}}"], hoursOfWeek: [84] }) { total } }
            """))
            .GetProperty("heatmap").GetProperty("total").GetRawText();
    }

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public async Task All_hours_together_are_the_ledger_s_counts_as_known_on_any_day(int seed)
    {
        await using var lively = await RunningHost.Start(await postgres.CreateDatabase(), clock: RandomHistory.Clock());
        await new RandomHistory(lively, seed + 1) { HasCoarseTimes = false }.Live(400);
        await lively.CaughtUp();
        var days = (await lively.Query("select distinct known from read.heat_day order by 1")).ConvertAll(
            r => $", asKnownOn: \"{(DateOnly)r[0]:yyyy-MM-dd}\"");
        Assert.True(days.Count > 1, "nothing became known later");

        var hours = $"hoursOfWeek: [{string.Join(',', Enumerable.Range(0, 168))}]";
        var districts = string.Join(
            ", ", from city in (string[])["karaganda", "temirtau", "saran"]
                  from name in (string[])["Qazybek bi", "Октябрьский", ""]
                  select $$"""{ city: "{{city}}", name: "{{name}}" }""");
        const string World = "bounds: { west: 60, south: 40, east: 90, north: 60 }";
        // The first of each pair is read from the ledger, the second from the register.
        (string Name, string Field, string Ledger, string Register)[] pairs =
        [
            ("all", "heatmap", "", hours),
            ("theft", "heatmap", """categories: ["theft", "arson"]""", $"""categories: ["theft", "arson"], {hours}"""),
            ("city", "heatmap", """cities: ["temirtau"]""", $"""cities: ["temirtau"], {hours}"""),
            ("districts", "heatmap", "", $"districts: [{districts}]"),
            ("series", "trend", World, $"{World}, {hours}"),
        ];
        foreach (var known in days.Append(""))
        {
            var fields = pairs.SelectMany(
                p => new[] { Field(p.Name, p.Field, p.Ledger, known), Field($"{p.Name}Register", p.Field, p.Register, known) });
            var answer = await lively.Ask($"{{ {string.Join(' ', fields)} }}");
            Assert.True(known.Length > 0 || answer.GetProperty("all").GetProperty("total").GetInt64() > 50, "hardly anything is counted");
            Assert.All(
                pairs, p => Assert.Equal(answer.GetProperty(p.Name).GetRawText(), answer.GetProperty($"{p.Name}Register").GetRawText()));
        }

        static string Field(string name, string field, string filter, string known) => field == "heatmap"
            ? $"{name}: heatmap({World}, zoom: 15, {Period}{known}, filter: {{ {filter} }}) {{ total columns {{ x y count }} }}"
            : $"{name}: trend({Period}, grain: WEEK, splitBy: CITY{known}, filter: {{ {filter} }}) {{ series {{ city counts }} }}";
    }

    [Theory]
    [InlineData("BAD_INPUT", "hoursOfWeek: [168]")]
    [InlineData("BAD_INPUT", "hoursOfWeek: [-1]")]
    [InlineData("FILTER_UNSUPPORTED", "hoursOfWeek: [1], measure: ALERTS")]
    public async Task Other_hours_and_other_measures_are_refused(string code, string filter) => Assert.Equal(
        code, (await host.Refused($$"""
            { heatmap({{Around}}, from: "2026-01-01", until: "2026-02-01", filter: { {{filter}} }) { total } }
            """)).Code);
}
