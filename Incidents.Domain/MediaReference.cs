namespace Incidents.Domain;

/// <summary>A clip or picture kept elsewhere, named by address and content.</summary>
/// <param name="Uri">Where it can be fetched.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits, or null where the source gives none.</param>
public sealed record MediaReference(string Uri, string? Sha256)
{
    /// <summary>Why a reference is refused, or null.</summary>
    /// <param name="media">The reference, or null.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(MediaReference? media, string field) => media is null
        ? null
        : Texts.Uri.Check(media.Uri, $"{field}.uri") ?? Domain.Sha256.Check(media.Sha256, $"{field}.sha256");
}

/// <summary>The rule for hashes.</summary>
public static class Sha256
{
    /// <summary>Why a text is no SHA-256, or null.</summary>
    /// <param name="hash">The text, or null.</param>
    /// <param name="field">The field that holds it.</param>
    public static Refusal? Check(string? hash, string field) =>
        hash is null || (hash.Length == 64 && !hash.AsSpan().ContainsAnyExcept("0123456789abcdef"))
            ? null
            : new(ErrorCode.HashMalformed, "A SHA-256 is 64 lower-case hexadecimal digits.", field);
}
