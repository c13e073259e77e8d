using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Incidents.Domain;
using MimeKit;
using MimeKit.IO;

namespace Incidents.Api.Dialects;

/// <summary>Takes a message apart: its parts in UTF-8, its pictures as hashes.</summary>
internal static partial class MessageParts
{
    /// <summary>Most bytes of a part that is read.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Most bytes of a part with the pictures in its JSON, which are left out where it is longer than it may be.</summary>
    private const int MostBytesWithPictures = 8 << 20;

    private const int MostParts = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The messages in a message, at least one; or why it is none.</summary>
    public static IReadOnlyList<DialectMessage> Of(DialectMessage message, out Refusal? refusal)
    {
        refusal = null;
        try
        {
            var type = TypeOf(message);
            var parts = type is null ? [message] : Split(message, type);
            var most = InlinePictures.AreIn(message.Dialect) ? MostBytesWithPictures : MostBytes;
            if (parts.Find(part => part.Payload.Length > most) is { } tooLong)
                refusal = TooLong(tooLong, most);
            else if (parts.Count == 0)
                refusal = new(ErrorCode.MessageUnknown, "The message has pictures only, and no text.");
            else if (Values(parts.ConvertAll(InUtf8), out refusal) is { } values)
            {
                values = values.ConvertAll(part => InlinePictures.Found(part, MostBytes));
                if (!parts.Exists(part => part.Payload.Length > MostBytes)
                    || values.Find(part => part.Payload.Length > MostBytes) is not { } without)
                    return values;
                refusal = TooLong(without, most);
            }
        }
        catch (Exception e) when (e is FormatException or ParseException or ArgumentException or IOException or InvalidOperationException)
        {
            refusal = new(ErrorCode.MessageUnreadable, $"The message cannot be taken apart: {e.Message}");
        }
        return [message];
    }

    private static Refusal TooLong(DialectMessage part, int most) => new(
        ErrorCode.ReportTooLong,
        $"A message has at most {MostBytes} bytes, beside pictures {most}; this one has {part.Payload.Length}.");

    // Each of several JSON objects is a message of its own, and is kept by itself; null where they are too many.
    private static List<DialectMessage>? Values(List<DialectMessage> parts, out Refusal? refusal)
    {
        refusal = null;
        var all = new List<DialectMessage>(parts.Count);
        foreach (var part in parts)
        {
            if (JsonValue.One(part.Payload) is { } one)
                all.Add(part with { Value = one });
            else if (Objects(part.Payload) is { Count: > 1 } values)
                all.AddRange(values.Select(value => part with { Payload = value }));
            else
                all.Add(part);
        }
        if (all.Count <= DialectReading.MostReports || all.Count == parts.Count)
            return all;
        refusal = new(
            ErrorCode.TooManyReports,
            $"A body has at most {DialectReading.MostReports} messages; this one has {all.Count}: send it in parts.");
        return null;
    }

    private static List<ReadOnlyMemory<byte>>? Objects(ReadOnlyMemory<byte> payload)
    {
        if (OnvifMessages.Starts(payload.Span) is not ('{' or '['))
            return null;
        try
        {
            var values = JsonValue.Slices(payload);
            return values.TrueForAll(value => value.Span[0] == '{') ? values : null;
        }
        catch (JsonException)
        {
            // The adapter says what is wrong with it.
            return null;
        }
    }

