using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Messages of devices in their own dialects, which are kept among the reports.</summary>
internal interface IKeptMessages
{
    /// <summary>Whether bytes that are kept are such a message.</summary>
    bool Holds(ReadOnlySpan<byte> bytes);

    /// <summary>The report of it that is kept, read through today's adapter; null with the refusal.</summary>
    Report? Read(ReadOnlySpan<byte> bytes, out Refusal? refusal);

    /// <summary>Takes messages again, each through its dialect; the inner task says why each was not taken, or null where it was.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer; thrown by the inner task.</exception>
    ValueTask<Task<Refusal?[]>> Replay(IReadOnlyList<byte[]> messages, SubmissionOrder order, CancellationToken cancellation);
}

/// <summary>Reads reports that are kept as they came: canonical ones, and those of messages in dialects of devices.</summary>
internal sealed class KeptReports(IKeptMessages messages)
{
    /// <summary>The report, or null with the refusal.</summary>
    public Report? Read(ReadOnlySpan<byte> bytes, out Refusal? refusal) =>
        messages.Holds(bytes) ? messages.Read(bytes, out refusal) : ReportReader.Read(bytes, out refusal);
}
