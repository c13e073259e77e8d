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
        foreach (var value in JsonValue.All(message.Payload))
        {
            switch (value["data_type"].Text()?.ToLowerInvariant())
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
                case "vehicle" or "video_counter":
                    break;
                case var other:
                    reading.Refuse(
                        ErrorCode.MessageUnknown, $"An agent has no message '{ReportInterpreter.Beginning(other ?? "")}'.", "data_type");
                    break;
            }
        }
    }

    private static void ReadGroup(JsonValue group, DialectMessage message, DialectReading reading)
    {
        var best = group["best_plate"];
        var written = group["best_plate_number"].Text() ?? best["plate"].Text();
        var confidence = group["best_confidence"].Number() ?? best["confidence"].Number();
        var time = group["epoch_start"].Number() ?? group["epoch_end"].Number();
        var id = group["best_uuid"].Text() ?? group["uuids"].Text();
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
                result["plate"].Text(), result["confidence"].Number(), value["epoch_time"].Number(), "epoch_time", id,
                value["camera_id"].Text(), message, reading);
            index++;
        }
    }

    private static void Add(
        string? written, decimal? confidence, decimal? time, string field, string? id, string? camera, DialectMessage message,
        DialectReading reading)
    {
        if (DialectValues.IsPlaceholder(written))
            return;
        if (DialectValues.Plate(written) is not { } plate)
            reading.Refuse(Plate.Malformed("plate"));
        else if (DialectValues.OfMillis(time) is not { } at)
            reading.Refuse(ErrorCode.TimeMissing, $"'{field}' is missing, or no number of milliseconds of this century.", field);
        else
            reading.Add(
                PlateReads.Of(
                    message, camera, id ?? DialectValues.Id(message.DeviceId ?? camera, DialectValues.Mark(ReportedTime.At(at)), plate),
                    plate, ReportedTime.At(at), Percent(confidence)));
    }

    // Always of 0 to 100 here: a confidence of 1 is one in a hundred.
    private static double? Percent(decimal? confidence) => confidence is >= 0 and <= 100 ? (double)(confidence.Value / 100) : null;

    private static void ReadHeartbeat(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var time = DialectValues.OfMillis(value["timestamp"].Number()) is { } at
            ? ReportedTime.At(at) : DialectValues.At(message.ReceivedAt);
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
