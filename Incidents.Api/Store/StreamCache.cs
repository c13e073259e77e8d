using System.Collections.Concurrent;

namespace Incidents.Api.Store;

/// <summary>What is kept in memory of streams, each as long as its stamp is the same.</summary>
/// <remarks>Where there is too much, what was longest not asked for is forgotten, until half of it is left.</remarks>
/// <typeparam name="TStamp">What changes with a stream.</typeparam>
/// <typeparam name="TValue">What is kept of it.</typeparam>
/// <param name="most">Most size of all that is kept together.</param>
internal sealed class StreamCache<TStamp, TValue>(int most) where TStamp : IEquatable<TStamp> where TValue : class
{
    private readonly ConcurrentDictionary<Guid, Kept> kept = new();
    private int size;
    private long asked;

    /// <summary>What is kept of a stream; null where that is nothing, or of another stamp.</summary>
    public TValue? Find(Guid stream, TStamp stamp)
    {
        if (!kept.TryGetValue(stream, out var known) || !known.Stamp.Equals(stamp))
            return null;
        known.AskedAt = Interlocked.Increment(ref asked);
        return known.Value;
    }

    /// <summary>Keeps something of a stream in place of what was kept; not where it alone is too much.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="stamp">What it was like before the value was read.</param>
    /// <param name="value">The value.</param>
    /// <param name="takes">Its size.</param>
    public void Keep(Guid stream, TStamp stamp, TValue value, int takes)
    {
        if (kept.TryRemove(stream, out var before))
            Interlocked.Add(ref size, -before.Takes);
        if (takes > most || !kept.TryAdd(stream, new(stamp, value, takes) { AskedAt = Interlocked.Increment(ref asked) }))
            return;
        if (Interlocked.Add(ref size, takes) <= most)
            return;
        foreach (var oldest in kept.Where(k => k.Key != stream).OrderBy(k => k.Value.AskedAt).ToList())
        {
            if (Volatile.Read(ref size) <= most / 2)
                break;
            if (kept.TryRemove(oldest))
                Interlocked.Add(ref size, -oldest.Value.Takes);
        }
    }

    private sealed class Kept(TStamp stamp, TValue value, int takes)
    {
        public TStamp Stamp => stamp;

        public TValue Value => value;

        public int Takes => takes;

        public long AskedAt { get; set; }
    }
}
