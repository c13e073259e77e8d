using GraphQL.Types;

namespace Incidents.Api.Access.Table;

/// <summary>The part of the schema that can be reached with some data classes.</summary>
/// <remarks>
/// A field is in it where a query can select it without being refused, a type where such a field or its arguments need it. So the names of
/// everything else stay unknown.
/// </remarks>
internal sealed class VisibleSchema
{
    private readonly FieldTable table;
    private readonly ulong may;
    private readonly HashSet<string> types = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> fields = [];
    private readonly HashSet<(string, ulong, bool)> reached = [];

    /// <summary>Finds it.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="table">The class of each field.</param>
    /// <param name="may">The classes, as bits.</param>
    public VisibleSchema(ISchema schema, FieldTable table, ulong may)
    {
        (this.table, this.may) = (table, may);
        foreach (var type in schema.AllTypes)
        {
            if (Introspection.Is(type.Name) || type is ScalarGraphType and not EnumerationGraphType)
                types.Add(type.Name);
        }
        foreach (var root in new[] { schema.Query, schema.Mutation, schema.Subscription }.OfType<IObjectGraphType>())
            Reach(root, DataClasses.Unlisted, false);
        foreach (var argument in schema.Directives.SelectMany(directive => directive.Arguments ?? []))
            Input(argument.ResolvedType);
    }

    /// <summary>Whether it has a type.</summary>
    public bool Has(string type) => types.Contains(type);

    /// <summary>Whether it has a field.</summary>
    public bool Has(string type, string field) => Introspection.Is(type) || fields.Contains((type, field));

    private void Reach(IGraphType? type, ulong leading, bool isWhole)
    {
        if (type is IProvideResolvedType wrapper)
        {
            Reach(wrapper.ResolvedType, leading, isWhole);
            return;
        }
        if (type is null || !reached.Add((type.Name, leading, isWhole)))
            return;
        types.Add(type.Name);
        if (type is IAbstractGraphType several)
        {
            foreach (var possible in several.PossibleTypes)
                Reach(possible, leading, isWhole);
        }
        if (type is IImplementInterfaces { ResolvedInterfaces: { } interfaces })
        {
            foreach (var kind in interfaces)
                Reach(kind, leading, isWhole);
        }
        foreach (var field in (type as IComplexGraphType)?.Fields ?? [])
            Reach(type.Name, field, leading, isWhole);
    }

    private void Reach(string type, FieldType field, ulong leading, bool isWhole)
    {
        if (table.Find(type, field.Name) is not { } line)
            return;
        var bit = isWhole || line.Class is null ? leading : line.Class.Bit;
        if ((bit & may) == 0)
            return;
        fields.Add((type, field.Name));
        foreach (var argument in field.Arguments ?? [])
            Input(argument.ResolvedType);
        Reach(field.ResolvedType, bit, isWhole || line.IsWhole);
    }

    private void Input(IGraphType? type)
    {
        if (type is IProvideResolvedType wrapper)
        {
            Input(wrapper.ResolvedType);
            return;
        }
        if (type is null || !types.Add(type.Name))
            return;
        foreach (var field in (type as IInputObjectGraphType)?.Fields ?? [])
        {
            if (table.Find(type.Name, field.Name)?.Class is { } line && (line.Bit & may) == 0)
                continue;
            fields.Add((type.Name, field.Name));
            Input(field.ResolvedType);
        }
    }
}
