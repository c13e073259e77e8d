using System.Threading.Channels;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>Equal selections of callers that see the same: its own worker tells their readers, however long the others take.</summary>
/// <remarks>
/// It lags by a bounded number of pages. What comes while as many wait as may is missed by all its readers, who are told so when it has
/// worked off what waits. Where the database does not answer, the same message is tried again: nothing is left out.
/// </remarks>
internal sealed partial class LiveTopic(LiveSelection selection, LiveRenderer renderer, ILogger log)
{
    private const int MostPages = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly LiveEnd Failed = new(new(ErrorCode.Internal, "A message could not be made; subscribe again."));

    private readonly Lock gate = new();
    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly Channel<LivePage> pages =
        Channel.CreateBounded<LivePage>(new BoundedChannelOptions(MostPages) { SingleReader = true });
    private readonly CancellationTokenSource stopped = new();
    private long? missedUntil;
    private long evaluations;
    private long renderings;

    /// <summary>What is selected.</summary>
    public LiveSelection Selection => selection;

    /// <summary>How often it has looked at an event.</summary>
    public long Evaluations => Volatile.Read(ref evaluations);

    /// <summary>How often a message of it was executed.</summary>
    public long Renderings => Volatile.Read(ref renderings);

    /// <summary>Begins to tell its readers what it is given.</summary>
    public void Begin() => _ = Task.Run(Work);

    /// <summary>Tells nothing more.</summary>
    public void Stop() => stopped.Cancel();

    /// <summary>Adds a reader.</summary>
    public void Add(LiveSubscription reader)
    {
        lock (gate)
        {
            if (!groups.TryGetValue(reader.Request.Key, out var group))
                groups.Add(reader.Request.Key, group = new(reader.Request));
            group.Readers.Add(reader);
        }
    }

    /// <summary>Removes a reader; false where it is none.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="isEmpty">Whether there is no other one.</param>
    public bool Remove(LiveSubscription reader, out bool isEmpty)
    {
        lock (gate)
        {
            var isRemoved = groups.TryGetValue(reader.Request.Key, out var group) && group.Readers.Remove(reader);
            if (group?.Readers.Count == 0)
                groups.Remove(reader.Request.Key);
            isEmpty = groups.Count == 0;
            return isRemoved;
        }
    }

    /// <summary>Ends all its readers.</summary>
    public void End(LiveEnd reason)
    {
        foreach (var reader in Present().SelectMany(group => group.Readers))
            reader.End(reason);
    }

    /// <summary>Gives it the next page; waits for room, but not for long where it lags.</summary>
    /// <param name="page">The page.</param>
    /// <param name="patience">How long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task Give(LivePage page, TimeSpan patience, CancellationToken cancellation)
    {
        if (TryGive(page, isLast: false))
            return;
        try
        {
            await pages.Writer.WaitToWriteAsync(cancellation).AsTask().WaitAsync(patience, cancellation);
        }
        catch (TimeoutException)
        {
            LogLags(selection.Key);
        }
        TryGive(page, isLast: true);
    }

    // False where it is to be tried again.
    private bool TryGive(LivePage page, bool isLast)
    {
        lock (gate)
        {
            if (missedUntil is null && pages.Writer.TryWrite(page))
                return true;
            if (missedUntil is null && !isLast)
                return false;
            missedUntil = page.Ceiling;
            return true;
        }
    }

    private async Task Work()
    {
        try
        {
            while (await pages.Reader.WaitToReadAsync(stopped.Token))
            {
                while (pages.Reader.TryRead(out var page))
                    await Tell(page);
                if (TakeMissed() is { } until)
                    Miss(until);
            }
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Nobody reads any more, or the host stops.
        }
        catch (Exception e)
        {
            LogFailed(e, selection.Key);
            End(Failed);
        }
    }

    private void Miss(long until)
    {
        foreach (var reader in Present().SelectMany(group => group.Readers))
            reader.Miss(until);
    }

    private async Task Tell(LivePage page)
    {
        if (page.IsUnread)
        {
            Miss(page.Ceiling);
            return;
        }
        Interlocked.Add(ref evaluations, page.Events.Count);
        // Who comes later is told nothing of this page: its position is behind it.
        var present = Present();
        IReadOnlyList<LiveMessage> messages;
        try
        {
            messages = await UntilStoreAnswers(() => selection.Match(page, stopped.Token).AsTask());
        }
        catch (Exception e) when (!stopped.IsCancellationRequested)
        {
            // What follows is told all the same; nobody must take the silence for calm.
            LogMissed(e, selection.Key);
            Miss(page.Ceiling);
            return;
        }
        if (messages.Count > 0)
            await Task.WhenAll(present.Select(group => Tell(group, page, messages)));
    }

    private async Task Tell(Group group, LivePage page, IReadOnlyList<LiveMessage> messages)
    {
        try
        {
            for (var i = 0; i < messages.Count; i++)
            {
                Interlocked.Increment(ref renderings);
                var payload = await UntilStoreAnswers(
                    () => renderer.Make(group.Request, selection, messages[i], stopped.Token),
                    // What a message would have read later has failed for good: the page gives the same messages with other streams.
                    async () => messages = await selection.Match(page.Anew(), stopped.Token));
                foreach (var reader in group.Readers)
                    reader.Offer(payload);
            }
        }
        catch (Exception e) when (!stopped.IsCancellationRequested)
        {
            // Others are told all the same; these readers must not take silence for calm.
            LogFailed(e, selection.Key);
            foreach (var reader in group.Readers)
                reader.End(e is LiveRenderException fault ? new(fault.Refusal) : Failed);
        }
    }

    private async Task<T> UntilStoreAnswers<T>(Func<Task<T>> work, Func<Task>? prepare = null)
    {
        var isFirst = true;
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            try
            {
                if (!isFirst && prepare is not null)
                    await prepare();
                isFirst = false;
                return await work();
            }
            catch (Exception e) when (StoreFault.IsAway(e) && !stopped.IsCancellationRequested)
            {
                LogAway(e, selection.Key);
            }
            await Task.Delay(pause, stopped.Token);
        }
    }

    // A copy: readers come and go meanwhile.
    private Group[] Present()
    {
        lock (gate)
            return [.. groups.Values.Select(group => new Group(group.Request, [.. group.Readers]))];
    }

    private long? TakeMissed()
    {
        lock (gate)
        {
            var missed = missedUntil;
            missedUntil = null;
            return missed;
        }
    }

    [LoggerMessage(LogLevel.Error, "Messages of the subscription {Selection} could not be made; its readers are told so.")]
    private partial void LogFailed(Exception cause, string selection);

    [LoggerMessage(LogLevel.Error, "The messages of the subscription {Selection} in a page could not be found; they are told as missed.")]
    private partial void LogMissed(Exception cause, string selection);

    [LoggerMessage(LogLevel.Warning, "A message of the subscription {Selection} is made again when the database answers.")]
    private partial void LogAway(Exception cause, string selection);

    [LoggerMessage(LogLevel.Warning, "The subscription {Selection} lags; its readers miss messages, and are told so.")]
    private partial void LogLags(string selection);

    private sealed record Group(LiveRequest Request, HashSet<LiveSubscription> Readers)
    {
        public Group(LiveRequest request) : this(request, [])
        {
        }
    }
}
