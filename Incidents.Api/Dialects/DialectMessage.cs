using Incidents.Api.Access;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>A message of a device in its own dialect, as it came.</summary>
/// <param name="Dialect">The dialect, e.g. <c>frigate</c>.</param>
/// <param name="City">City code: by the topic, the address or the sender's key.</param>
/// <param name="DeviceId">The device by the topic, the address or the key; null where only the message names it.</param>
/// <param name="Source">The source of its reports.</param>
/// <param name="Path">The topic, or what follows the dialect in the address; some dialects say there what a message is about.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="ContentType">Its content type, where the transport gives one.</param>
internal sealed record DialectMessage(
    string Dialect, string City, string? DeviceId, string Source, string Path, ReadOnlyMemory<byte> Payload, Instant ReceivedAt,
    string? ContentType = null)
{
    /// <summary>Pictures that came with it; they themselves are not kept.</summary>
    public IReadOnlyList<DialectPicture> Pictures { get; init; } = [];

    /// <summary>Its one JSON object, while it is on its way to its adapter; null where it is parsed there.</summary>
    public JsonValue? Value { get; init; }

    /// <summary>Whose reports its sender may post; null for all. They go with the message wherever it is kept.</summary>
    public ReportRights? Rights { get; init; }

    /// <summary>Which of its reports is asked for, from 0 on; null for all.</summary>
    public int? Only { get; init; }
}

/// <summary>A picture that came with a message.</summary>
/// <param name="Name">Its file name, or empty.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits.</param>
/// <param name="Length">How many bytes it has.</param>
internal sealed record DialectPicture(string Name, string Sha256, long Length);
