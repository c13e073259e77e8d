using System.Buffers;
using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Domain.Feeds;
using NodaTime;

namespace Incidents.Api.Feeds.Formats;

/// <summary>A thing in this product's own JSON (docs/feeds.md).</summary>
internal static class JsonMessage
{
    /// <summary>Its type.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>The data class of each member that is not of the class <c>row</c>, as the access table has it for the same field.</summary>
    public static readonly IReadOnlyDictionary<string, string> Classes = new Dictionary<string, string>
    {
        ["point"] = "place",
        ["street"] = "exact",
        ["deviceId"] = "exact",
        ["description"] = "person",
        ["plate"] = "person",
        ["handledBy"] = "person",
    };

    /// <summary>The message.</summary>
    /// <param name="thing">The thing as the receiver sees it.</param>
    /// <param name="context">What else it says.</param>
    public static byte[] Of(FeedThing thing, FeedContext context)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", context.Id);
            json.WriteString("kind", ErrorCodes.CapitalsOf(thing.Kind));
            json.WriteString("thing", thing.Id);
            json.WriteNumber("version", thing.Version);
            json.WriteString("phase", ErrorCodes.CapitalsOf(thing.Phase));
            json.WriteString("status", Capitals(thing.Status));
            if (context.IsExercise)
                json.WriteBoolean("isSimulated", true);
            json.WriteString("category", thing.Category);
            json.WriteNumber("urgency", context.Urgency);
            json.WriteString("city", thing.Place.City);
            Text("district", thing.Place.District);
            Moment("occurredAt", thing.OccurredAt);
            Moment("occurredUntil", thing.OccurredUntil);
            Moment("receivedAt", thing.ReceivedAt);
            Moment("changedAt", thing.ChangedAt);
            Moment("answeredAt", thing.AnsweredAt);
            if (thing.Place.Point is { } point)
            {
                json.WriteStartObject("point");
                json.WriteNumber("longitude", point.Longitude);
                json.WriteNumber("latitude", point.Latitude);
                json.WriteEndObject();
            }
            Text("street", thing.Place.Street);
            Text("deviceId", thing.DeviceId);
            Text("description", thing.Description);
            Text("plate", thing.Plate);
            Text("handledBy", thing.HandledBy);
            Text("article", thing.Article);
            if (thing.Measured is { } measured)
            {
                json.WriteStartObject("measured");
                json.WriteNumber("value", measured.Value);
                json.WriteNumber("allowed", measured.Allowed);
                json.WriteString("unit", measured.Unit);
                json.WriteEndObject();
            }
            Units(json, thing.Units);
            Links(json, thing);
            json.WriteEndObject();

            void Text(string name, string? text)
            {
                if (text is not null)
                    json.WriteString(name, text);
            }

            void Moment(string name, OffsetDateTime? moment)
            {
                if (moment is { } known)
                    json.WriteString(name, FeedTimes.Rfc3339(known));
            }
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Units(Utf8JsonWriter json, IReadOnlyList<AssignedUnit> units)
    {
        if (units.Count == 0)
            return;
        json.WriteStartArray("units");
        foreach (var unit in units)
        {
            json.WriteStartObject();
            json.WriteString("unit", unit.Unit);
            json.WriteString("status", ErrorCodes.CapitalsOf(unit.Status));
            if (unit.AssignedAt is { } assigned)
                json.WriteString("assignedAt", FeedTimes.Rfc3339(assigned));
            if (unit.ArrivedAt is { } arrived)
                json.WriteString("arrivedAt", FeedTimes.Rfc3339(arrived));
            if (unit.EndedAt is { } ended)
                json.WriteString("endedAt", FeedTimes.Rfc3339(ended));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Links(Utf8JsonWriter json, FeedThing thing)
    {
        if (thing.Signals.Count > 0)
        {
            json.WriteStartArray("signals");
            foreach (var signal in thing.Signals)
            {
                json.WriteStartObject();
                json.WriteString("kind", ErrorCodes.CapitalsOf(signal.Kind));
                json.WriteString("id", signal.Id);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (thing.MergedInto is { } into)
            json.WriteString("mergedInto", into);
        if (thing.Absorbed.Count == 0)
            return;
        json.WriteStartArray("absorbed");
        foreach (var part in thing.Absorbed)
            json.WriteStringValue(part);
        json.WriteEndArray();
    }

    private static string Capitals(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
}
