using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>The subscriptions of this host: each event is read once, and each distinct selection looks at it once.</summary>
/// <remarks>
/// Equal selections of callers that see the same are one topic, equal requests within it one group: a message is made once for a topic,
/// executed once for a group, and given to each of its readers. Readers come and go between pages only, so that each is told everything
/// after the position at which it came, and nothing else.
/// </remarks>
internal sealed partial class LiveHub(LiveReader reader, LiveRenderer renderer, ILogger<LiveHub> log) : IDisposable
{
    private static readonly LiveEnd Failed = new(new(ErrorCode.Internal, "A message could not be made; subscribe again."));

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, Topic> topics = new(StringComparer.Ordinal);
    private TaskCompletionSource wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long position;
    private long evaluations;
    private long renderings;

    /// <summary>How often a selection has looked at a page of events.</summary>
    public long Evaluations => Volatile.Read(ref evaluations);

    /// <summary>How often a message was executed.</summary>
    public long Renderings => Volatile.Read(ref renderings);

    /// <summary>Number of distinct selections.</summary>
    public int TopicCount => topics.Count;

    /// <summary>Comes back when somebody has subscribed.</summary>
    public Task Wanted => Volatile.Read(ref wanted).Task;

    /// <summary>Whether somebody is subscribed.</summary>
    public bool IsWanted => Wanted.IsCompleted;

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Adds a reader.</summary>
    /// <returns>The position after which it is told everything.</returns>
    public async Task<long> Join(LiveSubscription joining, long? after, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            // While nobody was subscribed, nothing was read.
            if (topics.Count == 0)
                position = await reader.Projected(cancellation);
            if (!topics.TryGetValue(joining.Request.Topic, out var topic))
                topics.Add(joining.Request.Topic, topic = new(joining.Selection));
            if (!topic.Groups.TryGetValue(joining.Request.Key, out var group))
                topic.Groups.Add(joining.Request.Key, group = new(joining.Request));
            group.Readers.Add(joining);
            joining.Begin(position, after);
            wanted.TrySetResult();
            return position;
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
            if (!topics.TryGetValue(leaving.Request.Topic, out var topic)
                || !topic.Groups.TryGetValue(leaving.Request.Key, out var group) || !group.Readers.Remove(leaving))
                return;
            if (group.Readers.Count == 0)
                topic.Groups.Remove(leaving.Request.Key);
            if (topic.Groups.Count == 0)
                topics.Remove(leaving.Request.Topic);
            if (topics.Count == 0)
                Volatile.Write(ref wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Tells everything that the read models hold and that was not told yet.</summary>
    public async Task Advance(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            if (topics.Count == 0)
                return;
            var until = await reader.Projected(cancellation);
            while (position < until)
            {
                var kinds = topics.Values.Aggregate(LiveKinds.None, (all, topic) => all | topic.Selection.Kinds);
                var page = await reader.Read(position, until, kinds, cancellation);
                // Nothing of it was told when the reading fails, and all of it afterwards.
                if (page.Events.Count > 0)
                    await Task.WhenAll(topics.Values.Select(topic => Tell(topic, page, cancellation)));
                position = page.Ceiling;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task Tell(Topic topic, LivePage page, CancellationToken cancellation)
    {
        try
        {
            Interlocked.Increment(ref evaluations);
            var messages = await topic.Selection.Match(page, cancellation);
            foreach (var group in topic.Groups.Values)
            {
                foreach (var message in messages)
                {
                    Interlocked.Increment(ref renderings);
                    var payload = await renderer.Render(group.Request, message, cancellation);
                    foreach (var reader in group.Readers)
                        reader.Offer(payload);
                }
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Others are told all the same; these readers must not take silence for calm.
            LogFailed(e, topic.Selection.Key);
            foreach (var reader in topic.Groups.Values.SelectMany(group => group.Readers))
                reader.End(Failed);
        }
    }

    [LoggerMessage(LogLevel.Error, "Messages of the subscription {Selection} could not be made; its readers are told so.")]
    private partial void LogFailed(Exception cause, string selection);

    private sealed record Topic(LiveSelection Selection)
    {
        public Dictionary<string, Group> Groups { get; } = new(StringComparer.Ordinal);
    }

    private sealed record Group(LiveRequest Request)
    {
        public HashSet<LiveSubscription> Readers { get; } = [];
    }
}
