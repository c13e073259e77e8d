using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.SosCalls;

namespace Incidents.Api.Dialects;

/// <summary>Dialect <c>sos</c>: what the programme's SOS terminals send, described in docs/dialects.md.</summary>
internal static class SosTerminal
{
    private const decimal LowPercent = 15;

    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        foreach (var value in JsonValue.All(message))
        {
            var named = value["deviceId"].Text();
            if ((named is not null && message.DeviceId is not null && named != message.DeviceId)
                || (value["city"].Text() is { } city && city != message.City))
                reading.Refuse(CanonicalReports.Disagrees);
            else
                Read(value, message with { DeviceId = message.DeviceId ?? named }, reading);
        }
    }

    private static void Read(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var step = value["event"].Text()?.ToLowerInvariant();
        if (DialectValues.Iso(value["at"].Text()) is not { } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'at' is missing.", "at");
            return;
        }
        if (StateOf(step, value) is { } state)
        {
            reading.Add(DeviceMessages.Of(message, state, at));
            return;
        }
        var phase = step switch
        {
            "call" or "placed" => "placed",
            "answered" or "abandoned" or "ended" or "escalated" => step,
            _ => null,
        };
        if (phase is null)
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"A terminal has no event '{ReportInterpreter.Beginning(step ?? "")}'.", "event");
            return;
        }
        if (value["callId"].Text() is not { } call)
        {
            reading.Refuse(ErrorCode.IdMissing, "'callId' is missing.", "callId");
            return;
        }
        reading.Add(new()
        {
            Source = message.Source,
            // A terminal counts its own calls.
            Id = message.DeviceId is { } device ? DialectValues.Id(device, call) : call,
            Kind = PlaceSosCall.Kind,
            Phase = phase,
            Revision = phase is "escalated" ? value["revision"].Text() : null,
            City = message.City,
            DeviceId = message.DeviceId,
            OccurredAt = at,
            Category = DialectValues.Category(value["category"].Text()),
            By = phase is "answered" ? value["operator"].Text() : null,
            Outcome = phase is "ended" ? value["outcome"].Text() : null,
            To = phase is "escalated" ? value["service"].Text() : null,
            Reason = phase is "escalated" ? value["reason"].Text() : null,
        });
    }

    private static DeviceState? StateOf(string? step, JsonValue value) => step switch
    {
        "heartbeat" => DeviceState.Heard,
        "tampering" => DeviceState.Fault("tampering", value["state"].Truth() ?? true),
        "battery" => Battery(value),
        "fault" => DeviceState.Fault(DeviceState.Code(value["reason"].Text()), value["state"].Truth() ?? true),
        // Without a reason all is well again.
        "recovered" => value["reason"].Text() is { } over ? DeviceState.Fault(DeviceState.Code(over), isFaulty: false) : DeviceState.Well,
        _ => null,
    };

    // A battery that is full enough is no news but that the terminal speaks.
    private static DeviceState Battery(JsonValue value) =>
        value["low"].Truth() is { } low ? DeviceState.Fault("power", low)
        : PercentOf(value["percent"]) is <= LowPercent ? DeviceState.Fault("power", isFaulty: true)
        : DeviceState.Heard;

    private static decimal? PercentOf(JsonValue value) => DialectValues.Level(value.Text()?.TrimEnd('%', ' '));
}
