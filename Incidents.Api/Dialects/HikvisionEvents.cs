using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>hikvision</c>: event notifications of ISAPI, in XML of every generation and namespace, or in JSON; by themselves or with
/// pictures.
/// </summary>
/// <remarks>
/// A read plate is a plate read. Motion, line crossing and the like are alerts of the camera, tampering and full disks its faults. Cameras
/// send "videoloss, inactive" every few seconds to say that they are there, and repeat an alert while it lasts.
/// </remarks>
internal static class HikvisionEvents
{
    private const string Root = "EventNotificationAlert";

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        var parts = OnvifMessages.Starts(message.Payload.Span) == '<'
            ? XmlPart.All(message.Payload.Span)
            : JsonValue.All(message.Payload)
                .ConvertAll(value => XmlPart.Of(Root, value[Root] is { IsObject: true } inner ? inner : value));
        foreach (var part in parts.SelectMany(Alerts))
            ReadAlert(part, message, reading);
    }

    // Some recorders send a list of notifications.
    private static IEnumerable<XmlPart> Alerts(XmlPart part) =>
        part.Name.EndsWith("List", StringComparison.OrdinalIgnoreCase) && part.Children.Count > 0 ? part.Children : [part];

    private static void ReadAlert(XmlPart alert, DialectMessage message, DialectReading reading)
    {
        var type = alert.TextOf("eventType");
        var plates = alert.Find("ANPR");
        if (!alert.Name.Equals(Root, StringComparison.OrdinalIgnoreCase) || (type is null && plates is null))
        {
            reading.Refuse(
                ErrorCode.MessageUnknown, $"'{ReportInterpreter.Beginning(alert.Name)}' is no notification of an event with its type.",
                "eventType");
            return;
        }
        var isActive = DialectValues.Truth(alert.TextOf("eventState") ?? "active") ?? true;
        var kind = (type ?? "ANPR").ToLowerInvariant();
        var device = alert.TextOf("deviceID") ?? alert.TextOf("macAddress") ?? alert.TextOf("ipAddress");
        if (kind is "heartbeat" || (kind is "videoloss" && !isActive))
        {
            var heard = DialectValues.Iso(alert.TextOf("dateTime")) is { Unreadable: null } time
                ? time : DialectValues.At(message.ReceivedAt);
            reading.Add(DeviceMessages.Of(message, DeviceState.Heard, heard, message.DeviceId ?? device));
            // It also says that the picture is there, which is news where it was lost.
            if (kind is not "heartbeat")
                ReadFault(alert, device, kind, FaultOf(kind)!, false, heard, message, reading, onlyConfirms: true);
            return;
        }
        if (DialectValues.Iso(alert.TextOf("dateTime")) is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, "'dateTime' is missing.", "dateTime");
        else if (at.Unreadable is not null)
            reading.Refuse(ErrorCode.TimeMalformed, $"'dateTime' is no time: {ReportInterpreter.Beginning(at.Unreadable)}", "dateTime");
        else if (plates is not null)
            ReadPlates(alert, device, at, message, reading);
        else if (kind is "anpr" or "vehiclematchresult")
            reading.Refuse(ErrorCode.MessageUnreadable, "A read of a plate has no 'ANPR'.", "ANPR");
        else if (FaultOf(kind) is { } fault)
            ReadFault(alert, device, kind, fault, isActive, at, message, reading, isActive && Repetition(alert) > 1);
        else
            ReadState(alert, device, kind, isActive, at, message, reading);
    }

    private static void ReadPlates(XmlPart alert, string? device, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        foreach (var read in alert.Children.Where(c => c.Name.Equals("ANPR", StringComparison.OrdinalIgnoreCase)))
        {
            var written = Written(read.TextOf("licensePlate")) ?? Written(read.TextOf("originalLicensePlate"));
            // A vehicle passed whose plate could not be read.
            if (written is null)
                continue;
            if (DialectValues.Plate(written) is not { } plate)
            {
                reading.Refuse(Plate.Malformed("licensePlate"));
                continue;
            }
            var line = read.TextOf("line") ?? read.TextOf("laneNo");
            // Old cameras have no id of a read, and some always the same short one.
            var id = alert.TextOf("UUID") is { Length: >= 16 } uuid
                ? uuid : DialectValues.Id(
                    message.DeviceId ?? device, alert.TextOf("channelID"), line, DialectValues.Mark(at), plate);
            var confidence = decimal.TryParse(
                read.TextOf("confidenceLevel") ?? read.TextOf("confidence"), NumberStyles.Float, CultureInfo.InvariantCulture,
                out var level) ? DialectValues.Percent(level) : null;
            reading.Add(PlateReads.Of(message, device, DialectValues.Id(id), plate, at, confidence));
        }
    }

    // What lasts is said again and again: it began with the first that came.
    private static void ReadFault(
        XmlPart alert, string? device, string kind, string fault, bool isActive, ReportedTime at, DialectMessage message,
        DialectReading reading, bool onlyConfirms)
    {
        var key = PlateReads.KeyOf(message, device, $"fault/{NameOf(alert, kind)}");
        reading.Add(
            DeviceMessages.Of(message, DeviceState.Fault(fault, isActive), at, message.DeviceId ?? device),
            episode: new(key, isActive) { OnlyConfirms = onlyConfirms });
    }

    private static string NameOf(XmlPart alert, string kind) => $"{kind}/{alert.TextOf("channelID") ?? alert.TextOf("dynChannelID")}";

    private static void ReadState(
        XmlPart alert, string? device, string kind, bool isActive, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        if (CategoryOf(kind) is not { } category)
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no event '{ReportInterpreter.Beginning(kind)}'.", "eventType");
            return;
        }
        PlateReads.AddAlert(
            message, device, NameOf(alert, kind), category, at, isActive, reading, onlyConfirms: isActive && Repetition(alert) > 1);
    }

    private static string? Written(string? plate) => DialectValues.IsPlaceholder(plate) ? null : plate;

    private static int Repetition(XmlPart alert) =>
        int.TryParse(alert.TextOf("activePostCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;

    private static string? FaultOf(string kind) => kind switch
    {
        "shelteralarm" or "tamperdetection" or "tamper" or "scenechangedetection" or "defocus" => "tampering",
        "diskfull" or "diskerror" or "diskunformat" or "hdfull" or "hderror" or "raidexception" => "storage",
        "nicbroken" or "ipconflict" or "networkbroken" => "network",
        "videoloss" or "videomismatch" or "badvideo" or "recordexception" => "other",
        _ => null,
    };

    private static string? CategoryOf(string kind) => kind switch
    {
        "vmd" or "pir" or "motiondetection" => "motion",
        "linedetection" or "linecrossing" or "crossline" => "line-crossing",
        "fielddetection" or "regionentrance" or "regionexiting" or "intrusion" => "intrusion",
        "loitering" => "loitering",
        "fight" or "fightdetection" or "violentmotion" => "fight",
        "group" or "groupdetection" => "crowd",
        "unattendedbaggage" => "unattended-baggage",
        "attendedbaggage" => "object-removed",
        "parking" or "parkingdetection" => "parking",
        "rapidmove" => "running",
        "firedetection" or "smokedetection" or "smokeandfiredetection" => "fire",
        "io" or "externalalarm" => "digital-input",
        "audioexception" => "audio",
        "facedetection" => "face",
        _ => null,
    };
}
