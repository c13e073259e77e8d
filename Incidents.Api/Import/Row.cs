using System.Security.Cryptography;
using System.Text;

namespace Incidents.Api.Import;

/// <summary>A row of a file.</summary>
/// <param name="Line">The number of its first line, starting at 1.</param>
/// <param name="Raw">Its text in the file without the line end.</param>
/// <param name="Fields">Its fields in the order of <see cref="RowReader.Columns"/>; empty if it is malformed.</param>
/// <param name="Problem">Why it is unreadable, or null.</param>
internal sealed record Row(long Line, string Raw, string[] Fields, Domain.Refusal? Problem = null)
{
    private const char Separator = '\u001F';

    /// <summary>Whether rows with equal <see cref="Fields"/> have the same content; otherwise rows with equal <see cref="Raw"/>.</summary>
    public bool FieldsAreComplete { get; init; } = true;

    /// <summary>A field without surrounding spaces.</summary>
    public string this[int column] => Fields[column].Trim();

    /// <summary>A hash that is equal for rows with the same content; see <see cref="Hash"/>.</summary>
    /// <remarks>Where a field contains the separator itself, each field is preceded by its length, and the hash by a letter.</remarks>
    public string ContentHash() =>
        !FieldsAreComplete ? Hash(Raw)
        : Array.Exists(Fields, f => f.Contains(Separator)) ? "l" + Hash(string.Concat(Fields.Select(f => $"{f.Length}:{f}")))
        : Hash(string.Join(Separator, Fields));

    /// <summary>The first 128 bits of the SHA-256 of a text, in hexadecimal.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
