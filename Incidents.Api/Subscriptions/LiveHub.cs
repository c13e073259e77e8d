using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>The subscriptions of this host: each event is read once, and each distinct selection looks at it once.</summary>
/// <remarks>
/// Equal selections of callers that see the same are one topic, equal requests within it one group: a message is made once for a topic,
/// executed once for a group, and given to each of its readers. Readers come and go between pages only, so that each is told everything
/// after the position at which it came, and nothing else.
/// </remarks>
internal sealed partial class LiveHub(
    LiveReader reader, LiveRenderer renderer, SubscriptionSettings settings, TimeProvider time, ILogger<LiveHub> log) : IDisposable
{
    private static readonly TimeSpan GivePatience = TimeSpan.FromSeconds(1);
    private static readonly Refusal Behind = new(
        ErrorCode.ReadModelsBehind, "The read model does not follow the events, so that silence is not calm; subscribe again later.");

    private readonly SemaphoreSlim turn = new(1);
    private readonly LiveLane[] lanes = [.. Enum.GetValues<LiveKinds>().Select(kind => new LiveLane(kind))];
    private readonly Dictionary<string, Dictionary<string, int>> requests = new(StringComparer.Ordinal);
    private readonly long begun = time.GetTimestamp();
    private long endedEvaluations;
    private long endedRenderings;
    private TaskCompletionSource wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The distinct selections.</summary>
    public IReadOnlyList<LiveTopic> Topics => [.. lanes.SelectMany(lane => lane.Topics.Values)];

    /// <summary>Number of distinct selections.</summary>
    public int TopicCount => lanes.Sum(lane => lane.Topics.Count);

    /// <summary>How often a selection has looked at an event, also to tell one reader what it missed.</summary>
    public long Evaluations => Volatile.Read(ref endedEvaluations) + Topics.Sum(topic => topic.Evaluations);

    /// <summary>How often a message was executed.</summary>
    public long Renderings => Volatile.Read(ref endedRenderings) + Topics.Sum(topic => topic.Renderings);

    /// <summary>Comes back when somebody has subscribed.</summary>
    public Task Wanted => Volatile.Read(ref wanted).Task;

    /// <summary>Whether somebody is subscribed.</summary>
    public bool IsWanted => Wanted.IsCompleted;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var topic in Topics)
            topic.Stop();
        turn.Dispose();
    }

    /// <summary>Adds a reader.</summary>
    /// <returns>The position after which it is told everything.</returns>
    /// <exception cref="RefusedException">
    /// Its person has too many distinct subscriptions, or the tables of the read model are those of another program: they are rebuilt.
    /// </exception>
    public async Task<long> Join(LiveSubscription joining, long? after, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var lane = Of(joining);
            // While nobody was subscribed, nothing was read.
            if (lane.Topics.IsEmpty)
            {
                lane.BeginAt((await reader.Projected(cancellation)).TryGetValue(lane.Kind, out var held)
                    ? held
                    : throw new RefusedException(Behind));
            }
            if (!TryCount(joining))
                throw new RefusedException(new(
                    ErrorCode.TooBusy, $"A person has at most {settings.MostDistinctOfPerson} distinct subscriptions."));
            if (!lane.Topics.TryGetValue(joining.Request.Topic, out var topic))
            {
                lane.Topics[joining.Request.Topic] = topic = new(joining.Selection, renderer, log);
                topic.Begin();
            }
            joining.Begin(lane.Position, after);
            topic.Add(joining);
            wanted.TrySetResult();
            return lane.Position;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes a reader.</summary>
    public async Task Leave(LiveSubscription leaving)
    {
        await turn.WaitAsync();
        try
        {
            var lane = Of(leaving);
            if (!lane.Topics.TryGetValue(leaving.Request.Topic, out var topic) || !topic.Remove(leaving, out var isEmpty))
                return;
            Uncount(leaving);
            if (!isEmpty)
                return;
            topic.Stop();
            lane.Topics.TryRemove(leaving.Request.Topic, out _);
            Interlocked.Add(ref endedEvaluations, topic.Evaluations);
            Interlocked.Add(ref endedRenderings, topic.Renderings);
            if (Array.TrueForAll(lanes, other => other.Topics.IsEmpty))
                Volatile.Write(ref wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Counts what was done to tell one reader what it missed.</summary>
    /// <param name="evaluations">How often its selection has looked at an event.</param>
    /// <param name="renderings">How often a message was executed.</param>
    public void Count(int evaluations, int renderings)
    {
        Interlocked.Add(ref endedEvaluations, evaluations);
        Interlocked.Add(ref endedRenderings, renderings);
    }

    /// <summary>Gives everything that the read models hold and that was not told yet to the subscriptions.</summary>
    public async Task Advance(CancellationToken cancellation)
    {
        // Readers come and go between the pages.
        while (await AdvanceByPage(cancellation))
        {
        }
    }

    private async Task<bool> AdvanceByPage(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var present = Array.FindAll(lanes, lane => !lane.Topics.IsEmpty);
            if (present.Length == 0)
                return false;
            // Read first: what is committed by then has no reason not to be projected a while later.
            var appended = await reader.Appended(cancellation);
            var projected = await reader.Projected(cancellation);
            var more = await Task.WhenAll(present.Select(lane => Advance(lane, projected, cancellation)));
            foreach (var lane in present)
            {
                long? held = projected.TryGetValue(lane.Kind, out var position) ? position : null;
                if (lane.Lag(held, appended, time.GetElapsedTime(begun)) >= settings.BehindPatience)
                    EndBehind(lane);
            }
            return Array.Exists(more, isMore => isMore);
        }
        catch
        {
            // What was not read while the store was away is no fault of a read model.
            foreach (var lane in lanes)
                lane.Forgive();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    // Whether there is another page.
    private async Task<bool> Advance(LiveLane lane, IReadOnlyDictionary<LiveKinds, long> projected, CancellationToken cancellation)
    {
        if (!projected.TryGetValue(lane.Kind, out var until) || lane.Position >= until)
            return false;
        var page = await Read(lane, until, cancellation);
        // Nothing of it was given when the store is away, and all of it afterwards.
        if (page.Events.Count > 0 || page.IsUnread)
            await Task.WhenAll(lane.Topics.Values.Select(topic => topic.Give(page, GivePatience, cancellation)));
        lane.Position = page.Ceiling;
        return lane.Position < until;
    }

    // What cannot be read now cannot be read in a second either: without a word its readers would take the silence for calm.
    private async Task<LivePage> Read(LiveLane lane, long until, CancellationToken cancellation)
    {
        try
        {
            return await reader.Read(lane.Position, until, lane.Kind, cancellation);
        }
        catch (Exception e) when (!StoreFault.IsAway(e) && !cancellation.IsCancellationRequested)
        {
            LogUnread(e, lane.Kind, lane.Position, until);
            return LivePage.Unread(lane.Position, until);
        }
    }

    private void EndBehind(LiveLane lane)
    {
        LogBehind(lane.Kind, lane.Position);
        foreach (var topic in lane.Topics.Values)
            topic.End(new(Behind));
    }

    private LiveLane Of(LiveSubscription subscription) => Array.Find(lanes, lane => lane.Kind == subscription.Selection.Kind)!;

    // Many readers of one request cost one execution; as many distinct requests as somebody likes would cost as many.
    private bool TryCount(LiveSubscription joining)
    {
        if (!requests.TryGetValue(joining.Person, out var own))
            requests.Add(joining.Person, own = new(StringComparer.Ordinal));
        if (own.Count >= settings.MostDistinctOfPerson && !own.ContainsKey(KeyOf(joining)))
            return false;
        own[KeyOf(joining)] = own.GetValueOrDefault(KeyOf(joining)) + 1;
        return true;
    }

    private void Uncount(LiveSubscription leaving)
    {
        var own = requests[leaving.Person];
        if (--own[KeyOf(leaving)] == 0)
            own.Remove(KeyOf(leaving));
        if (own.Count == 0)
            requests.Remove(leaving.Person);
    }

    private static string KeyOf(LiveSubscription subscription) => $"{subscription.Request.Topic}\n{subscription.Request.Key}";

    [LoggerMessage(LogLevel.Error, "Events of {Kind} after {After} and up to {Until} could not be read; they are told as missed.")]
    private partial void LogUnread(Exception cause, LiveKinds kind, long after, long until);

    [LoggerMessage(LogLevel.Warning, "Subscriptions of {Kind} end at event {Position}, because their read model does not follow.")]
    private partial void LogBehind(LiveKinds kind, long position);
}
