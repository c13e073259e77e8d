using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>What is kept of a report, read as it is today.</summary>
/// <param name="Report">The report; null where it cannot be read.</param>
/// <param name="Refusal">Why it cannot be read, or null.</param>
/// <param name="Siblings">All reports of the message that was kept; empty where only the report itself was.</param>
/// <param name="Message">The bytes of the message; null where only the report itself was kept.</param>
internal sealed record KeptReading(Report? Report, Refusal? Refusal, IReadOnlyList<Report> Siblings, ReadOnlyMemory<byte>? Message)
{
    /// <summary>Reads a report that was kept as it came.</summary>
    public static KeptReading Canonical(ReadOnlySpan<byte> bytes) =>
        new(ReportReader.Read(bytes, out var refusal), refusal, [], null);
}

/// <summary>Messages of devices in their own dialects, which are kept among the reports.</summary>
internal interface IKeptMessages
{
    /// <summary>What the bytes of a kept message begin with among accepted reports; no accepted report does, since each is JSON.</summary>
    const byte Mark = 1;

    /// <summary>What is kept, read through today's adapter.</summary>
    /// <param name="bytes">The bytes, without the mark.</param>
    KeptReading Read(ReadOnlySpan<byte> bytes);

    /// <summary>Takes messages again, each through its dialect; the inner task says why each was not taken, or null where it was.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer; thrown by the inner task.</exception>
    ValueTask<Task<Refusal?[]>> Replay(IReadOnlyList<byte[]> messages, SubmissionOrder order, CancellationToken cancellation);
}

/// <summary>Reads reports that are kept as they came: canonical ones, and those of messages in dialects of devices.</summary>
internal sealed class KeptReports(IKeptMessages messages)
{
    /// <summary>An accepted report, or null with the refusal.</summary>
    public Report? Read(ReadOnlySpan<byte> bytes, out Refusal? refusal)
    {
        var kept = Open(bytes);
        refusal = kept.Report is null ? kept.Refusal : null;
        return kept.Report;
    }

    /// <summary>What is kept of an accepted report.</summary>
    public KeptReading Open(ReadOnlySpan<byte> bytes) =>
        bytes is [IKeptMessages.Mark, ..] ? messages.Read(bytes[1..]) : KeptReading.Canonical(bytes);

    /// <summary>What is kept of a refused report.</summary>
    public KeptReading Open(KeptDeadLetter letter) =>
        letter.IsMessage ? messages.Read(letter.Bytes) : KeptReading.Canonical(letter.Bytes);
}
