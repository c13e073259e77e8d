using System.Collections.Concurrent;

namespace Incidents.Api.Subscriptions;

/// <summary>The way of one kind of events to its subscriptions: the read model of another kind does not hold it up.</summary>
/// <param name="kind">The kind.</param>
internal sealed class LiveLane(LiveKinds kind)
{
    private (long Head, TimeSpan At)? awaited;

    /// <summary>The kind.</summary>
    public LiveKinds Kind => kind;

    /// <summary>The distinct selections, by what they have in common.</summary>
    public ConcurrentDictionary<string, LiveTopic> Topics { get; } = new(StringComparer.Ordinal);

    /// <summary>Sequence of the last event that was given to them.</summary>
    public long Position { get; set; }

    /// <summary>Begins at a position, because nobody was subscribed before.</summary>
    public void BeginAt(long position)
    {
        Position = position;
        awaited = null;
    }

    /// <summary>How long its read model has not held an event that was committed; the store's absence does not count.</summary>
    /// <param name="projected">Sequence of the last event that the read model holds; null where its tables are another program's.</param>
    /// <param name="appended">Sequence of the last event that is committed.</param>
    /// <param name="now">The present moment on a steady clock.</param>
    public TimeSpan Lag(long? projected, long appended, TimeSpan now)
    {
        if (projected is { } held && (awaited is null || held >= awaited.Value.Head))
            awaited = held >= appended ? null : (appended, now);
        else if (projected is null)
            awaited ??= (long.MaxValue, now);
        return awaited is { } since ? now - since.At : TimeSpan.Zero;
    }

    /// <summary>Nothing was read for a while: what was awaited is awaited from now on.</summary>
    public void Forgive() => awaited = null;
}
