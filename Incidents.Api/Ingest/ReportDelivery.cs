using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>One request's chunks on their way to the store: a few at a time, answered in order.</summary>
/// <param name="intake">Takes the reports into the store.</param>
/// <param name="deadLetters">Keeps what was refused.</param>
/// <param name="metrics">Counts the answers.</param>
/// <param name="answers">Takes the answers.</param>
/// <param name="appender">States whether the store answers.</param>
/// <param name="patience">How long the request, with all its chunks, waits for a store that does not answer.</param>
internal sealed class ReportDelivery(
    ReportIntake intake, DeadLetterService deadLetters, IngestMetrics metrics, ReportAnswers answers, StreamAppender appender,
    TimeSpan patience)
{
    private const int MostInFlight = 3;

    private readonly SubmissionOrder order = new();
    private readonly Queue<(ReportChunk Chunk, Task<ReportAnswer[]> Answers)> inFlight = [];
    private readonly StorePatience waiting = new(appender, patience);

    /// <summary>Ends when nothing is on its way.</summary>
    public Task WhenIdle() =>
        inFlight.All(chunk => chunk.Answers.IsCompleted) ? Task.CompletedTask : Task.WhenAll(inFlight.Select(chunk => chunk.Answers));

    /// <summary>Sends a chunk, waiting while as many are on their way as the store is given at a time.</summary>
    public async Task Send(ReportChunk chunk, CancellationToken cancellation)
    {
        while (inFlight.Count >= MostInFlight)
            await CompleteOldest();
        using var queueing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queued = intake.Enqueue(chunk.Reports, queueing.Token, order, originals: chunk.BytesOf);
        if (!queued.IsCompleted)
        {
            var task = queued.AsTask();
            // What is not queued by then is answered as unavailable.
            if (!await waiting.EndsInTime(task))
                await queueing.CancelAsync();
            queued = new(task);
        }
        inFlight.Enqueue((chunk, await queued));
    }

    /// <summary>Waits for the answers of everything that was sent.</summary>
    public async Task Complete()
    {
        while (inFlight.Count > 0)
            await CompleteOldest();
    }

    private async Task CompleteOldest()
    {
        var (chunk, pending) = inFlight.Dequeue();
        // An answer that comes too late is not lost: what it accepted is a duplicate when it is sent again.
        var completed = await waiting.EndsInTime(pending) ? await pending : Unavailable(chunk);
        var letters = new List<DeadLetter>();
        for (var i = 0; i < completed.Length; i++)
        {
            if (chunk.UnreadableBecause(i) is { } unreadable)
                completed[i] = new(ReportStatus.Refused, Refusal: unreadable);
            if (completed[i].Refusal is { } refusal)
                letters.Add(Letter(chunk, i, refusal, completed[i].IsMasked));
        }
        if (!await TryKeep(letters))
        {
            // A refusal is answered only after its letter is kept; otherwise the sender is asked to send again.
            for (var i = 0; i < completed.Length; i++)
            {
                if (completed[i].Refusal is not null)
                    completed[i] = new(ReportStatus.Unavailable);
            }
        }
        metrics.Count(completed);
        await answers.Add(completed, CancellationToken.None);
    }

    // Of a thing whose personal data are masked, no letter brings them back.
    private static DeadLetter Letter(ReportChunk chunk, int index, Refusal refusal, bool isMasked)
    {
        var letter = chunk.Letter(index, refusal);
        return isMasked ? letter with { Bytes = ReportMask.Of(letter.Bytes) } : letter;
    }

    private async Task<bool> TryKeep(List<DeadLetter> letters)
    {
        if (letters.Count == 0)
            return true;
        using var inTime = new CancellationTokenSource(waiting.Left);
        try
        {
            return await deadLetters.TryKeep(letters, inTime.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static ReportAnswer[] Unavailable(ReportChunk chunk)
    {
        var answers = new ReportAnswer[chunk.Reports.Count];
        Array.Fill(answers, new(ReportStatus.Unavailable));
        return answers;
    }
}
