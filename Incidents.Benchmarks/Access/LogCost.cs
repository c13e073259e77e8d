using System.Globalization;

namespace Incidents.Benchmarks.Access;

/// <summary>What the access log costs reads that are put on record.</summary>
internal static class LogCost
{
    private const int Readers = 32;
    private const string Query =
        "{ incidents(first: 50) { nodes { id city district street category status occurredAt knownAt description } } }";

    /// <summary>
    /// Measures 50 incidents with their descriptions, each answer on the log when it is sent, against a host without a log.
    /// </summary>
    /// <exception cref="InvalidOperationException">Not every answer has an entry.</exception>
    public static async Task<GoalResult> Measure(BenchmarkContext context, BenchmarkDatabase database, BenchmarkHost logged)
    {
        var (rounds, time) = (context.Pick(10, 20), TimeSpan.FromSeconds(context.Pick(1, 3)));
        await using var plain = await PlainHost.StartUnlogged(database);
        var request = LoopbackClient.Query(Query);
        var (answers, before) = (0L, await AccessCost.Entries(logged));
        List<double> late = [], plainLate = [];
        var pair = await Pair.Take(
            context, 5, rounds,
            async () =>
            {
                var crowd = await Ask(logged, late);
                answers += crowd.Requests;
                return crowd.PerSecond;
            },
            async () => (await Ask(plain, plainLate)).PerSecond);
        var entries = await AccessCost.Entries(logged) - before;
        if (entries != answers)
            throw new InvalidOperationException($"{answers} answers have {entries} entries on the log.");

        Variant p95 = new("descriptions, on the log, p95", "ms", [.. late.TakeLast(rounds)]);
        Variant plainP95 = new("descriptions, no log, p95", "ms", [.. plainLate.TakeLast(rounds)]);
        return new(
            [new("descriptions, on the log", "answers/s", pair.Ours), new("descriptions, no log", "answers/s", pair.Plain), p95, plainP95],
            [
                new("of the reads without a log", pair.Ratio, Relation.AtLeast, 0.5),
                new("ms more at the 95th percentile", p95.Median - plainP95.Median, Relation.AtMost, 10),
            ],
            [string.Create(
                CultureInfo.InvariantCulture,
                $"On the log: {Readers} connections, {rounds} rounds of {time.TotalSeconds:0} s; {entries:#,0} answers, an entry each.")]);

        async Task<Crowd> Ask(BenchmarkHost host, List<double> milliseconds)
        {
            var crowd = await ClientThreads.Run(host.Port, Readers, time, (client, _) => client.Ask(request));
            milliseconds.Add(Statistics.Percentile(crowd.Milliseconds, 0.95));
            return crowd;
        }
    }
}
