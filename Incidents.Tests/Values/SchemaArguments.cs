using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Tests.Access;

namespace Incidents.Tests.Values;

/// <summary>Every field with arguments of a host's schema, read by introspection, so that a new one is tried by itself.</summary>
internal sealed class SchemaArguments
{
    private const string Schema =
        """
        {
          __schema {
            queryType { name } mutationType { name }
            types {
              kind name enumValues { name } inputFields { name defaultValue type { ...ref } }
              fields { name type { ...ref } args { name defaultValue type { ...ref } } }
            }
          }
        }
        fragment ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        """;

    private const string WaitSeconds = "waitSeconds";

    private readonly Dictionary<string, JsonElement> types;
    private readonly string query;

    private SchemaArguments(JsonElement schema)
    {
        types = schema.GetProperty("types").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        query = schema.GetProperty("queryType").GetProperty("name").GetString()!;
        Queries = [.. FieldsOf(query, null)];
        Mutations = [.. FieldsOf(schema.GetProperty("mutationType").GetProperty("name").GetString()!, null)];
        Nested =
        [
            .. Queries.DistinctBy(q => q.Type).Where(q => types[q.Type].GetProperty("fields").ValueKind is JsonValueKind.Array)
                .SelectMany(q => FieldsOf(q.Type, q)).Where(f => f.Arguments.Count > 0),
        ];
    }

    /// <summary>The fields of the root of queries.</summary>
    public IReadOnlyList<SchemaField> Queries { get; }

    /// <summary>The fields of the root of mutations.</summary>
    public IReadOnlyList<SchemaField> Mutations { get; }

    /// <summary>The fields with arguments of the types that queries give.</summary>
    public IReadOnlyList<SchemaField> Nested { get; }

    public static async Task<SchemaArguments> Of(RunningHost host) => new((await host.Ask(Schema)).GetProperty("__schema"));

    /// <summary>What a caller may use of the schema.</summary>
    public static async Task<SchemaArguments> Of(TownCaller caller) => new((await caller.Ask(Schema)).GetProperty("__schema"));

    /// <summary>The values of an enumeration; none of another type.</summary>
    public IEnumerable<string> ValuesOf(string type) =>
        types[type].GetProperty("enumValues") is { ValueKind: JsonValueKind.Array } values
            ? values.EnumerateArray().Select(v => v.GetProperty("name").GetString()!)
            : [];

    /// <summary>The paths to the scalars in an argument.</summary>
    public IEnumerable<SchemaLeaf> Leaves(SchemaField field) => field.Arguments.SelectMany(a => Leaves(a, []));

    /// <summary>A request of a field with its required arguments and a hostile value at a path.</summary>
    /// <param name="field">The field.</param>
    /// <param name="path">The path of the hostile value; empty for none.</param>
    /// <param name="hostile">The value as JSON.</param>
    /// <param name="others">Values, as JSON, of further arguments by name; they replace the sound ones.</param>
    public string Request(SchemaField field, string[] path, string hostile, IReadOnlyDictionary<string, string>? others = null)
    {
        var outer = field.Parent is { } parent ? (parent, Arguments(parent, [], others)) : default;
        var own = Arguments(field, path, others);
        var declared = own.Concat(outer.Item2 ?? []).DistinctBy(a => a.Name).Select(a => $"${a.Name}: {a.Type}").ToArray();
        string Call(SchemaField of, IEnumerable<(string Name, string Type, string Value)> given)
        {
            var arguments = string.Join(", ", given.Select(a => $"{a.Name}: ${a.Name}"));
            return arguments.Length > 0 ? $"{of.Name}({arguments})" : of.Name;
        }
        // A result of an analysis costs as much as a query may, and so do all incidents near each incident of a list, and four lists.
        var depth = field.Name switch
        {
            "analyses" or "cases" or "upkeep" => 2,
            "incidents" or "alerts" or "sosCalls" or "calls" or "violations" or "queues" => 3,
            "upkeepTasks" or "upkeepTask" or "near" => 3,
            _ => 4,
        };
        var inner = $"{Call(field, own)} {Selection(field.Type, depth)}";
        // Whoever searches for plates needs a purpose.
        var purpose = field.IsMutation ? "" : "@purpose(reason: AUDIT, reference: \"values\") ";
        var text = $"{(field.IsMutation ? "mutation" : "query")}{(declared.Length > 0 ? $"({string.Join(", ", declared)})" : "")} "
            + $"{purpose}{{ {(field.Parent is null ? inner : $"{Call(outer.parent, outer.Item2!)} {{ {inner} }}")} }}";
        var variables = string.Join(
            ',', own.Concat(outer.Item2 ?? []).DistinctBy(a => a.Name).Select(a => $"{JsonSerializer.Serialize(a.Name)}:{a.Value}"));
        return $"{{\"query\":{JsonSerializer.Serialize(text)},\"variables\":{{{variables}}}}}"
            .Replace("\"here\"", hostile, StringComparison.Ordinal);
    }

