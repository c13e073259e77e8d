using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>axis</c>: reads of the plate recognition that runs on cameras of Axis, in JSON or XML, as an event of the camera too; other
/// events of the camera are read as those of <c>onvif</c>.
/// </summary>
/// <remarks>
/// A car is said several times while it is in view (<c>new</c>, <c>update</c>, <c>lost</c>): with the same plate these are one read, of the
/// first time.
/// </remarks>
internal static class AxisPlates
{
    private const int MostDepth = 6;

    private static readonly string[] Names =
        ["plateUTF8", "plateUnicode", "plateText", "plateASCII", "plate", "licensePlate", "plateNumber", "license_plate"];

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        if (OnvifMessages.Starts(message.Payload.Span) is not '<')
        {
            foreach (var value in JsonValue.All(message))
                ReadValue(value, message, reading);
            return;
        }
        foreach (var part in XmlPart.All(message.Payload))
        {
            if (OnvifMessages.IsMetadata(part))
                OnvifMessages.ReadRoot(part, message, reading);
            else
                ReadValue(part.ToJson(), message, reading);
        }
    }

    private static void ReadValue(JsonValue value, DialectMessage message, DialectReading reading)
    {
        if (ReadCars(value, value, message, reading, 0))
            return;
        if (value["topic"].IsPresent && value["message"].IsObject)
            OnvifMessages.ReadJson(value, message, reading);
        else if (value.First("heartbeat", "keepAlive", "alive").IsPresent)
            reading.Add(
                DeviceMessages.Of(message, DeviceState.Heard, DialectValues.At(message.ReceivedAt), message.DeviceId ?? DeviceOf(value)));
        else
            reading.Refuse(ErrorCode.MessageUnknown, "The message has no plate.", "plateUTF8");
    }

    // The car, or what holds one or several of them.
    private static bool ReadCars(JsonValue value, JsonValue root, DialectMessage message, DialectReading reading, int depth)
    {
        if (value.Element.ValueKind is System.Text.Json.JsonValueKind.Array)
        {
            var isRead = false;
            foreach (var item in value.Items())
                isRead |= ReadCars(item, root, message, reading, depth + 1);
            return isRead;
        }
        if (!value.IsObject || depth == MostDepth)
            return false;
        string? written = null;
        var hasPlate = false;
        foreach (var name in Names)
        {
            var named = value[name];
            hasPlate |= named.IsPresent && !named.IsObject;
            written ??= named.Text() is { } text && !WrittenPlates.IsPlaceholder(text) ? text : null;
            if (written is not null)
                break;
        }
        if (hasPlate)
        {
            ReadCar(value, root, written, message, reading);
            return true;
        }
        var found = false;
        foreach (var member in value.Element.EnumerateObject())
            found |= ReadCars(new(member.Value), root, message, reading, depth + 1);
        return found;
    }

    private static void ReadCar(JsonValue car, JsonValue root, string? written, DialectMessage message, DialectReading reading)
    {
        if (written is null)
            return;
        if (WrittenPlates.Of(written) is not { } plate)
        {
            reading.Refuse(Plate.Malformed("plateUTF8"));
            return;
        }
        if ((TimeOf(car) ?? TimeOf(root)) is not { } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'capture_timestamp' is missing, or no time of this century.", "capture_timestamp");
            return;
        }
        var device = DeviceOf(car) ?? DeviceOf(root);
        // Numbers of cars begin anew with each start of the camera.
        var number = car.First("carID", "car_id").Text();
        var id = number is not null
            ? DialectValues.PlateId(plate, message.DeviceId ?? device, Day(at), number)
            : DialectValues.PlateId(plate, message.DeviceId ?? device, DialectValues.Mark(at));
        var confidence = DialectValues.Confidence(car.First("plateConfidence", "confidence", "plate_confidence").Level());
        reading.Add(PlateReads.Of(message, device, id, plate, at, confidence), mayDiffer: number is not null);
    }

    private static string? DeviceOf(JsonValue value)
    {
        var camera = value["camera_info"];
        return camera.First("SerialNumber", "MACAddress").Text() ?? value.First("serial", "serialNumber", "device").Text();
    }

    // The time of the picture; where there is none, that of the message.
    private static ReportedTime? TimeOf(JsonValue value)
    {
        foreach (var name in (ReadOnlySpan<string>)["capture_timestamp", "capture_ts", "timestamp", "frame_timestamp"])
        {
            var named = value[name];
            if (DialectValues.OfEpoch(named.Number()) is { } moment)
                return ReportedTime.At(moment);
            if (DialectValues.Iso(named.Text()) is { Unreadable: null, Local: null } time)
                return time;
        }
        return DialectValues.Iso(value.First("datetime", "dateTime", "captureTime", "localTime", "timestamp").Text())
            is { Unreadable: null } local ? local : null;
    }

    private static string Day(ReportedTime at) =>
        LocalDatePattern.Iso.Format((at.Moment?.ToInstant().InUtc().Date ?? at.Local?.Date).GetValueOrDefault());
}
