using System.Text.Json;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Reads a map from JSON with comments and trailing commas, and collects all its problems.</summary>
internal static class MapFile
{
    /// <summary>The report fields that a map fills with a text.</summary>
    public static readonly IReadOnlyList<string> TextKeys =
        ["category", "district", "street", "description", "deviceId", "phase", "revision", "plate", "article", "part", "by", "reason",
            "outcome", "to", .. DeviceColumns.Keys];

    private static readonly string[] Kinds = ["incident", "alert", "sosCall", "violation", "plateRead", DeviceColumns.Kind, "upkeep"];

    /// <summary>Reads a map by its path, or an included map by its name.</summary>
    /// <param name="nameOrPath">A path, or e.g. <c>chicago</c>.</param>
    /// <param name="shipped">The folder of the included maps.</param>
    /// <exception cref="ImportException">The map does not exist or is not valid.</exception>
    public static ImportMap Load(string nameOrPath, string shipped)
    {
        var named = Path.Combine(shipped, nameOrPath + ".json");
        var path = File.Exists(nameOrPath) ? nameOrPath : Path.GetFileName(nameOrPath) == nameOrPath && File.Exists(named) ? named : null;
        if (path is null)
        {
            var names = Directory.Exists(shipped) ? Directory.GetFiles(shipped, "*.json").Select(Path.GetFileNameWithoutExtension) : [];
            throw new ImportException(
                $"The map '{nameOrPath}' does not exist; use the path of a map, or the name of an included one: "
                + $"{string.Join(", ", names.Order())}.");
        }
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (ImportException e)
        {
            throw new ImportException([$"The map {path} is not valid:", .. e.Problems]);
        }
    }

    /// <summary>Reads a map.</summary>
    /// <exception cref="ImportException">It is not valid.</exception>
    public static ImportMap Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ImportException("A map is a JSON object in braces {}.");
            var problems = new List<string>();
            var map = Map(new(document.RootElement, "", problems));
            return problems.Count == 0 ? map : throw new ImportException(problems);
        }
        catch (JsonException e)
        {
            throw new ImportException($"The map is not JSON: {e.Message}");
        }
    }

    private static ImportMap Map(MapNode node)
    {
        var (city, declared) = City(node);
        var (withdrawn, reason) = Withdrawn(node);
        var (incident, group) = GroupRule.Of(node);
        if (group is not null && node.Find("identity") is not null)
            node.Problem("identity", "the identity is that of \"group\"; omit one of the two keys.");
        var map = new ImportMap
        {
            Source = node.Text("source"),
            Kind = MapRules.OneOf(node, "kind", Kinds) ?? "incident",
            Layout = Layout(node),
            City = city,
            DeclaredCity = declared,
            OccurredAt = MapTimes.Beginning(node, "occurredAt"),
            OccurredUntil = MapTimes.End(node, "occurredUntil"),
            KnownAt = MapTimes.KnownAt(node),
            Place = MapRules.Place(node),
            Identity = incident ?? Identity(node),
            Group = group,
            Reference = MapRules.Text(node, "reference", slugged: false),
            Withdrawn = withdrawn,
            WithdrawalReason = reason ?? "register-correction",
            Skip = Skip(node),
            Covers = CoversRule.Of(node),
            Texts = TextKeys.Select(key => (key, Rule: MapRules.Text(node, key, slugged: key is "category" or "outcome" or "reason")))
                .Where(t => t.Rule is not null).ToDictionary(t => t.key, t => t.Rule!),
        };
        node.ReportUnknownKeys();
        return map;
    }

    private static FileLayout Layout(MapNode node)
    {
        var delimiter = node.Text("delimiter");
        if (delimiter is not null && delimiter.Length != 1)
            node.Problem("delimiter", "must be one character.");
        return new(MapRules.OneOf(node, "format", FileFormat.All), delimiter is { Length: 1 } ? delimiter[0] : null, node.Text("encoding"),
            node.Text("entry"), node.Texts("columns"));
    }

    private static (TextRule? Rule, City? Declared) City(MapNode node)
    {
        if (node.Find("city") is not { } value)
            return (null, null);
        if (value.ValueKind == JsonValueKind.String)
            return (new() { Value = value.GetString() }, null);
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("code", out _))
            return (MapRules.Text(node, "city", slugged: true), null);

        var city = node.Node("city")!;
        var (code, name, zone) = (city.Text("code"), city.Text("name"), city.Text("zone"));
        city.ReportUnknownKeys();
        if (string.IsNullOrWhiteSpace(code) || string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(zone))
        {
            node.Problem("city", "a new city needs \"code\", \"name\" and \"zone\".");
            return (null, null);
        }
        if (code != Slug.Of(code))
            city.Problem("code", $"must consist of lower-case letters, digits, dots and hyphens, e.g. \"{Slug.Of(code)}\".");
        if (Texts.District.Check(name, "name") is { } fault)
            city.Problem("name", fault.Message);
        return MapRules.Zone(city, "zone") is null ? (null, null) : (new() { Value = code }, new(code, zone, name));
    }

    private static IdentityRule? Identity(MapNode parent)
    {
        if (parent.Node("identity") is not { } node)
            return null;
        var content = node.Flag("content") ?? false;
        var line = node.Flag("line") ?? false;
        var columns = MapRules.Columns(node);
        node.ReportUnknownKeys();
        if (content == (line || columns.Count > 0))
            parent.Problem("identity", "needs either \"columns\", \"line\": true or both, or \"content\": true.");
        return new(content, columns, line);
    }

    private static (RowCondition? Condition, string? Reason) Withdrawn(MapNode parent)
    {
        if (parent.Node("withdrawn") is not { } node)
            return (null, null);
        var reason = node.Text("reason");
        return (Condition(node, "withdrawn", parent), reason);
    }

    private static IReadOnlyList<RowCondition> Skip(MapNode parent)
    {
        if (parent.Find("skip") is not { } value)
            return [];
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return [.. items.Select(item => parent.Node("skip", item) is { } node ? Condition(node, "skip", parent) : null)
            .OfType<RowCondition>()];
    }

    private static RowCondition? Condition(MapNode node, string key, MapNode parent)
    {
        var (column, values) = (node.Text("column"), node.Texts("equals"));
        node.ReportUnknownKeys();
        if (column is not null && values is { Count: > 0 })
            return new(column, values);
        parent.Problem(key, "needs \"column\" and \"equals\" (one value, or several in brackets []).");
        return null;
    }
}
