namespace Incidents.Api.Backups;

/// <summary>Contents of evidence that are known to be damaged, as a copy of them meets them.</summary>
internal interface IEvidenceDamage
{
    /// <summary>Whether a content is known to be damaged or missing.</summary>
    /// <param name="sha256">The content.</param>
    /// <param name="cancellation">Cancels it.</param>
    Task<bool> Has(string sha256, CancellationToken cancellation);

    /// <summary>A content was found damaged.</summary>
    /// <param name="sha256">The content.</param>
    Task Note(string sha256);
}
