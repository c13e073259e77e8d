using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>How an item of evidence came.</summary>
public enum EvidenceRoute
{
    /// <summary>Its bytes were uploaded, and are kept here.</summary>
    Upload,

    /// <summary>Its bytes are kept elsewhere, at an address.</summary>
    Reference,
}

/// <summary>What was done with an item of evidence.</summary>
public enum CustodyAction
{
    /// <summary>It was looked at.</summary>
    Viewed,

    /// <summary>It was received from somebody.</summary>
    Received,

    /// <summary>A copy was made.</summary>
    Copied,

    /// <summary>It left the system in an export.</summary>
    Exported,

    /// <summary>It was handed over to somebody.</summary>
    HandedOver,

    /// <summary>It was returned to somebody.</summary>
    Returned,
}

/// <summary>An item of evidence was taken into a case. Its original is never altered.</summary>
/// <param name="EvidenceId">The item.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="MediaType">Media type, e.g. <c>video/mp4</c>, as stated by whoever gave it.</param>
/// <param name="SizeBytes">Size of the original in bytes; null where it is kept elsewhere and the size is not known.</param>
/// <param name="Sha256">SHA-256 of the original, 64 lower-case hexadecimal digits.</param>
/// <param name="Route">How it came.</param>
/// <param name="Uri">Where it is kept; null for an upload.</param>
/// <param name="Note">What it is; null where nothing is said, or where it is masked.</param>
/// <param name="By">Who took it in.</param>
/// <param name="OccurredAt">When it was taken in.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record EvidenceTaken(
    Guid EvidenceId, string FileName, string MediaType, long? SizeBytes, string Sha256, EvidenceRoute Route, string? Uri, string? Note,
    string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>Something was done with an item of evidence.</summary>
/// <param name="EvidenceId">The item.</param>
/// <param name="Action">What.</param>
/// <param name="To">
/// The other person or place: from whom it was received, or to whom it was handed over or returned; null where there is none.
/// </param>
/// <param name="Note">How; null where nothing is said, or where it is masked.</param>
/// <param name="By">Who did it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record CustodyRecorded(
    Guid EvidenceId, CustodyAction Action, string? To, string? Note, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt)
    : IAboutSeveral;

/// <summary>A hold was placed: until it is lifted, no retention removes what it covers.</summary>
/// <param name="EvidenceId">The item of evidence; null for all evidence of the case, also what is taken in later.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who placed it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record EvidenceHoldPlaced(
    Guid? EvidenceId, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>A hold was lifted.</summary>
/// <param name="EvidenceId">The item of evidence; null for all evidence of the case.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who lifted it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record EvidenceHoldLifted(
    Guid? EvidenceId, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>An item of evidence was withdrawn: it does not count any more. Its bytes stay.</summary>
/// <param name="EvidenceId">The item.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who withdrew it.</param>
/// <param name="OccurredAt">When.</param>
/// <param name="KnownAt">When it became known.</param>
public sealed record EvidenceWithdrawn(
    Guid EvidenceId, string Reason, string By, OffsetDateTime OccurredAt, OffsetDateTime KnownAt) : IAboutSeveral;

/// <summary>An item of evidence, as it is now.</summary>
/// <param name="Taken">How it came.</param>
/// <param name="IsHeld">Whether a hold of its own covers it.</param>
/// <param name="IsWithdrawn">Whether it was withdrawn.</param>
/// <param name="CustodySteps">How many steps of its custody are recorded.</param>
/// <param name="AreBytesRemoved">Whether retention removed its bytes; their SHA-256 stays.</param>
public sealed record Evidence(
    EvidenceTaken Taken, bool IsHeld = false, bool IsWithdrawn = false, int CustodySteps = 0, bool AreBytesRemoved = false);
