using System.Text.Json;
using Incidents.Domain.Alerts;
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
    public static SimulatedMessage OfPlate(RecordViolation violation) => new(
        Topic(violation.Place.City, $"openalpr/{violation.Recorder}"),
        Json(new
        {
            data_type = "alpr_results",
            epoch_time = violation.OccurredAt.ToInstant().ToUnixTimeMilliseconds(),
            uuid = violation.Origin.Id,
            results = new[] { new { plate = violation.Plate, confidence = 96.5 } },
        }),
        SaysAll: false);

    /// <summary>What a device says, on its topic.</summary>
    public static SimulatedMessage Of<T>(string city, string topic, T message) => new(Topic(city, topic), Json(message));

    private static string Topic(string city, string rest) => $"{Topics}/{city}/{rest}";

    private static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);

    private static decimal Seconds(Instant at) => at.ToUnixTimeTicks() / (decimal)NodaConstants.TicksPerSecond;
}
