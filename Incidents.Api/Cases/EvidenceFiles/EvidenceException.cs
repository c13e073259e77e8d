using Amazon.Runtime;
using Incidents.Domain;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Bytes of evidence cannot be taken in or given out.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">The reason in a sentence.</param>
/// <param name="cause">What prevents it, or null.</param>
internal sealed class EvidenceException(ErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    private const int NoSpaceOfUnix = 28;
    private const int QuotaOfUnix = 122;
    private const int NoSpaceOfWindows = unchecked((int)0x80070070);

    /// <summary>Stable code.</summary>
    public ErrorCode Code => code;

    /// <summary>What is kept is not what its hash says.</summary>
    public static EvidenceException Damaged(string sha256, Exception? cause = null) => new(
        ErrorCode.EvidenceDamaged, $"The bytes that are kept of {sha256} differ from that SHA-256.", cause);

    /// <summary>What was written was read back as something else.</summary>
    public static EvidenceException ReadBackOtherwise() => new(
        ErrorCode.EvidenceDamaged, "What was read back after the upload differs from what was sent; nothing was taken.");

    /// <summary>The bytes are not in the store.</summary>
    public static EvidenceException Missing(string sha256, Exception? cause = null) => new(
        ErrorCode.EvidenceMissing, $"The bytes of {sha256} are not in the store of evidence.", cause);

    /// <summary>There is no room.</summary>
    public static EvidenceException NoSpace(Exception? cause = null) => new(
        ErrorCode.EvidenceNoSpace, "The store of evidence has no room for this file; nothing was taken.", cause);

    /// <summary>What a failure of the file system or of the object store says; null where it is neither.</summary>
    public static EvidenceException? Of(Exception e) => e switch
    {
        EvidenceException known => known,
        IOException { HResult: NoSpaceOfUnix or QuotaOfUnix or NoSpaceOfWindows } => NoSpace(e),
        IOException or UnauthorizedAccessException => Away(e),
        AmazonClientException or AmazonServiceException or HttpRequestException or TimeoutException => Away(e),
        _ => null,
    };

    private static EvidenceException Away(Exception cause) => new(
        ErrorCode.EvidenceStoreAway, "The store of evidence does not answer; the same request is accepted later.", cause);
}
