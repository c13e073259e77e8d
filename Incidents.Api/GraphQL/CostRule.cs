using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser;
using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>Refuses what is too deep or would answer with too many fields, before anything is resolved.</summary>
/// <remarks>
/// A field costs one, times the sizes of the lists around it: a list's size is its own or its connection's <c>first</c> or <c>last</c>,
/// else <see cref="Page.DefaultSize"/>. A query of nothing but the schema has a ceiling of its own: tools send one long query that is
/// larger than any answer with data, and it grows with the schema. Nesting the schema's lists in one another, which no tool needs,
/// is bounded as graphql-js bounds it (<c>MaxIntrospectionDepthRule</c>).
/// </remarks>
internal sealed class CostRule(GraphQLSettings settings) : ComplexityValidationRule(new() { DefaultComplexityImpactDelegate = Cost })
{
    /// <summary>Lists of the introspection schema: few types have more fields, arguments or values than this on average.</summary>
    private const double IntrospectionList = 5;

    /// <summary>How many lists of types' members may lie in one another.</summary>
    private const int MostNestedTypeLists = 3;

    private static readonly HashSet<string> TypeLists = ["fields", "inputFields", "interfaces", "possibleTypes"];

    protected override ValueTask<(double TotalComplexity, int MaximumDepth)> CalculateComplexityAsync(ValidationContext context)
    {
        // First of all: what follows walks fragments once for each use.
        var size = ExpandedSize.Of(context.Operation, context.Document);
        if (size > Ceiling(context))
            return new((size, 0));
        return NestedTypeLists(context.Operation.SelectionSet, context.Document) > MostNestedTypeLists
            ? new((double.PositiveInfinity, 0))
            : base.CalculateComplexityAsync(context);
    }

    protected override ValueTask ValidateComplexityAsync(ValidationContext context, double totalComplexity, int maxDepth)
    {
        if (maxDepth > settings.MaxDepth)
            Report("QUERY_TOO_DEEP", $"The query is {maxDepth} levels deep; {settings.MaxDepth} are allowed.");
        else if (double.IsPositiveInfinity(totalComplexity))
            Report(TooComplex, $"Introspection nests lists of fields or types more than {MostNestedTypeLists} times.");
        else if (totalComplexity > Ceiling(context))
            Report(TooComplex, $"The query asks for up to {totalComplexity:0} fields; {Ceiling(context)} are allowed.");
        return default;

        void Report(string code, string message) => context.ReportError(new ValidationError(message) { Code = code });
    }

    private const string TooComplex = "QUERY_TOO_COMPLEX";

    private int Ceiling(ValidationContext context) =>
        AsksOnlyForTheSchema(context.Operation.SelectionSet, context.Document) ? settings.MaxIntrospectionComplexity : settings.MaxComplexity;

    private static bool AsksOnlyForTheSchema(GraphQLSelectionSet selection, GraphQLDocument document) => selection.Selections.All(node => node switch
    {
        GraphQLField field => field.Name.Value.Span.StartsWith("__", StringComparison.Ordinal),
        GraphQLInlineFragment inline => AsksOnlyForTheSchema(inline.SelectionSet, document),
        GraphQLFragmentSpread spread => document.FindFragmentDefinition(spread.FragmentName.Name) is { } fragment
            && AsksOnlyForTheSchema(fragment.SelectionSet, document),
        _ => false,
    });

    private static FieldComplexityResult Cost(FieldImpactContext context)
    {
        var isList = IsList(context.FieldDefinition.ResolvedType);
        if (context.ParentType.Name.StartsWith("__", StringComparison.Ordinal))
            return IntrospectionCost(context, isList);
        var size = isList ? Requested(context) ?? RequestedByConnection(context) ?? Page.DefaultSize : 1;
        return new(1, size);
    }

    private static FieldComplexityResult IntrospectionCost(FieldImpactContext context, bool isList)
    {
        if (!isList)
            return new(1, 1);
        if (context.FieldDefinition.Name == "types")
            return new(1, context.ValidationContext.Schema.AllTypes.Count);
        return new(1, IntrospectionList);
    }

    private static int NestedTypeLists(GraphQLSelectionSet? selection, GraphQLDocument document, bool inSchema = false)
    {
        var most = 0;
        foreach (var node in selection?.Selections ?? [])
        {
            most = Math.Max(most, node switch
            {
                GraphQLField field => NestedTypeLists(field, document, inSchema),
                GraphQLInlineFragment inline => NestedTypeLists(inline.SelectionSet, document, inSchema),
                GraphQLFragmentSpread spread =>
                    NestedTypeLists(document.FindFragmentDefinition(spread.FragmentName.Name)?.SelectionSet, document, inSchema),
                _ => 0,
            });
        }
        return most;
    }

    private static int NestedTypeLists(GraphQLField field, GraphQLDocument document, bool inSchema)
    {
        var name = field.Name.StringValue;
        var within = NestedTypeLists(field.SelectionSet, document, inSchema || name is "__schema" or "__type");
        return inSchema && TypeLists.Contains(name) ? within + 1 : within;
    }

    private static double? RequestedByConnection(FieldImpactContext context) =>
        context.Parent is { } parent && !IsList(parent.FieldDefinition.ResolvedType) ? Requested(parent) : null;

    /// <summary>At least one: a negative size, refused by its resolver, must not reduce the cost of the rest.</summary>
    private static double? Requested(FieldImpactContext context) =>
        (Size(context, "first") ?? Size(context, "last")) is { } size ? Math.Max(1, size) : null;

    private static int? Size(FieldImpactContext context, string name) =>
        context.Arguments?.TryGetValue(name, out var argument) == true ? argument.Value as int? : null;

    private static bool IsList(IGraphType? type) => (type is NonNullGraphType required ? required.ResolvedType : type) is ListGraphType;
}
