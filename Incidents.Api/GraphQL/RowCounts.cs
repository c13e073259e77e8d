using GraphQL.Execution;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>Counts the objects of an answer by their type.</summary>
/// <remarks>
/// Items of a list count, and objects that stand by themselves; connections, their edges and page information, and payloads of mutations
/// are no objects of their own. The rows of a connection count once, also where it was asked for as edges and as nodes. An object inside of
/// a list that was written directly as JSON does not count beside its list's items.
/// </remarks>
internal static class RowCounts
{
    private const string Connection = "Connection";
    private static readonly string[] Frames = ["Payload", "PageInfo"];
    private const string Edge = "Edge";

    /// <summary>The counts of an answer that is not written yet.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="schema">The schema.</param>
    public static IReadOnlyDictionary<string, int> Of(object? data, ISchema schema)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        if (data is ObjectExecutionNode { SubFields: { } fields })
        {
            foreach (var field in fields)
                Count(field, schema, counts);
        }
        return counts;
    }

    private static void Count(ExecutionNode node, ISchema schema, SortedDictionary<string, int> counts)
    {
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields } thing when thing.GetObjectGraphType(schema)?.Name is { } type:
                if (type.EndsWith(Connection, StringComparison.Ordinal))
                {
                    CountOnce(fields, schema, counts);
                    break;
                }
                // An edge is its row, which counts by itself where it was asked for.
                if (!type.EndsWith(Edge, StringComparison.Ordinal) || !Array.Exists(fields, f => f is ObjectExecutionNode))
                    Add(counts, type, 1);
                foreach (var field in fields)
                    Count(field, schema, counts);
                break;
            case ArrayExecutionNode { SerializedResult: SerializedList list } array:
                Add(counts, ItemOf(array.GraphType)?.Name, list.Count);
                break;
            case ArrayExecutionNode { Items: { } items }:
                foreach (var item in items)
                    Count(item, schema, counts);
                break;
        }
    }

    // The fields of a connection show the same rows: of each type the field that shows most of it counts.
    private static void CountOnce(ExecutionNode[] fields, ISchema schema, SortedDictionary<string, int> counts)
    {
        var most = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            var shown = new SortedDictionary<string, int>(StringComparer.Ordinal);
            Count(field, schema, shown);
            foreach (var (type, number) in shown)
                most[type] = Math.Max(most.GetValueOrDefault(type), number);
        }
        foreach (var (type, number) in most)
            Add(counts, type, number);
    }

    private static IGraphType? ItemOf(IGraphType? list) =>
        (list as ListGraphType)?.ResolvedType is NonNullGraphType required ? required.ResolvedType : (list as ListGraphType)?.ResolvedType;

    private static void Add(SortedDictionary<string, int> counts, string? type, int number)
    {
        if (type is null || number == 0 || Array.Exists(Frames, frame => type.EndsWith(frame, StringComparison.Ordinal)))
            return;
        if (type.EndsWith(Edge, StringComparison.Ordinal))
            type = type[..^Edge.Length];
        counts[type] = counts.GetValueOrDefault(type) + number;
    }
}
