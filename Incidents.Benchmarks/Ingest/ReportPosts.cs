using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Incidents.Benchmarks.Ingest;

/// <summary>Posts bodies of NDJSON and reads the answer to each line.</summary>
internal static class ReportPosts
{
    private const string Path = "/ingest/reports";

    /// <summary>Posts all bodies, several at once, and checks the answer to every line.</summary>
    /// <param name="port">Where the host listens.</param>
    /// <param name="requests">The requests, see <see cref="Request"/>.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="reports">How many lines they hold.</param>
    /// <param name="status">What every line must be answered.</param>
    /// <returns>How long it took, until the last answer had been read.</returns>
    public static async Task<TimeSpan> Send(
        int port, IEnumerable<byte[]> requests, int connections, int reports, string status = "accepted")
    {
        var queue = new ConcurrentQueue<byte[]>(requests);
        var started = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var client = new LoopbackClient(port);
                var answered = 0;
                while (queue.TryDequeue(out var request))
                    answered += Count(client.Ask(request), status);
                return answered;
            },
            TaskCreationOptions.LongRunning)));
        var took = Stopwatch.GetElapsedTime(started);
        return counts.Sum() == reports
            ? took
            : throw new InvalidOperationException($"{counts.Sum()} of {reports} reports were answered '{status}'.");
    }

    /// <summary>A request with reports, one in each line.</summary>
    /// <param name="lines">The reports.</param>
    /// <param name="signIn">Value of <c>Authorization</c>; null for the token with all roles.</param>
    public static byte[] Request(ReadOnlySpan<byte> lines, string? signIn = null) =>
        LoopbackClient.Post(Path, "application/x-ndjson", lines, authorization: signIn);

    /// <summary>Counts the lines with the expected answer, and throws at any other.</summary>
    public static int Count(ReadOnlySpan<byte> answers, string status)
    {
        var count = 0;
        while (answers.Length > 0)
        {
            var end = answers.IndexOf((byte)'\n');
            var line = end < 0 ? answers : answers[..end];
            answers = end < 0 ? [] : answers[(end + 1)..];
            if (line.IsEmpty)
                continue;
            var json = new Utf8JsonReader(line);
            json.Read();
            json.Read();
            var isStatus = json.ValueTextEquals("status"u8);
            json.Read();
            if (!isStatus || !json.ValueTextEquals(status))
                throw new InvalidOperationException($"Answered {System.Text.Encoding.UTF8.GetString(line)}, not '{status}'.");
            count++;
        }
        return count;
    }
}