    private List<(string Name, string Type, string Value)> Arguments(
        SchemaField field, string[] path, IReadOnlyDictionary<string, string>? others)
    {
        var given = new List<(string, string, string)>();
        foreach (var argument in field.Arguments)
        {
            var name = argument.GetProperty("name").GetString()!;
            var onPath = path.Length > 0 && path[0] == name;
            string? value = null;
            if (!onPath && others?.GetValueOrDefault(name) is { } other)
                value = other;
            else if (onPath || IsRequired(argument) || name == WaitSeconds)
                value = Sound(argument, onPath ? path[1..] : null)?.ToJsonString() ?? "null";
            if (value is not null)
                given.Add((name, Written(argument.GetProperty("type")), value));
        }
        return given;
    }

    private IEnumerable<SchemaField> FieldsOf(string type, SchemaField? parent) =>
        types[type].GetProperty("fields").EnumerateArray().Select(f => new SchemaField(
            f.GetProperty("name").GetString()!, Named(f.GetProperty("type")), [.. f.GetProperty("args").EnumerateArray()],
            parent is null && type != query, parent)
        { IsRequired = f.GetProperty("type").GetProperty("kind").GetString() == "NON_NULL" });

    private IEnumerable<SchemaLeaf> Leaves(JsonElement value, string[] path)
    {
        string[] here = [.. path, value.GetProperty("name").GetString()!];
        var type = types[Named(value.GetProperty("type"))];
        return type.GetProperty("kind").GetString() == "INPUT_OBJECT"
            ? type.GetProperty("inputFields").EnumerateArray().SelectMany(f => Leaves(f, here))
            : [new(here, type.GetProperty("name").GetString()!, Written(value.GetProperty("type")).Contains('['))];
    }

    // The path is null where the value is not on that to the hostile one; else what is left of it.
    private JsonNode? Sound(JsonElement value, string[]? path)
    {
        if (path is [])
            return "here";
        var name = value.GetProperty("name").GetString()!;
        var type = types[Named(value.GetProperty("type"))];
        var isList = Written(value.GetProperty("type")).Contains('[');
        var kind = type.GetProperty("kind").GetString();
        if (kind == "INPUT_OBJECT")
        {
            var parts = new JsonObject();
            foreach (var part in type.GetProperty("inputFields").EnumerateArray())
            {
                var onPath = path is [var next, ..] && next == part.GetProperty("name").GetString();
                if (onPath || IsRequired(part) || (type.GetProperty("name").GetString(), part.GetProperty("name").GetString()) is
                    ("ReplayDeadLettersInput", "code") or ("StartImpactInput", "devices") or ("RecordMaintenanceInput", "plannedOn")
                    or ("BeginUnitDutyInput" or "EndUnitDutyInput" or "ReportUnitPositionInput", "unit")
                    or ("CreateFeedSubscriptionInput", "address") or ("PlaceInput", "point")
                    or ("MaskPersonInput" or "PlateReadFilterInput", "plate")
                    or (_, WaitSeconds))
                    parts[part.GetProperty("name").GetString()!] = Sound(part, onPath ? path![1..] : null);
            }
            return isList ? new JsonArray(parts) : parts;
        }
        return SoundScalar(name, type.GetProperty("name").GetString()!, kind == "ENUM");
    }

