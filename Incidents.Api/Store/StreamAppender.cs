using System.Diagnostics;
using System.Threading.Channels;
using Incidents.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Store;

/// <summary>How the appender works; the measured choice of the defaults is in docs/performance.md.</summary>
internal sealed record StreamAppenderOptions
{
    /// <summary>Parallel transactions. Submissions about one stream always take the same lane.</summary>
    public int Lanes { get; init; } = 3;

    /// <summary>Most submissions in one transaction.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>A transaction takes waiting submissions of further lanes along until it has so many: few at a time are then few transactions.</summary>
    public int WorthATransaction { get; init; } = 200;

    /// <summary>Most submissions that wait in one lane; beyond it senders wait, or are told to come again.</summary>
    public int LaneCapacity { get; init; } = 4_000;

    /// <summary>How long a lane tries to reach a store that does not answer before its senders are told.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// The one way in: decides submissions in micro-batches against the streams as they are, and appends what follows, one
/// transaction a batch (group commit). A submission settles only when its events are committed. A batch loads the streams it
/// touches, decides in memory, and writes under the check that no stream has changed since; another node's change makes it
/// begin again, so a decision never stands on a state that is no more.
/// </summary>
internal sealed partial class StreamAppender : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly EventCatalog catalog;
    private readonly Cities cities;
    private readonly IClock clock;
    private readonly StreamAppenderOptions options;
    private readonly AppendSignal signal;
    private readonly ILogger<StreamAppender> log;
    private readonly Lane[] lanes;
    private readonly Task[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource stopping = new();
    private volatile bool isClosed;
    private int waiting;

    public StreamAppender(
        NpgsqlDataSource source, EventCatalog catalog, Cities cities, IClock clock, StreamAppenderOptions options, AppendSignal signal,
        ILogger<StreamAppender> log)
    {
        (this.source, this.catalog, this.cities, this.clock, this.options, this.signal, this.log) = (source, catalog, cities, clock, options, signal, log);
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
        while (true)
        {
            await wake.WaitAsync();
            while (Take(held, batch))
            {
                await Process(batch);
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

    private async Task Process(IReadOnlyList<Submission> batch)
    {
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Write(batch);
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
                await Process([.. batch.Take(batch.Count / 2)]);
                await Process([.. batch.Skip(batch.Count / 2)]);
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

    private async Task Write(IReadOnlyList<Submission> batch)
    {
        await using var connection = await source.OpenConnectionAsync();
        var page = await Load(connection, batch);
        var now = Cities.Microseconds(clock.GetCurrentInstant());
        var verdicts = new (SubmissionStatus Status, long Version, Refusal? Refusal)[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            verdicts[i] = Decide(batch[i], page, now);

        if (page.Changed.Count > 0)
        {
            await Append(connection, page, now);
            signal.Appended();
        }

        for (var i = 0; i < batch.Count; i++)
            batch[i].Settle(verdicts[i].Status, verdicts[i].Version, verdicts[i].Refusal);
    }

    private (SubmissionStatus, long, Refusal?) Decide(Submission submission, StreamPage page, Instant now)
    {
        if (submission.IsRepeated(page))
            return (submission.InDoubt ? SubmissionStatus.Committed : SubmissionStatus.Unchanged, page.Version(submission.StreamId), null);

        if (submission.ExpectedVersion is { } expected && expected != page.Version(submission.StreamId))
            return (SubmissionStatus.Refused, page.Version(submission.StreamId), Refusals.ConcurrentChange);

        var decision = submission.Decide(page, cities, now);
        if (decision.IsRefused)
            return (SubmissionStatus.Refused, page.Version(submission.StreamId), decision.Refusal);
        if (decision.Events.Count == 0)
            return (SubmissionStatus.Unchanged, page.Version(submission.StreamId), null);

        page.Append(submission, decision.Events);
        return (SubmissionStatus.Committed, page.Version(submission.StreamId), null);
    }

    private async Task<StreamPage> Load(NpgsqlConnection connection, IReadOnlyList<Submission> batch)
    {
        var page = new StreamPage(catalog);
        var ids = new HashSet<Guid>(batch.Count);
        var references = new HashSet<Guid>();
        foreach (var submission in batch)
        {
            submission.Prepare();
            ids.Add(submission.StreamId);
            if (submission.RestsOn is { } other)
                ids.Add(other);
            if (submission is Withdrawal)
                references.Add(submission.Reference!.Value);
        }

        if (references.Count > 0)
        {
            await using var command = new NpgsqlCommand(
                $"select reference, stream_id from {StoreTables.Reference} where reference = any($1) order by reference, position", connection);
            command.Parameters.Add(new() { Value = references.ToArray() });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                page.LoadReference(rows.GetGuid(0), rows.GetGuid(1));
                ids.Add(rows.GetGuid(1));
            }
        }

        await using (var command = new NpgsqlCommand(
            $"""
             select s.id, s.version, e.id, e.type, e.data::text from {EventStore.Schema}.mt_streams s
             join {EventStore.Schema}.mt_events e on e.stream_id = s.id where s.id = any($1) order by e.stream_id, e.version
             """, connection))
        {
            command.Parameters.Add(new() { Value = ids.ToArray() });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                page.Load(rows.GetGuid(0), rows.GetInt64(1), rows.GetGuid(2), rows.GetString(3), rows.GetString(4));
        }
        return page;
    }

    private async Task Append(NpgsqlConnection connection, StreamPage page, Instant now)
    {
        var timestamp = now.ToDateTimeUtc();
        var born = page.Changed.Where(s => s.IsNew).ToArray();
        var grown = page.Changed.Where(s => !s.IsNew).OrderBy(s => s.Id).ToArray();
        var restedOn = page.RestedOn.ToArray();
        // A batch is a transaction of its own, and needs one around it only where its outcome must be looked at before it counts.
        await using var transaction = grown.Length + restedOn.Length > 0 ? await connection.BeginTransactionAsync() : null;
        await using var batch = new NpgsqlBatch(connection, transaction);

        NpgsqlBatchCommand? unchanged = null, grow = null;
        if (restedOn.Length > 0)
        {
            // All rows are locked at once and in order of id, so that two such transactions wait for each other instead of dying of it.
            var locked = grown.Concat(restedOn).ToArray();
            batch.BatchCommands.Add(unchanged = Command(
                $"""
                 select s.id from {EventStore.Schema}.mt_streams s join unnest($1, $2) as t (id, version) on s.id = t.id and s.version = t.version
                 order by s.id for no key update of s
                 """,
                locked.Select(s => s.Id).ToArray(), locked.Select(s => s.StoredVersion).ToArray()));
        }
        if (born.Length > 0)
            batch.BatchCommands.Add(Command(
                $"""
                 insert into {EventStore.Schema}.mt_streams (id, type, version, timestamp, created)
                 select id, type, version, $4, $4 from unnest($1, $2, $3) as t (id, type, version)
                 """,
                born.Select(s => s.Id).ToArray(), born.Select(s => StreamType.Of(s.Appended[0].Event)).ToArray(), born.Select(s => s.Version).ToArray(), timestamp));

        if (grown.Length > 0)
            batch.BatchCommands.Add(grow = Command(
                $"""
                 update {EventStore.Schema}.mt_streams s set version = t.after, timestamp = $4
                 from unnest($1, $2, $3) as t (id, before, after) where s.id = t.id and s.version = t.before
                 """,
                grown.Select(s => s.Id).ToArray(), grown.Select(s => s.StoredVersion).ToArray(), grown.Select(s => s.Version).ToArray(), timestamp));

        var count = page.Changed.Sum(s => s.Appended.Count);
        var (ids, streams, versions) = (new Guid[count], new Guid[count], new long[count]);
        var (types, dotNetTypes, bodies) = (new string[count], new string[count], new string[count]);
        var n = 0;
        foreach (var stream in page.Changed)
        {
            var version = stream.StoredVersion;
            foreach (var (id, @event) in stream.Appended)
            {
                (ids[n], streams[n], versions[n]) = (id, stream.Id, ++version);
                (types[n], dotNetTypes[n]) = catalog.Of(@event);
                bodies[n++] = catalog.Write(@event);
            }
        }
        batch.BatchCommands.Add(Command(
            $"""
             insert into {EventStore.Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type)
             select nextval('{EventStore.Schema}.mt_events_sequence'), id, stream_id, version, data, type, $7, dotnet_type
             from unnest($1, $2, $3, $4, $5, $6) as t (id, stream_id, version, data, type, dotnet_type)
             """,
            ids, streams, versions, new NpgsqlParameter { Value = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb }, types, dotNetTypes, timestamp));

        if (page.NewReferences.Count > 0)
            batch.BatchCommands.Add(Command(
                $"insert into {StoreTables.Reference} (reference, stream_id) select * from unnest($1, $2)",
                page.NewReferences.Select(r => r.Reference).ToArray(), page.NewReferences.Select(r => r.StreamId).ToArray()));

        await batch.ExecuteNonQueryAsync();
        if (transaction is null)
            return;
        if ((grow is not null && grow.RecordsAffected != grown.Length) || (unchanged is not null && unchanged.Rows != (ulong)(grown.Length + restedOn.Length)))
            throw new StreamChangedException();
        await transaction.CommitAsync();
    }

    private sealed class StreamChangedException() : Exception("A stream has changed since it was read.");

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        return command;
    }

    [LoggerMessage(LogLevel.Error, "The store did not answer; {Count} submissions were told so.")]
    private partial void LogStoreAway(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "{Count} submissions met another node's changes again and again.")]
    private partial void LogGaveUp(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "The store refused a submission about stream {StreamId}.")]
    private partial void LogPoison(Exception e, Guid streamId);
}
