using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Sends dead letters to the intake again, the oldest first, page by page.</summary>
internal sealed class DeadLetterReplay(DeadLetters letters, ReportIntake intake, IKeptMessages messages)
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
            var refusals = await Take(page, cancellation);
            for (var i = 0; i < page.Count; i++)
            {
                if (refusals[i] is { } why)
                {
                    refused++;
                    await letters.MarkRefused(page[i].Id, why, cancellation);
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

    // Why each was not taken; null where it was. Messages of dialects and reports go one way each, in the order of their arrival.
    private async Task<Refusal?[]> Take(List<KeptDeadLetter> page, CancellationToken cancellation)
    {
        var refusals = new Refusal?[page.Count];
        var order = new SubmissionOrder();
        for (var first = 0; first < page.Count;)
        {
            var isMessage = page[first].IsMessage;
            var end = first + 1;
            while (end < page.Count && page[end].IsMessage == isMessage)
                end++;
            var some = Enumerable.Range(first, end - first).Where(i => (refusals[i] = Beforehand(page[i])) is null).ToArray();
            var found = isMessage
                ? await await messages.Replay(Array.ConvertAll(some, i => page[i].Bytes), order, cancellation)
                : await Reports(Array.ConvertAll(some, i => page[i].Bytes), order, cancellation);
            for (var i = 0; i < some.Length; i++)
                refusals[some[i]] = found[i];
            first = end;
        }
        return refusals;
    }

    private static Refusal? Beforehand(KeptDeadLetter letter) =>
        // A replay gives the sender's key no more rights: the sender posts it again with a key that allows it.
        letter.Code == OutsideKey ? new(ErrorCode.OutsideKey, letter.Message, letter.Field)
        // What is over the limit was cut when it was kept, so it cannot be read now either.
        : letter.Length > letter.Bytes.Length ? ReportReader.TooLong(letter.Length)
        : null;

    private async Task<Refusal?[]> Reports(byte[][] bytes, SubmissionOrder order, CancellationToken cancellation)
    {
        var refusals = new Refusal?[bytes.Length];
        var reports = new Report?[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            reports[i] = ReportReader.Read(bytes[i], out refusals[i]);
        var answers = await (await intake.Enqueue(reports, cancellation, order, cause: "replay", originals: i => bytes[i]));
        for (var i = 0; i < bytes.Length; i++)
        {
            if (refusals[i] is null && answers[i] is { Refusal: null, Status: ReportStatus.Unavailable })
                throw new StoreUnavailableException();
            refusals[i] ??= answers[i].Refusal;
        }
        return refusals;
    }
}
