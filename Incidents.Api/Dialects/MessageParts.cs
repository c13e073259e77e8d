using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Incidents.Domain;
using MimeKit;

namespace Incidents.Api.Dialects;

/// <summary>Takes a message apart: its parts in UTF-8, its pictures as hashes.</summary>
internal static partial class MessageParts
{
    /// <summary>Most bytes of a part that is read.</summary>
    public const int MostBytes = 1 << 20;

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
            if (parts.Find(part => part.Payload.Length > MostBytes) is { } tooLong)
                refusal = new(ErrorCode.ReportTooLong, $"A message has at most {MostBytes} bytes; this one has {tooLong.Payload.Length}.");
            else if (parts.Count == 0)
                refusal = new(ErrorCode.MessageUnknown, "The message has pictures only, and no text.");
            else
                return parts.ConvertAll(part => part with { Payload = Utf8(part.Payload) });
        }
        catch (Exception e) when (e is FormatException or ParseException or ArgumentException or IOException or InvalidOperationException)
        {
            refusal = new(ErrorCode.MessageUnreadable, $"The message cannot be taken apart: {e.Message}");
        }
        return [message];
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
        using var stream = new MemoryStream(message.Payload.ToArray(), writable: false);
        var texts = new List<DialectMessage>();
        var pictures = new List<List<DialectPicture>>();
        var before = new List<DialectPicture>();
        var count = 0;
        foreach (var part in Leaves(MimeEntity.Load(type, stream)))
        {
            if (++count > MostParts)
                throw new FormatException($"it has more than {MostParts} parts.");
            using var content = new MemoryStream();
            part.Content?.DecodeTo(content);
            var bytes = content.ToArray();
            if (part.ContentType.MediaType.Equals("image", StringComparison.OrdinalIgnoreCase)
                || part.ContentType.MimeType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase)
                || bytes.AsSpan().StartsWith<byte>([0xFF, 0xD8]))
            {
                var name = part.ContentDisposition?.FileName ?? part.ContentDisposition?.Parameters["name"] ?? part.FileName ?? "";
                DialectPicture picture = new(
                    name.Length > 200 ? name[..200] : name, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length);
                (pictures.Count > 0 ? pictures[^1] : before).Add(picture);
            }
            else if (bytes.Length > 0)
            {
                // Pictures belong to the text that they follow; those before the first one, to that.
                pictures.Add(texts.Count == 0 ? before : []);
                texts.Add(message with { Payload = bytes, ContentType = part.ContentType.MimeType, Pictures = pictures[^1] });
            }
        }
        return texts;
    }

    private static IEnumerable<MimePart> Leaves(MimeEntity entity) => entity switch
    {
        Multipart parts => parts.SelectMany(Leaves),
        MimePart part => [part],
        _ => [],
    };

    /// <summary>The same text in UTF-8 without a byte order mark, whatever it was written in.</summary>
    /// <exception cref="ArgumentException">It is no text in an encoding that is known.</exception>
    private static ReadOnlyMemory<byte> Utf8(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        switch (span)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return bytes[3..];
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
        if (Declared().Match(beginning) is { Success: true } declared
            && CodePagesEncodingProvider.Instance.GetEncoding(declared.Groups[1].Value) is { } encoding)
            return Strict.GetBytes(encoding.GetString(span));
        throw new ArgumentException("it is no text in UTF-8, UTF-16 or an encoding that it declares.");
    }

    [GeneratedRegex("""^<\?xml[^>]*encoding=["']([A-Za-z0-9_-]{2,20})["']""")]
    private static partial Regex Declared();
}
