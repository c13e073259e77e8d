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
    private static readonly string[] Parts =
    [
        "inputIOPortID", "dynInputIOPortID", "hardDiskNo", "hardDiskID", "hddNo", "hddID", "diskNo", "diskID", "diskNumber",
    ];

    private const string Root = "EventNotificationAlert";

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        var parts = OnvifMessages.Starts(message.Payload.Span) == '<'
            ? XmlPart.All(message.Payload)
            : JsonValue.All(message)
                .ConvertAll(value => XmlPart.Of(Root, value[Root] is { IsObject: true } inner ? inner : value));
        foreach (var part in parts.SelectMany(Alerts))
        {
            if (part.Name.Equals("Plate", StringComparison.OrdinalIgnoreCase))
                HikvisionPlates.ReadListed(part, message, reading);
            else
                ReadAlert(part, message, reading);
        }
    }

    // Some recorders send a list of notifications; a camera that is asked for its last plates answers with a list of them.
    private static IEnumerable<XmlPart> Alerts(XmlPart part) =>
        part.Name.Equals("Plates", StringComparison.OrdinalIgnoreCase) ? part.Children
        : part.Name.EndsWith("List", StringComparison.OrdinalIgnoreCase) && part.Children.Count > 0 ? part.Children : [part];

    private static void ReadAlert(XmlPart alert, DialectMessage message, DialectReading reading)
    {
        var type = alert.TextOf("eventType");
        var reads = HikvisionPlates.In(alert);
        if (!alert.Name.Equals(Root, StringComparison.OrdinalIgnoreCase) || (type is null && reads.Count == 0))
        {
            reading.Refuse(
                ErrorCode.MessageUnknown, $"'{ReportInterpreter.Beginning(alert.Name)}' is no notification of an event with its type.",
                "eventType");
            return;
        }
        var isActive = DialectValues.Truth(alert.TextOf("eventState") ?? "active") ?? true;
        var kind = (type ?? "ANPR").ToLowerInvariant();
        var device = alert.FirstOf("deviceID", "macAddress", "ipAddress");
        var written = alert.FirstOf("dateTime", "triggerTime", "captureTime", "vehicleDetectedTime", "passTime", "time")
            ?? (reads.Count > 0 ? HikvisionPlates.TimeIn(reads[0]) : null);
        if (kind is "heartbeat" || (kind is "videoloss" && !isActive))
        {
            var heard = DialectValues.Iso(written) is { Unreadable: null } time ? time : DialectValues.At(message.ReceivedAt);
            reading.Add(DeviceMessages.Of(message, DeviceState.Heard, heard, message.DeviceId ?? device));
            // It also says that the picture is there, which is news where it was lost.
            if (kind is not "heartbeat")
                AddFault(isFaulty: false, heard, onlyConfirms: true);
            return;
        }
        if (HikvisionCodes.IsState(kind))
            return;
        if (DialectValues.Iso(written) is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, "'dateTime' is missing.", "dateTime");
        else if (at.Unreadable is not null)
            reading.Refuse(ErrorCode.TimeMalformed, $"'dateTime' is no time: {ReportInterpreter.Beginning(at.Unreadable)}", "dateTime");
        else if (reads.Count > 0)
            HikvisionPlates.Read(alert, reads, device, at, message, reading);
        else if (kind is "anpr" or "lpr" or "vehiclematchresult")
            reading.Refuse(ErrorCode.MessageUnreadable, "A read of a plate has no 'ANPR'.", "ANPR");
        else if (HikvisionCodes.FaultOf(kind) is not null)
            AddFault(isActive, at, isActive && Repetition(alert) > 1);
        else
            ReadState(alert, device, kind, isActive, at, message, reading);

        void AddFault(bool isFaulty, ReportedTime since, bool onlyConfirms) => DeviceMessages.AddFault(
            message, device, NameOf(alert, kind), DeviceState.Fault(HikvisionCodes.FaultOf(kind)!, isFaulty), since, reading, onlyConfirms);
    }

    private static string NameOf(XmlPart alert, string kind)
    {
        var name = $"{kind}/{alert.FirstOf("channelID", "dynChannelID")}";
        // Inputs of one channel are states apart, and so are disks of one device.
        return alert.FirstOf(Parts) is { } part ? $"{name}/{part}" : name;
    }

    private static void ReadState(
        XmlPart alert, string? device, string kind, bool isActive, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        if (HikvisionCodes.CategoryOf(kind) is not { } category)
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no event '{ReportInterpreter.Beginning(kind)}'.", "eventType");
            return;
        }
        PlateReads.AddAlert(message, device, NameOf(alert, kind), category, at, isActive, reading, isActive ? WordOf(alert) : default);
    }

    // A camera counts how often it has said so; some firmwares do not.
    private static EpisodeWord WordOf(XmlPart alert) => Repetition(alert) switch
    {
        0 => EpisodeWord.Repeats,
        1 => EpisodeWord.Begins,
        _ => EpisodeWord.Confirms,
    };

    private static int Repetition(XmlPart alert) =>
        int.TryParse(alert.TextOf("activePostCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
