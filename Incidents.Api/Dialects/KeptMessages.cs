using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>Reads kept messages again, each through its dialect.</summary>
internal sealed class KeptMessages(DialectIntake intake) : IKeptMessages
{
    private static readonly Refusal Damaged = new(ErrorCode.MessageUnreadable, "What is kept of the message is damaged.");

    /// <summary>The report that is asked for is not there.</summary>
    public static readonly Refusal Several = new(ErrorCode.MessageUnreadable, "The message is read as another number of reports today.");

    /// <inheritdoc/>
    public KeptReading Read(ReadOnlySpan<byte> bytes)
    {
        if (KeptMessage.Read(bytes) is not { } kept)
            return new(null, Damaged, [], ReadOnlyMemory<byte>.Empty);
        var message = kept.ToMessage();
        var reports = new List<DialectReport>();
        var parts = MessageParts.Of(message, out var refusal);
        for (var i = 0; refusal is null && i < parts.Count; i++)
        {
            var reading = intake.ReadPart(parts[i], out var failed);
            reports.AddRange(reading?.Reports ?? []);
            refusal = failed ?? reading?.Refusal;
        }
        var siblings = reports.ConvertAll(read => read.Report);
        var index = kept.Report ?? (reports.Count == 1 && refusal is null ? 0 : -1);
        if (index < 0 || index >= reports.Count)
            return new(null, refusal ?? Several, siblings, message.Payload);
        var report = siblings[index];
        return new(DialectIntake.Placed(report with { Id = report.Id ?? kept.Id }, kept.Site), null, siblings, message.Payload);
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
