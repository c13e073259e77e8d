using Incidents.Api.Store;

namespace Incidents.Api.Proofs;

/// <summary>Says how far the numbers of a store are complete: what is committed later must not come before what is in the log.</summary>
/// <remarks>
/// A number that an append has drawn and not committed is a gap. It is waited for as long as the daemon waits
/// (<see cref="EventStore.LongestHold"/>): PostgreSQL ends an append of ours earlier. What the daemon has passed over is not waited for.
/// All gaps are waited for at once: a number was drawn before any later one was seen, however many gaps lie between.
/// </remarks>
/// <param name="longest">How long a gap is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class SequenceHold(TimeSpan longest, TimeProvider time)
{
    private const int MostSightings = 1_000;

    // When which number was seen, each later than the one before: what is missing below it was drawn before then.
    private readonly Queue<(long Number, long At)> sightings = new();
    private long highest;
    private long passed;
    private long before;

    /// <summary>How many of the next numbers may be taken.</summary>
    /// <param name="after">The number before them.</param>
    /// <param name="page">The next numbers that are committed, in order.</param>
    /// <param name="complete">The number up to which somebody else has found them complete.</param>
    public int Ready(long after, IReadOnlyList<Commitment> page, long complete)
    {
        See(after, page);
        var ready = 0;
        foreach (var next in page)
        {
            if (next.Sequence != after + 1 && next.Sequence > complete && next.Sequence > passed)
                return ready;
            (after, ready) = (next.Sequence, ready + 1);
        }
        return ready;
    }

    private void See(long after, IReadOnlyList<Commitment> page)
    {
        // Another log begins from the first number again.
        if (after < before)
        {
            sightings.Clear();
            (passed, highest) = (after, after);
        }
        before = after;
        if (page is [.., var last] && last.Sequence > highest && sightings.Count < MostSightings)
        {
            highest = last.Sequence;
            sightings.Enqueue((highest, time.GetTimestamp()));
        }
        while (sightings.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= longest)
            passed = Math.Max(passed, sightings.Dequeue().Number);
    }
}
