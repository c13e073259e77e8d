using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Ingest;

/// <summary>Names the fields of a report in which it differs from what was accepted under the same id.</summary>
/// <remarks>
/// What counts is what the events keep, so that neither the order of fields, nor blanks, nor the notation of an offset makes a difference;
/// nor does the date of a historic batch, since a register publishes the same again.
/// </remarks>
/// <param name="renamed">Properties of the kind's events that hold a field of another name.</param>
/// <param name="ignored">Fields that may change from report to report.</param>
internal sealed class ReportDifferences(IReadOnlyDictionary<string, string> renamed, IReadOnlyCollection<string> ignored)
{
    private static readonly FrozenSet<string> Fields =
        typeof(Report).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names in alphabetic order; empty where the report says the same.</summary>
    /// <param name="committed">The events that are committed.</param>
    /// <param name="again">What the report is decided to now, against the state before them.</param>
    public IReadOnlyList<string> Between(IReadOnlyList<IDomainEvent> committed, Decision again)
    {
        if (again.IsRefused)
            return [again.Refusal.Field ?? "phase"];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var last = Math.Min(committed.Count, again.Events.Count);
        for (var i = 1; i <= last; i++)
            Compare(Json(committed[^i]), Json(again.Events[^i]), names);
        return [.. names];
    }

    private static JsonElement Json(IDomainEvent @event) => JsonSerializer.SerializeToElement(@event, @event.GetType(), EventJson.Options);

    private void Compare(JsonElement before, JsonElement after, SortedSet<string> names)
    {
        foreach (var property in Names(before).Union(Names(after)))
        {
            var (was, now) = (Property(before, property), Property(after, property));
            if (property is "place" or "point" || HoldsPlace(was) || HoldsPlace(now))
                Compare(was, now, names);
            else if (FieldOf(property) is { } field && !IsSame(was, now))
                names.Add(field);
        }
    }

    // A place and its point hold fields of the report, and so does what a place is part of (a call's category, place and time).
    private static bool HoldsPlace(JsonElement value) => value.ValueKind is JsonValueKind.Object
        && (value.TryGetProperty("place", out _) || value.EnumerateObject().Any(part => HoldsPlace(part.Value)));

    private string? FieldOf(string property)
    {
        // How precisely a time is known is said by how it is written.
        var field = property is "precision" ? "occurredAt" : renamed.GetValueOrDefault(property, property);
        return Fields.Contains(field) && field != "knownAt" && !ignored.Contains(field) ? field : null;
    }

    private static bool IsSame(JsonElement was, JsonElement now) =>
        Text(was) == Text(now) || (Moment(was) is { } before && before == Moment(now));

    private static string Text(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? "" : value.GetRawText();

    // The same moment may be written by the clocks of another city.
    private static DateTimeOffset? Moment(JsonElement value) =>
        value.ValueKind is JsonValueKind.String && DateTimeOffset.TryParseExact(
            value.GetString(), ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var moment)
            ? moment
            : null;

    private static IEnumerable<string> Names(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object ? value.EnumerateObject().Select(p => p.Name) : [];

    private static JsonElement Property(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found : default;
}
