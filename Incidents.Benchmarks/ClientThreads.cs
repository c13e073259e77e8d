using System.Diagnostics;

namespace Incidents.Benchmarks;

/// <summary>The requests of many clients.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Milliseconds">How long each took.</param>
internal sealed record Crowd(long Requests, TimeSpan Elapsed, IReadOnlyCollection<double> Milliseconds)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;
}

/// <summary>
/// Clients that ask again as soon as they are answered, each with a thread of its own: blocking calls cost less than waiting
/// asynchronously.
/// </summary>
internal static class ClientThreads
{
    /// <summary>Runs the clients for a time.</summary>
    /// <param name="port">Where the host listens.</param>
    /// <param name="clients">How many at once.</param>
    /// <param name="time">How long.</param>
    /// <param name="ask">Sends one request; the number is different for every request of all clients.</param>
    public static async Task<Crowd> Run(int port, int clients, TimeSpan time, Action<LoopbackClient, int> ask)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        var took = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var client = new LoopbackClient(port);
                var milliseconds = new List<double>(1 << 12);
                while (Stopwatch.GetElapsedTime(started) < time)
                {
                    var asked = Stopwatch.GetTimestamp();
                    ask(client, Interlocked.Increment(ref next));
                    milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                }
                return milliseconds;
            },
            TaskCreationOptions.LongRunning)));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = took.SelectMany(t => t).ToArray();
        return new(all.Length, elapsed, all);
    }
}
