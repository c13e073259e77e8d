using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
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

    // What holds an event, or several of them.
    private static readonly string[] Wrappers = ["params", "NotificationEvent", "Notification", "Event", "Events", "eventList", "info"];

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        if (OnvifMessages.Starts(message.Payload.Span) is not ('{' or '['))
        {
            ReadLines(message, reading);
            return;
        }
        foreach (var value in JsonValue.All(message))
            ReadValue(value, message, reading, 0);
    }

    private static void ReadValue(JsonValue value, DialectMessage message, DialectReading reading, int depth)
    {
        var own = value["EventBaseInfo"] is { IsObject: true } named ? named : value;
        if (own["Code"].Text() is { } code)
        {
            var data = value["Data"] is { IsObject: true } inner ? inner : value;
            ReadEvent(code, own["Action"].Text(), own["Index"].Text(), data, message, reading);
        }
        else if (value["Picture"] is { IsObject: true } pushed)
        {
            ReadPushed(pushed, message, reading);
        }
        else if (depth < 4 && value.First(Wrappers) is { IsPresent: true } wrapped)
        {
            foreach (var item in wrapped.Items())
                ReadValue(item, message, reading, depth + 1);
        }
        else if (value["Active"].Text()?.Equals("keepAlive", StringComparison.OrdinalIgnoreCase) is true
            || (value["DeviceID"].IsPresent && value.First("DeviceModel", "DeviceType", "Manufacturer").IsPresent))
        {
            AddHeard(message, value["DeviceID"].Text(), reading);
        }
        else if (value["TrafficCar"].IsObject || value.First("PlateNumber", "Plate").IsPresent)
        {
            ReadEvent("TrafficJunction", null, null, value, message, reading);
        }
        else
        {
            reading.Refuse(ErrorCode.MessageUnknown, "The message has neither an event nor a list of events.", "Code");
        }
    }

    private static void AddHeard(DialectMessage message, string? device, DialectReading reading) => reading.Add(
        DeviceMessages.Of(message, DeviceState.Heard, DialectValues.At(message.ReceivedAt), message.DeviceId ?? device));

    // As a camera streams them: a line or some lines for each event, and "Heartbeat" in between.
    private static void ReadLines(DialectMessage message, DialectReading reading)
    {
        if (DahuaLines.Of(message.Payload.Span) is not { } lines)
        {
            reading.Refuse(ErrorCode.MessageUnreadable, "It is neither JSON nor a line 'Code=…'.");
            return;
        }
        foreach (var line in lines)
        {
            if (line.Code is null)
                AddHeard(message, null, reading);
            else
                ReadEvent(line.Code, line.Action, line.Index, line.Data, message, reading);
        }
    }

    private static void ReadEvent(
        string code, string? action, string? index, JsonValue data, DialectMessage message, DialectReading reading)
    {
        var car = data["TrafficCar"];
        var device = car["MachineName"].Text() ?? data.First("DeviceID", "SerialNo", "MachineName").Text();
        var time = TimeOf(data);
        var isActive = action is null ? null : DialectValues.Truth(action);
        if (car.IsObject || code.StartsWith("Traffic", StringComparison.OrdinalIgnoreCase)
            || code.ToUpperInvariant() is "PTSANPR" or "ANPR" or "VEHICLERECOGNITION")
        {
            // Where there is none, the vehicle has no plate, or it could not be read. What ends was read when it began.
            if (isActive is not false && PlateIn(data) is { } written)
            {
                var lane = (data["Lane"] is { IsPresent: true } own ? own : car["Lane"]).Text();
                AddPlate(
                    written, time, device, DialectValues.Id(data["GroupID"].Text(), data["EventID"].Text(), lane),
                    ConfidenceOf(data["Object"]["Confidence"]) ?? ConfidenceOf(car["Confidence"])
                        ?? ConfidenceOf(data["Plate"]["Confidence"]),
                    message, reading);
            }
            if (DahuaCodes.CategoryOf(code) is null)
                return;
        }
        if (action is not null && isActive is null && !action.Equals("Pulse", StringComparison.OrdinalIgnoreCase))
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no action '{ReportInterpreter.Beginning(action)}'.", "Action");
            return;
        }
        // Events of the camera itself may come without any time.
        var at = time ?? DialectValues.At(message.ReceivedAt);
        var rule = data["Name"].Text() ?? data["RuleID"].Text();
        var name = index is null or "0" ? $"{code}/{rule}" : $"{code}/{index}/{rule}";
        if (DahuaCodes.FaultOf(code) is { } fault)
            DeviceMessages.AddFault(
                message, device, rule is null ? name + data.First("DiskNo", "Device").Text() : name,
                DeviceState.Fault(fault, isActive ?? true), at, reading);
        else if (DahuaCodes.CategoryOf(code) is { } category)
            PlateReads.AddAlert(message, device, name, category, at, isActive, reading);
        else if (!DahuaCodes.IsState(code))
            reading.Refuse(ErrorCode.MessageUnknown, $"There is no event '{ReportInterpreter.Beginning(code)}'.", "Code");
    }

    private static string? PlateIn(JsonValue data)
    {
        var (car, thing) = (data["TrafficCar"], data["Object"]);
        // The text of a vehicle is its make.
        var isPlate = thing["ObjectType"].Text() is null or "Plate";
        return Written(car["PlateNumber"]) ?? (isPlate ? Written(thing["Text"]) : null) ?? Written(data["NonMotor"]["Plate"]["Text"])
            ?? Written(data["PlateNumber"]) ?? Written(data["Plate"]["Text"]) ?? Written(data["Plate"]["PlateNumber"]);
    }

    // What a traffic camera pushes itself: the read with its pictures.
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
        if (WrittenPlates.Of(written) is not { } plate)
            reading.Refuse(Plate.Malformed("PlateNumber"));
        else if (time is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, "'RealUTC', 'LocaleTime' and 'UTC' are missing.", "RealUTC");
        else
            // Numbers of events begin anew with each start of the camera: the time belongs to the id.
            reading.Add(PlateReads.Of(
                message, device, DialectValues.PlateId(plate, message.DeviceId ?? device, DialectValues.Mark(at), own), plate, at,
                confidence));
    }

    private static ReportedTime? TimeOf(JsonValue data)
    {
        var fraction = data["UTCMS"].Number() ?? 0;
        var millis = fraction is >= 0 and < 1000 ? fraction / 1000 : 0;
        if (Moment(data["RealUTC"], millis) is { } real)
            return ReportedTime.At(real);
        if (LocalTime(data["LocaleTime"].Text()) is { } time)
        {
            return millis > 0 && time.Local is { TickOfSecond: 0 } local
                ? ReportedTime.LocalAt(local.PlusMilliseconds((long)(millis * 1000))) : time;
        }
        var clock = data["UTC"] is { IsPresent: true } own ? own : data["TrafficCar"]["UTC"];
        if (Moment(clock, millis) is { } shown)
            return ReportedTime.LocalAt(shown.LocalDateTime);
        return LocalTime(clock.Text()) ?? LocalTime(data.First("Time", "SnapTime", "CaptureTime").Text());
    }

    // Seconds with their milliseconds beside them; milliseconds have them already.
    private static OffsetDateTime? Moment(JsonValue value, decimal millis) =>
        DialectValues.OfSeconds(value.Number() + millis) ?? DialectValues.OfEpoch(value.Number());

    private static ReportedTime? LocalTime(string? text) =>
        text is not null && Clock.Parse(text) is { Success: true, Value: var local } ? ReportedTime.LocalAt(local)
        : DialectValues.Iso(text) is { Unreadable: null } time ? time : null;

    private static string? Written(JsonValue plate) => plate.Text() is { } text && !WrittenPlates.IsPlaceholder(text) ? text : null;

    // Of 0 to 255, or of 0 to 100; 0 where the camera does not say.
    private static double? ConfidenceOf(JsonValue value)
    {
        var level = value.Level() ?? 0;
        return level == 0 ? null : level is > 100 and <= 255 ? (double)(level / 255) : DialectValues.Percent(level);
    }
}
