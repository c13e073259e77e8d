using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>The number of fields of a query with its fragments expanded.</summary>
/// <remarks>
/// Forty fragments that each spread the next one twice are a short text and 2^40 fields. They are counted here without being expanded,
/// before anything walks them.
/// </remarks>
internal sealed class ExpandedSize
{
    private readonly Dictionary<string, double> sizes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments;

    private ExpandedSize(GraphQLDocument document) =>
        fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .ToDictionary(fragment => fragment.FragmentName.Name.StringValue);

    /// <summary>The number of fields of one operation of a valid document: no cycles, every fragment defined once.</summary>
    public static double Of(GraphQLOperationDefinition operation, GraphQLDocument document) =>
        new ExpandedSize(document).Of(operation.SelectionSet);

    private double Of(GraphQLSelectionSet? selection)
    {
        var size = 0.0;
        foreach (var node in selection?.Selections ?? [])
        {
            size += node switch
            {
                GraphQLField field => 1 + Of(field.SelectionSet),
                GraphQLInlineFragment inline => Of(inline.SelectionSet),
                GraphQLFragmentSpread spread => OfFragment(spread.FragmentName.Name.StringValue),
                _ => 0,
            };
        }
        return size;
    }

    private double OfFragment(string name)
    {
        if (!sizes.TryGetValue(name, out var size))
            sizes[name] = size = Of(fragments[name].SelectionSet);
        return size;
    }
}
