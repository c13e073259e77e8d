using System.Diagnostics;
using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>Decides a batch of submissions and appends what follows, in one transaction.</summary>
/// <remarks>
/// A batch loads the streams it touches, or takes them for new, decides in memory, and writes under the check that no stream has
/// changed since; another node's change makes it begin again, so that no decision is committed on a state that is out of date.
/// </remarks>
internal sealed partial class BatchAppender(
    StorePools pools, StreamStore streams, SubmissionDecider decider, ClosedMoments closed, StreamAppenderOptions options,
    AppendSignal signal, ILogger<BatchAppender> log)
{
    private const int MostAttempts = 20;

    private readonly ILogger<BatchAppender> log = log;
    private volatile bool expectsNew = true;

    /// <summary>Where connections come from.</summary>
    public NpgsqlDataSource Source => pools.Writer;

    /// <summary>Whether the store did not answer when last asked.</summary>
    public bool StoreIsAway { get; private set; }

    /// <summary>Gives every submission of the batch its result.</summary>
    /// <param name="batch">The submissions, in order.</param>
    /// <param name="connection">The worker's connection.</param>
    /// <param name="cancellation">Ends the waiting for a store that does not answer.</param>
    public Task Process(IReadOnlyList<PendingSubmission> batch, WorkerConnection connection, CancellationToken cancellation) =>
        Process(batch, connection, inDoubt: false, cancellation);

    /// <param name="inDoubt">
    /// Whether a commit was tried whose outcome is not known (the connection broke): then an event found again is the batch's own.
    /// </param>
    private async Task Process(
        IReadOnlyList<PendingSubmission> batch, WorkerConnection connection, bool inDoubt, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var isTooLate = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (isTooLate)
                    await closed.Read(cancellation);
                isTooLate = false;
                batch = InOrder(batch);
                if (batch.Count == 0)
                    return;
                batch = await Begin(batch, connection, inDoubt);
                if (batch.Count > 0)
                    await Write(batch, connection, inDoubt);
                StoreIsAway = false;
                return;
            }
            catch (Exception e) when (StoreFault.IsTooLate(e) && attempt < MostAttempts)
            {
                // A day was closed since it was decided: it became known only after that day.
                isTooLate = true;
            }
            catch (Exception e) when (IsAnotherNodesChange(e) || (connection.IsBroken && !StoreFault.IsOfStore(e)))
            {
                // Another node was first, or the database client lost its place in the protocol (it can, on a connection on which a
                // statement failed while it was being prepared) and broke the connection: no submission's fault. Load again and decide
                // again. It is bounded, so that a programming error cannot repeat for ever.
                inDoubt |= connection.IsBroken;
                if (attempt >= MostAttempts)
                {
                    LogGaveUp(e, batch.Count);
                    CompleteAll(batch, SubmissionStatus.Unavailable);
                    return;
                }
            }
            catch (Exception e) when (!StoreFault.IsOfContent(e))
            {
                // Connections that were open before are of no use afterwards either; queries should not find that out one by one.
                if (!StoreIsAway)
                    pools.Clear();
                StoreIsAway = true;
                await connection.DisposeAsync();
                inDoubt = true;
                if (Stopwatch.GetElapsedTime(started) > options.Patience || cancellation.IsCancellationRequested)
                {
                    LogStoreAway(e, batch.Count);
                    CompleteAll(batch, SubmissionStatus.Unavailable);
                    return;
                }
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1_000, 50 << Math.Min(attempt, 5))), CancellationToken.None);
            }
            catch (Exception e)
            {
                if (batch.Count == 1)
                {
                    LogPoison(e, batch[0].Submission.StreamId);
                    CompleteAll(batch, SubmissionStatus.Refused, new Refusal(ErrorCode.StoreRefused, "The store refused to keep it."));
                    return;
                }
                // One of them cannot be written: halve, so that it alone is refused.
                await Process([.. batch.Take(batch.Count / 2)], connection, inDoubt, cancellation);
                await Process([.. batch.Skip(batch.Count / 2)], connection, inDoubt, cancellation);
                return;
            }
        }
    }

    // What comes after a submission that could not be taken is not taken either.
    private static IReadOnlyList<PendingSubmission> InOrder(IReadOnlyList<PendingSubmission> batch)
    {
        if (!batch.Any(p => p.Batch.Order.IsBroken))
            return batch;
        CompleteAll([.. batch.Where(p => p.Batch.Order.IsBroken)], SubmissionStatus.Unavailable);
        return [.. batch.Where(p => !p.Batch.Order.IsBroken)];
    }

    private static bool IsAnotherNodesChange(Exception e) => e is StreamChangedException || StoreFault.IsCollision(e);

    private static void CompleteAll(IReadOnlyList<PendingSubmission> batch, SubmissionStatus status, Refusal? refusal = null)
    {
        foreach (var pending in batch)
            pending.Complete(status, refusal);
    }

    /// <summary>Begins the streams of a small batch without looking for them first.</summary>
    /// <remarks>
    /// Nearly every report begins a stream, and looking for it beforehand finds nothing: a few of such are decided as if nothing
    /// were there and appended at once, which shows what is there after all. What one batch has found is expected of the next.
    /// Many at once gain nothing by it: looking for a thousand streams costs less than leaving out those that are there.
    /// </remarks>
    /// <returns>What is still to be decided, by what the store holds.</returns>
    private async Task<IReadOnlyList<PendingSubmission>> Begin(
        IReadOnlyList<PendingSubmission> batch, WorkerConnection connection, bool inDoubt)
    {
        if (!expectsNew || batch.Count >= options.WorthATransaction || !batch.All(p => p.Submission.NeedsOnlyItsStream))
            return batch;
        var page = streams.Nothing();
        var now = closed.Now();
        var results = Decide(batch, page, now, inDoubt);
        // A step belongs to a stream that is most likely there: alone it is refused, or it brings a beginning along that was never
        // reported.
        if (results.Any(r => r.Status == SubmissionStatus.Refused)
            || page.Changed.Sum(s => s.Appended.Count) > results.Count(r => r.Status == SubmissionStatus.Committed))
            return batch;

        var begun = await streams.Begin(await connection.Open(), page, now);
        if (begun.Count > 0)
            signal.Appended();
        if (begun.Count < page.Changed.Count)
            expectsNew = false;
        var known = new List<PendingSubmission>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (begun.Contains(batch[i].Submission.StreamId))
                batch[i].Complete(results[i]);
            else
                known.Add(batch[i]);
        }
        return known;
    }

    private async Task Write(IReadOnlyList<PendingSubmission> batch, WorkerConnection connection, bool inDoubt)
    {
        var page = await streams.Load(await connection.Open(), batch);
        if (page.IsNew)
            expectsNew = true;
        var now = closed.Now();
        var results = Decide(batch, page, now, inDoubt);
        if (page.Changed.Count > 0)
        {
            await streams.Append(await connection.Open(), page, now);
            signal.Appended();
        }
        for (var i = 0; i < batch.Count; i++)
            batch[i].Complete(results[i]);
    }

    /// <summary>The results that count once the page's events are committed.</summary>
    private SubmissionResult[] Decide(IReadOnlyList<PendingSubmission> batch, StreamPage page, Instant now, bool inDoubt)
    {
        var results = new SubmissionResult[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            results[i] = decider.Decide(batch[i].Submission, page, now, inDoubt);
        return results;
    }

    [LoggerMessage(LogLevel.Error, "The store did not answer; {Count} submissions were answered so.")]
    private partial void LogStoreAway(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "{Count} submissions met another node's changes again and again.")]
    private partial void LogGaveUp(Exception e, int count);

    [LoggerMessage(LogLevel.Error, "The store refused a submission about stream {StreamId}.")]
    private partial void LogPoison(Exception e, Guid streamId);
}
