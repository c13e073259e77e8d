using System.Globalization;
using System.Text;
using System.Text.Json;
using Incidents.Projections;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;
using NpgsqlTypes;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast recent counts are corrected for reports still to come.</summary>
internal sealed class NowcastRead : IGoal
{
    private const int Weeks = 104;
    private const int Longest = 13;
    private const int Window = 52;
    private const double MeanAWeek = 25;

    private static readonly LocalDate First = new(2024, 1, 1);
    private static readonly LocalDate Newest = First.PlusWeeks(Weeks - 1);

    public string Name => "nowcast";

    public string What => "nowcasts of a town's 104 weeks in 20 categories, through GraphQL and alone, against surveillance";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var reports = Reports();
        var (from, until) = (TrendReader.Days(First), TrendReader.Days(Newest));
        var data = Town.Csv(
            context.TemporaryPath("reports.csv"), "category,occurred,known",
            reports.Select(r => (double[])[r.Category, from + 7 * Week(r.Occurred), from + 7 * Week(r.Known)]));
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await Load(database, reports);
        using var client = new LoopbackClient(host.Port);
        using var peer = await Peer.Start(context, "nowcast.R", data, $"{from}", $"{until}", $"{Longest}", $"{Window}");

        var request = Post();
        double[]? asked = null, alone = null;
        var rounds = context.Pick(3, 7);
        var turns = await Turns.Take(context, rounds, () => asked = Estimates(client.Ask(request)), peer);
        var computed = await Turns.Take(context, rounds, () => alone = Estimates(reports));
        Agreement.MustHold("estimates alone", alone!, asked!, 1e-12);
        Variant[] ours = [
            new("through GraphQL, from the ledger", "ms", turns.Ours), new("from the reports in memory", "ms", computed.Ours)];
        Want fast = new("ms through GraphQL", ours[0].Median, Relation.Below, 500);
        var note = $"{reports.Count:#,0} reports of {Weeks} weeks in {CategoryMix.Codes.Count} categories; delays up to {Longest} weeks, "
            + $"estimated from {Window} weeks; every estimate with its two intervals.";
        if (peer is null)
            return new(ours, [fast], [note]) { Skipped = ["at most 0.1 of surveillance, which is not installed"] };
        var differs = Agreement.MustHold("estimates", asked!, peer.Answer(), 1e-9);
        return new(
            [.. ours, new("surveillance", "ms", turns.Peers)],
            [fast, new("of surveillance, through GraphQL", turns.Share, Relation.AtMost, 0.1)],
            [note, $"surveillance {peer.Version}: nowcast(method = \"lawless\"), one category after the other. All estimates agree with "
                + $"ours to {differs:0e+0} of the largest."]);
    }

    // Half are known within a week; the delay of the others falls off by a third each week.
    private static List<Report> Reports()
    {
        var random = new SeededRandom(6);
        List<Report> reports = [];
        for (var category = 0; category < CategoryMix.Codes.Count; category++)
        {
            for (var week = 0; week < Weeks; week++)
            {
                for (var n = random.NextPoisson(MeanAWeek); n > 0; n--)
                {
                    var (day, delay) = (random.NextInt(7), random.NextInt(2) == 0 ? random.NextInt(7) : 7);
                    while (delay >= 7 && random.NextInt(3) > 0)
                        delay += 7;
                    var occurred = First.PlusWeeks(week).PlusDays(day);
                    if (occurred.PlusDays(delay) < Newest.PlusWeeks(1))
                        reports.Add(new(category, occurred, occurred.PlusDays(delay), random.NextInt(24)));
                }
            }
        }

        return reports;
    }

    private static int Week(LocalDate day) => Period.DaysBetween(First, day) / 7;

    private static async Task Load(BenchmarkDatabase database, List<Report> reports)
    {
        const string table = $"{ReadModels.Schema}.{CountsByHour.Table}";
        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var import = await connection.BeginBinaryImportAsync(
            $"copy {table} (measure, city, category, day, hour, district, known, n) from stdin (format binary)"))
        {
            var (city, district) = (DimensionKeys.Id("karaganda"), DimensionKeys.Id(""));
            long[] categories = [.. CategoryMix.Codes.Select(DimensionKeys.Id)];
            foreach (var rows in reports.GroupBy(r => r))
            {
                import.StartRow();
                import.Write((short)Measure.Incidents, NpgsqlDbType.Smallint);
                import.Write(city, NpgsqlDbType.Bigint);
                import.Write(categories[rows.Key.Category], NpgsqlDbType.Bigint);
                import.Write(rows.Key.Occurred.ToDateOnly(), NpgsqlDbType.Date);
                import.Write((short)rows.Key.Hour, NpgsqlDbType.Smallint);
                import.Write(district, NpgsqlDbType.Bigint);
                import.Write(rows.Key.Known.ToDateOnly(), NpgsqlDbType.Date);
                import.Write(rows.Count(), NpgsqlDbType.Integer);
            }

            import.Complete();
        }

        var labels = CategoryMix.Codes.Append("karaganda").Append("").Select(code => $"({DimensionKeys.Id(code)}, '{code}')");
        await database.Execute($"insert into {ReadModels.Schema}.{DimensionKeys.Table} (id, text) values {string.Join(", ", labels)}");
        // Without a source there are no data.
        await database.Execute(
            $"""
             insert into {ReadModels.Schema}.{SourceTables.Declarations}
                 (kind, city, source, version, known, first_day, gap_from, gap_until, declared_by) values
                 ({(short)Measure.Incidents.ReportedKind()}, 'karaganda', 'town', 1, '2024-01-01', '2024-01-01', '{"{}"}', '{"{}"}', 'me')
             """);
        await database.Execute($"vacuum analyze {table}");
    }

    private static byte[] Post() => LoopbackClient.Post("/graphql", "application/json", JsonSerializer.SerializeToUtf8Bytes(new
    {
        query = string.Create(
            CultureInfo.InvariantCulture,
            $$"""
              { nowcast(from: "{{First:uuuu-MM-dd}}", until: "{{Newest.PlusWeeks(1):uuuu-MM-dd}}", grain: WEEK, splitBy: CATEGORY,
                  asKnownOn: "{{Newest.PlusDays(6):uuuu-MM-dd}}", options: { maxDelay: {{Longest}}, window: {{Window}} },
                  filter: { cities: ["karaganda"] }) {
                  basis { observations } series { category gap points { day status count estimate low80 high80 low95 high95 } } } }
              """),
    }));

    /// <exception cref="InvalidOperationException">The answer has errors.</exception>
    private static double[] Estimates(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer);
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.TryGetProperty("errors", out _))
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        return
        [
            .. json.RootElement.GetProperty("data").GetProperty("nowcast").GetProperty("series").EnumerateArray().SelectMany(
                s => s.GetProperty("points").EnumerateArray().TakeLast(Longest + 1).Select(p => p.GetProperty("estimate").GetDouble())),
        ];
    }

    private static double[] Estimates(List<Report> reports)
    {
        NowcastOptions options = new() { MaxDelay = Longest, Window = Window };
        return
        [
            .. reports.GroupBy(r => r.Category).SelectMany(category =>
            {
                ReportingTriangle triangle = new(Weeks);
                foreach (var report in category)
                    triangle.Add(Week(report.Occurred), Week(report.Known), 1);
                return Nowcast.Estimate(triangle, options).Steps.TakeLast(Longest + 1).Select(s => s.Estimate);
            }),
        ];
    }

    private readonly record struct Report(int Category, LocalDate Occurred, LocalDate Known, int Hour);
}
