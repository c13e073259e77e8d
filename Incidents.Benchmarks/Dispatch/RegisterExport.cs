using System.Diagnostics;

namespace Incidents.Benchmarks.Dispatch;

/// <summary>How fast the whole register leaves, and in how much memory.</summary>
internal sealed class RegisterExport : IGoal
{
    private const double MostMegabytes = 64;

    // What the export has in its columns, as PostgreSQL writes it.
    private const string Copy =
        """
        copy (select source_id, source, status, status not in ('withdrawn', 'merged'), category, city, district, street, latitude,
            longitude, occurred_at, occurred_at, occurred_until, occurred_day, time_precision, known_at, last_known_at, description,
            device_id, offences, victims, unit, assigned_at, arrived_at, resolved_at, closed_at, merged_into, id, version, now(), 1, false
            from read.incident)
        to stdout (format csv)
        """;

    public string Name => "register-export";

    public string What => "all incidents as CSV over HTTP, against COPY of the same columns to standard output, in turns";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var count = context.Pick(200_000, 1_000_000);
        await using var database = await context.NewDatabase();
        await using var host = await BenchmarkHost.Start(database, o => o.RunsDaemon = false);
        await RegisterRows.Fill(database, count, new Vocabulary().Words);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{host.Port}"), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkSignIn.Token);

        var (ours, copies, memory, bytes) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        // The first round warms up, and measures memory, which takes time itself.
        for (var round = -1; round < context.Pick(3, 5); round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            GC.Collect();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var began = Stopwatch.GetTimestamp();
            (bytes, var most) = await Export(client, count, measuresMemory: round < 0);
            var export = Stopwatch.GetElapsedTime(began).TotalSeconds;
            began = Stopwatch.GetTimestamp();
            await Read(database);
            var copy = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (round < 0)
            {
                memory.Add((most - before) / 1e6);
                continue;
            }
            ours.Add(count / export);
            copies.Add(count / copy);
        }

        return new(
            [new("export", "rows/s", ours), new("COPY", "rows/s", copies), new("most memory above that before", "MB", memory)],
            [
                new("of COPY", Statistics.Median([.. ours.Zip(copies, (o, c) => o / c)]), Relation.AtLeast, 0.5),
                new("MB of managed memory above that before", memory.Max(), Relation.AtMost, MostMegabytes),
            ],
            [$"{count:#,0} incidents, {bytes / 1e6:0} MB of CSV. The client is in the host's process; memory is read every 10 MB."]);
    }

    /// <exception cref="InvalidOperationException">Rows are missing.</exception>
    private static async Task<(long Bytes, long MostMemory)> Export(HttpClient client, int count, bool measuresMemory)
    {
        using var answer = await client.GetAsync("/export/incidents.csv", HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, bytes, lines, most, next) = (new byte[1 << 16], 0L, 0, 0L, 0L);
        for (int read; (read = await body.ReadAsync(buffer)) > 0; bytes += read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            if (!measuresMemory || bytes < next)
                continue;
            next = bytes + 10_000_000;
            // What is reachable, and not what the collector has left for later.
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        return lines == count + 1 ? (bytes, most) : throw new InvalidOperationException($"{lines} lines came.");
    }

    private static async Task Read(BenchmarkDatabase database)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        using var rows = await connection.BeginTextExportAsync(Copy);
        var buffer = new char[1 << 16];
        while (await rows.ReadAsync(buffer) > 0)
        {
            // Only read, as a program that writes a file would.
        }
    }
}
