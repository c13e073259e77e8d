using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>openalpr</c>: groups, results, alerts and heartbeats of OpenALPR agents. Groups and results of one agent are the same
/// vehicles: a town lets an agent send one of the two.
/// </summary>
internal static class OpenAlprMessages
{
    /// <summary>Reads one message, or several.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        foreach (var value in JsonValue.All(message))
        {
            switch (TypeOf(value))
            {
                case "alpr_group":
                    ReadGroup(value, message, reading);
                    break;
                case "alpr_alert":
                    ReadGroup(value["group"] is { IsObject: true } group ? group : value, message, reading);
                    break;
                case "alpr_results":
                    ReadResults(value, message, reading);
                    break;
                case "heartbeat":
                    ReadHeartbeat(value, message, reading);
                    break;
                case "vehicle" or "video_counter" or "openalpr_webhook":
                    break;
                case var other:
                    reading.Refuse(
                        ErrorCode.MessageUnknown, $"An agent has no message '{ReportInterpreter.Beginning(other ?? "")}'.", "data_type");
                    break;
            }
        }
    }

    // Some that pass on the messages of agents leave the type out.
    private static string? TypeOf(JsonValue value) =>
        value["data_type"].Text()?.ToLowerInvariant()
        ?? (value["group"].IsObject ? "alpr_alert"
            : value.First("best_plate_number", "best_plate").IsPresent ? "alpr_group"
            : value["results"].IsPresent ? "alpr_results"
            : value["video_streams"].IsPresent ? "heartbeat"
            : value["openalpr_webhook"].IsPresent ? "openalpr_webhook" : null);

    private static void ReadGroup(JsonValue group, DialectMessage message, DialectReading reading)
    {
        var best = group["best_plate"];
        // The best plate is an object, of some agents a text.
        var written = group["best_plate_number"].Text() ?? best["plate"].Text() ?? best.Text() ?? group["plate_number"].Text();
        var confidence = group["best_confidence"].Level() ?? best["confidence"].Level() ?? group["confidence"].Level();
        var time = group.First("epoch_start", "epoch_end", "epoch_time", "timestamp");
        var id = group["best_uuid"].Text() ?? group["uuids"].Text() ?? group["uuid"].Text();
        Add(written, confidence, time, "epoch_start", id, group["camera_id"].Text(), message, reading);
    }

    private static void ReadResults(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var index = 0;
        foreach (var result in value["results"].Items())
        {
            var uuid = value["uuid"].Text();
            var number = result["plate_index"].Text() ?? index.ToString(CultureInfo.InvariantCulture);
            var id = uuid is null ? null : DialectValues.Id(uuid, number);
            Add(
                result["plate"].Text(), result["confidence"].Level(), value.First("epoch_time", "timestamp"), "epoch_time", id,
                value["camera_id"].Text(), message, reading);
            index++;
        }
    }

    private static void Add(
        string? written, decimal? confidence, JsonValue time, string field, string? id, string? camera, DialectMessage message,
        DialectReading reading)
    {
        if (WrittenPlates.IsPlaceholder(written))
            return;
        if (WrittenPlates.Of(written) is not { } plate)
            reading.Refuse(Plate.Malformed("plate"));
        else if (TimeOf(time) is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, $"'{field}' is missing, or no number of milliseconds of this century.", field);
        else
            reading.Add(
                PlateReads.Of(
                    message, camera, id ?? DialectValues.PlateId(plate, message.DeviceId ?? camera, DialectValues.Mark(at)), plate, at,
                    DialectValues.Percent(confidence)));
    }

    private static ReportedTime? TimeOf(JsonValue value) =>
        DialectValues.OfEpoch(value.Number()) is { } moment ? ReportedTime.At(moment)
        : DialectValues.Iso(value.Text()) is { Unreadable: null } time ? time : null;

    private static void ReadHeartbeat(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var time = TimeOf(value["timestamp"]) ?? DialectValues.At(message.ReceivedAt);
        if (message.DeviceId is not null)
        {
            reading.Add(DeviceMessages.Of(message, DeviceState.Heard, time));
            return;
        }
        // An agent speaks for its cameras; one whose stream has stopped is silent.
        foreach (var stream in value["video_streams"].Items())
        {
            if (stream["is_streaming"].Truth() is not false && stream["camera_id"].Text() is { } camera)
                reading.Add(DeviceMessages.Of(message, DeviceState.Heard, time, camera));
        }
    }
}
