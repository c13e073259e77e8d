using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Sends dead letters to the intake again, the oldest first, page by page.</summary>
internal sealed class DeadLetterReplay(DeadLetters letters, ReportIntake intake)
{
    /// <summary>How what is replayed came.</summary>
    public const string Cause = "replay";

    private static readonly string OutsideKey = ErrorCode.OutsideKey.Text();

    /// <summary>Replays the given letters.</summary>
    public Task<ReplayResult> Replay(IReadOnlyList<Guid> ids, CancellationToken cancellation) =>
        Replay(DeadLetterChoice.Ids([.. ids]), cancellation);

    /// <summary>Replays all letters with this code that have arrived so far.</summary>
    public Task<ReplayResult> Replay(string code, CancellationToken cancellation) =>
        Replay(DeadLetterChoice.Code(code), cancellation);

    /// <exception cref="StoreUnavailableException">The store did not answer; what had been accepted by then is marked so.</exception>
    private async Task<ReplayResult> Replay(DeadLetterChoice which, CancellationToken cancellation)
    {
        var (accepted, refused, after) = (0, 0, 0L);
        // What is refused again, or arrives meanwhile, is not taken twice.
        var until = await letters.LastPosition(cancellation);
        while (await letters.Page(which, after, until, cancellation) is { Count: > 0 } page)
        {
            after = page[^1].Position;
            var reports = new Report?[page.Count];
            var refusals = new Refusal?[page.Count];
            for (var i = 0; i < page.Count; i++)
            {
                // A replay gives the sender's key no more rights: the sender posts it again with a key that allows it.
                if (page[i].Code == OutsideKey)
                {
                    refusals[i] = new(ErrorCode.OutsideKey, page[i].Message, page[i].Field);
                    continue;
                }
                // A report over the limit was cut when it was kept, so it cannot be read now either.
                reports[i] = page[i].Length > page[i].Bytes.Length ? null : ReportReader.Read(page[i].Bytes, out refusals[i]);
                if (reports[i] is null)
                    refusals[i] ??= ReportReader.TooLong(page[i].Length);
            }
            var answers = await (await intake.Enqueue(reports, cancellation, cause: Cause, originals: i => page[i].Bytes));
            for (var i = 0; i < page.Count; i++)
            {
                if ((refusals[i] ?? answers[i].Refusal) is { } why)
                {
                    refused++;
                    await letters.MarkRefused(page[i].Id, why, cancellation);
                }
                else if (answers[i].Status is ReportStatus.Unavailable)
                {
                    throw new StoreUnavailableException();
                }
                else
                {
                    accepted++;
                    await letters.MarkReplayed(page[i].Id, cancellation);
                }
            }
        }
        return new(accepted, refused);
    }
}