    // Old firmware sends several parts without saying so in the header.
    private static ContentType? TypeOf(DialectMessage message)
    {
        if (message.ContentType is { } named && named.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return ContentType.Parse(named);
        var start = message.Payload.Span.TrimStart("\r\n"u8);
        if (!start.StartsWith("--"u8) || start.IndexOf((byte)'\n') is not (> 3 and < 200 and var end))
            return null;
        var boundary = Encoding.Latin1.GetString(start[2..end]).Trim();
        return boundary.Length > 0 && !boundary.Contains('"')
            && start[end..].IndexOf("Content-"u8) is >= 0 and < 400
            ? new("multipart", "mixed") { Boundary = boundary } : null;
    }

    private static List<DialectMessage> Split(DialectMessage message, ContentType type)
    {
        // The parser leaves the contents where they are, and needs the type as the header of the body.
        using var body = new ChainedStream();
        body.Add(new MemoryStream(Encoding.UTF8.GetBytes($"{Header(type)}\r\n\r\n"), writable: false));
        body.Add(MemoryMarshal.TryGetArray(message.Payload, out var held)
            ? new MemoryStream(held.Array!, held.Offset, held.Count, writable: false)
            : new MemoryStream(message.Payload.ToArray(), writable: false));
        var parts = Leaves(MimeEntity.Load(ParserOptions.Default, body, persistent: true)).Take(MostParts + 1)
            .Select(part => (Part: part, Bytes: IsPicture(part) ? null : Bytes(part))).ToList();
        if (parts.Count > MostParts)
            throw new FormatException($"it has more than {MostParts} parts.");
        // Beside the message itself there may be fields of a form.
        var areMessages = parts.Exists(part => IsMessage(part.Bytes));
        var texts = new List<DialectMessage>();
        var pictures = new List<List<DialectPicture>>();
        var before = new List<DialectPicture>();
        foreach (var (part, bytes) in parts)
        {
            if (bytes is null)
            {
                var name = part.ContentDisposition?.FileName ?? part.ContentDisposition?.Parameters["name"] ?? part.FileName ?? "";
                var hash = Hash(part, out var length);
                if (length > 0)
                    (pictures.Count > 0 ? pictures[^1] : before).Add(new(name.Length > 200 ? name[..200] : name, hash, length));
            }
            else if (areMessages ? IsMessage(bytes) : bytes.Length > 0)
            {
                // Pictures belong to the text that they follow; those before the first one, to that.
                pictures.Add(texts.Count == 0 ? before : []);
                texts.Add(message with { Payload = bytes, ContentType = TypeOf(part), Pictures = pictures[^1] });
            }
        }
        return texts;
    }

    private static bool IsMessage(byte[]? bytes) => bytes is not null
        && (OnvifMessages.Starts(WithoutMark(bytes).Span) is '<' or '{' or '['
            || bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [_, 0, ..] or [0, ..]);

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    private static string TypeOf(MimePart part) => part.ContentType.Charset is { } charset
        ? $"{part.ContentType.MimeType}; charset={charset}" : part.ContentType.MimeType;

    private static string Header(ContentType type) =>
        $"Content-Type: {type.MimeType}; boundary=\"{type.Boundary?.Replace("\"", "", StringComparison.Ordinal).ReplaceLineEndings("")}\"";

    private static bool IsPicture(MimePart part)
    {
        if (part.ContentType.MediaType.Equals("image", StringComparison.OrdinalIgnoreCase))
            return true;
        var isBinary = part.ContentType.MimeType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);
        if (part.Content is null)
            return isBinary;
        using var content = part.Content.Open();
        Span<byte> start = stackalloc byte[4];
        start = start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        // JPEG, PNG, GIF and BMP without a type; a text that is called binary.
        return start is [0xFF, 0xD8, ..] or [0x89, (byte)'P', ..] or [(byte)'G', (byte)'I', (byte)'F', ..] or [(byte)'B', (byte)'M', ..]
            || (isBinary && OnvifMessages.Starts(start) is not ('<' or '{' or '[') && start is not [0xEF, 0xBB, 0xBF, ..]);
    }

    private static byte[] Bytes(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content?.DecodeTo(content);
        return content.ToArray();
    }

    private static string Hash(MimePart part, out long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = part.Content?.Open() ?? Stream.Null;
        Span<byte> buffer = stackalloc byte[4_096];
        length = 0;
        for (int count; (count = content.Read(buffer)) > 0; length += count)
            hash.AppendData(buffer[..count]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<MimePart> Leaves(MimeEntity entity) => entity switch
    {
        Multipart parts => parts.SelectMany(Leaves),
        MimePart part => [part],
        _ => [],
    };

    private static DialectMessage InUtf8(DialectMessage part) =>
        Utf8(part) is var text && text.Equals(part.Payload) ? part : part with { Payload = text };

    /// <summary>The same text in UTF-8 without a byte order mark, whatever it was written in.</summary>
    /// <exception cref="ArgumentException">It is no text in an encoding that is known.</exception>
    private static ReadOnlyMemory<byte> Utf8(DialectMessage part)
    {
        var bytes = part.Payload;
        var span = bytes.Span;
        switch (span)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return WithoutMark(bytes);
            case [0xFF, 0xFE, ..]:
                return Strict.GetBytes(Encoding.Unicode.GetString(span[2..]));
            case [0xFE, 0xFF, ..]:
                return Strict.GetBytes(Encoding.BigEndianUnicode.GetString(span[2..]));
            case [(byte)'<' or (byte)'{' or (byte)'[', 0, ..]:
                return Strict.GetBytes(Encoding.Unicode.GetString(span));
            case [0, (byte)'<' or (byte)'{' or (byte)'[', ..]:
                return Strict.GetBytes(Encoding.BigEndianUnicode.GetString(span));
        }
        if (System.Text.Unicode.Utf8.IsValid(span))
            return bytes;
        var beginning = Encoding.Latin1.GetString(span[..Math.Min(200, span.Length)]);
        var declared = Declared().Match(beginning) is { Success: true } inside ? inside : Charset().Match(part.ContentType ?? "");
        // A device may cut a name within a letter: what it declares is read with a sign in the place of what is no text.
        if (declared.Success)
            return Strict.GetBytes((CodePagesEncodingProvider.Instance.GetEncoding(declared.Groups[1].Value)
                ?? Encoding.GetEncoding(declared.Groups[1].Value)).GetString(span));
        throw new ArgumentException("it is no text in UTF-8, UTF-16 or an encoding that it declares.");
    }

    [GeneratedRegex("""^\s*<\?xml[^>]*encoding=["']([A-Za-z0-9_-]{2,20})["']""")]
    private static partial Regex Declared();

    [GeneratedRegex(@"^(?!multipart/).*;\s*charset=""?([A-Za-z0-9_-]{2,20})", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
