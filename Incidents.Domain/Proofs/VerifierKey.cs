using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Incidents.Domain.Proofs;

/// <summary>What a key of a signed note signs.</summary>
public enum SignatureKind : byte
{
    /// <summary>The text itself, by Ed25519.</summary>
    Ed25519 = 1,

    /// <summary>A checkpoint and the moment at which a witness saw it, by Ed25519 (C2SP cosignature/v1).</summary>
    Cosignature = 4,
}

/// <summary>A public key with its name, as C2SP signed notes write it: <c>name+hash+key</c>.</summary>
/// <remarks>
/// The hash is the key id in 8 hexadecimal digits; the key is the kind (one byte) and the 32 bytes of the public key, in Base64.
/// </remarks>
public sealed class VerifierKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Most characters of a name.</summary>
    public const int LongestName = 200;

    private VerifierKey(string name, SignatureKind kind, byte[] publicKey) =>
        (Name, Kind, PublicKey, Id) = (name, kind, publicKey, IdOf(name, kind, publicKey));

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it signs.</summary>
    public SignatureKind Kind { get; }

    /// <summary>The public key, 32 bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Its id: the first 4 bytes of SHA-256 of name, line feed, kind and public key, big-endian.</summary>
    public uint Id { get; }

    /// <summary>Whether a text may be a name: not empty, without blanks, control characters and plus signs.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c == '+');

    /// <summary>A key.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it signs.</param>
    /// <param name="publicKey">The public key, 32 bytes.</param>
    /// <exception cref="ArgumentException">The name or the length is not allowed.</exception>
    public static VerifierKey Of(string name, SignatureKind kind, byte[] publicKey) =>
        IsName(name) && publicKey.Length == KeyBytes
            ? new(name, kind, publicKey)
            : throw new ArgumentException("A key has a name without blanks and plus signs, and 32 bytes.");

    /// <summary>Reads a key; null where the text is none, or its hash is not that of its name and key.</summary>
    public static VerifierKey? Parse(string text)
    {
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]) || parts[1].Length != 8
            || !uint.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
            return null;
        var bytes = new byte[1 + KeyBytes];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var count) || count != bytes.Length
            || !Enum.IsDefined((SignatureKind)bytes[0]))
            return null;
        var key = new VerifierKey(parts[0], (SignatureKind)bytes[0], bytes[1..]);
        return key.Id == id ? key : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}+{Id:x8}+{Convert.ToBase64String([(byte)Kind, .. PublicKey])}");

    private static uint IdOf(string name, SignatureKind kind, byte[] publicKey)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)kind, .. publicKey]);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
