namespace Incidents.Domain.Access;

/// <summary>Why a person or plate is searched for.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Reference">What it refers to, e.g. the number of a case or incident; 1 to 200 characters.</param>
public sealed record Purpose(PurposeReason Reason, string Reference);

/// <summary>Reasons for a search for a person or plate.</summary>
public enum PurposeReason
{
    /// <summary>An investigation; the reference is the number of its case.</summary>
    Investigation = 1,
    /// <summary>An incident under way; the reference is its number.</summary>
    Incident,
    /// <summary>A request of a court or prosecutor; the reference is its number.</summary>
    CourtRequest,
    /// <summary>A request of the person concerned; the reference is its number.</summary>
    SubjectRequest,
    /// <summary>A check of the records or of access to them; the reference is the order.</summary>
    Audit,
}
