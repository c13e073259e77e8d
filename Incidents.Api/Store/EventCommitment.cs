using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Incidents.Api.Store;

/// <summary>A salted commitment to one event, which proves its content and reveals nothing of it.</summary>
/// <remarks>
/// It is the SHA-256 of salt (16 random bytes), id of the event, id of the stream (16 bytes each, in the order of RFC 9562), version (8
/// bytes, big-endian), type in UTF-8, a zero byte, and the content in canonical form (<see cref="CanonicalJson"/>). The header
/// <see cref="Header"/> of the event holds salt and hash in Base64, 64 characters. Where content is masked, the salt goes with it, and the
/// hash stays.
/// </remarks>
internal static class EventCommitment
{
    /// <summary>Name of the header.</summary>
    public const string Header = "commitment";

    /// <summary>Name of the header with the id of the masking that changed the event last.</summary>
    public const string MaskingHeader = "masking";

    private const int SaltBytes = 16;
    private const int IdentityBytes = 40;

    /// <summary>The headers of an event, as JSON.</summary>
    /// <param name="id">Id of the event.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="version">Its number there.</param>
    /// <param name="type">Its type, as stored.</param>
    /// <param name="json">Its content in UTF-8, with sorted names and without blanks.</param>
    /// <param name="by">Who acted, or null.</param>
    /// <param name="command">The command's own id, or null.</param>
    public static string Headers(
        Guid id, Guid stream, long version, string type, ReadOnlySpan<byte> json, string? by = null, Guid? command = null)
    {
        var canonical = CanonicalJson.IsCanonical(json) ? json : CanonicalJson.Of(json);
        var commitment = $"\"{Header}\":\"{Salted(id, stream, version, type, canonical)}\"";
        if (command is { } sent)
            commitment = $"\"{EventMetadata.CommandHeader}\":\"{sent:D}\",{commitment}";
        return by is null ? $"{{{commitment}}}" : $"{{\"{EventMetadata.ByHeader}\":{JsonSerializer.Serialize(by)},{commitment}}}";
    }

    /// <summary>A new salt and the hash, in Base64: the value of the header.</summary>
    /// <param name="id">Id of the event.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="version">Its number there.</param>
    /// <param name="type">Its type, as stored.</param>
    /// <param name="canonical">Its content in canonical form.</param>
    public static string Salted(Guid id, Guid stream, long version, string type, ReadOnlySpan<byte> canonical)
    {
        Span<byte> salted = stackalloc byte[SaltBytes + SHA256.HashSizeInBytes];
        RandomNumberGenerator.Fill(salted[..SaltBytes]);
        Hash(salted[..SaltBytes], id, stream, version, type, canonical, salted[SaltBytes..]);
        return Convert.ToBase64String(salted);
    }

    /// <summary>The salt and the hash of a header's value; the salt is null where the content was masked, both where it is none.</summary>
    /// <param name="value">The value in Base64; null for an event of before.</param>
    public static (byte[]? Salt, byte[]? Hash) Parts(string? value)
    {
        if (value is null)
            return (null, null);
        var bytes = Convert.FromBase64String(value);
        return bytes.Length switch
        {
            SaltBytes + SHA256.HashSizeInBytes => (bytes[..SaltBytes], bytes[SaltBytes..]),
            SHA256.HashSizeInBytes => (null, bytes),
            _ => throw new FormatException("A commitment is a hash, with or without its salt."),
        };
    }

    /// <summary>Whether a header fits an event as it is stored.</summary>
    /// <param name="headers">The headers, as JSON.</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="version">Its number there.</param>
    /// <param name="type">Its type, as stored.</param>
    /// <param name="json">Its content, in whatever notation.</param>
    public static bool Fits(string headers, Guid id, Guid stream, long version, string type, string json)
    {
        using var document = JsonDocument.Parse(headers);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!document.RootElement.TryGetProperty(Header, out var value) || !value.TryGetBytesFromBase64(out var salted)
            || salted.Length != SaltBytes + SHA256.HashSizeInBytes)
            return false;
        Hash(salted.AsSpan(0, SaltBytes), id, stream, version, type, CanonicalJson.Of(Encoding.UTF8.GetBytes(json)), hash);
        return hash.SequenceEqual(salted.AsSpan(SaltBytes));
    }

    /// <summary>The headers of an event whose content was masked: the hash stays, and the salt goes.</summary>
    /// <param name="headers">The headers before, as JSON; null where there are none.</param>
    /// <param name="masking">Id of the masking; null where it has none.</param>
    public static string Masked(string? headers, Guid? masking)
    {
        var masked = headers is null ? [] : JsonNode.Parse(headers)!.AsObject();
        if (masked[Header]?.GetValue<string>() is { } kept && Convert.FromBase64String(kept) is var salted
            && salted.Length == SaltBytes + SHA256.HashSizeInBytes)
            masked[Header] = Convert.ToBase64String(salted.AsSpan(SaltBytes));
        if (masking is { } id)
            masked[MaskingHeader] = id;
        return masked.ToJsonString(EventJson.Options);
    }

    /// <summary>The hash of salt, identity and content.</summary>
    /// <param name="salt">The salt, 16 bytes.</param>
    /// <param name="id">Id of the event.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="version">Its number there.</param>
    /// <param name="type">Its type, as stored.</param>
    /// <param name="canonical">Its content in canonical form.</param>
    /// <param name="hash">Receives the hash, 32 bytes.</param>
    public static void Hash(
        ReadOnlySpan<byte> salt, Guid id, Guid stream, long version, string type, ReadOnlySpan<byte> canonical, Span<byte> hash)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(
            SaltBytes + IdentityBytes + Encoding.UTF8.GetMaxByteCount(type.Length) + 1 + canonical.Length);
        salt.CopyTo(buffer);
        id.TryWriteBytes(buffer.AsSpan(SaltBytes), bigEndian: true, out _);
        stream.TryWriteBytes(buffer.AsSpan(SaltBytes + 16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(SaltBytes + 32), version);
        var end = SaltBytes + IdentityBytes;
        end += Encoding.UTF8.GetBytes(type, buffer.AsSpan(end));
        buffer[end++] = 0;
        canonical.CopyTo(buffer.AsSpan(end));
        SHA256.HashData(buffer.AsSpan(0, end + canonical.Length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
