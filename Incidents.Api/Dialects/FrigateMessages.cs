using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Plates;

namespace Incidents.Api.Dialects;

/// <summary>
/// Dialect <c>frigate</c>: events, reviews and updates of tracked objects of the video recorder Frigate, from its MQTT topics or its API.
/// </summary>
/// <remarks>
/// <para>
/// <c>new</c>, <c>update</c> and <c>end</c> are steps of one alert. Each of them has the alert's beginning, and says it again: a start that
/// was missed, or comes later, is no loss. A false positive is no alert.
/// </para>
/// <para>Events and reviews of one moment are different alerts: a town subscribes to one of the two.</para>
/// </remarks>
internal static class FrigateMessages
{
    /// <summary>Reads one message, several, or an answer of the API.</summary>
    public static void Read(DialectMessage message, DialectReading reading)
    {
        if (IsOther(message.Path) || IsAvailability(message.Payload.Span))
            return;
        foreach (var value in JsonValue.All(message))
            Read(value, message, reading);
    }

    private static void Read(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var after = value.Exact("after"u8);
        if (after.IsObject || value.Exact("before"u8).IsObject)
        {
            // A message without what was before or after is complete with the other.
            var thing = after.IsObject ? after : value.Exact("before"u8);
            var step = value.Exact("type"u8).Text();
            // A description of a review that comes later is a step of it.
            if (step is "genai")
                step = "update";
            if (step is not ("new" or "update" or "end"))
                reading.Refuse(ErrorCode.MessageUnknown, $"Frigate has no step '{ReportInterpreter.Beginning(step ?? "")}'.", "type");
            else
                ReadThing(thing, step, message, reading);
        }
        else if (value.Exact("start_time"u8).IsPresent && value.Exact("id"u8).IsPresent)
        {
            ReadThing(value, null, message, reading);
        }
        else if (value.Exact("event_id"u8).Text() is { } trigger && value.Exact("name"u8).Text() is { } name)
        {
            ReadTrigger(trigger, name, value, message, reading);
        }
        else
        {
            ReadUpdate(value, message, reading);
        }
    }

    private static void ReadThing(JsonValue thing, string? step, DialectMessage message, DialectReading reading)
    {
        if (thing.Exact("id"u8).Text() is not { } id)
        {
            reading.Refuse(ErrorCode.IdMissing, "'id' is missing.", "id");
            return;
        }
        var data = thing.Exact("data"u8);
        var isReview = thing.Exact("severity"u8).IsPresent;
        if (!isReview && (thing.Exact("false_positive"u8).Truth() ?? data.Exact("false_positive"u8).Truth()) is true)
            return;
        if (DialectValues.OfEpoch(thing.Exact("start_time"u8).Number()) is not { } start)
        {
            var isThere = thing.Exact("start_time"u8).IsPresent;
            reading.Refuse(
                isThere ? ErrorCode.TimeMalformed : ErrorCode.TimeMissing,
                isThere ? "'start_time' is no number of seconds of this century." : "'start_time' is missing.", "start_time");
            return;
        }
        var category = isReview ? CategoryOf(data) : DialectValues.Category(thing.Exact("label"u8).Text());
        if (category is null)
        {
            reading.Refuse(ErrorCode.CategoryMissing, "'label' is missing.", "label");
            return;
        }
        var alert = new Report
        {
            Source = message.Source,
            Id = id,
            Kind = RaiseAlert.Kind,
            City = message.City,
            DeviceId = message.DeviceId ?? thing.Exact("camera"u8).Text(),
            Category = category,
        };
        var score = Score(thing, data);
        var raised = alert with { Phase = "raised", OccurredAt = DialectValues.At(start), Confidence = step is "new" ? score : null };
        reading.Add(raised, mayDiffer: true);
        var latest = isReview ? LatestOf(data) : thing.Exact("frame_time"u8).Number();
        var at = DialectValues.OfSeconds(latest) is { } frame && frame.ToInstant() > start.ToInstant() ? frame : start;
        var end = DialectValues.OfEpoch(thing.Exact("end_time"u8).Number());
        if (end is { } known && known.ToInstant() < at.ToInstant())
            at = known.ToInstant() < start.ToInstant() ? start : known;
        var plate = Plate(thing, data);
        // A step is named by what it says and by its frame: an object may become again what it was before. A review has no frames.
        if (step is not "new" || plate is not null)
        {
            var update = alert with
            {
                Phase = "updated",
                // The plate itself does not stand in a name, which stays when the plate is masked.
                Revision = DialectValues.Id(
                    category, score?.ToString("0.####", CultureInfo.InvariantCulture), plate is null ? null : "plate",
                    isReview ? DialectValues.Hash(data.IsPresent ? data.Element.GetRawText() : "")
                        : DialectValues.Mark(DialectValues.At(at.ToInstant()))),
                OccurredAt = DialectValues.At(at),
                Confidence = score,
                Plate = plate,
            };
            if (score is not null || plate is not null || isReview)
                reading.Add(update, mayDiffer: true);
        }
        if (step is "end" || (step is null && end is not null))
            reading.Add(alert with { Phase = "ended", OccurredAt = DialectValues.At(end ?? at) });
    }

