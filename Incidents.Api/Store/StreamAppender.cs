using System.Data;
using System.Diagnostics;
using System.Threading.Channels;
using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>How the appender works; the measured choice of the defaults is in docs/decisions/0013-ingest-throughput.md.</summary>
internal sealed record StreamAppenderOptions
{
    /// <summary>Parallel transactions. Submissions about one stream always take the same lane.</summary>
    public int Lanes { get; init; } = 3;

    /// <summary>Most submissions in one transaction.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>
    /// A transaction takes waiting submissions of further lanes along until it has so many: few at a time are then few transactions.
    /// Fewer are not looked for in the store, where each would begin a stream.
    /// </summary>
    public int WorthATransaction { get; init; } = 200;

    /// <summary>Most submissions that wait in one lane; beyond it senders wait, or are told to come again.</summary>
    public int LaneCapacity { get; init; } = 4_000;

    /// <summary>How long a lane tries to reach a store that does not answer before its senders are told.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// The one way in: decides submissions in micro-batches against the streams as they are, and appends what follows, one
/// transaction a batch (group commit). A submission settles only when its events are committed. A batch loads the streams it
/// touches, or takes them for new, decides in memory, and writes under the check that no stream has changed since; another
/// node's change makes it begin again, so a decision never stands on a state that is no more.
/// </summary>
internal sealed partial class StreamAppender : IAsyncDisposable
{
    private static readonly TimeSpan ConnectionKept = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;
    private readonly StreamStore streams;
    private readonly Cities cities;
    private readonly IClock clock;
    private readonly StreamAppenderOptions options;
    private readonly AppendSignal signal;
    private readonly ILogger<StreamAppender> log;
    private readonly Lane[] lanes;
    private readonly Task[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private volatile bool expectsNew = true;
    private volatile bool isClosed;
    private int waiting;

    public StreamAppender(
        NpgsqlDataSource source, StreamStore streams, Cities cities, IClock clock, StreamAppenderOptions options, AppendSignal signal,
        ILogger<StreamAppender> log)
    {
        (this.source, this.streams, this.cities, this.clock, this.options, this.signal, this.log) = (source, streams, cities, clock, options, signal, log);
        lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(options.LaneCapacity))];
        workers = [.. lanes.Select(_ => Task.Run(Work))];
    }

    /// <summary>Submissions that wait or are being written.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Submissions that all lanes together hold before senders must wait.</summary>
    public int Capacity => options.Lanes * options.LaneCapacity;

    /// <summary>Whether the store did not answer when last asked.</summary>
    public bool StoreIsAway { get; private set; }

    /// <summary>Queues the submissions, waiting while lanes are full; the batch is done when all have settled.</summary>
    public async ValueTask<SubmissionBatch> Enqueue(IReadOnlyCollection<Submission> submissions, CancellationToken cancellation)
    {
        var batch = new SubmissionBatch(submissions);
        var settledHere = false;
        foreach (var submission in submissions)
        {
            if (!settledHere)
            {
                var lane = lanes[(uint)submission.LaneKey.GetHashCode() % (uint)lanes.Length];
                try
                {
                    Interlocked.Increment(ref waiting);
                    if (!lane.Queue.Writer.TryWrite(submission))
                        await lane.Queue.Writer.WriteAsync(submission, cancellation);
                    if (lane.IsLeftAlone)
                        Wake();
                    continue;
                }
                catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
                {
                    // The sender has gone or the host stops: what was not queued is settled here, so that the batch ends.
                    Interlocked.Decrement(ref waiting);
                    settledHere = true;
                }
            }
            submission.Settle(SubmissionStatus.Unavailable);
        }
        return batch;
    }

