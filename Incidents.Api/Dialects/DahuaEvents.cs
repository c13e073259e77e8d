using System.Text;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime.Text;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>dahua</c>: events of cameras and traffic cameras: <c>client.notifyEventStream</c>, single events, lines
/// <c>Code=…;action=…;data={…}</c>, and what a traffic camera pushes with its pictures.
/// </summary>
/// <remarks>
/// <c>UTC</c> is the local clock as if it were UTC; <c>RealUTC</c> is what its name says, and <c>LocaleTime</c> the local time.
/// </remarks>
internal static class DahuaEvents
{
    private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss");

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        if (OnvifMessages.Starts(message.Payload.Span) is not ('{' or '['))
        {
            ReadLines(Encoding.UTF8.GetString(message.Payload.Span), message, reading);
            return;
        }
        foreach (var value in JsonValue.All(message.Payload))
            ReadValue(value, message, reading);
    }

    private static void ReadValue(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var list = value["params"]["eventList"] is { IsPresent: true } listed ? listed : value["eventList"];
        if (list.IsPresent)
        {
            foreach (var item in list.Items())
                ReadEvent(item["Code"].Text(), item["Action"].Text(), item["Data"], message, reading);
        }
        else if (value["Code"].Text() is { } code)
        {
            ReadEvent(code, value["Action"].Text(), value["Data"] is { IsObject: true } data ? data : value, message, reading);
        }
        else if (value["Picture"] is { IsObject: true } pushed)
        {
            ReadPushed(pushed, message, reading);
        }
        else if (value["Active"].Text() is { } active && active.Equals("keepAlive", StringComparison.OrdinalIgnoreCase))
        {
            reading.Add(
                DeviceMessages.Of(
                    message, DeviceState.Heard, DialectValues.At(message.ReceivedAt), message.DeviceId ?? value["DeviceID"].Text()));
        }
        else
        {
            reading.Refuse(ErrorCode.MessageUnknown, "The message has neither an event nor a list of events.", "Code");
        }
    }

    // As a camera streams them: a line for each event, and "Heartbeat" in between.
    private static void ReadLines(string text, DialectMessage message, DialectReading reading)
    {
        if (text.Trim().Equals("Heartbeat", StringComparison.OrdinalIgnoreCase))
        {
            reading.Add(DeviceMessages.Of(message, DeviceState.Heard, DialectValues.At(message.ReceivedAt)));
            return;
        }
        if (!text.TrimStart().StartsWith("Code=", StringComparison.OrdinalIgnoreCase))
        {
            reading.Refuse(ErrorCode.MessageUnreadable, "It is neither JSON nor a line 'Code=…'.");
            return;
        }
        foreach (var line in text.Split("Code=", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = line.IndexOf(";data=", StringComparison.OrdinalIgnoreCase);
            var fields = (at < 0 ? line : line[..at]).Split(';', StringSplitOptions.TrimEntries);
            var action = Array.Find(fields, f => f.StartsWith("action=", StringComparison.OrdinalIgnoreCase))?[7..];
            var data = at < 0 ? JsonValue.Absent : JsonValue.All(Encoding.UTF8.GetBytes(line[(at + 6)..]))[0];
            ReadEvent(fields[0], action, data, message, reading);
        }
    }

    private static void ReadEvent(string? code, string? action, JsonValue data, DialectMessage message, DialectReading reading)
    {
        var car = data["TrafficCar"];
        if (code is null)
        {
            reading.Refuse(ErrorCode.MessageUnknown, "An event has no code.", "Code");
            return;
        }
        var device = car["MachineName"].Text() ?? data["DeviceID"].Text();
        var time = TimeOf(data);
        if (car.IsObject || code.StartsWith("Traffic", StringComparison.OrdinalIgnoreCase) || code is "PTSAnpr" or "ANPR")
        {
            var written = Written(car["PlateNumber"]) ?? Written(data["Object"]["Text"]) ?? Written(data["NonMotor"]["Plate"]["Text"])
                ?? Written(data["PlateNumber"]) ?? Written(data["Plate"]["Text"]);
            // Where there is none, the vehicle has no plate, or it could not be read.
            if (written is not null)
            {
                var lane = (data["Lane"] is { IsPresent: true } own ? own : car["Lane"]).Text();
                AddPlate(
                    written, time, device, DialectValues.Id(data["GroupID"].Text(), data["EventID"].Text(), lane),
                    ConfidenceOf(data["Object"]["Confidence"]), message, reading);
            }
            if (CategoryOf(code) is null)
                return;
        }
        if (action is not null && DialectValues.Truth(action) is null && !action.Equals("Pulse", StringComparison.OrdinalIgnoreCase))
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no action '{ReportInterpreter.Beginning(action)}'.", "Action");
            return;
        }
        // Events of the camera itself may come without any time.
        var at = time ?? DialectValues.At(message.ReceivedAt);
        var isActive = action is null ? null : DialectValues.Truth(action);
        if (FaultOf(code) is { } fault)
        {
            reading.Add(DeviceMessages.Of(message, DeviceState.Fault(fault, isActive ?? true), at, message.DeviceId ?? device));
        }
        else if (CategoryOf(code) is { } category)
        {
            var name = $"{code}/{data["Name"].Text() ?? data["RuleID"].Text()}";
            PlateReads.AddAlert(message, device, name, category, at, isActive, reading);
        }
        else if (!IsState(code))
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no event '{ReportInterpreter.Beginning(code)}'.", "Code");
        }
    }

    // What a traffic camera pushes itself: the read with its pictures, which are not read here.
    private static void ReadPushed(JsonValue pushed, DialectMessage message, DialectReading reading)
    {
        var (plate, snap) = (pushed["Plate"], pushed["SnapInfo"]);
        if (Written(plate["PlateNumber"]) is not { } written)
            return;
        var time = DialectValues.OfMillis(snap["AccurateTimeMs"].Number()) is { } millis ? ReportedTime.At(millis)
            : LocalTime(snap["AccurateTime"].Text() ?? snap["SnapTime"].Text());
        var lane = snap["LanNo"].Text() ?? snap["LaneNo"].Text();
        AddPlate(
            written, time, snap["DeviceID"].Text(), DialectValues.Id(snap["TriggerSource"].Text(), lane),
            ConfidenceOf(plate["Confidence"]), message, reading);
    }

    private static void AddPlate(
        string written, ReportedTime? time, string? device, string own, double? confidence, DialectMessage message,
        DialectReading reading)
    {
        if (DialectValues.Plate(written) is not { } plate)
            reading.Refuse(Plate.Malformed("PlateNumber"));
        else if (time is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, "'RealUTC', 'LocaleTime' and 'UTC' are missing.", "RealUTC");
        else
            // Numbers of events begin anew with each start of the camera: the time and the plate belong to the id.
            reading.Add(PlateReads.Of(
                message, device, DialectValues.Id(message.DeviceId ?? device, DialectValues.Mark(at), own, plate), plate, at,
                confidence));
    }

    private static ReportedTime? TimeOf(JsonValue data)
    {
        var fraction = data["UTCMS"].Number() ?? 0;
        var millis = fraction is >= 0 and < 1000 ? fraction / 1000 : 0;
        if (DialectValues.OfSeconds(data["RealUTC"].Number() + millis) is { } real)
            return ReportedTime.At(real);
        if (LocalTime(data["LocaleTime"].Text()) is { Local: { } local } time)
            return millis == 0 ? time : ReportedTime.LocalAt(local.PlusMilliseconds((long)(millis * 1000)));
        var clock = data["UTC"] is { IsPresent: true } own ? own : data["TrafficCar"]["UTC"];
        return DialectValues.OfSeconds(clock.Number() + millis) is { } shown ? ReportedTime.LocalAt(shown.LocalDateTime) : null;
    }

    private static ReportedTime? LocalTime(string? text) =>
        text is not null && Clock.Parse(text) is { Success: true, Value: var local } ? ReportedTime.LocalAt(local)
        : DialectValues.Iso(text) is { Unreadable: null } time ? time : null;

    private static string? Written(JsonValue plate) => plate.Text() is { } text && !DialectValues.IsPlaceholder(text) ? text : null;

    // Of 0 to 255, or of 0 to 100; 0 where the camera does not say.
    private static double? ConfidenceOf(JsonValue value)
    {
        var level = value.Number() ?? 0;
        return level == 0 ? null : level is > 100 and <= 255 ? (double)(level / 255) : DialectValues.Percent(level);
    }

    private static string? FaultOf(string code) => code.ToLowerInvariant() switch
    {
        "videoblind" or "scenechange" or "videounfocus" or "videotamper" => "tampering",
        "storagefailure" or "storagenotexist" or "storagelowspace" or "storageerror" => "storage",
        "netabort" or "ipconflict" or "macconflict" => "network",
        "videoloss" or "fanspeed" or "temperature" => "other",
        "chassisintruded" => "tampering",
        "batterylowpower" or "powerfault" => "power",
        _ => null,
    };

    private static bool IsState(string code) => code.ToLowerInvariant() is
        "timechange" or "ntpadjusttime" or "videoabnormaldetection" or "newfile" or "rtspsessiondisconnect" or "userlogin" or "loginout"
            or "configmodified" or "intelliframe" or "systemstate" or "interloginsuccess";

    private static string? CategoryOf(string code) => code.ToLowerInvariant() switch
    {
        "videomotion" or "smartmotionhuman" or "smartmotionvehicle" or "motiondetect" => "motion",
        "crosslinedetection" => "line-crossing",
        "crossregiondetection" or "takenawaydetection" => "intrusion",
        "wanderdetection" or "staydetection" => "loitering",
        "leftdetection" => "unattended-baggage",
        "fightdetection" => "fight",
        "crowddetection" or "rioterdetection" => "crowd",
        "firedetection" or "smokedetection" or "firewarning" => "fire",
        "alarmlocal" or "alarm" => "digital-input",
        "audiomutation" or "audioanomaly" => "audio",
        "facedetection" => "face",
        "trafficaccident" => "traffic-accident",
        "trafficjam" => "traffic-jam",
        "trafficpedestrian" => "pedestrian",
        "trafficthrow" or "trafficobject" => "road-debris",
        "trafficroadblock" or "trafficroadconstruction" => "road-works",
        _ => null,
    };
}
