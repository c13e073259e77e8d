using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;

namespace Incidents.Api.Dialects;

/// <summary>Dialect <c>axis</c>: reads of the plate recognition that runs on cameras of Axis, in JSON.</summary>
/// <remarks>
/// A car is said several times while it is in view (<c>new</c>, <c>update</c>, <c>lost</c>): with the same plate these are one read, of the
/// first time.
/// </remarks>
internal static class AxisPlates
{
    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        foreach (var value in JsonValue.All(message.Payload))
        {
            foreach (var item in value["events"] is { IsPresent: true } events ? events.Items() : [value])
                ReadCar(item, message, reading);
        }
    }

    private static void ReadCar(JsonValue value, DialectMessage message, DialectReading reading)
    {
        string? written = null;
        var isRead = false;
        foreach (var name in (string[])["plateUTF8", "plateUnicode", "plateText", "plateASCII", "plate", "licensePlate"])
        {
            isRead |= value[name].IsPresent;
            written ??= value[name].Text() is { } text && !DialectValues.IsPlaceholder(text) ? text : null;
        }
        if (!isRead)
        {
            reading.Refuse(ErrorCode.MessageUnknown, "The message has no plate.", "plateUTF8");
            return;
        }
        if (written is null)
            return;
        if (DialectValues.Plate(written) is not { } plate)
        {
            reading.Refuse(Plate.Malformed("plateUTF8"));
            return;
        }
        if (TimeOf(value) is not { } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'capture_timestamp' is missing, or no time of this century.", "capture_timestamp");
            return;
        }
        var camera = value["camera_info"];
        var device = (camera["SerialNumber"] is { IsPresent: true } serial ? serial : camera["MACAddress"]).Text();
        // Numbers of cars begin anew with each start of the camera.
        var id = value["carID"].Text() is { } car
            ? DialectValues.Id(message.DeviceId ?? device, Day(at), car, plate)
            : DialectValues.Id(message.DeviceId ?? device, DialectValues.Mark(at), plate);
        var level = value["plateConfidence"] is { IsPresent: true } own ? own : value["confidence"];
        var confidence = DialectValues.Confidence(level.Number());
        reading.Add(PlateReads.Of(message, device, id, plate, at, confidence), mayDiffer: value["carID"].IsPresent);
    }

    private static ReportedTime? TimeOf(JsonValue value) =>
        DialectValues.OfMillis(value["capture_timestamp"].Number()) is { } millis ? ReportedTime.At(millis)
        : DialectValues.OfSeconds(value["capture_ts"].Number() / 1_000_000_000) is { } nanos ? ReportedTime.At(nanos)
        : DialectValues.Iso(value["timestamp"].Text()) is { Unreadable: null } iso ? iso
        : DialectValues.OfMillis(value["timestamp"].Number()) is { } other ? ReportedTime.At(other) : null;

    private static string Day(ReportedTime at) =>
        LocalDatePattern.Iso.Format((at.Moment?.ToInstant().InUtc().Date ?? at.Local?.Date).GetValueOrDefault());
}
