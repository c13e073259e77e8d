using GraphQL.Types;
using GraphQLParser.AST;
using Incidents.Api.Access.Table;

namespace Incidents.Tests.Access;

/// <summary>Minimal queries of each type of the schema, and what the access table says of them.</summary>
internal sealed class SchemaPaths
{
    private readonly ISchema schema;
    private readonly FieldTable table;

    /// <summary>How each object and interface is reached: the fields from the root on, shortest first.</summary>
    private readonly Dictionary<string, (IObjectGraphType Root, List<Step> Steps)> paths = new(StringComparer.Ordinal);

    public SchemaPaths(ISchema schema, FieldTable table)
    {
        (this.schema, this.table) = (schema, table);
        Reach((IObjectGraphType)schema.Query);
        Reach((IObjectGraphType)schema.Mutation!);
        Reach((IObjectGraphType)schema.Subscription!);
    }

    /// <summary>A field on the way.</summary>
    /// <param name="Type">The type that has it.</param>
    /// <param name="Field">The field; null for a fragment on a member of a union.</param>
    /// <param name="Into">The type of its value.</param>
    private sealed record Step(IGraphType Type, FieldType? Field, IGraphType Into);

    /// <summary>Names of the types that are reached, roots first.</summary>
    public IEnumerable<string> Types => paths.Keys;

    /// <summary>By which operation a type is reached: a query, where one does, else a mutation, else a subscription.</summary>
    public OperationType OperationOf(string type) => paths[type].Root == schema.Mutation ? OperationType.Mutation
        : paths[type].Root == schema.Subscription ? OperationType.Subscription
        : OperationType.Query;

    /// <summary>Names of the fields of a type.</summary>
    public IEnumerable<string> FieldsOf(string type) => Complex(type).Fields.Select(field => field.Name);

    /// <summary>The fields, as <c>Type.field</c>, that a selection of a type uses with those that lead to it, and their classes.</summary>
    public IEnumerable<(string Field, DataClass Class)> Uses(string type, IEnumerable<string> fields)
    {
        var (_, steps) = paths[type];
        DataClass? leading = null;
        var isWhole = false;
        foreach (var step in steps)
        {
            if (step.Field is not { } field)
                continue;
            var line = table.Find(step.Type.Name, field.Name)!;
            leading = isWhole ? leading : line.Class ?? leading;
            isWhole |= line.IsWhole;
            yield return ($"{step.Type.Name}.{field.Name}", leading!);
            foreach (var searched in Searched(field, table))
                yield return searched;
        }
        foreach (var field in fields)
        {
            yield return ($"{type}.{field}", (isWhole ? leading : table.Find(type, field)!.Class ?? leading)!);
            foreach (var searched in Searched(Complex(type).Fields.Find(field)!, table))
                yield return searched;
        }
    }

    /// <summary>What a filter of a field must give, and so searches, with its class.</summary>
    public static IEnumerable<(string Field, DataClass Class)> Searched(FieldType field, FieldTable table) =>
        from argument in field.Arguments ?? []
        where argument.ResolvedType is NonNullGraphType && argument.DefaultValue is null
        let input = Named(argument.ResolvedType) as IInputObjectGraphType
        where input is not null && FieldTable.IsFilter(input.Name)
        from part in input.Fields
        where part.ResolvedType is NonNullGraphType && part.DefaultValue is null
        let line = table.Find(input.Name, part.Name)
        where line?.Class is not null
        select ($"{input.Name}.{part.Name}", line.Class);

    /// <summary>A selection of fields of a type from the root on, under an alias.</summary>
    public string Query(string type, IEnumerable<string> fields, string alias)
    {
        var (_, steps) = paths[type];
        var complex = Complex(type);
        if (steps.Count == 0)
            return string.Join(' ', fields.Select((name, i) => $"{alias}_{i}: {Selected(complex.Fields.Find(name)!)}"));
        var inner = string.Join(' ', fields.Select(name => Selected(complex.Fields.Find(name)!)));
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            inner = steps[i].Field is { } field
                ? $"{(i == 0 ? alias + ": " : "")}{field.Name}{Arguments(field)} {{ {inner} }}"
                : $"... on {steps[i].Into.Name} {{ {inner} }}";
        }
        return inner;
    }

    private static string Selected(FieldType field) =>
        field.Name + Arguments(field) + (Named(field.ResolvedType) is ScalarGraphType ? "" : " { __typename }");

    private IComplexGraphType Complex(string type) => (IComplexGraphType)schema.AllTypes[type]!;

    private void Reach(IObjectGraphType root)
    {
        var queue = new Queue<IGraphType>();
        Add(root, []);
        while (queue.TryDequeue(out var type))
        {
            var steps = paths[type.Name].Steps;
            if (paths[type.Name].Root != root)
                continue;
            foreach (var field in ((IComplexGraphType)type).Fields)
            {
                var into = Named(field.ResolvedType)!;
                if (into is UnionGraphType union)
                {
                    foreach (var member in union.PossibleTypes.Concat<IGraphType>(schema.AllTypes.OfType<IInterfaceGraphType>()))
                        Add(member, [.. steps, new(type, field, union), new(union, null, member)]);
                }
                else if (into is IComplexGraphType)
                {
                    Add(into, [.. steps, new(type, field, into)]);
                }
            }
        }

        void Add(IGraphType type, List<Step> steps)
        {
            if (paths.TryAdd(type.Name, (root, steps)))
                queue.Enqueue(type);
        }
    }

    public static IGraphType? Named(IGraphType? type) => type is IProvideResolvedType wrapper ? Named(wrapper.ResolvedType) : type;

    /// <summary>The arguments that a field must have, and <c>first: 1</c> of lists.</summary>
    public static string Arguments(FieldType field)
    {
        var given = (field.Arguments ?? [])
            .Where(a => a.Name == "first" || (a.ResolvedType is NonNullGraphType && a.DefaultValue is null))
            .Select(a => $"{a.Name}: {Value(a.Name, a.ResolvedType!)}").ToList();
        return given.Count == 0 ? "" : $"({string.Join(", ", given)})";
    }

    private static string Value(string name, IGraphType type) => type switch
    {
        NonNullGraphType required => Value(name, required.ResolvedType!),
        ListGraphType list => $"[{Value(name, list.ResolvedType!)}]",
        EnumerationGraphType names => names.Values.First().Name,
        IInputObjectGraphType input => $"{{ {string.Join(", ", Required(input))} }}",
        _ => Scalar(name, type.Name),
    };

    private static IEnumerable<string> Required(IInputObjectGraphType input) => input.Fields
        .Where(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null)
        .Select(f => $"{f.Name}: {Value(f.Name, f.ResolvedType!)}");

    private static string Scalar(string name, string type) => (name, type) switch
    {
        ("from", "Date") => "\"2026-01-01\"",
        ("until", "Date") => "\"2026-02-01\"",
        (_, "Date") => "\"2026-01-15\"",
        (_, "DateTime") => "\"2026-01-15T00:00:00Z\"",
        (_, "UUID") => "\"11111111-1111-1111-1111-111111111111\"",
        ("west", _) => "73.0",
        ("east", _) => "73.2",
        ("south", _) => "49.7",
        ("north", _) => "49.9",
        ("zoom", _) => "12",
        (_, "Boolean") => "true",
        (_, "Int" or "Long" or "Float") => "1",
        ("city", _) => "\"karaganda\"",
        _ => "\"x\"",
    };
}
