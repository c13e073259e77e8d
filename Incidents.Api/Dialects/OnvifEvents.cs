using Incidents.Api.Ingest;
using Incidents.Domain;
using Incidents.Domain.Alerts;

namespace Incidents.Api.Dialects;

/// <summary>One event of an ONVIF device, from XML or JSON.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="UtcTime">Its time as written, or null.</param>
/// <param name="Operation"><c>Initialized</c>, <c>Changed</c>, <c>Deleted</c>, or null for what is no property.</param>
/// <param name="Source">Names and values of where it happened.</param>
/// <param name="Data">Names and values of what happened.</param>
internal sealed record OnvifEvent(
    OnvifTopic Topic, string? UtcTime, string? Operation, IReadOnlyList<(string Name, string Value)> Source,
    IReadOnlyList<(string Name, string Value)> Data)
{
    /// <summary>Who produced it, where the message itself says so; or null.</summary>
    public string? Producer { get; init; }
}

/// <summary>Makes reports of events of ONVIF devices.</summary>
internal static class OnvifEvents
{
    private const int MostKeyCharacters = 150;

    // The first of them that is true or false is the state; other data describe it.
    private static readonly string[] States =
    [
        "state", "active", "alert", "ismotion", "isinside", "istamper", "istampering", "logicalstate", "triggered", "disruption", "failed",
        "failure", "lost", "islost", "sensor_value", "sensor_level", "critical", "tampering", "isalarm", "alarm", "isdetected", "detected",
        "iscrossed", "issoundDetected", "status",
    ];

    // What a plate that was read is called, by the specification and by makers.
    private static readonly string[] Plates = ["platenumber", "platetext", "plate", "licenseplate", "plateutf8"];

    /// <summary>Reads an event.</summary>
    public static void Read(OnvifEvent @event, DialectMessage message, DialectReading reading)
    {
        var topic = @event.Topic;
        if (topic.Subject is OnvifSubject.State)
            return;
        var operation = @event.Operation?.Trim().ToLowerInvariant();
        var state = operation is "deleted" ? false : StateOf(@event.Data);
        if (operation is not (null or "" or "initialized" or "changed" or "deleted"))
        {
            reading.Refuse(
                ErrorCode.MessageUnreadable, $"'{ReportInterpreter.Beginning(operation)}' is no operation of a property.",
                "PropertyOperation");
            return;
        }
        var isInitial = operation is "initialized";
        if (isInitial && !IsTold(@event, state))
            return;
        if (@event.UtcTime is null || DialectValues.Utc(@event.UtcTime) is not { } at)
        {
            reading.Refuse(ErrorCode.TimeMissing, "'UtcTime' is missing.", "UtcTime");
            return;
        }
        if (at.Unreadable is not null)
            reading.Refuse(ErrorCode.TimeMalformed, $"'UtcTime' is no time: {ReportInterpreter.Beginning(at.Unreadable)}", "UtcTime");
        else if (Named(@event.Data, Plates) is { } written)
            ReadPlate(@event, written, state, at, message, reading);
        else if (topic.Subject is OnvifSubject.Fault)
            DeviceMessages.AddFault(
                message, @event.Producer, $"{topic.Path}:{SourceOf(@event)}", DeviceState.Fault(topic.Code!, state ?? true), at, reading,
                onlyConfirms: isInitial);
        else
            ReadAlert(@event, state, isInitial ? EpisodeWord.Restates : EpisodeWord.Changes, at, message, reading);
    }

    // Of the states at the time of subscribing: a fault that lasts since before is one, and what is not so any more is over.
    private static bool IsTold(OnvifEvent @event, bool? state) => state is true
        ? @event.Topic.Subject is OnvifSubject.Fault
        : state is false && @event.Topic.Subject is not OnvifSubject.Unknown && DialectValues.Utc(@event.UtcTime) is { Unreadable: null };

    private static string SourceOf(OnvifEvent @event) => string.Join(',', @event.Source.Select(item => $"{item.Name}={item.Value}"));

    private static string? Named(IReadOnlyList<(string Name, string Value)> items, string[] names)
    {
        foreach (var (own, value) in items)
        {
            if (names.Contains(own.ToLowerInvariant()))
                return value;
        }
        return null;
    }

