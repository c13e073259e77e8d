using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQLParser.AST;
using GraphQLParser.Visitors;
using Incidents.Domain;

namespace Incidents.Api.Access.Log;

/// <summary>The plates and texts that a request searches for, wherever they stand: in a literal, a variable or a part of one.</summary>
internal static class SearchTerms
{
    /// <summary>Name of the terms in an entry's details.</summary>
    public const string Name = "terms";

    /// <summary>Name of the plates within the terms.</summary>
    public const string Plates = "plates";

    /// <summary>Name of the texts within the terms.</summary>
    public const string Texts = "texts";

    private static readonly HashSet<string> OfPlates = new(StringComparer.OrdinalIgnoreCase) { "plates", "plate" };
    private static readonly HashSet<string> OfTexts =
        new(StringComparer.OrdinalIgnoreCase) { "search", "text", "pattern", "person", "persons" };

    /// <summary>The terms of a request; null where it has none.</summary>
    /// <param name="document">The document; null where none was read.</param>
    /// <param name="variables">The variables.</param>
    public static JsonObject? Of(GraphQLDocument? document, Inputs? variables)
    {
        var found = new Found();
        if (document is not null)
            new Visitor(found, variables, Defaults(document)).VisitAsync(document, default).AsTask().GetAwaiter().GetResult();
        return found.Json();
    }

    /// <summary>The terms of a filter in JSON; null where it has none.</summary>
    public static JsonObject? Of(JsonNode? filter)
    {
        var found = new Found();
        found.Add(null, filter);
        return found.Json();
    }

    private static Dictionary<string, GraphQLValue> Defaults(GraphQLDocument document) => document.Definitions
        .OfType<GraphQLOperationDefinition>().SelectMany(operation => operation.Variables?.Items ?? [])
        .Where(variable => variable.DefaultValue is not null)
        .DistinctBy(variable => variable.Variable.Name.StringValue)
        .ToDictionary(variable => variable.Variable.Name.StringValue, variable => variable.DefaultValue!);

    private sealed class Found
    {
        private readonly SortedSet<string> plates = new(StringComparer.Ordinal), texts = new(StringComparer.Ordinal);

        public void Add(string? name, object? value)
        {
            switch (value)
            {
                case string text:
                    Add(name, text);
                    break;
                case JsonValue json when json.GetValueKind() is JsonValueKind.String:
                    Add(name, json.GetValue<string>());
                    break;
                case JsonObject members:
                    foreach (var (member, inner) in members)
                        Add(member, inner);
                    break;
                case IDictionary<string, object?> members:
                    foreach (var (member, inner) in members)
                        Add(member, inner);
                    break;
                case System.Collections.IEnumerable items:
                    foreach (var item in items)
                        Add(name, item);
                    break;
            }
        }

        public JsonObject? Json() => plates.Count == 0 && texts.Count == 0 ? null : new()
        {
            [Plates] = new JsonArray([.. plates.Select(plate => JsonValue.Create(plate))]),
            [Texts] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]),
        };

        private void Add(string? name, string text)
        {
            if (name is null || string.IsNullOrWhiteSpace(text))
                return;
            if (OfPlates.Contains(name))
                plates.Add(Plate.Normalise(text) ?? text);
            else if (OfTexts.Contains(name))
                texts.Add(text.Trim());
        }
    }

    private sealed class Visitor(Found found, Inputs? variables, Dictionary<string, GraphQLValue> defaults)
        : ASTVisitor<NullVisitorContext>
    {
        protected override async ValueTask VisitArgumentAsync(GraphQLArgument argument, NullVisitorContext context)
        {
            Add(argument.Name.StringValue, argument.Value);
            await base.VisitArgumentAsync(argument, context);
        }

        protected override async ValueTask VisitObjectFieldAsync(GraphQLObjectField field, NullVisitorContext context)
        {
            Add(field.Name.StringValue, field.Value);
            await base.VisitObjectFieldAsync(field, context);
        }

        private void Add(string name, GraphQLValue value)
        {
            switch (value)
            {
                case GraphQLStringValue text:
                    found.Add(name, text.Value.ToString());
                    break;
                case GraphQLListValue { Values: { } items }:
                    foreach (var item in items)
                        Add(name, item);
                    break;
                case GraphQLVariable variable when variables?.TryGetValue(variable.Name.StringValue, out var given) is true:
                    found.Add(name, given);
                    break;
                // No default has a variable in it.
                case GraphQLVariable variable when defaults.TryGetValue(variable.Name.StringValue, out var written):
                    Add(name, written);
                    break;
            }
        }
    }
}
