using System.Text.Json;

namespace Incidents.Api.Import;

/// <summary>A JSON object of a map, with the keys that were read, so that unknown keys can be reported.</summary>
internal sealed class MapNode(JsonElement element, string path, List<string> problems)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>Adds a problem of a key.</summary>
    public void Problem(string key, string what) => problems.Add($"{Path(key)}: {what}");

    /// <summary>The value of a key; null if it is missing or <c>null</c>.</summary>
    public JsonElement? Find(string key)
    {
        known.Add(key);
        return element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>The text of a key; a number is taken as it is written.</summary>
    public string? Text(string key) => Find(key) is { } value ? AsText(key, value) : null;

    /// <summary>One text or several texts of a key.</summary>
    public IReadOnlyList<string>? Texts(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => AsText(key, item)).OfType<string>()],
        { } single => AsText(key, single) is { } text ? [text] : [],
    };

    /// <summary>The boolean value of a key.</summary>
    public bool? Flag(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Problem(key, "must be true or false.");
        return null;
    }

    /// <summary>The object of a key.</summary>
    public MapNode? Node(string key) => Find(key) is { } value ? Node(key, value) : null;

    /// <summary>A value of this object as an object; otherwise null and a problem.</summary>
    public MapNode? Node(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
            return new MapNode(value, Path(key), problems);
        Problem(key, "must be an object in braces {}.");
        return null;
    }

    /// <summary>An object whose keys are data: the keys with their texts, in order.</summary>
    public IReadOnlyList<(string Key, string Text)> Table(string key)
    {
        if (Find(key) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Object)
        {
            Problem(key, "must be an object in braces {}.");
            return [];
        }
        return [.. value.EnumerateObject().Select(p => (p.Name, AsText($"{key}.{p.Name}", p.Value) ?? ""))];
    }

    /// <summary>Adds a problem for each unknown key.</summary>
    public void ReportUnknownKeys()
    {
        foreach (var property in element.EnumerateObject().Where(p => !known.Contains(p.Name)))
            Problem(property.Name, $"unknown key; did you mean \"{Nearest.To(property.Name, known)}\"?");
    }

    private string? AsText(string key, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetRawText();
        Problem(key, "must be a text in quotes, or a number.");
        return null;
    }

    private string Path(string key) => path.Length == 0 ? $"\"{key}\"" : $"{path[..^1]}.{key}\"";
}
