using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Incidents.Tests;

/// <summary>Makes the document of a mutation from its short form, in which most tests write it.</summary>
/// <remarks>
/// <c>closeIncident(id: $id) { version }</c> stands for <c>closeIncident(input: { id: $id, by: "op" }) { incident { version } errors { … }
/// }</c>. A mutation that has an <c>input</c> is left as it is.
/// </remarks>
internal static class MutationText
{
    private const string ErrorFields =
        "errors { ... on Error { code message } ... on VersionError { currentVersion } ... on RuleError { field currentVersion } "
        + "... on InputError { field } ... on NotFoundError { field } }";

    private static readonly Lazy<Dictionary<string, (string Thing, bool TakesBy, bool HasVersion)>> Mutations = new(Read);

    /// <summary>The document; the text itself where it is no mutation.</summary>
    public static string Of(string text)
    {
        if (!text.TrimStart().StartsWith("mutation", StringComparison.Ordinal))
            return text;
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text);
        }
        catch (GraphQLParser.Exceptions.GraphQLSyntaxErrorException)
        {
            return text;
        }
        foreach (var selection in document.Definitions.OfType<GraphQLOperationDefinition>().SelectMany(o => o.SelectionSet.Selections))
        {
            if (selection is GraphQLField field && Mutations.Value.TryGetValue(field.Name.StringValue, out var mutation))
                Complete(field, mutation);
        }
        using var written = new StringWriter();
        new SDLPrinter().PrintAsync(document, written).AsTask().GetAwaiter().GetResult();
        return written.ToString();
    }

    private static void Complete(GraphQLField field, (string Thing, bool TakesBy, bool HasVersion) mutation)
    {
        if (field.Arguments?.Items.Exists(a => a.Name.StringValue == "input") is true)
            return;
        var fields = (field.Arguments?.Items ?? []).Select(a => new GraphQLObjectField(a.Name, a.Value)).ToList();
        if (mutation.TakesBy && !fields.Exists(f => f.Name.StringValue == "by"))
            fields.Add(new(new GraphQLName("by"), new GraphQLStringValue("op")));
        field.Arguments = new([new(new GraphQLName("input"), new GraphQLObjectValue { Fields = fields })]);
        var errors = mutation.HasVersion ? ErrorFields : ErrorFields.Replace("... on VersionError { currentVersion } ", "");
        var payload = Parser.Parse($"{{ {mutation.Thing} {{ __typename }} {errors} }}").Definitions.OfType<GraphQLOperationDefinition>()
            .Single().SelectionSet;
        ((GraphQLField)payload.Selections[0]).SelectionSet = field.SelectionSet;
        field.SelectionSet = payload;
    }

    // From the snapshot of the schema: the name of the payload's thing, and what its input and its errors contain.
    private static Dictionary<string, (string Thing, bool TakesBy, bool HasVersion)> Read()
    {
        var schema = Parser.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "Incidents.Api", "schema.graphql")));
        var objects = schema.Definitions.OfType<GraphQLObjectTypeDefinition>().ToDictionary(t => t.Name.StringValue);
        var inputs = schema.Definitions.OfType<GraphQLInputObjectTypeDefinition>().ToDictionary(t => t.Name.StringValue);
        var unions = schema.Definitions.OfType<GraphQLUnionTypeDefinition>().ToDictionary(t => t.Name.StringValue);
        return objects["Mutation"].Fields!.Items.ToDictionary(
            field => field.Name.StringValue,
            field =>
            {
                var name = char.ToUpperInvariant(field.Name.StringValue[0]) + field.Name.StringValue[1..];
                return (objects[$"{name}Payload"].Fields!.Items[0].Name.StringValue,
                    inputs[$"{name}Input"].Fields!.Items.Exists(f => f.Name.StringValue == "by"),
                    unions[$"{name}Error"].Types!.Items.Exists(t => t.Name.StringValue == "VersionError"));
            });
    }
}
