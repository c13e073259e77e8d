using System.Collections.Immutable;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Refuses a query that names the same fields again and again, before the other rules.</summary>
/// <remarks>
/// The specification has each two fields of one name compared, of all selection sets that become one: "Field Selection Merging". That is
/// the square of their number, and a pair that disagrees is told with its place: 700 equal names under each of two fields took 15 s. Here
/// the pairs are counted without being compared. Fragments may be unknown or cycles, which another rule tells.
/// </remarks>
internal sealed class EqualNamesRule(GraphQLSettings settings) : ValidationRuleBase
{
    /// <summary>The most pairs of fields of one name: 200 of one name, or 2,000 names of which each is there five times.</summary>
    public const int MostPairs = 20_000;

    /// <exception cref="RequestError">There are more pairs or fields than are compared.</exception>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var pairs = new Pairs(context.Document, settings);
        foreach (var definition in context.Document.Definitions)
        {
            var set = definition switch
            {
                GraphQLOperationDefinition operation => operation.SelectionSet,
                GraphQLFragmentDefinition fragment => fragment.SelectionSet,
                _ => null,
            };
            if (set is not null && !pairs.AreFew([(set, [])]))
            {
                throw new RequestError($"The query selects fields of the same name more often than is compared: {MostPairs} pairs.")
                {
                    Code = ErrorCode.QueryTooComplex.Text(),
                };
            }
        }
        return default;
    }

    private sealed class Pairs
    {
        private readonly Dictionary<string, GraphQLSelectionSet> fragments = new(StringComparer.Ordinal);
        private readonly GraphQLSettings settings;
        private double pairs, seen;

        public Pairs(GraphQLDocument document, GraphQLSettings settings)
        {
            this.settings = settings;
            foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
                fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment.SelectionSet);
        }

        // Of sets that become one, each with the fragments that led to it.
        public bool AreFew(IReadOnlyList<(GraphQLSelectionSet Set, ImmutableHashSet<string> By)> sets)
        {
            var merged = new Merged();
            foreach (var (set, by) in sets)
                Collect(set, by, merged);
            pairs += merged.Counts.Values.Sum(count => count * (count - 1.0) / 2);
            // A query of more fields is refused for its cost.
            return pairs <= MostPairs && seen <= settings.MaxComplexity && merged.Below.Values.All(AreFew);
        }

        private void Collect(GraphQLSelectionSet set, ImmutableHashSet<string> by, Merged merged)
        {
            foreach (var node in set.Selections)
            {
                switch (node)
                {
                    case GraphQLField field:
                        seen++;
                        var name = (field.Alias?.Name ?? field.Name).StringValue;
                        merged.Counts[name] = merged.Counts.GetValueOrDefault(name) + 1;
                        if (field.SelectionSet is { } below)
                            (merged.Below.TryGetValue(name, out var sets) ? sets : merged.Below[name] = []).Add((below, by));
                        break;
                    case GraphQLInlineFragment inline:
                        Collect(inline.SelectionSet, by, merged);
                        break;
                    case GraphQLFragmentSpread { FragmentName.Name.StringValue: var fragment }
                        when !by.Contains(fragment) && merged.Spread.Add(fragment) && fragments.TryGetValue(fragment, out var known):
                        Collect(known, by.Add(fragment), merged);
                        break;
                }
            }
        }
    }

    private sealed class Merged
    {
        public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<(GraphQLSelectionSet Set, ImmutableHashSet<string> By)>> Below { get; } =
            new(StringComparer.Ordinal);

        public HashSet<string> Spread { get; } = new(StringComparer.Ordinal);
    }
}
