using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Store;

namespace Incidents.Api.Access.Log;

/// <summary>What was asked, as JSON that the store can hold and read again.</summary>
/// <remarks>
/// Who asks chooses the values. PostgreSQL's <c>jsonb</c> takes no U+0000, no half of a surrogate pair and no endless number, and a reader
/// of JSON follows only so many levels. An entry that cannot be stored or read would hide those beside it.
/// </remarks>
internal static class KeptJson
{
    /// <summary>Most levels that are kept as they are; in the place of what is deeper stands an ellipsis.</summary>
    public const int MostLevels = 40;

    private const string TooDeep = "…";
    private const int LongestNumber = 60;

    /// <summary>A copy of an entry's details without what cannot be kept.</summary>
    public static JsonObject Of(JsonObject details) => (JsonObject)Node(details, MostLevels)!;

    /// <summary>A value of a variable.</summary>
    /// <param name="value">Null, a text, number or truth value, or a dictionary or list of such.</param>
    public static JsonNode? Of(object? value) => Node(value, MostLevels);

    private static JsonNode? Node(object? value, int levels) => value switch
    {
        null => null,
        string text => JsonValue.Create(StorableText.Of(text)),
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        BigInteger number => Number(number.ToString(CultureInfo.InvariantCulture)),
        JsonValue single => Single(single),
        JsonNode or IEnumerable when levels == 0 => JsonValue.Create(TooDeep),
        IEnumerable<KeyValuePair<string, JsonNode?>> members => Members(members, levels),
        IEnumerable<KeyValuePair<string, object?>> members => Members(members, levels),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(item => Node(item, levels - 1))]),
        _ => JsonValue.Create(StorableText.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")),
    };

    private static JsonObject Members<T>(IEnumerable<KeyValuePair<string, T>> members, int levels)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in members)
            kept[StorableText.Of(name)] = Node(value, levels - 1);
        return kept;
    }

    private static JsonNode? Single(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String when value.TryGetValue<string>(out var text) => JsonValue.Create(StorableText.Of(text)),
        JsonValueKind.Number => Number(value.ToJsonString()),
        _ => value.DeepClone(),
    };

    private static JsonNode? Number(string number) =>
        number.Length <= LongestNumber && double.TryParse(number, CultureInfo.InvariantCulture, out var near) && double.IsFinite(near)
            ? JsonNode.Parse(number)
            : JsonValue.Create(number);
}
