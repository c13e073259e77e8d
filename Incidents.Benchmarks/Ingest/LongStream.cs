using System.Diagnostics;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using NodaTime;

namespace Incidents.Benchmarks.Ingest;

/// <summary>What an append to a long stream costs: a stuck camera that updates one alert each second.</summary>
internal sealed class LongStream : IGoal
{
    private const string Source = "stuck";
    private const int Long = 100_000;
    private const int Short = 10;

    private static readonly OffsetDateTime Begun = Instant.FromUtc(2026, 1, 1, 0, 0).WithOffset(Offset.FromHours(5));

    public string Name => "long-stream";

    public string What => $"an update of an alert with {Long:#,0} events, against one of an alert with {Short}";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var rounds = context.Pick(5, 9);
        var perRound = context.Pick(60, 200);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        var rows = new EventRows(host.Get<EventCatalogue>());
        Add(rows, "long", Long);
        // Short streams stay short: each is updated once.
        var shorts = Enumerable.Range(0, (rounds + 1) * perRound).Select(i => $"short-{i}").ToList();
        shorts.ForEach(id => Add(rows, id, Short));
        await rows.Copy(database.Source);
        await database.Execute($"vacuum analyze {EventStore.Schema}.mt_events");
        await database.Execute($"vacuum analyze {EventStore.Schema}.mt_streams");

        var first = await Update(host, "long", Long);
        var (ours, other) = (new List<double>(), new List<double>());
        var next = Long + 1;
        for (var round = 0; round <= rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var (onLong, onShort) = (new List<double>(), new List<double>());
            for (var i = 0; i < perRound; i++)
            {
                onLong.Add(await Update(host, "long", next++));
                onShort.Add(await Update(host, shorts[round * perRound + i], Short));
            }
            // The first round warms up.
            if (round == 0)
                continue;
            ours.Add(Statistics.Median(onLong));
            other.Add(Statistics.Median(onShort));
        }

        Variant long_ = new($"update of an alert with {Long:#,0} events", "ms", ours),
            short_ = new($"… with {Short} events", "ms", other);
        return new(
            [long_, short_, new("the first one, which makes the snapshot", "ms", [first])],
            [new($"times an update of an alert with {Short} events", long_.Median / short_.Median, Relation.AtMost, 2)],
            [$"{perRound} of each a round, in turn, one at a time through the intake; medians of a round."]);
    }

    private static void Add(EventRows rows, string id, int events)
    {
        var stream = Identity.Stream(RaiseAlert.Kind, Source, id);
        var place = new Place("karaganda");
        var key = new CountKey("fight", place, Begun);
        rows.Add(Guid.CreateVersion7(), stream, new AlertRaised(
            new(Source, id), "fight", 0.5, "cam-1", place, null, null, null, Begun, Begun));
        for (var i = 1; i < events; i++)
        {
            var at = Begun.Plus(Duration.FromSeconds(i));
            rows.Add(Guid.CreateVersion7(), stream, new AlertUpdated(key, "fight", i % 100 / 100.0, null, null, null, at, at));
        }
    }

    private static async Task<double> Update(BenchmarkHost host, string id, int number)
    {
        var report = new Report
        {
            Source = Source,
            Id = id,
            Kind = RaiseAlert.Kind,
            Phase = "updated",
            Revision = $"{number}",
            City = "karaganda",
            Category = "fight",
            Confidence = number % 100 / 100.0,
            OccurredAt = ReportedTime.At(Begun.Plus(Duration.FromSeconds(number))),
        };
        var started = Stopwatch.GetTimestamp();
        var answers = await host.Get<ReportIntake>().Accept([report], CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return answers[0].Status is ReportStatus.Accepted
            ? took
            : throw new InvalidOperationException($"The benchmark's own update was answered {answers[0].Status}.");
    }
}
