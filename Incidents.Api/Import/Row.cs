using System.Security.Cryptography;
using System.Text;

namespace Incidents.Api.Import;

/// <summary>One row of a file.</summary>
/// <param name="Line">The line on which it begins, the first being 1.</param>
/// <param name="Raw">As it stands in the file, without the line end.</param>
/// <param name="Fields">Its fields in the order of <see cref="RowReader.Columns"/>; empty where it is malformed.</param>
/// <param name="Problem">Why it cannot be read, or null.</param>
internal sealed record Row(long Line, string Raw, string[] Fields, Domain.Refusal? Problem = null)
{
    /// <summary>Whether equal content means equal <see cref="Fields"/>; else equal <see cref="Raw"/>.</summary>
    public bool FieldsAreComplete { get; init; } = true;

    /// <summary>The field, without surrounding blanks.</summary>
    public string this[int column] => Fields[column].Trim();

    /// <summary>The same for two rows exactly when all their fields are the same: the first 128 bits of a SHA-256, in hexadecimal.</summary>
    public string ContentHash() => Hash(FieldsAreComplete ? string.Join('\u001F', Fields) : Raw);

    /// <summary>The first 128 bits of a SHA-256, in hexadecimal.</summary>
    public static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
