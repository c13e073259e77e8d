using System.Security.Cryptography;
using System.Text;
using Incidents.Domain;

namespace Incidents.Api.PersonalData;

/// <summary>Keyed hashes of plates, names and things: the same request is recognised, and says nothing to those without the key.</summary>
/// <remarks>
/// HMAC-SHA256 with 32 random bytes that the database keeps. Whoever has the database and this key can try all plates.
/// </remarks>
internal sealed class PersonKey(MaskingTable table)
{
    private byte[]? key;

    /// <summary>The key.</summary>
    public async Task<byte[]> Bytes(CancellationToken cancellation) => key ??= await table.PersonKey(cancellation);

    /// <summary>The hash of a person, or of the things where there is none, in hexadecimal digits.</summary>
    public async Task<string> Of(PersonMatcher? person, IEnumerable<Guid> things, CancellationToken cancellation) =>
        Hash(await Bytes(cancellation), person?.Key ?? $"things:{string.Join('\n', things.Distinct().Order())}");

    /// <summary>The hash of a person.</summary>
    public static string Of(byte[] key, PersonMatcher person) => Hash(key, person.Key);

    private static string Hash(byte[] key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
