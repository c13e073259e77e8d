using System.Collections.Concurrent;
using System.Threading.Channels;
using Incidents.Api.Access;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>How long the sign-in of a connection holds.</summary>
/// <param name="Session">Id of the session; null where a token signs in.</param>
/// <param name="Until">When the token ends; null where it does not.</param>
internal sealed record LiveSignIn(string? Session, DateTimeOffset? Until);

/// <summary>A connection over which results are streamed: one writer, and a line of what is to be written.</summary>
/// <remarks>
/// A subscription stands in the line at most once, with whatever waits for it; answers to the client's own messages are so few that
/// the client waits where it does not read them. So a client that reads slowly, or not at all, takes a bounded amount of memory.
/// </remarks>
internal abstract class LiveConnection(LiveOperations operations, LiveHub hub, SubscriptionSettings settings)
{
    private const int MostAnswers = 64;
    private const int MostAtOnce = 32;
    private static readonly LiveEnd LogAway = new(new(ErrorCode.AccessLogAway, "The access log cannot be written; subscribe again later."));

    private readonly Channel<object> line = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private readonly SemaphoreSlim answers = new(MostAnswers);
    private readonly CancellationTokenSource closed = new();
    private readonly ConcurrentDictionary<LiveSubscription, byte> subscriptions = new();
    private long sentAt = Environment.TickCount64;

    /// <summary>How long its sign-in holds; null where nobody has signed in.</summary>
    public LiveSignIn? SignIn { get; protected set; }

    /// <summary>Cancelled when it ends.</summary>
    protected CancellationToken Closed => closed.Token;

    protected LiveOperations Operations => operations;

    protected SubscriptionSettings Settings => settings;

    /// <summary>Ends it, because its sign-in is over.</summary>
    public abstract void EndSignIn();

    /// <summary>The subscriptions whose messages of the last minute are to be put on record now.</summary>
    public IEnumerable<LiveSubscription> Due => subscriptions.Keys.Where(subscription => subscription.Log.IsDue);

    /// <summary>Puts what a subscription was told on record; ends it where that cannot be done.</summary>
    public static async Task Flush(LiveSubscription subscription, CancellationToken cancellation)
    {
        try
        {
            await subscription.Log.FlushWhenDue(cancellation);
        }
        catch (AccessLogException)
        {
            subscription.End(LogAway);
        }
    }

    /// <summary>Sends something where nothing was sent for a while.</summary>
    public void SayAlive()
    {
        if (Environment.TickCount64 - Volatile.Read(ref sentAt) >= settings.KeepAlive.TotalMilliseconds)
            line.Writer.TryWrite(new Written(KeepAlive, false));
    }

    /// <summary>Stops writing after what is being written.</summary>
    protected void StopWriting()
    {
        line.Writer.TryComplete();
        closed.Cancel();
    }

    /// <summary>Puts a subscription into the line.</summary>
    protected void Schedule(LiveSubscription subscription)
    {
        if (subscription.TrySchedule())
            line.Writer.TryWrite(subscription);
    }

    /// <summary>Puts an answer into the line; waits while the client does not read those before.</summary>
    protected Task Answer(ReadOnlyMemory<byte> answer) => Answer([answer], static () => { });

    /// <summary>Puts an answer of several messages into the line; waits while the client does not read those before.</summary>
    /// <param name="answer">The messages.</param>
    /// <param name="entering">Called when there is room for it, before it can be sent.</param>
    protected async Task Answer(IReadOnlyList<ReadOnlyMemory<byte>> answer, Action entering)
    {
        await answers.WaitAsync(Closed);
        entering();
        for (var i = 0; i < answer.Count; i++)
            line.Writer.TryWrite(new Written(answer[i], i == answer.Count - 1));
    }

    /// <summary>Tells a subscription everything until it or the connection ends.</summary>
    protected async Task Follow(LiveSubscription subscription, long? after, CancellationToken cancellation)
    {
        subscriptions.TryAdd(subscription, 0);
        await operations.Join(subscription, after, cancellation);
    }

    /// <summary>Forgets a subscription that has ended.</summary>
    protected async Task Forget(LiveSubscription subscription)
    {
        var isFirst = subscriptions.TryRemove(subscription, out _);
        // It may have joined after it was ended.
        await hub.Leave(subscription);
        if (!isFirst)
            return;
        try
        {
            await subscription.Log.Finish();
        }
        catch (AccessLogException e)
        {
            operations.NoteUnrecorded(subscription, e);
        }
    }

    /// <summary>Forgets all subscriptions.</summary>
    protected async Task ForgetAll()
    {
        foreach (var subscription in subscriptions.Keys)
        {
            subscription.End(new(null));
            await Forget(subscription);
        }
    }

    /// <summary>What is sent where nothing was sent for a while; empty for nothing.</summary>
    protected abstract ReadOnlyMemory<byte> KeepAlive { get; }

    /// <summary>Writes bytes to the client.</summary>
    protected abstract ValueTask Send(ReadOnlyMemory<byte> bytes);

    /// <summary>A result of a subscription, in the words of the protocol.</summary>
    protected abstract ValueTask SendNext(LiveSubscription subscription, ReadOnlyMemory<byte> json);

    /// <summary>The end of a subscription, in the words of the protocol.</summary>
    protected abstract ValueTask SendEnd(LiveSubscription subscription, LiveEnd end);

    /// <summary>Writes what stands in the line until the connection ends.</summary>
    protected async Task WriteLine()
    {
        await foreach (var item in line.Reader.ReadAllAsync())
        {
            if (Closed.IsCancellationRequested)
                return;
            if (item is LiveSubscription subscription)
            {
                await Tell(subscription);
            }
            else if (item is Written { Bytes.Length: > 0 } written)
            {
                await Send(written.Bytes);
                if (written.IsAnswer)
                    answers.Release();
            }
            Volatile.Write(ref sentAt, Environment.TickCount64);
        }
    }

    // So many at once, so that one subscription does not keep the others waiting.
    private async Task Tell(LiveSubscription subscription)
    {
        subscription.Unschedule();
        for (var told = 0; told < MostAtOnce; told++)
        {
            if (subscription.Next() is not { } next)
                return;
            if (next.End is { } end)
            {
                await SendEnd(subscription, end);
                await Forget(subscription);
                return;
            }
            try
            {
                if ((next.Payload ?? await Notice(subscription, next.Missed!)) is not { } payload)
                    continue;
                await subscription.Log.Tell(payload, Closed);
                await SendNext(subscription, payload.Json);
            }
            catch (AccessLogException)
            {
                subscription.End(LogAway);
            }
        }
        Schedule(subscription);
    }

    // Null where it could not be made: without it a gap would look like calm, so the subscription ends.
    private async Task<LivePayload?> Notice(LiveSubscription subscription, MissedMessages missed)
    {
        try
        {
            return await operations.Notice(subscription, missed, Closed);
        }
        catch (Exception e) when (!Closed.IsCancellationRequested)
        {
            operations.NoteFailed(subscription, e);
            subscription.End(LiveOperations.Failed(e));
            return null;
        }
    }

    private sealed record Written(ReadOnlyMemory<byte> Bytes, bool IsAnswer);
}
