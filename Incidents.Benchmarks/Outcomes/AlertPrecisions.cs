using System.Diagnostics;
using Incidents.Projections;
using Incidents.Projections.Outcomes;
using NodaTime;

namespace Incidents.Benchmarks.Outcomes;

/// <summary>How fast it is said what came of a month of alerts.</summary>
internal sealed class AlertPrecisions : IGoal
{
    private const string Ledger = $"{ReadModels.Schema}.{AlertLedger.LedgerTable}";
    private const string Alerts = $"{ReadModels.Schema}.{AlertLedger.AlertTable}";

    private static readonly LocalDate From = new(2026, 3, 1), Until = new(2026, 4, 1);

    private static readonly AlertSplit[] Everything =
        [AlertSplit.Source, AlertSplit.Category, AlertSplit.Device, AlertSplit.Hour];

    public string Name => "alert-precision";

    public string What => "precision by rule, camera and hour, and its curve against the threshold, of a month of alerts";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(100_000, 1_000_000);
        await using var database = await context.NewDatabase();
        await database.Execute($"create schema if not exists {ReadModels.Schema}");
        await database.Execute(new AlertLedger().Ddl(ReadModels.Schema));
        await Fill(database, count);
        var reader = new AlertOutcomeReader(database.Source);
        var (groups, whole, curve) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < context.Pick(5, 7); round++)
        {
            groups.Add(await Milliseconds(() => reader.Read(
                From, Until, new(), Everything, null, Until, 1, 30, 1_000, context.Cancellation)));
            whole.Add(await Milliseconds(() => reader.Read(From, Until, new(), [], null, Until, 1, 30, 1, context.Cancellation)));
            curve.Add(await Milliseconds(() => reader.Curve(From, Until, new(), 5, 30, context.Cancellation)));
        }
        var rows = await database.Scalar<long>($"select count(*) from {Ledger}");
        Variant split = new("by rule, camera and hour", "ms", groups), one = new("all together", "ms", whole),
            points = new("curve", "ms", curve);
        return new(
            [split, one, points],
            [
                new("ms by rule, camera and hour", split.Median, Relation.Below, context.IsQuick ? 1_000 : 5_000),
                new("ms for the curve", points.Median, Relation.Below, context.IsQuick ? 500 : 2_000),
            ],
            [$"{count:#,0} alerts of 3,223 cameras and 12 rules; {rows:#,0} rows of the ledger"]);
    }

    // Four of five alerts were looked at on the day after, and three of five got an outcome.
    private static async Task Fill(BenchmarkDatabase database, int count)
    {
        await database.Execute(
            $"""
             insert into {Alerts}
             select gen_random_uuid(), 'karaganda', 'analytics-' || camera % 3, 'cam-' || camera, 'kind-' || i % 4, day, hour, day, state,
                 random(), timestamptz '-infinity', case when state > 1 then 120 else 0 end, case when state = 2 then 1800 else 0 end
             from (
                 select i, floor(random() * 3223)::int as camera, date '2026-03-01' + floor(random() * 31)::int as day,
                     floor(random() * 24)::smallint as hour, floor(random() * 5)::smallint as state
                 from generate_series(1, {count}) as i) as t
             """);
        await database.Execute(
            $"""
             insert into {Ledger} (city, source, device, category, day, hour, since, state, known, n, operator_seconds, unit_seconds)
             select city, source, device, category, day, hour, since, became, known, sum(n), sum(operators), sum(units) from (
                 select a.*, 0::smallint as became, day as known, 1 as n, 0::bigint as operators, 0::bigint as units from {Alerts} a
                 union all select a.*, 0::smallint, day + 1, -1, 0, 0 from {Alerts} a where state > 0
                 union all select a.*, state, day + 1, 1, operator_seconds, unit_seconds from {Alerts} a where state > 0) as r
             group by city, source, device, category, day, hour, since, became, known
             """);
        await database.Execute($"vacuum analyze {Alerts}");
        await database.Execute($"vacuum analyze {Ledger}");
    }

    private static async Task<double> Milliseconds(Func<Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        await ask();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
