using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace Incidents.Api.Access.Table;

/// <summary>The fields that an operation selects, with its fragments, and the data class of each.</summary>
internal sealed class OperationFields
{
    /// <summary>Most fields that are kept with their conditions; beyond it each field counts as selected.</summary>
    private const int MostConditional = 20_000;

    private readonly GraphQLDocument document;
    private readonly ISchema schema;
    private readonly FieldTable table;
    private readonly HashSet<(string, ulong, bool, Condition?)> walked = [];
    private readonly Dictionary<(string, ulong, Condition?), Use> uses = [];
    private readonly List<Filter> filters = [];

    private OperationFields(GraphQLOperationDefinition operation, GraphQLDocument document, ISchema schema, FieldTable table)
    {
        (this.document, this.schema, this.table) = (document, schema, table);
        IComplexGraphType? root = operation.Operation switch
        {
            OperationType.Query => schema.Query,
            OperationType.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
        if (root is not null)
            Walk(operation.SelectionSet, root, new(DataClasses.Unlisted, false, null));
        Conditional = [.. uses.Values.Where(use => use.Condition is not null)];
        Always = [.. uses.Values.Where(use => use.Condition is null)];
        AlwaysBits = Always.Aggregate(0UL, (set, use) => set | use.Bit);
        Filters = filters;
    }

    /// <summary>A field that is selected.</summary>
    /// <param name="Name">The field as <c>Type.field</c>.</param>
    /// <param name="Bit">Bit of its class.</param>
    /// <param name="Condition">When it is selected; null for always.</param>
    public sealed record Use(string Name, ulong Bit, Condition? Condition);

    /// <summary>An argument by which rows are searched.</summary>
    /// <param name="Node">The field in the document.</param>
    /// <param name="Argument">Name of the argument.</param>
    /// <param name="Input">Name of its type, or the argument as <c>Type.field.argument</c>.</param>
    /// <param name="Condition">When it is selected; null for always.</param>
    public sealed record Filter(GraphQLField Node, string Argument, string Input, Condition? Condition);

    /// <summary>Fields that are selected in every request.</summary>
    public IReadOnlyList<Use> Always { get; }

    /// <summary>The classes of these.</summary>
    public ulong AlwaysBits { get; }

    /// <summary>Fields that some requests leave out.</summary>
    public IReadOnlyList<Use> Conditional { get; }

    /// <summary>Arguments by which rows are searched.</summary>
    public IReadOnlyList<Filter> Filters { get; }

    /// <summary>The fields of an operation of a valid document.</summary>
    public static OperationFields Of(GraphQLOperationDefinition operation, GraphQLDocument document, ISchema schema, FieldTable table) =>
        new(operation, document, schema, table);

    private void Walk(GraphQLSelectionSet? selection, IGraphType type, Way way)
    {
        foreach (var node in selection?.Selections ?? [])
        {
            if (!TryCondition(node as IHasDirectivesNode, way.Condition, out var condition))
                continue;
            var here = way with { Condition = uses.Count > MostConditional ? null : condition };
            switch (node)
            {
                case GraphQLField field:
                    Walk(field, type, here);
                    break;
                case GraphQLInlineFragment inline:
                    Walk(inline.SelectionSet, TypeOf(inline.TypeCondition) ?? type, here);
                    break;
                case GraphQLFragmentSpread spread:
                    Walk(spread, here);
                    break;
                default:
                    break;
            }
        }
    }

    // Once for each way in which it is reached: fragments that spread one another twice would otherwise double the work with every level.
    private void Walk(GraphQLFragmentSpread spread, Way way)
    {
        var name = spread.FragmentName.Name.StringValue;
        if (walked.Count > MostConditional)
            way = way with { Condition = null };
        if (!walked.Add((name, way.Leading, way.IsWhole, way.Condition))
            || document.FindFragmentDefinition(spread.FragmentName.Name) is not { } fragment
            || TypeOf(fragment.TypeCondition) is not { } type)
            return;
        Walk(fragment.SelectionSet, type, way);
    }

    private void Walk(GraphQLField field, IGraphType type, Way way)
    {
        var name = field.Name.StringValue;
        if (name == Introspection.TypeName && type != schema.Query && type != schema.Mutation && type != schema.Subscription)
            return;
        var line = table.Find(type.Name, name);
        var bit = line is null ? DataClasses.Unlisted : way.IsWhole || line.Class is null ? way.Leading : line.Class.Bit;
        uses.TryAdd(($"{type.Name}.{name}", bit, way.Condition), new($"{type.Name}.{name}", bit, way.Condition));
        if (Introspection.Is(name) || (type as IComplexGraphType)?.Fields.Find(name) is not { } definition)
            return;
        foreach (var argument in definition.Arguments ?? [])
            Search(field, type, definition, argument, way.Condition);
        if (field.SelectionSet is not null && Named(definition.ResolvedType) is { } inner)
            Walk(field.SelectionSet, inner, new(bit, way.IsWhole || line?.IsWhole is true, way.Condition));
    }

    private void Search(GraphQLField field, IGraphType type, FieldType definition, QueryArgument argument, Condition? condition)
    {
        if (field.Arguments?.Items.Exists(given => given.Name.StringValue == argument.Name) is not true)
            return;
        var input = Named(argument.ResolvedType)?.Name;
        var name = $"{type.Name}.{definition.Name}.{argument.Name}";
        if (input is not null && table.Filters(input).Any())
            filters.Add(new(field, argument.Name, input, condition));
        else if (PersonSearch.IsText(name))
            filters.Add(new(field, argument.Name, name, condition));
    }

    private IGraphType? TypeOf(GraphQLTypeCondition? condition) =>
        condition is null ? null : schema.AllTypes[condition.Type.Name.Value];

    private static IGraphType? Named(IGraphType? type) => type is IProvideResolvedType wrapper ? Named(wrapper.ResolvedType) : type;

    // False for what no request selects.
    private static bool TryCondition(IHasDirectivesNode? node, Condition? outer, out Condition? condition)
    {
        condition = outer;
        foreach (var directive in node?.Directives?.Items ?? [])
        {
            var isSkip = directive.Name.Value == "skip";
            if (!isSkip && directive.Name.Value != "include")
                continue;
            switch (directive.Arguments?.Items.Find(argument => argument.Name.Value == "if")?.Value)
            {
                case GraphQLBooleanValue literal when (literal is GraphQLTrueBooleanValue) == isSkip:
                    return false;
                case GraphQLVariable variable:
                    condition = Condition.And(condition, variable.Name.StringValue, !isSkip);
                    break;
                default:
                    break;
            }
        }
        return true;
    }

    private readonly record struct Way(ulong Leading, bool IsWhole, Condition? Condition);
}

/// <summary>Values that variables must have for a field to be selected.</summary>
/// <param name="Text">The variables in order, each as <c>+name</c> for true or <c>-name</c> for false.</param>
internal sealed record Condition(string Text)
{
    /// <summary>The condition with one more variable.</summary>
    public static Condition And(Condition? condition, string variable, bool value)
    {
        var term = (value ? '+' : '-') + variable;
        var terms = condition?.Text.Split(' ') ?? [];
        return terms.Contains(term) ? condition! : new(string.Join(' ', terms.Append(term).Order(StringComparer.Ordinal)));
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="value">The value of a variable; null where it is not known, and then the field counts as selected.</param>
    public bool Holds(Func<string, bool?> value)
    {
        foreach (var term in Text.Split(' '))
        {
            if (value(term[1..]) is { } given && given != (term[0] == '+'))
                return false;
        }
        return true;
    }
}
