using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>What a device sent in a dialect of its own.</summary>
/// <param name="Dialect">The dialect, e.g. <c>frigate</c>.</param>
/// <param name="City">Code of the city.</param>
/// <param name="DeviceId">The device that published it, or null where the payload alone names it.</param>
/// <param name="Source">The sending system.</param>
/// <param name="Path">What follows the device in the topic or address, without a slash at either end; may be empty.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="ContentType">The media type that it came with, or null.</param>
internal sealed record DialectMessage(
    string Dialect, string City, string? DeviceId, string Source, string Path, ReadOnlyMemory<byte> Payload, Instant ReceivedAt,
    string? ContentType = null);
