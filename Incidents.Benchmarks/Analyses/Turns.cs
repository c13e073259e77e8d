using System.Diagnostics;

namespace Incidents.Benchmarks.Analyses;

/// <summary>The times of our way and a peer's, taken in turns, in milliseconds.</summary>
/// <param name="Ours">Ours, round by round.</param>
/// <param name="Peers">The peer's; none where it is not installed.</param>
internal sealed record Turns(IReadOnlyList<double> Ours, IReadOnlyList<double> Peers)
{
    /// <summary>Our time as a share of the peer's.</summary>
    public double Share => Statistics.Median(Ours) / Statistics.Median(Peers);

    /// <summary>Takes turns, after a warm-up.</summary>
    public static async Task<Turns> Take(BenchmarkContext context, int rounds, Action ours, Peer? peer = null)
    {
        // The compiler replaces code that has run often by better code, in the background.
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalSeconds < 1;)
            ours();
        List<double> our = [], their = [];
        for (var round = 0; round < rounds; round++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            our.Add(Milliseconds(ours));
            if (peer is not null)
                their.Add(1000 * await peer.Turn(context.Cancellation));
        }

        return new(our, their);
    }

    /// <summary>The time that an action takes, in milliseconds.</summary>
    public static double Milliseconds(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
