using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Reads kept messages again, each through its dialect.</summary>
internal sealed class KeptMessages(DialectCatalogue dialects, DialectIntake intake) : IKeptMessages
{
    private static readonly Refusal Damaged = new(ErrorCode.MessageUnreadable, "What is kept of the message is damaged.");

    private static readonly Refusal Several = new(ErrorCode.MessageUnreadable, "The message is read as another number of reports today.");

    /// <inheritdoc/>
    public bool Holds(ReadOnlySpan<byte> bytes) => bytes.StartsWith(KeptMessage.Beginning);

    /// <inheritdoc/>
    public Report? Read(ReadOnlySpan<byte> bytes, out Refusal? refusal)
    {
        refusal = null;
        if (KeptMessage.Read(bytes) is not { } kept)
        {
            refusal = Damaged;
            return null;
        }
        var parts = MessageParts.Of(kept.ToMessage(), out refusal);
        var reading = parts.Count == 1 && refusal is null ? dialects.Read(parts[0]) : null;
        refusal ??= reading?.Refusal;
        var index = kept.Report ?? 0;
        if (reading is null || index >= reading.Reports.Count || (kept.Report is null && reading.Reports.Count > 1))
        {
            refusal ??= Several;
            return null;
        }
        refusal = null;
        return DialectIntake.Placed(reading.Reports[index].Report with { Id = reading.Reports[index].Report.Id ?? kept.Id }, kept.Site);
    }

    /// <inheritdoc/>
    public async ValueTask<Task<Refusal?[]>> Replay(
        IReadOnlyList<byte[]> messages, SubmissionOrder order, CancellationToken cancellation)
    {
        var kept = messages.Select(bytes => KeptMessage.Read(bytes)).ToArray();
        var answers = await intake.Enqueue(
            [.. kept.OfType<KeptMessage>().Select(message => message.ToMessage())], cancellation, order, keepsRefused: false);
        return Collect(answers, kept);
    }

    private static async Task<Refusal?[]> Collect(Task<DialectAnswer[]> pending, KeptMessage?[] kept)
    {
        var answers = new Queue<DialectAnswer>(await pending);
        if (answers.Any(answer => answer.Status is DialectStatus.Unavailable))
            throw new StoreUnavailableException();
        return Array.ConvertAll(kept, message => message is null ? Damaged : answers.Dequeue().Refusal);
    }
}
