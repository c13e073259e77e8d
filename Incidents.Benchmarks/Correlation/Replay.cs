using System.Diagnostics;
using Incidents.Api.Correlation;
using Incidents.Domain.Correlation;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Correlation;
using NodaTime;

namespace Incidents.Benchmarks.Correlation;

/// <summary>How long a month of alerts takes against a candidate rule.</summary>
internal sealed class Replay : IGoal
{
    private const double MostSeconds = 10;

    private static readonly LocalDate From = new(2026, 6, 1);
    private static readonly LocalDate Until = new(2026, 7, 1);

    public string Name => "replay";

    public string What => "a month of 1,000,000 alerts against a candidate rule that joins and opens";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(200_000, 1_000_000);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await Fill(database, count);
        CorrelationRule candidate = new("danger", 2, [SignalKind.Alert], true, 150, 15, ["fire", "fight", "fall"], LeastConfidence: 0.5);
        var seconds = new List<double>();
        ReplayedRule? last = null;
        for (var round = 0; round <= context.Pick(3, 5); round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            last = await host.Get<CorrelationReplays>().Replay(candidate, From, Until, null, context.Cancellation);
            // The first round warms up.
            if (round > 0)
                seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        if (last!.SignalCount != count)
            throw new InvalidOperationException($"{last.SignalCount} of {count} alerts were looked at.");
        Variant replay = new($"{count:#,0} alerts", "s", seconds);
        return new(
            [replay],
            context.IsQuick ? [] : [new($"s for {count:#,0} alerts", replay.Median, Relation.Below, MostSeconds)],
            [
                $"The candidate decided about {last.CoveredCount:#,0} alerts, opened {last.OpenedCount:#,0} incidents and joined "
                + $"{last.JoinedCount:#,0} alerts; nothing is written.",
            ])
        {
            Skipped = context.IsQuick ? ["A month of 1,000,000 alerts is measured in a full run."] : [],
        };
    }

    // Two of three at 300 places, as cameras that see the same thing again and again.
    private static async Task Fill(BenchmarkDatabase database, int count)
    {
        const string Table = $"{ReadModels.Schema}.{CorrelationSignals.Table}";
        await database.Execute(
            $"""
             insert into {Table} (
                 known_at, seq_id, id, kind, city, category, confidence, longitude, latitude, device_id, occurred_at, occurred_offset)
             select at + interval '1 second', i, gen_random_uuid(), 'alert', 'karaganda',
                 (array['fire', 'fight', 'fall', 'loitering', 'person'])[1 + i % 5], random(),
                 73 + case when i % 3 = 0 then random() * 0.4 else (i * 7 % 300) * 0.0013 end,
                 49.7 + case when i % 3 = 0 then random() * 0.2 else (i * 11 % 300) * 0.0006 end,
                 'cam-' || i % 3000, at, 18000
             from (select i, timestamptz '2026-06-01 00:00+05' + i * (interval '29 days' / {count}) as at
                 from generate_series(1, {count}) as i) as t
             """);
        await database.Execute($"vacuum analyze {Table}");
        await database.Execute("checkpoint");
    }
}
