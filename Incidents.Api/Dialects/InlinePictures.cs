using System.Buffers;
using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;

namespace Incidents.Api.Dialects;

/// <summary>Pictures that stand in the JSON of a message, in base64.</summary>
internal static class InlinePictures
{
    private const int MostPictures = 64;
    private const int MostDepth = 32;

    private static readonly FrozenSet<string> Dialects =
        FrozenSet.Create(StringComparer.Ordinal, "dahua", "hikvision", "axis", "openalpr", "frigate");

    private static readonly JsonReaderOptions Options = new()
    {
        MaxDepth = MostDepth,
        AllowTrailingCommas = true,
        AllowMultipleValues = true,
    };

    /// <summary>Whether devices of a dialect send pictures in their JSON.</summary>
    public static bool AreIn(string dialect) => Dialects.Contains(dialect);

    /// <summary>
    /// The message with the hashes of its pictures; the pictures themselves stay in it as far as it is not longer than it may be.
    /// </summary>
    /// <param name="part">A message in UTF-8.</param>
    /// <param name="mostBytes">Most bytes of a message that keeps its pictures.</param>
    public static DialectMessage Found(DialectMessage part, int mostBytes)
    {
        if (!AreIn(part.Dialect) || OnvifMessages.Starts(part.Payload.Span) is not ('{' or '[') || !MayBeIn(part.Payload.Span))
            return part;
        var found = In(part.Payload.Span);
        if (found.Count == 0)
            return part;
        return part with
        {
            Value = part.Payload.Length > mostBytes ? null : part.Value,
            Payload = part.Payload.Length > mostBytes ? Without(part.Payload.Span, found) : part.Payload,
            // Of a message that was kept they are known already.
            Pictures =
            [
                .. part.Pictures,
                .. found.Select(picture => picture.Picture).Where(picture => part.Pictures.All(known => known.Sha256 != picture.Sha256)),
            ],
        };
    }

    // Nearly no message has one: how JPEG and PNG begin, and what stands before any of them.
    private static bool MayBeIn(ReadOnlySpan<byte> json) =>
        json.IndexOf("/9j"u8) >= 0 || json.IndexOf("iVBORw0KGgo"u8) >= 0 || json.IndexOf(";base64,"u8) >= 0;

    private static List<(DialectPicture Picture, int Start, int End)> In(ReadOnlySpan<byte> json)
    {
        var found = new List<(DialectPicture, int, int)>();
        var names = new string[MostDepth + 1];
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            while (found.Count < MostPictures && reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName)
                    names[reader.CurrentDepth] = reader.GetString()!;
                else if (reader.TokenType is JsonTokenType.String && PictureOf(ref reader) is var (hash, length))
                {
                    var picture = new DialectPicture(NameOf(names, reader.CurrentDepth), hash, length);
                    found.Add((picture, (int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                }
            }
        }
        // The adapter says what is wrong with it.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            found.Clear();
        }
        return found;
    }

    // Of a picture that is a part of something, that something: NormalPic of {"NormalPic":{"Content":"…"}}.
    private static string NameOf(string[] names, int depth)
    {
        var own = names[depth] ?? "";
        var name = own.ToUpperInvariant() is "CONTENT" or "PICDATA" or "DATA" or "IMAGE" && depth > 1 && names[depth - 1] is { } outer
            ? outer : own;
        return name.Length > 200 ? name[..200] : name;
    }

    private static (string Sha256, long Length)? PictureOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return MayBeIn(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 64)]) ? Decoded(reader.ValueSpan) : null;
        // Some write each slash with a sign before it.
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(text);
            return MayBeIn(text.AsSpan(0, Math.Min(length, 64))) ? Decoded(text.AsSpan(0, length)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static (string Sha256, long Length)? Decoded(ReadOnlySpan<byte> base64)
    {
        if (base64.StartsWith("data:"u8))
            base64 = base64[(base64.IndexOf(";base64,"u8) + ";base64,"u8.Length)..];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[3_072];
        var length = 0L;
        while (true)
        {
            var status = Base64.DecodeFromUtf8(base64, bytes, out var read, out var written);
            hash.AppendData(bytes[..written]);
            base64 = base64[read..];
            length += written;
            if (status is OperationStatus.Done)
                return length > 0 ? (Convert.ToHexStringLower(hash.GetHashAndReset()), length) : null;
            if (status is not OperationStatus.DestinationTooSmall)
                return null;
        }
    }

    private static byte[] Without(ReadOnlySpan<byte> json, List<(DialectPicture Picture, int Start, int End)> found)
    {
        var kept = new ArrayBufferWriter<byte>();
        var from = 0;
        foreach (var (_, start, end) in found)
        {
            kept.Write(json[from..start]);
            kept.Write("\"\""u8);
            from = end;
        }
        kept.Write(json[from..]);
        return kept.WrittenSpan.ToArray();
    }
}
