using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Refuses queries that are too deep, or whose response would have too many fields, before anything is resolved.</summary>
/// <remarks>
/// A field costs one, or what its <see cref="CostAttribute"/> states, times the sizes of the lists around it: a list's size is its own or
/// its connection's <c>first</c> or <c>last</c>, else the assumed one, default <see cref="Page.DefaultSize"/>. A query of the schema alone
/// has a limit of its own: tools send one query that is larger than any response with data, and it grows with the schema. The nesting of
/// the schema's lists, which tools do not need, has the limit of graphql-js (<c>MaxIntrospectionDepthRule</c>).
/// </remarks>
internal sealed class CostRule(GraphQLSettings settings) : ComplexityValidationRule(new() { DefaultComplexityImpactDelegate = Cost })
{
    /// <summary>Assumed length of a list of the introspection schema: few types have more fields, arguments or values on average.</summary>
    private const double IntrospectionList = 5;

    /// <summary>Greatest nesting of lists of types' members.</summary>
    private const int MostNestedTypeLists = 3;

    private static readonly HashSet<string> TypeLists = ["fields", "inputFields", "interfaces", "possibleTypes"];

    protected override ValueTask<(double TotalComplexity, int MaximumDepth)> CalculateComplexityAsync(ValidationContext context)
    {
        if (RootOf(context) is null)
        {
            Report(context, ErrorCode.OperationUnsupported, $"There is no {context.Operation.Operation.ToString().ToLowerInvariant()}.");
            return default;
        }
        // Before the rest, because what follows walks a fragment once for each use: no query is written out to more fields than this.
        var size = ExpandedSize.Of(context.Operation, context.Document);
        if (size > settings.MaxComplexity)
        {
            new QueryCost(size, settings.MaxComplexity).Keep(context.UserContext);
            return Refuse(context, size, settings.MaxComplexity);
        }
        if (NestedTypeLists(context.Operation.SelectionSet, context.Document) <= MostNestedTypeLists)
            return base.CalculateComplexityAsync(context);
        return Refuse(context, $"Introspection nests lists of fields or types more than {MostNestedTypeLists} times.");
    }

    protected override ValueTask ValidateComplexityAsync(ValidationContext context, double totalComplexity, int maxDepth)
    {
        if (context.HasErrors)
            return default;
        var limit = Limit(context);
        new QueryCost(totalComplexity, limit).Keep(context.UserContext);
        if (maxDepth > settings.MaxDepth)
            Report(context, ErrorCode.QueryTooDeep, $"The query is {maxDepth} levels deep; {settings.MaxDepth} are allowed.");
        else if (totalComplexity > limit)
            Refuse(context, totalComplexity, limit);
        return default;
    }

    private static IObjectGraphType? RootOf(ValidationContext context) => context.Operation.Operation switch
    {
        OperationType.Query => context.Schema.Query,
        OperationType.Mutation => context.Schema.Mutation,
        _ => context.Schema.Subscription,
    };

    private static ValueTask<(double, int)> Refuse(ValidationContext context, double fields, int allowed) =>
        Refuse(context, $"The query selects up to {fields:0} fields; {allowed} are allowed.");

    private static ValueTask<(double, int)> Refuse(ValidationContext context, string message)
    {
        Report(context, ErrorCode.QueryTooComplex, message);
        return default;
    }

    private static void Report(ValidationContext context, ErrorCode code, string message) =>
        context.ReportError(new ValidationError(message) { Code = code.Text() });

    private int Limit(ValidationContext context) =>
        SelectsOnlyTheSchema(context.Operation.SelectionSet, context.Document, [])
            ? settings.MaxIntrospectionComplexity
            : settings.MaxComplexity;

    // Each fragment is checked once: fragments that spread one another twice would otherwise double the work with every level.
    private static bool SelectsOnlyTheSchema(GraphQLSelectionSet selection, GraphQLDocument document, HashSet<string> known) =>
        selection.Selections.All(node => node switch
        {
            GraphQLField field => field.Name.Value.Span.StartsWith("__", StringComparison.Ordinal),
            GraphQLInlineFragment inline => SelectsOnlyTheSchema(inline.SelectionSet, document, known),
            GraphQLFragmentSpread spread => !known.Add(spread.FragmentName.Name.StringValue)
                || (document.FindFragmentDefinition(spread.FragmentName.Name) is { } fragment
                    && SelectsOnlyTheSchema(fragment.SelectionSet, document, known)),
            _ => false,
        });

    private static FieldComplexityResult Cost(FieldImpactContext context)
    {
        var isList = IsList(context.FieldDefinition.ResolvedType);
        if (context.ParentType.Name.StartsWith("__", StringComparison.Ordinal))
            return IntrospectionCost(context, isList);
        var size = isList ? Requested(context) ?? RequestedByConnection(context) ?? CostAttribute.ItemsOf(context.FieldDefinition) : 1;
        return new(CostAttribute.Of(context.FieldDefinition), size);
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
    /// <remarks><c>first</c> has a default, which does not count beside <c>last</c>.</remarks>
    private static double? Requested(FieldImpactContext context) =>
        (Size(context, "last") ?? Size(context, "first")) is { } size ? Math.Max(1, size) : null;

    private static int? Size(FieldImpactContext context, string name) =>
        context.Arguments?.TryGetValue(name, out var argument) == true ? argument.Value as int? : null;

    private static bool IsList(IGraphType? type) => (type is NonNullGraphType required ? required.ResolvedType : type) is ListGraphType;
}
