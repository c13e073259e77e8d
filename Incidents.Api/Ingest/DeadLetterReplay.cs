using Incidents.Api.Store;

namespace Incidents.Api.Ingest;

/// <summary>Sends dead letters to the intake again.</summary>
internal sealed class DeadLetterReplay(DeadLetters letters, ReportIntake intake)
{
    private const int MostAtATime = 10_000;

    /// <summary>Replays the given letters.</summary>
    public async Task<ReplayResult> Replay(IReadOnlyList<Guid> ids, CancellationToken cancellation)
    {
        var kept = new List<KeptDeadLetter>();
        foreach (var id in ids)
        {
            if (await letters.Find(id, cancellation) is { ReplayedAt: null } letter)
                kept.Add(letter);
        }
        return await Replay(kept, cancellation);
    }

    /// <summary>Replays all letters with this code, the latest first.</summary>
    public async Task<ReplayResult> Replay(string code, CancellationToken cancellation) =>
        await Replay(await letters.List(code, null, null, MostAtATime, cancellation), cancellation);

    /// <exception cref="StoreUnavailableException">The store did not answer; what had been accepted by then is marked so.</exception>
    private async Task<ReplayResult> Replay(IReadOnlyList<KeptDeadLetter> kept, CancellationToken cancellation)
    {
        var (accepted, refused) = (0, 0);
        foreach (var chunk in kept.Chunk(500))
        {
            var reports = new Report?[chunk.Length];
            var refusals = new Domain.Refusal?[chunk.Length];
            for (var i = 0; i < chunk.Length; i++)
            {
                // A report over the limit was cut when it was kept, so it cannot be read now either.
                reports[i] = chunk[i].Length > chunk[i].Bytes.Length ? null : ReportReader.Read(chunk[i].Bytes, out refusals[i]);
                if (reports[i] is null)
                    refusals[i] ??= ReportReader.TooLong(chunk[i].Length);
            }
            var answers = await (await intake.Enqueue(reports, cancellation));
            for (var i = 0; i < chunk.Length; i++)
            {
                if ((refusals[i] ?? answers[i].Refusal) is { } why)
                {
                    refused++;
                    await letters.MarkRefused(chunk[i].Id, why, cancellation);
                }
                else if (answers[i].Status is ReportStatus.Unavailable)
                {
                    throw new StoreUnavailableException();
                }
                else
                {
                    accepted++;
                    await letters.MarkReplayed(chunk[i].Id, cancellation);
                }
            }
        }
        return new(accepted, refused);
    }
}
