using System.Text.Json;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>How a subscription ends; without an error where its client ended it.</summary>
/// <param name="Error">The error that its client is told, or null.</param>
internal sealed record LiveEnd(Refusal? Error)
{
    /// <summary>The error as GraphQL's list of errors.</summary>
    public byte[] Errors() => JsonSerializer.SerializeToUtf8Bytes(
        Error is null ? [] : new[] { new { message = Error.Message, extensions = new { code = Error.Code.Text() } } });
}

/// <summary>What one reader of a subscription is told next.</summary>
/// <param name="Payload">A message; null for another one.</param>
/// <param name="Missed">What was missed; null for another one.</param>
/// <param name="End">The end; null for another one.</param>
internal readonly record struct LiveNext(LivePayload? Payload, MissedMessages? Missed, LiveEnd? End);

/// <summary>One reader of a subscription, with the messages that wait for it: a bounded number.</summary>
/// <remarks>
/// Messages that come while as many wait as may are missed until it has read all that wait; then it is told how many, and from where it can
/// go on. What it missed before it came is told first; the messages of meanwhile wait behind that.
/// </remarks>
/// <param name="id">The id of the operation on its connection.</param>
/// <param name="request">What is asked.</param>
/// <param name="log">Puts what it is told on record.</param>
/// <param name="capacity">How many messages may wait.</param>
/// <param name="capacityBytes">How many bytes of them may wait; one message may have more.</param>
/// <param name="schedule">Called when something waits for it.</param>
internal sealed class LiveSubscription(
    string id, LiveRequest request, SubscriptionLog log, int capacity, int capacityBytes, Action<LiveSubscription> schedule)
{
    private const int MostReplayed = 64;

    private readonly Lock gate = new();
    private readonly Queue<LivePayload> replayed = new();
    private readonly Queue<LivePayload> waiting = new();
    private TaskCompletionSource? room;
    private LiveEnd? end;
    private bool isHeld = true;
    private bool isOver;
    private int isScheduled;
    private int missed;
    private long waitingBytes;
    private bool isUncounted;
    private long floor;
    private long last;
    private long missedUntil;

    /// <summary>The id of the operation on its connection.</summary>
    public string Id => id;

    /// <summary>What is asked.</summary>
    public LiveRequest Request => request;

    /// <summary>What is selected.</summary>
    public required LiveSelection Selection { get; init; }

    /// <summary>Whose it is.</summary>
    public string Person { get; init; } = "";

    /// <summary>Whether it has ended: nothing more is told.</summary>
    public bool IsEnded
    {
        get
        {
            lock (gate)
                return end is not null;
        }
    }

    /// <summary>Puts what it is told on record.</summary>
    public SubscriptionLog Log => log;

    /// <summary>Marks that it stands in the line of its connection; false where it does already.</summary>
    public bool TrySchedule() => Interlocked.Exchange(ref isScheduled, 1) == 0;

    /// <summary>Marks that its connection looks at it now.</summary>
    public void Unschedule() => Volatile.Write(ref isScheduled, 0);

    /// <summary>It is told everything after a position from now on.</summary>
    /// <param name="position">The position.</param>
    /// <param name="after">What its client has already: messages up to it are not told again.</param>
    public void Begin(long position, long? after)
    {
        lock (gate)
            (last, floor) = (position, Math.Max(after ?? 0, position));
    }

    /// <summary>Gives it a message; it is missed where too many wait.</summary>
    public void Offer(LivePayload payload)
    {
        lock (gate)
        {
            if (end is not null || payload.Position <= floor)
                return;
            var isFull = waiting.Count >= capacity || (waiting.Count > 0 && waitingBytes + payload.Json.Length > capacityBytes);
            if (missed > 0 || isFull)
            {
                missed++;
                missedUntil = payload.Position;
            }
            else
            {
                waiting.Enqueue(payload);
                waitingBytes += payload.Json.Length;
                last = payload.Position;
            }
            if (isHeld)
                return;
        }
        schedule(this);
    }

    /// <summary>It misses what was not made for it, nobody knows how much, up to a position.</summary>
    public void Miss(long until)
    {
        lock (gate)
        {
            if (end is not null || until <= floor)
                return;
            (missed, isUncounted, missedUntil) = (missed + 1, true, until);
            if (isHeld)
                return;
        }
        schedule(this);
    }

    /// <summary>Gives it a message of before it began; comes back when there is room for more.</summary>
    public async Task Replay(LivePayload payload, CancellationToken cancellation)
    {
        TaskCompletionSource? full = null;
        lock (gate)
        {
            if (end is not null)
                return;
            replayed.Enqueue(payload);
            if (replayed.Count >= MostReplayed)
                full = room = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        schedule(this);
        if (full is not null)
            await full.Task.WaitAsync(cancellation);
    }

    /// <summary>What it had missed is given: it is told what waits.</summary>
    public void Release()
    {
        lock (gate)
            isHeld = false;
        schedule(this);
    }

    /// <summary>Ends it: nothing more is told but the end.</summary>
    public void End(LiveEnd reason)
    {
        lock (gate)
        {
            if (end is not null)
                return;
            end = reason;
            replayed.Clear();
            waiting.Clear();
            (missed, waitingBytes) = (0, 0);
            room?.TrySetResult();
        }
        schedule(this);
    }

    /// <summary>What it is told next, or null.</summary>
    public LiveNext? Next()
    {
        lock (gate)
        {
            if (end is not null)
            {
                if (isOver)
                    return null;
                isOver = true;
                return new(null, null, end);
            }
            if (replayed.TryDequeue(out var earlier))
            {
                if (replayed.Count == 0)
                    room?.TrySetResult();
                return new(earlier, null, null);
            }
            if (isHeld)
                return null;
            if (waiting.TryDequeue(out var payload))
            {
                waitingBytes -= payload.Json.Length;
                return new(payload, null, null);
            }
            if (missed == 0)
                return null;
            var lost = new MissedMessages(isUncounted ? null : missed, last, missedUntil);
            (missed, isUncounted, last) = (0, false, missedUntil);
            return new(null, lost, null);
        }
    }
}
