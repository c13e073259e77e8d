using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>One request's chunks on their way to the store: a few at a time, answered in order.</summary>
/// <param name="intake">Takes the reports into the store.</param>
/// <param name="deadLetters">Keeps what was refused.</param>
/// <param name="metrics">Counts the answers.</param>
/// <param name="answers">Takes the answers.</param>
internal sealed class ReportDelivery(
    ReportIntake intake, DeadLetterService deadLetters, IngestMetrics metrics, ReportAnswers answers)
{
    private const int MostInFlight = 3;

    private readonly SubmissionOrder order = new();
    private readonly Queue<(ReportChunk Chunk, Task<ReportAnswer[]> Answers)> inFlight = [];

    /// <summary>Whether nothing is on its way.</summary>
    public bool IsIdle => inFlight.Count == 0;

    /// <summary>Sends a chunk, waiting while as many are on their way as the store is given at a time.</summary>
    public async Task Send(ReportChunk chunk, CancellationToken cancellation)
    {
        while (inFlight.Count >= MostInFlight)
            await CompleteOldest(cancellation);
        inFlight.Enqueue((chunk, await intake.Enqueue(chunk.Reports, cancellation, order)));
    }

    /// <summary>Waits for the answers of everything that was sent.</summary>
    public async Task Complete(CancellationToken cancellation)
    {
        while (inFlight.Count > 0)
            await CompleteOldest(cancellation);
    }

    private async Task CompleteOldest(CancellationToken cancellation)
    {
        var (chunk, pending) = inFlight.Dequeue();
        var completed = await pending;
        var letters = new List<DeadLetter>();
        for (var i = 0; i < completed.Length; i++)
        {
            if (chunk.UnreadableBecause(i) is { } unreadable)
                completed[i] = new(ReportStatus.Refused, Refusal: unreadable);
            if (completed[i].Refusal is { } refusal)
                letters.Add(chunk.Letter(i, refusal));
        }
        // Also where the client has gone: what it sent was refused, and it may not send it again.
        if (!await deadLetters.TryKeep(letters, CancellationToken.None))
        {
            // A refusal is answered only after its letter is kept; otherwise the sender is asked to send again.
            for (var i = 0; i < completed.Length; i++)
            {
                if (completed[i].Refusal is not null)
                    completed[i] = new(ReportStatus.Unavailable);
            }
        }
        metrics.Count(completed);
        await answers.Add(completed, cancellation);
    }
}
