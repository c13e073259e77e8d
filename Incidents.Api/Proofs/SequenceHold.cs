using Incidents.Api.Store;

namespace Incidents.Api.Proofs;

/// <summary>Says how far the numbers of a store are complete: what is committed later must not come before what is in the log.</summary>
/// <remarks>
/// A number that an append has drawn and not committed is a gap. It is waited for as long as the daemon waits
/// (<see cref="EventStore.LongestHold"/>): PostgreSQL ends an append of ours earlier. What the daemon has passed over is not waited for.
/// </remarks>
/// <param name="longest">How long a gap is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class SequenceHold(TimeSpan longest, TimeProvider time)
{
    private long gapAfter = -1;
    private long since;

    /// <summary>How many of the next numbers may be taken.</summary>
    /// <param name="after">The number before them.</param>
    /// <param name="page">The next numbers that are committed, in order.</param>
    /// <param name="complete">The number up to which somebody else has found them complete.</param>
    public int Ready(long after, IReadOnlyList<Commitment> page, long complete)
    {
        var ready = 0;
        foreach (var next in page)
        {
            if (next.Sequence != after + 1 && next.Sequence > complete && !HasWaited(after))
                return ready;
            (after, ready) = (next.Sequence, ready + 1);
        }
        return ready;
    }

    private bool HasWaited(long after)
    {
        if (gapAfter != after)
            (gapAfter, since) = (after, time.GetTimestamp());
        return time.GetElapsedTime(since) >= longest;
    }
}
