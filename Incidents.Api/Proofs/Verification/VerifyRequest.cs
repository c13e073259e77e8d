using Incidents.Domain.Proofs;

namespace Incidents.Api.Proofs.Verification;

/// <summary>What an export is checked against.</summary>
/// <param name="Key">The key, known from elsewhere.</param>
/// <param name="Earlier">An earlier checkpoint, known from elsewhere; null for none.</param>
/// <param name="Consistency">The proof from the earlier checkpoint, where the file has none; null for none.</param>
/// <param name="Witnesses">Keys of witnesses who must have co-signed.</param>
/// <param name="EarlierKey">The key of the earlier checkpoint, where the log has another one now; null for the same.</param>
internal sealed record VerifyRequest(
    VerifierKey Key, SignedNote? Earlier = null, IReadOnlyList<byte[]>? Consistency = null, IReadOnlyList<VerifierKey>? Witnesses = null,
    VerifierKey? EarlierKey = null);

/// <summary>What the check of an export found.</summary>
/// <param name="Findings">What does not fit; nothing where all of it is proven.</param>
/// <param name="Receipt">The receipt, where it could be read.</param>
/// <param name="Checkpoint">The checkpoint, where it could be read.</param>
/// <param name="Entries">Number of entries in the file.</param>
/// <param name="Masked">How many of them are masked.</param>
/// <param name="Uncommitted">How many have no commitment, because an earlier build wrote them.</param>
/// <param name="Evidence">Number of items of evidence in the file.</param>
/// <param name="Witnesses">Names of the witnesses that were asked for and have co-signed.</param>
internal sealed record VerifyResult(
    Findings Findings, ExportReceipt? Receipt, Checkpoint? Checkpoint, int Entries, int Masked, int Uncommitted, int Evidence,
    IReadOnlyList<string> Witnesses)
{
    /// <summary>Place of the case's list in the log; null where it could not be read.</summary>
    public long? ListIndex { get; init; }

    /// <summary>Whether the pages were made again from the entries.</summary>
    public bool ArePagesCompared { get; init; }

    /// <summary>Whether all of it is proven; then there may be notices all the same.</summary>
    public bool IsProven => Findings.Count == Findings.Notices;
}
