using NSec.Cryptography;

namespace Incidents.Api.Proofs;

/// <summary>Ed25519 (RFC 8032), by libsodium.</summary>
internal static class Ed25519
{
    /// <summary>Bytes of a private key.</summary>
    public const int SeedBytes = 32;

    /// <summary>Checks a signature.</summary>
    public static bool Check(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key)
        && SignatureAlgorithm.Ed25519.Verify(key!, message, signature);

    /// <summary>The public key of a private one.</summary>
    /// <param name="seed">The private key, 32 bytes.</param>
    public static byte[] PublicKeyOf(byte[] seed)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>Signs a message.</summary>
    /// <param name="seed">The private key, 32 bytes.</param>
    /// <param name="message">The message.</param>
    public static byte[] Sign(byte[] seed, ReadOnlySpan<byte> message)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return SignatureAlgorithm.Ed25519.Sign(key, message);
    }
}
