using System.Text;
using System.Text.Json;
using Incidents.Api.Access;
using Incidents.Api.Ingest;
using Incidents.Api.Store;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>A message as it is kept, with all that its adapter was given: it can be read again, also when its device was moved.</summary>
/// <param name="Dialect">The dialect.</param>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The device, or null.</param>
/// <param name="Source">The source.</param>
/// <param name="Path">The topic or address.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record KeptMessage(
    string Dialect, string City, string? DeviceId, string Source, string Path, Instant ReceivedAt)
{
    /// <summary>Most bytes of a message that is kept because it could not be read.</summary>
    public const int MostBytes = 256 << 10;

    /// <summary>Content type, where it is that of several parts; else null.</summary>
    public string? ContentType { get; init; }

    /// <summary>Which of its reports is meant, from 0 on; null for all.</summary>
    public int? Report { get; init; }

    /// <summary>Id of the alert that the report ends, which the message does not say; else null.</summary>
    public string? Id { get; init; }

    /// <summary>Where its device was by the registry; null where it was not registered.</summary>
    public Place? Site { get; init; }

    /// <summary>Whose reports its sender may post, where it is kept as a dead letter; null for all.</summary>
    public ReportRights? Rights { get; init; }

    /// <summary>Hashes of the pictures that came with it.</summary>
    public IReadOnlyList<DialectPicture>? Pictures { get; init; }

    /// <summary>The bytes, where they are UTF-8.</summary>
    public string? Text { get; init; }

    /// <summary>The bytes, one for each character, where they are not.</summary>
    public string? Bytes { get; init; }

    /// <summary>Keeps a message.</summary>
    public static KeptMessage Of(DialectMessage message)
    {
        var payload = message.Payload.Length > MessageParts.MostBytes ? message.Payload[..MostBytes] : message.Payload;
        var isText = System.Text.Unicode.Utf8.IsValid(payload.Span);
        return new(message.Dialect, message.City, message.DeviceId, message.Source, message.Path, message.ReceivedAt)
        {
            ContentType = message.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) is true
                ? message.ContentType : null,
            Pictures = message.Pictures.Count > 0 ? message.Pictures : null,
            Text = isText ? Encoding.UTF8.GetString(payload.Span) : null,
            Bytes = isText ? null : Encoding.Latin1.GetString(payload.Span),
        };
    }

    /// <summary>Reads what was kept; null where it is damaged.</summary>
    public static KeptMessage? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<KeptMessage>(bytes, EventJson.Options) is
            { Dialect: not null, City: not null, Source: not null, Path: not null } kept ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The bytes to keep in a dead letter.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options);

    /// <summary>The bytes to keep among accepted reports.</summary>
    public byte[] ToOriginal() => [IKeptMessages.Mark, .. ToBytes()];

    /// <summary>The message as it came.</summary>
    public DialectMessage ToMessage() => new(
        Dialect, City, DeviceId, Source, Path, Text is not null ? Encoding.UTF8.GetBytes(Text) : Encoding.Latin1.GetBytes(Bytes ?? ""),
        ReceivedAt, ContentType)
    {
        Pictures = Pictures ?? [],
        Rights = Rights,
        Only = Report,
    };
}