    private static void ReadTrigger(string of, string name, JsonValue value, DialectMessage message, DialectReading reading)
    {
        var at = DialectValues.OfEpoch(value.Exact("timestamp"u8).Number()) ?? DialectValues.OfSeconds(TimeOf(of));
        if (at is null || DialectValues.Category(name) is not { } category)
        {
            reading.Refuse(ErrorCode.TimeMissing, "A trigger has the time of its event in 'event_id', or a 'timestamp'.", "event_id");
            return;
        }
        var alert = new Report
        {
            Source = message.Source,
            Id = DialectValues.Id(of, name),
            Kind = RaiseAlert.Kind,
            City = message.City,
            DeviceId = message.DeviceId ?? value.Exact("camera"u8).Text(),
            Category = category,
            OccurredAt = DialectValues.At(at),
        };
        reading.Add(
            alert with { Phase = "raised", Confidence = DialectValues.Confidence(value.Exact("score"u8).Level()) }, mayDiffer: true);
        // A trigger fires: it lasts no time.
        reading.Add(alert with { Phase = "ended" });
    }

    private static void ReadUpdate(JsonValue value, DialectMessage message, DialectReading reading)
    {
        var kind = value.Exact("type"u8).Text();
        if (kind is "description" or "face" or "classification" || value.Exact("cameras"u8).IsObject
            || value.Exact("detectors"u8).IsObject)
            return;
        if (kind is not "lpr" || value.Exact("id"u8).Text() is not { } id)
        {
            reading.Refuse(ErrorCode.MessageUnknown, $"Frigate has no message '{ReportInterpreter.Beginning(kind ?? "")}'.", "type");
            return;
        }
        if (WrittenPlates.Of(value.Exact("plate"u8).Text()) is not { } plate)
            return;
        if (DialectValues.OfEpoch(value.Exact("timestamp"u8).Number()) is not { } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'timestamp' is missing, or no number of seconds of this century.", "timestamp");
            return;
        }
        // The same plate is read from frame to frame: the first time stays.
        reading.Add(
            new()
            {
                Source = message.Source,
                Id = DialectValues.PlateId(plate, id),
                Kind = RecordPlateRead.Kind,
                City = message.City,
                DeviceId = message.DeviceId ?? value.Exact("camera"u8).Text(),
                OccurredAt = DialectValues.At(at),
                Plate = plate,
                Confidence = DialectValues.Confidence(value.Exact("score"u8).Level()),
            }, mayDiffer: true);
    }

    // "person" before all, since a person is what an operator looks at first; a verified object is the same object.
    private static string? CategoryOf(JsonValue data)
    {
        string? first = null;
        foreach (var item in data.Exact("objects"u8).Items())
        {
            if (item.Text() is not { } written)
                continue;
            var label = written.EndsWith("-verified", StringComparison.Ordinal) ? written[..^9] : written;
            if (label is "person")
                return "person";
            if (first is null || string.CompareOrdinal(label, first) < 0)
                first = label;
        }
        return DialectValues.Category(first) ?? DialectValues.Category(data.Exact("audio"u8).Text()) ?? "motion";
    }

    // A review has no time of its steps but the ids of its detections, which begin with theirs.
    private static decimal? LatestOf(JsonValue data)
    {
        decimal? latest = null;
        foreach (var item in data.Exact("detections"u8).Items())
        {
            if (item.Text() is { } id && TimeOf(id) is { } at && (latest is null || at > latest))
                latest = at;
        }
        return latest;
    }

    private static decimal? TimeOf(string id) =>
        id.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash
        && decimal.TryParse(id.AsSpan(0, dash), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at) ? at : null;

    private static double? Score(JsonValue thing, JsonValue data) =>
        DialectValues.Confidence(
            thing.Exact("top_score"u8).Level() ?? data.Exact("top_score"u8).Level() ?? thing.Exact("score"u8).Level()
            ?? data.Exact("score"u8).Level());

    // Either a text, or a list of the text and its score.
    private static string? Plate(JsonValue thing, JsonValue data) =>
        WrittenPlates.Of(thing.Exact("recognized_license_plate"u8).Text() ?? data.Exact("recognized_license_plate"u8).Text());

    // Frigate publishes counts, pictures, settings and statistics beside what happens.
    private static bool IsOther(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        // The town, the dialect and the site stand in the place of Frigate's own prefix.
        return !(parts.Length < 2 || parts is ["incidents", _, "frigate", _])
            && parts[^1] is not ("events" or "reviews" or "tracked_object_update" or "triggers" or "review");
    }

    private static bool IsAvailability(ReadOnlySpan<byte> payload)
    {
        var text = payload.Trim(" \t\r\n"u8);
        return text.SequenceEqual("online"u8) || text.SequenceEqual("offline"u8);
    }
}
