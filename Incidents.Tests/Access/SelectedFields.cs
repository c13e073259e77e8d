using System.Text.Json;
using GraphQL.Types;
using GraphQLParser.AST;
using Incidents.Api.Access.Table;

namespace Incidents.Tests.Access;

/// <summary>What an operation selects, by a plain reading of the document for one set of variables.</summary>
internal sealed class SelectedFields(
    ISchema schema, FieldTable table, GraphQLDocument document, IReadOnlyDictionary<string, bool> variables)
{
    /// <summary>The fields of an operation as <c>Type.field</c>, with their classes.</summary>
    public IEnumerable<(string Field, DataClass Class)> Of(GraphQLOperationDefinition operation) =>
        Of(operation.SelectionSet, schema.Query, null, false);

    /// <summary>The fields whose values are in an answer, with their classes.</summary>
    public IEnumerable<(string Field, DataClass Class)> In(JsonElement data, GraphQLOperationDefinition operation) =>
        In(data, [(operation.SelectionSet, schema.Query)], null, false);

    private IEnumerable<(string, DataClass)> Of(GraphQLSelectionSet? selection, IGraphType type, DataClass? leading, bool isWhole)
    {
        foreach (var (field, on) in Fields(selection, type, isConditional: true))
        {
            var name = field.Name.StringValue;
            if (name.StartsWith("__", StringComparison.Ordinal) && on != schema.Query)
                continue;
            var line = table.Find(on.Name, name)!;
            var here = isWhole ? leading : line.Class ?? leading;
            yield return ($"{on.Name}.{name}", here!);
            if ((on as IComplexGraphType)?.Fields.Find(name) is not { } definition)
                continue;
            foreach (var searched in SchemaPaths.Searched(definition, table))
                yield return searched;
            if (SchemaPaths.Named(definition.ResolvedType) is not { } into)
                continue;
            foreach (var inner in Of(field.SelectionSet, into, here, isWhole || line.IsWhole))
                yield return inner;
        }
    }

    // Every field that may have given a value counts, whatever its condition and whatever the type of the object.
    private IEnumerable<(string, DataClass)> In(
        JsonElement value, List<(GraphQLSelectionSet? Selection, IGraphType Type)> selections, DataClass? leading, bool isWhole)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            foreach (var inner in value.EnumerateArray().SelectMany(item => In(item, selections, leading, isWhole)))
                yield return inner;
        }
        if (value.ValueKind is not JsonValueKind.Object)
            yield break;
        var fields = selections.SelectMany(s => Fields(s.Selection, s.Type, isConditional: false))
            .ToLookup(f => (f.Field.Alias?.Name ?? f.Field.Name).StringValue);
        foreach (var member in value.EnumerateObject())
        {
            foreach (var some in fields[member.Name].GroupBy(f => (f.On.Name, f.Field.Name.StringValue)))
            {
                var (on, name) = (some.First().On, some.Key.StringValue);
                if (name.StartsWith("__", StringComparison.Ordinal))
                    continue;
                var line = table.Find(on.Name, name)!;
                var here = isWhole ? leading : line.Class ?? leading;
                yield return ($"{on.Name}.{name}", here!);
                if (SchemaPaths.Named((on as IComplexGraphType)?.Fields.Find(name)?.ResolvedType) is not IComplexGraphType into)
                    continue;
                foreach (var inner in In(
                    member.Value, [.. some.Select(f => (f.Field.SelectionSet, (IGraphType)into))], here, isWhole || line.IsWhole))
                    yield return inner;
            }
        }
    }

    private IEnumerable<(GraphQLField Field, IGraphType On)> Fields(GraphQLSelectionSet? selection, IGraphType type, bool isConditional)
    {
        foreach (var node in selection?.Selections ?? [])
        {
            if (isConditional && !IsSelected((IHasDirectivesNode)node))
                continue;
            switch (node)
            {
                case GraphQLField field:
                    yield return (field, type);
                    break;
                case GraphQLInlineFragment inline:
                    foreach (var inner in Fields(inline.SelectionSet, TypeOf(inline.TypeCondition) ?? type, isConditional))
                        yield return inner;
                    break;
                case GraphQLFragmentSpread spread:
                    var fragment = document.Definitions.OfType<GraphQLFragmentDefinition>()
                        .Single(f => f.FragmentName.Name.Value == spread.FragmentName.Name.Value);
                    foreach (var inner in Fields(fragment.SelectionSet, TypeOf(fragment.TypeCondition)!, isConditional))
                        yield return inner;
                    break;
                default:
                    break;
            }
        }
    }

    private IGraphType? TypeOf(GraphQLTypeCondition? condition) =>
        condition is null ? null : schema.AllTypes[condition.Type.Name.StringValue];

    private bool IsSelected(IHasDirectivesNode node) => (node.Directives?.Items ?? []).All(directive =>
    {
        var value = directive.Arguments!.Items[0].Value switch
        {
            GraphQLVariable variable => variables[variable.Name.StringValue],
            GraphQLTrueBooleanValue => true,
            _ => false,
        };
        return directive.Name.StringValue == "skip" ? !value : value;
    });
}
