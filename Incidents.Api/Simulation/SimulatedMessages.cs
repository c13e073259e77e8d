using System.Text;
using System.Text.Json;
using Incidents.Domain.Alerts;
using Incidents.Domain.Devices;
using Incidents.Domain.Outages;
using Incidents.Domain.SosCalls;
using Incidents.Domain.Violations;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Simulation;

/// <summary>What simulated devices send, each in its dialect.</summary>
/// <remarks>
/// The identity of a thing is the same by its message and by its command: what the history began, a message can end.
/// </remarks>
internal static class SimulatedMessages
{
    /// <summary>First level of the topics, whose messages have the simulator as their source.</summary>
    public const string Topics = DayScript.Source;

    /// <summary>A step of a camera's alert, as Frigate tells it.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="type"><c>new</c>, <c>update</c> or <c>end</c>.</param>
    /// <param name="category">Its category from this step on.</param>
    /// <param name="score">How sure the analytics are.</param>
    /// <param name="at">When the step was.</param>
    public static SimulatedMessage OfAlert(RaiseAlert alert, string type, string category, double? score, Instant at)
    {
        var thing = new
        {
            id = alert.Origin.Id,
            camera = alert.DeviceId,
            label = category,
            start_time = Seconds(alert.OccurredAt.ToInstant()),
            frame_time = Seconds(at),
            end_time = type is "end" ? Seconds(at) : (decimal?)null,
            top_score = score,
            false_positive = false,
            recognized_license_plate = alert.Plate,
        };
        return new(Topic(alert.Place.City, "frigate/sim/events"), Json(new { type, before = thing, after = thing }));
    }

    /// <summary>The identity of a call: a terminal counts its own.</summary>
    public static string CallId(string terminal, string call) => $"{terminal}:{call}";

    /// <summary>A step of a call, as its terminal tells it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="step"><c>call</c> or <c>abandoned</c>.</param>
    /// <param name="at">When the step was.</param>
    public static SimulatedMessage OfCall(PlaceSosCall call, string step, Instant at) => new(
        Topic(call.Place.City, $"sos/{call.Terminal}"),
        Json(new { callId = call.Origin.Id[(call.Terminal!.Length + 1)..], @event = step, at = InstantPattern.ExtendedIso.Format(at) }));

    /// <summary>The plate that a recorder read with a violation, which itself takes the way of its own system.</summary>
    /// <remarks>Every second recorder is of Hikvision, and the others are of OpenALPR.</remarks>
    public static SimulatedMessage OfPlate(RecordViolation violation) => violation.Recorder![^1] % 2 == 0
        ? new(
            Topic(violation.Place.City, $"openalpr/{violation.Recorder}"),
            Json(new
            {
                data_type = "alpr_results",
                epoch_time = violation.OccurredAt.ToInstant().ToUnixTimeMilliseconds(),
                uuid = violation.Origin.Id,
                results = new[] { new { plate = violation.Plate, confidence = 96.5 } },
            }),
            SaysAll: false)
        : new(
            Topic(violation.Place.City, $"hikvision/{violation.Recorder}"),
            Encoding.UTF8.GetBytes(
                $"""
                 <EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema"><channelID>1</channelID>
                 <dateTime>{OffsetDateTimePattern.ExtendedIso.Format(violation.OccurredAt)}</dateTime><eventType>ANPR</eventType>
                 <eventState>active</eventState><ANPR><licensePlate>{violation.Plate}</licensePlate><line>1</line>
                 <confidenceLevel>96</confidenceLevel></ANPR><UUID>{violation.Origin.Id}</UUID></EventNotificationAlert>
                 """),
            SaysAll: false);

    /// <summary>A fault that a device reports of itself, or its end: a camera as ONVIF has it over MQTT.</summary>
    /// <param name="device">The device.</param>
    /// <param name="fault">What.</param>
    /// <param name="isFaulty">Whether it begins.</param>
    /// <param name="at">When.</param>
    public static SimulatedMessage OfFault(SimulatedDevice device, DeviceFault fault, bool isFaulty, Instant at)
    {
        var (city, time, reason) = (device.Place.City, InstantPattern.ExtendedIso.Format(at), fault.ToString().ToLowerInvariant());
        return device.Kind switch
        {
            DeviceKind.Camera => Of(
                city, $"onvif/{device.Id}/onvif-ej/{OnvifTopic(fault)}",
                new
                {
                    UtcTime = time,
                    PropertyOperation = "Changed",
                    Source = new { Token = "0" },
                    Data = new { State = isFaulty },
                }),
            DeviceKind.SosTerminal => Of(city, $"sos/{device.Id}", new { @event = "fault", reason, state = isFaulty, at = time }),
            _ => Of(
                city, $"reports/{device.Id}",
                new
                {
                    id = device.Id,
                    kind = RegisterDevice.Kind,
                    phase = isFaulty ? "faulted" : "recovered",
                    reason,
                    occurredAt = time,
                }),
        };
    }

    /// <summary>What a device says, on its topic.</summary>
    public static SimulatedMessage Of<T>(string city, string topic, T message) => new(Topic(city, topic), Json(message));

    private static string OnvifTopic(DeviceFault fault) => fault switch
    {
        DeviceFault.Tampering => "VideoSource/GlobalSceneChange/ImagingService",
        DeviceFault.Storage => "Device/HardwareFailure/StorageFailure",
        DeviceFault.Power => "Device/HardwareFailure/PowerSupplyFailure",
        DeviceFault.Network => "Device/Network/Lost",
        _ => "Device/HardwareFailure/FanFailure",
    };

    private static string Topic(string city, string rest) => $"{Topics}/{city}/{rest}";

    private static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);

    private static decimal Seconds(Instant at) => at.ToUnixTimeTicks() / (decimal)NodaConstants.TicksPerSecond;
}
