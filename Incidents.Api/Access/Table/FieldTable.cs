using System.Collections.Frozen;
using GraphQL.Types;

namespace Incidents.Api.Access.Table;

/// <summary>The data class of each field of the schema, from <c>fields.txt</c>.</summary>
internal sealed class FieldTable
{
    private const string Resource = "access-fields.txt";
    private readonly FrozenDictionary<(string Type, string Field), Line> lines;

    private FieldTable(IEnumerable<KeyValuePair<(string, string), Line>> lines) => this.lines = lines.ToFrozenDictionary();

    /// <summary>The text of the table.</summary>
    public static string Text { get; } = ReadText();

    /// <summary>Where a field belongs.</summary>
    /// <param name="Class">Its class; null where it belongs to the class of the field that leads to it.</param>
    /// <param name="IsWhole">Whether everything below it belongs to its class too.</param>
    public sealed record Line(DataClass? Class, bool IsWhole);

    /// <summary>Reads a table.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A line is no line of a table, or a field is in two.</exception>
    public static FieldTable Parse(string text)
    {
        var lines = new Dictionary<(string, string), Line>();
        var type = "";
        foreach (var written in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (written[0] == '#')
                continue;
            if (written[0] != ' ')
            {
                type = written.Trim();
                continue;
            }
            var (name, fields) = written.Split(':') is [var first, var second]
                ? (first.Trim(), second)
                : throw new FormatException($"'{written}' is no line of the access table.");
            if (type.Length == 0 || (name != DataClasses.Part && DataClasses.Find(name) is null))
                throw new FormatException($"The access table has no class '{name}'.");
            foreach (var field in fields.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!lines.TryAdd((type, field.TrimEnd('*')), new(DataClasses.Find(name), field.EndsWith('*'))))
                    throw new FormatException($"{type}.{field} is twice in the access table.");
            }
        }
        return new(lines);
    }

    /// <summary>Where a field belongs; null where it is in no line.</summary>
    /// <param name="type">Name of its type.</param>
    /// <param name="field">Its name.</param>
    public Line? Find(string type, string field) => lines.GetValueOrDefault((type, field));

    /// <summary>The fields of the filters that are in a class of their own, by the name of the filter.</summary>
    /// <param name="input">Name of an input type.</param>
    public IEnumerable<(string Field, DataClass Class)> Filters(string input) =>
        from line in lines where line.Key.Type == input && line.Value.Class is not null select (line.Key.Field, line.Value.Class!);

    /// <summary>All lines: type, field, and where it belongs.</summary>
    public IEnumerable<(string Type, string Field, Line Line)> All => lines.Select(line => (line.Key.Type, line.Key.Field, line.Value));

    /// <summary>Refuses a schema that the table does not describe completely.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="InvalidOperationException">A field has no line, or a line no field.</exception>
    public void Require(ISchema schema)
    {
        if (Faults(schema) is { Count: > 0 } faults)
            throw new InvalidOperationException($"The access table does not fit the schema:\n{string.Join('\n', faults)}");
    }

    /// <summary>What the table lacks of a schema, and what it has beyond it.</summary>
    /// <param name="schema">The schema.</param>
    public IReadOnlyList<string> Faults(ISchema schema)
    {
        var fields = Listed(schema).ToHashSet();
        var roots = new[] { schema.Query?.Name, schema.Mutation?.Name, schema.Subscription?.Name };
        return
        [
            .. fields.Where(field => !lines.ContainsKey(field)).Select(field => $"{field.Type}.{field.Field} has no line.").Order(),
            .. lines.Keys.Where(line => !fields.Contains(line)).Select(line => $"{line.Type}.{line.Field} is no field.").Order(),
            .. lines.Where(line => roots.Contains(line.Key.Type) && line.Value.Class is null)
                .Select(line => $"{line.Key.Type}.{line.Key.Field} has no field that leads to it, so it is in a class of its own.").Order(),
            .. schema.AllTypes.OfType<IInterfaceGraphType>().SelectMany(Interface).Order(),
        ];
    }

    // A fragment on an interface must not show what one on the object does not.
    private IEnumerable<string> Interface(IInterfaceGraphType type) =>
        from possible in type.PossibleTypes
        from field in type.Fields
        where Find(type.Name, field.Name) != Find(possible.Name, field.Name)
        select $"{type.Name}.{field.Name} is in another class than {possible.Name}.{field.Name}.";

    private static IEnumerable<(string Type, string Field)> Listed(ISchema schema)
    {
        foreach (var type in schema.AllTypes.OfType<IComplexGraphType>())
        {
            if (Introspection.Is(type.Name) || (type is IInputObjectGraphType && !IsFilter(type.Name)))
                continue;
            foreach (var field in type.Fields)
                yield return (type.Name, field.Name);
            if (type == schema.Query || type == schema.Mutation || type == schema.Subscription)
                yield return (type.Name, Introspection.TypeName);
            if (type != schema.Query)
                continue;
            foreach (var field in Introspection.Roots)
                yield return (type.Name, field);
        }
    }

    /// <summary>Whether an input selects rows, so that each of its fields is a search in some class.</summary>
    public static bool IsFilter(string input) => input.EndsWith("FilterInput", StringComparison.Ordinal);

    private static string ReadText()
    {
        using var text = new StreamReader(typeof(FieldTable).Assembly.GetManifestResourceStream(Resource)!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>The names by which GraphQL describes itself.</summary>
internal static class Introspection
{
    /// <summary>The field that every type has.</summary>
    public const string TypeName = "__typename";

    /// <summary>The fields of the root that describe the schema.</summary>
    public static readonly string[] Roots = ["__schema", "__type"];

    /// <summary>Whether a name is one of them.</summary>
    public static bool Is(string name) => name.StartsWith("__", StringComparison.Ordinal);
}
