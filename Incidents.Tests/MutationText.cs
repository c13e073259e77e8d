using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Incidents.Tests;

/// <summary>Makes the document of a mutation from its short form, in which most tests write it.</summary>
/// <remarks>
/// <c>closeIncident(id: $id) { version }</c> stands for <c>closeIncident(input: { id: $id }) { incident { version } errors { … } }</c>. A
/// mutation that has an <c>input</c> is left as it is. With <c>by: "name"</c> a test says who signs in for it; it is no part of the
/// document.
/// </remarks>
internal static class MutationText
{
    private const string By = "by";
    private const string ErrorFields =
        "errors { ... on Error { code message } ... on VersionError { currentVersion } ... on RuleError { field currentVersion } "
        + "... on InputError { field } ... on NotFoundError { field } }";

    private static readonly Lazy<Dictionary<string, (string Thing, bool HasVersion)>> Mutations = new(Read);

    /// <summary>The document; the text itself where it is no mutation.</summary>
    public static string Of(string text) => Of(text, out _);

    /// <summary>The document, and who signs in for it, where the text says so.</summary>
    public static string Of(string text, out GraphQLValue? by)
    {
        by = null;
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
            if (selection is not GraphQLField field || !Mutations.Value.TryGetValue(field.Name.StringValue, out var mutation))
                continue;
            by ??= field.Arguments?.Items.Find(a => a.Name.StringValue == By)?.Value;
            field.Arguments?.Items.RemoveAll(a => a.Name.StringValue == By);
            if (field.Arguments?.Items.Find(a => a.Name.StringValue == "input")?.Value is GraphQLObjectValue { Fields: { } given })
            {
                by ??= given.Find(f => f.Name.StringValue == By)?.Value;
                given.RemoveAll(f => f.Name.StringValue == By);
            }
            Complete(field, mutation);
        }
        using var written = new StringWriter();
        new SDLPrinter().PrintAsync(document, written).AsTask().GetAwaiter().GetResult();
        return written.ToString();
    }

    private static void Complete(GraphQLField field, (string Thing, bool HasVersion) mutation)
    {
        if (field.Arguments?.Items.Exists(a => a.Name.StringValue == "input") is true)
            return;
        var fields = (field.Arguments?.Items ?? []).Select(a => new GraphQLObjectField(a.Name, a.Value)).ToList();
        field.Arguments = new([new(new GraphQLName("input"), new GraphQLObjectValue { Fields = fields })]);
        var errors = mutation.HasVersion ? ErrorFields : ErrorFields.Replace("... on VersionError { currentVersion } ", "");
        var payload = Parser.Parse($"{{ {mutation.Thing} {{ __typename }} {errors} }}").Definitions.OfType<GraphQLOperationDefinition>()
            .Single().SelectionSet;
        ((GraphQLField)payload.Selections[0]).SelectionSet = field.SelectionSet;
        field.SelectionSet = payload;
    }

    // From the snapshot of the schema: the name of the payload's thing, and what its errors contain.
    private static Dictionary<string, (string Thing, bool HasVersion)> Read()
    {
        var schema = Parser.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "Incidents.Api", "schema.graphql")));
        var objects = schema.Definitions.OfType<GraphQLObjectTypeDefinition>().ToDictionary(t => t.Name.StringValue);
        var unions = schema.Definitions.OfType<GraphQLUnionTypeDefinition>().ToDictionary(t => t.Name.StringValue);
        return objects["Mutation"].Fields!.Items.ToDictionary(
            field => field.Name.StringValue,
            field =>
            {
                var name = char.ToUpperInvariant(field.Name.StringValue[0]) + field.Name.StringValue[1..];
                return (objects[$"{name}Payload"].Fields!.Items[0].Name.StringValue,
                    unions[$"{name}Error"].Types!.Items.Exists(t => t.Name.StringValue == "VersionError"));
            });
    }
}
