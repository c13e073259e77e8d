using System.Text.Json;
using Incidents.Tests.Postgres;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>What a list contains agrees with what is counted, and with each thing read by itself.</summary>
public sealed class ListAndCountTests(PostgresFixture postgres)
{
    // The last and first seconds of local days: of 29 February 2024, on which Almaty's clocks were set back from +06:00 to +05:00 at the
    // end, and of 1919, when they were 5:07:48 ahead of UTC.
    private static readonly string[] Edges =
    [
        "2024-02-28T17:59:59Z", "2024-02-28T18:00:00Z", "2024-02-29T17:59:59Z", "2024-02-29T18:00:00Z", "2024-02-29T18:59:59Z",
        "2024-02-29T19:00:00Z", "2024-03-01T18:59:59Z", "2024-03-01T19:00:00Z", "1919-12-31T18:52:11Z", "1919-12-31T18:52:12Z",
        "1919-12-31T18:52:20Z", "1919-12-31T18:53:00Z",
    ];

    private static readonly (string List, string Measure)[] Lists =
        [("incidents", "INCIDENTS"), ("alerts", "ALERTS"), ("sosCalls", "SOS_CALLS"), ("violations", "VIOLATIONS")];

    private const string Placed =
        "id version city district street point { longitude latitude } place { city district street } category isCounted source sourceId "
        + "deviceId occurredAt occurredOn knownAt lastKnownAt timeline { sequence }";

    private static readonly (string List, string One, string Fields)[] Things =
    [
        ("incidents", "incident", Placed + " status description unit assignedAt arrivedAt resolvedAt closedAt mergedInto reportedAt merged "
            + "signals { kind id } units { unit since status }"),
        ("alerts", "alert", Placed + " isBeginningReported endedAt acknowledgedBy acknowledgedAt dismissedReasonCode confidence plate"),
        ("sosCalls", "sosCall", Placed + " status isBeginningReported answeredBy answeredAt waitedSeconds escalatedTo"),
        ("violations", "violation", Placed + " status article part plate fine { amountTenge } dismissedReasonCode certificate { number }"),
    ];

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public async Task After_a_mixed_life_lists_agree_with_counts_and_with_each_thing(int seed)
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: RandomHistory.Clock());
        // What is known to the month only is in a list by its first day, and in no count by day.
        await new RandomHistory(host, seed) { HasCoarseTimes = false }.Live(1_500);
        var codes = (await host.PostLines(Edges.SelectMany((at, i) => OnTheEdge(at, i)))).Codes;
        Assert.All(codes, code => Assert.Equal("accepted", code));
        // Else days on which no source reported have no count.
        foreach (var city in (string[])["karaganda", "temirtau", "saran"])
            await host.Covers(city);
        await host.CaughtUp();
        Assert.NotEmpty(await host.Query("select from read.incident where status in ('withdrawn', 'merged')"));
        Assert.Equal(3, (await host.Query("select from read.signal where not is_counted group by kind, status, is_counted")).Count);

        await ListsEqualCounts(host, new Random(seed));
        foreach (var (list, one, fields) in Things)
            await RowsEqualDetails(host, list, one, fields);
    }

    private static IEnumerable<object> OnTheEdge(string at, int i) =>
        ((string[])["incident", "alert", "sosCall", "violation"]).Select(kind => new
        {
            source = "edge",
            id = $"{kind}-{i}",
            kind,
            city = "karaganda",
            category = kind is "violation" ? null : "theft",
            article = kind is "violation" ? "592" : null,
            part = kind is "violation" ? "1" : null,
            occurredAt = at,
        });

    private static async Task ListsEqualCounts(RunningHost host, Random random)
    {
        var periods = Enumerable.Range(0, 12).Select(_ =>
        {
            var from = new LocalDate(2025, 1, 1).PlusDays(random.Next(420));
            return (From: from, Until: from.PlusDays(1 + random.Next(200)));
        }).ToList();
        foreach (var day in (LocalDate[])[
            new(1919, 12, 31), new(1920, 1, 1), new(2024, 2, 28), new(2024, 2, 29), new(2024, 3, 1), new(2024, 3, 2)])
            periods.Add((day, day.PlusDays(1)));
        var all = 0L;
        foreach (var (from, until) in periods)
        {
            foreach (var (list, measure) in Lists)
            {
                var days = $"from: \"{from:uuuu-MM-dd}\", until: \"{until:uuuu-MM-dd}\"";
                var answer = await host.Ask(
                    $$"""
                    { counted: {{list}}(filter: { {{days}}, isCounted: true }) { totalCount }
                      others: {{list}}(filter: { {{days}}, isCounted: false }) { totalCount }
                      every: {{list}}(filter: { {{days}} }) { totalCount }
                      trend({{days}}, grain: DAY, filter: { measure: {{measure}} }) { series { total } } }
                    """);
                var counted = Count(answer.GetProperty("counted"));
                var series = answer.GetProperty("trend").GetProperty("series").EnumerateArray();
                Assert.True(
                    counted == series.Sum(s => s.GetProperty("total").GetInt64()), $"{list} {from}-{until}: {answer.GetRawText()}");
                Assert.Equal(Count(answer.GetProperty("every")), counted + Count(answer.GetProperty("others")));
                all += counted;
            }
        }
        Assert.True(all > 200, $"{all} counted");
    }

    private static async Task RowsEqualDetails(RunningHost host, string list, string one, string fields)
    {
        var compared = 0;
        foreach (var order in (string[])["OCCURRED_ASCENDING", "KNOWN_DESCENDING"])
        {
            var rows = (await host.Ask($"{{ {list}(first: 60, order: {order}) {{ nodes {{ {fields} }} }} }}"))
                .GetProperty(list).GetProperty("nodes").EnumerateArray().ToArray();
            foreach (var row in rows)
            {
                var thing = await host.Ask($"{{ {one}(id: \"{row.GetProperty("id").GetString()}\") {{ {fields} }} }}");
                Assert.Equal(thing.GetProperty(one).GetRawText(), row.GetRawText());
                Assert.StartsWith(
                    row.GetProperty("occurredOn").GetString()!, row.GetProperty("occurredAt").GetString(), StringComparison.Ordinal);
                compared++;
            }
        }
        Assert.True(compared > 40, $"{compared} of {list} compared");
    }

    private static long Count(JsonElement list) => list.GetProperty("totalCount").GetInt64();
}