    // A plate that leaves the view, or could not be read, is none.
    private static void ReadPlate(
        OnvifEvent @event, string written, bool? state, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        if (state is false || WrittenPlates.IsPlaceholder(written))
            return;
        if (WrittenPlates.Of(written) is not { } plate)
        {
            reading.Refuse(Plate.Malformed("PlateNumber"));
            return;
        }
        var device = message.DeviceId ?? @event.Producer;
        var sure = DialectValues.Confidence(DialectValues.Level(Named(@event.Data, ["likelihood", "confidence", "plateconfidence"])));
        reading.Add(
            PlateReads.Of(
                message, device, DialectValues.PlateId(plate, device, SourceOf(@event), DialectValues.Mark(at)), plate, at, sure));
    }

    private static void ReadAlert(
        OnvifEvent @event, bool? state, EpisodeWord word, ReportedTime at, DialectMessage message, DialectReading reading)
    {
        if (CategoryOf(@event) is not { } category)
        {
            // A value beyond its threshold is an alert whatever it is of.
            if (!@event.Data.Any(d => d.Name is "Threshold"))
            {
                reading.Refuse(
                    ErrorCode.MessageUnknown,
                    @event.Topic.Path.Length == 0 ? "The event has no topic."
                        : $"Nothing is known of the topic '{ReportInterpreter.Beginning(@event.Topic.Path)}'.", "Topic");
                return;
            }
            category = "sensor-threshold";
        }
        var key = DialectValues.Id(message.DeviceId ?? @event.Producer ?? "", @event.Topic.Path, SourceOf(@event));
        if (key.Length > MostKeyCharacters)
            key = DialectValues.Hash(key);
        var alert = new Report
        {
            Source = message.Source,
            Kind = RaiseAlert.Kind,
            City = message.City,
            DeviceId = message.DeviceId ?? @event.Producer,
            Category = category,
            OccurredAt = at,
        };
        if (state is { } isActive)
        {
            var id = isActive ? EpisodeId(key, at) : null;
            reading.Add(alert with { Id = id, Phase = isActive ? "raised" : "ended" }, episode: new(key, isActive) { Word = word });
            return;
        }
        // It happens at once.
        var data = string.Join(',', @event.Data.Select(item => $"{item.Name}={item.Value}"));
        // Whatever was said of it tells it apart, and does not stand in a name.
        alert = alert with { Id = DialectValues.Id(key, DialectValues.Mark(at), DialectValues.Hash(data)) };
        reading.Add(alert with { Phase = "raised" });
        reading.Add(alert with { Phase = "ended" });
    }

    /// <summary>The id of the alert that a state began at a moment.</summary>
    public static string EpisodeId(string key, ReportedTime beginning) => DialectValues.Id(key, DialectValues.Mark(beginning));

    private static bool? StateOf(IReadOnlyList<(string Name, string Value)> data)
    {
        foreach (var name in States)
        {
            foreach (var (own, value) in data)
            {
                if (string.Equals(own, name, StringComparison.OrdinalIgnoreCase) && DialectValues.Truth(value) is { } state)
                    return state;
            }
        }
        // A single value that is true or false is the state, whatever its name.
        return data.Count == 1 && data[0].Value.Trim().ToLowerInvariant() is "true" or "false"
            ? DialectValues.Truth(data[0].Value)
            : null;
    }

    // Names of states that say what was seen.
    private static string? KindSaid(string state) => state.ToLowerInvariant() switch
    {
        "ispeople" => "person",
        "isvehicle" => "vehicle",
        "ispet" => "animal",
        _ => null,
    };

    private static string? CategoryOf(OnvifEvent @event)
    {
        if (@event.Topic.Code is not "object")
            return @event.Topic.Code;
        foreach (var (name, value) in @event.Data)
        {
            if (KindSaid(name) is { } kind)
                return kind;
            if (!string.Equals(name, "classTypes", StringComparison.OrdinalIgnoreCase)
                && !string.Equals(name, "ClassType", StringComparison.OrdinalIgnoreCase))
                continue;
            var isPerson = value.Contains("human", StringComparison.OrdinalIgnoreCase)
                || value.Contains("person", StringComparison.OrdinalIgnoreCase);
            return isPerson ? "person" : value.Length > 0 ? DialectValues.Category(value.Split(',', ' ')[0]) ?? "object" : "object";
        }
        return "object";
    }
}