    private JsonNode SoundScalar(string name, string type, bool isEnum) => (name, type) switch
    {
        ("grain", _) => "DAY",
        _ when isEnum => ValuesOf(type).First(),
        ("west", _) => 73,
        ("south", _) => 49.7,
        ("east", _) => 73.2,
        ("north", _) => 49.8,
        ("waitSeconds", _) => 8,
        ("from", "Date") => "2026-01-01",
        ("installedFrom", _) => "2026-01-15",
        ("until", "Date") => "2026-04-01",
        (_, "UUID") => Guid.NewGuid().ToString(),
        (_, "Float") => 49.5,
        (_, "Int") => 12,
        (_, "Long") => 1,
        (_, "Boolean") => true,
        (_, "Date") => "2026-02-01",
        (_, "DateTime") => "2026-02-01T00:00:00Z",
        ("city" or "cities", "String") => "karaganda",
        ("plate", "String") => "123ABC09",
        ("address", "String") => "https://receiver.invalid/hook",
        ("category", "String") => "snow-uncleared",
        // A house that is looked for, and no text that says none.
        ("text", "String") => "Ерубаева 45",
        ("sha256", "String") => new string('a', 64),
        (_, "String") => $"x{Guid.NewGuid():N}",
        _ => throw new NotSupportedException($"No sound value is known for an argument of type {type}."),
    };

    /// <summary>Everything that can be selected of a type without arguments, down to a depth.</summary>
    private string Selection(string type, int depth)
    {
        if (types[type].GetProperty("kind").GetString() == "UNION")
            return "{ __typename ... on Error { code } }";
        if (types[type].GetProperty("fields") is not { ValueKind: JsonValueKind.Array } fields)
            return "";
        var parts = new List<string>();
        foreach (var field in fields.EnumerateArray())
        {
            if (field.GetProperty("args").EnumerateArray().Any(IsRequired))
                continue;
            var of = Named(field.GetProperty("type"));
            var isLeaf = types[of].GetProperty("kind").GetString() is "SCALAR" or "ENUM";
            if (isLeaf || depth > 1)
                parts.Add($"{field.GetProperty("name").GetString()} {(isLeaf ? "" : Selection(of, depth - 1))}".TrimEnd());
        }
        return parts.Count > 0 ? $"{{ {string.Join(' ', parts)} }}" : "{ __typename }";
    }

    private static bool IsRequired(JsonElement value) => value.GetProperty("type").GetProperty("kind").GetString() == "NON_NULL"
        && value.GetProperty("defaultValue").ValueKind is JsonValueKind.Null;

    private static string Named(JsonElement type) =>
        type.TryGetProperty("ofType", out var inner) && inner.ValueKind is JsonValueKind.Object
            ? Named(inner)
            : type.GetProperty("name").GetString()!;

    private static string Written(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Written(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{Written(type.GetProperty("ofType"))}]",
        _ => type.GetProperty("name").GetString()!,
    };
}

/// <summary>A field of the schema.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The name of the type that it gives.</param>
/// <param name="Arguments">Its arguments, as introspection tells them.</param>
/// <param name="IsMutation">Whether it is a mutation.</param>
/// <param name="Parent">The field of the root under which it is selected, or null for a field of a root.</param>
internal sealed record SchemaField(string Name, string Type, IReadOnlyList<JsonElement> Arguments, bool IsMutation, SchemaField? Parent)
{
    /// <summary>Whether it is never null.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>A scalar in an argument.</summary>
/// <param name="Path">The names that lead to it.</param>
/// <param name="Scalar">Its type.</param>
/// <param name="IsList">Whether it is a list.</param>
internal sealed record SchemaLeaf(string[] Path, string Scalar, bool IsList);