    /// <summary>Queues and waits until all have settled.</summary>
    public async Task Submit(IReadOnlyCollection<Submission> submissions, CancellationToken cancellation) =>
        await (await Enqueue(submissions, cancellation)).Done;

    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
            lane.Queue.Writer.TryComplete();
        isClosed = true;
        wake.Release(workers.Length);
        stopping.CancelAfter(TimeSpan.FromSeconds(10));
        await Task.WhenAll(workers);
        stopping.Dispose();
        wake.Dispose();
    }

    private async Task Work()
    {
        var batch = new List<Submission>(options.BatchSize);
        var held = new List<Lane>(lanes.Length);
        await using var connection = new OwnConnection(source);
        while (true)
        {
            if (!await wake.WaitAsync(connection.IsOpen ? ConnectionKept : Timeout.InfiniteTimeSpan))
            {
                await connection.DisposeAsync();
                continue;
            }
            while (Take(held, batch))
            {
                await Process(batch, connection);
                Interlocked.Add(ref waiting, -batch.Count);
                batch.Clear();
                LetGo(held);
            }
            // Nothing comes any more, and what another worker holds it finishes.
            if (isClosed)
                return;
        }
    }

    /// <summary>
    /// Takes what waits in lanes that no other worker holds, lane by lane until it is worth a transaction. Many at once are so written
    /// in parallel, and few in one transaction: empty lanes are held as well, and what arrives meanwhile gathers for the next.
    /// </summary>
    private bool Take(List<Lane> held, List<Submission> batch)
    {
        do
        {
            foreach (var lane in lanes)
            {
                if (batch.Count >= Math.Min(options.WorthATransaction, options.BatchSize))
                {
                    if (lane.IsLeftAlone)
                        Wake();
                }
                else if (lane.TryHold())
                {
                    held.Add(lane);
                    while (batch.Count < options.BatchSize && lane.Queue.Reader.TryRead(out var submission))
                        batch.Add(submission);
                }
            }
            if (batch.Count > 0)
                return true;
            LetGo(held);
            // Whoever wrote while a lane was held woke nobody.
        }
        while (lanes.Any(lane => lane.IsLeftAlone));
        return false;
    }

    private static void LetGo(List<Lane> held)
    {
        foreach (var lane in held)
            lane.LetGo();
        held.Clear();
    }

    private void Wake()
    {
        // More than one for each worker are of no use.
        if (wake.CurrentCount < workers.Length)
            wake.Release();
    }

    /// <summary>A queue that one worker at a time holds, so that its submissions are decided in order.</summary>
    private sealed class Lane(int capacity)
    {
        private int isHeld;

        public Channel<Submission> Queue { get; } = Channel.CreateBounded<Submission>(capacity);

        /// <summary>Whether something waits and no worker is at it.</summary>
        public bool IsLeftAlone
        {
            get
            {
                // Written first and looked afterwards, as the worker lets go first and looks afterwards: one of the two sees the other.
                Interlocked.MemoryBarrier();
                return isHeld == 0 && Queue.Reader.Count > 0;
            }
        }

        public bool TryHold() => Interlocked.CompareExchange(ref isHeld, 1, 0) == 0;

        public void LetGo() => Interlocked.Exchange(ref isHeld, 0);
    }

    /// <summary>
    /// A worker's connection, kept while batches follow each other: the next one of the pool would have to be reset and to prepare the
    /// same statements again, and comes round only after all others.
    /// </summary>
    private sealed class OwnConnection(NpgsqlDataSource source) : IAsyncDisposable
    {
        private NpgsqlConnection? connection;

        public bool IsOpen => connection is not null;

        public async ValueTask<NpgsqlConnection> Open()
        {
            if (connection is { State: not ConnectionState.Open })
                await DisposeAsync();
            return connection ??= await source.OpenConnectionAsync();
        }

        /// <summary>Gives it back; it can be opened again.</summary>
        public async ValueTask DisposeAsync()
        {
            if (connection is not null)
                await connection.DisposeAsync();
            connection = null;
        }
    }

    private async Task Process(IReadOnlyList<Submission> batch, OwnConnection connection)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                foreach (var submission in batch)
                    submission.Prepare();
                batch = await Begin(batch, connection);
                if (batch.Count > 0)
                    await Write(batch, connection);
                StoreIsAway = false;
                return;
            }
            catch (Exception e) when (e is StreamChangedException || e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected })
            {
                // Another node was first; load again and decide anew. It is bounded, so that a fault of ours cannot turn for ever.
                if (attempt >= 20)
                {
                    LogGaveUp(e, batch.Count);
                    SettleAll(batch, SubmissionStatus.Unavailable);
                    return;
                }
            }
            catch (NpgsqlException e) when (!IsAboutData(e))
            {
                StoreIsAway = true;
                await connection.DisposeAsync();
                foreach (var submission in batch)
                    submission.InDoubt = true;
                if (Stopwatch.GetElapsedTime(started) > options.Patience || stopping.IsCancellationRequested)
                {
                    LogStoreAway(e, batch.Count);
                    SettleAll(batch, SubmissionStatus.Unavailable);
                    return;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1_000, 50 << Math.Min(attempt, 5))));
            }
            catch (Exception e)
            {
                if (batch.Count == 1)
                {
                    LogPoison(e, batch[0].StreamId);
                    SettleAll(batch, SubmissionStatus.Refused, new Refusal("STORE_REFUSED", "The store refused to keep it."));
                    return;
                }
                // One of them cannot be written: halve, so that it alone is refused.
                await Process([.. batch.Take(batch.Count / 2)], connection);
                await Process([.. batch.Skip(batch.Count / 2)], connection);
                return;
            }
        }
    }

    // What PostgreSQL says of the values (classes 22, 23) or of their size (54) is the submission's fault. All else, a full disk, a server that
    // goes down or may only be read, is the store's, and passes.
    private static bool IsAboutData(NpgsqlException e) => e is PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] };

    private static void SettleAll(IReadOnlyList<Submission> batch, SubmissionStatus status, Refusal? refusal = null)
    {
        foreach (var submission in batch)
            submission.Settle(status, refusal: refusal);
    }

    /// <summary>
    /// Nearly every report begins a stream, and looking for it beforehand finds nothing: a few of such are decided as if nothing
    /// were there and appended at once, which shows what is there after all. What one batch has found is expected of the next.
    /// Many at once gain nothing by it: looking for a thousand streams costs less than leaving out those that are there.
    /// </summary>
    /// <returns>What is still to be decided, by what the store holds.</returns>
    private async Task<IReadOnlyList<Submission>> Begin(IReadOnlyList<Submission> batch, OwnConnection connection)
    {
        if (!expectsNew || batch.Count >= options.WorthATransaction || !batch.All(s => s.StandsAlone))
            return batch;
        var page = streams.Nothing();
        var now = Cities.Microseconds(clock.GetCurrentInstant());
        var verdicts = Decide(batch, page, now);
        // A step goes with a stream that is most likely there: alone it is refused, or it brings a beginning along that was never reported.
        if (verdicts.Any(v => v.Status == SubmissionStatus.Refused) || page.Changed.Sum(s => s.Appended.Count) > verdicts.Count(v => v.Status == SubmissionStatus.Committed))
            return batch;

        var born = await streams.Begin(await connection.Open(), page, now);
        if (born.Count > 0)
            signal.Appended();
        if (born.Count < page.Changed.Count)
            expectsNew = false;
        var known = new List<Submission>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (born.Contains(batch[i].StreamId))
                verdicts[i].Settle(batch[i]);
            else
                known.Add(batch[i]);
        }
        return known;
    }

    private async Task Write(IReadOnlyList<Submission> batch, OwnConnection connection)
    {
        var page = await streams.Load(await connection.Open(), batch);
        if (page.IsNew)
            expectsNew = true;
        var now = Cities.Microseconds(clock.GetCurrentInstant());
        var verdicts = Decide(batch, page, now);
        if (page.Changed.Count > 0)
        {
            await streams.Append(await connection.Open(), page, now);
            signal.Appended();
        }
        for (var i = 0; i < batch.Count; i++)
            verdicts[i].Settle(batch[i]);
    }

    private Verdict[] Decide(IReadOnlyList<Submission> batch, StreamPage page, Instant now)
    {
        var verdicts = new Verdict[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            verdicts[i] = Decide(batch[i], page, now);
        return verdicts;
    }

    private Verdict Decide(Submission submission, StreamPage page, Instant now)
    {
        if (submission.IsRepeated(page))
            return new(submission.InDoubt ? SubmissionStatus.Committed : SubmissionStatus.Unchanged, page.Version(submission.StreamId), null);

        if (submission.ExpectedVersion is { } expected && expected != page.Version(submission.StreamId))
            return new(SubmissionStatus.Refused, page.Version(submission.StreamId), Refusals.ConcurrentChange);

        var decision = submission.Decide(page, cities, now);
        if (decision.IsRefused)
            return new(SubmissionStatus.Refused, page.Version(submission.StreamId), decision.Refusal);
        if (decision.Events.Count == 0)
            return new(SubmissionStatus.Unchanged, page.Version(submission.StreamId), null);

        page.Append(submission, decision.Events);
        return new(SubmissionStatus.Committed, page.Version(submission.StreamId), null);
    }

    /// <summary>What was decided of a submission; it counts only once its events are committed.</summary>
    private readonly record struct Verdict(SubmissionStatus Status, long Version, Refusal? Refusal)
    {
        public void Settle(Submission submission) => submission.Settle(Status, Version, Refusal);
    }

    [LoggerMessage(LogLevel.Error, "The store did not answer; {Count} submissions were told so.")]
    private partial void LogStoreAway(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "{Count} submissions met another node's changes again and again.")]
    private partial void LogGaveUp(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "The store refused a submission about stream {StreamId}.")]
    private partial void LogPoison(Exception e, Guid streamId);
}
