using System.Threading.Channels;

namespace Incidents.Api.Store;

/// <summary>The one way in: submissions are decided in micro-batches against the streams as they are, and what follows is
/// appended.</summary>
/// <remarks>
/// A batch is one transaction (group commit), and a submission has its result only when its events are committed. Submissions wait in
/// <see cref="AppendLanes"/>; <see cref="BatchAppender"/> decides and writes them.
/// </remarks>
internal sealed class StreamAppender : IAsyncDisposable
{
    private static readonly TimeSpan ConnectionKept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    private readonly BatchAppender appender;
    private readonly StreamAppenderOptions options;
    private readonly AppendLanes lanes;
    private readonly Task[] workers;
    private readonly CancellationTokenSource stopping = new();
    private int waiting;

    public StreamAppender(BatchAppender appender, StreamAppenderOptions options)
    {
        (this.appender, this.options) = (appender, options);
        lanes = new(options);
        workers = [.. Enumerable.Range(0, options.Lanes).Select(_ => Task.Run(Work))];
    }

    /// <summary>Submissions that wait or are being written.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Submissions that all lanes together hold before senders must wait.</summary>
    public int Capacity => options.Lanes * options.LaneCapacity;

    /// <summary>Whether the store did not answer when last asked.</summary>
    public bool StoreIsAway => appender.StoreIsAway;

    /// <summary>Queues the submissions, waiting while lanes are full; the batch gives the results.</summary>
    /// <param name="submissions">The submissions.</param>
    /// <param name="cancellation">Stops queueing.</param>
    /// <param name="order">The order that they keep with what the same sender has queued before; default only their own.</param>
    public async ValueTask<SubmissionBatch> Enqueue(
        IReadOnlyList<Submission> submissions, CancellationToken cancellation, SubmissionOrder? order = null)
    {
        var batch = new SubmissionBatch(submissions.Count, order);
        for (var i = 0; i < submissions.Count; i++)
        {
            var pending = new PendingSubmission(submissions[i], batch, i);
            try
            {
                Interlocked.Increment(ref waiting);
                await lanes.Add(pending, cancellation);
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
            {
                // The sender has gone or the host stops: what was not queued gets its result here, so that the batch ends.
                Interlocked.Decrement(ref waiting);
                for (; i < submissions.Count; i++)
                    new PendingSubmission(submissions[i], batch, i).Complete(SubmissionStatus.Unavailable);
            }
        }
        return batch;
    }

    /// <summary>Queues the submissions and waits for their results, in the same order.</summary>
    public async Task<IReadOnlyList<SubmissionResult>> Submit(IReadOnlyList<Submission> submissions, CancellationToken cancellation) =>
        await (await Enqueue(submissions, cancellation)).Results;

    public async ValueTask DisposeAsync()
    {
        lanes.Close();
        stopping.CancelAfter(TimeToStop);
        await Task.WhenAll(workers);
        stopping.Dispose();
        lanes.Dispose();
    }

    private async Task Work()
    {
        var batch = new List<PendingSubmission>(options.BatchSize);
        var held = new AppendLanes.Hold(lanes);
        await using var connection = new WorkerConnection(appender.Source);
        while (true)
        {
            if (!await lanes.WaitForWork(connection.IsOpen ? ConnectionKept : Timeout.InfiniteTimeSpan))
            {
                await connection.DisposeAsync();
                continue;
            }
            while (held.Take(batch))
            {
                await appender.Process(batch, connection, stopping.Token);
                Interlocked.Add(ref waiting, -batch.Count);
                batch.Clear();
                held.Release();
            }
            // Nothing comes any more, and what another worker holds it finishes.
            if (lanes.IsClosed)
                return;
        }
    }
}
