using System.Reflection;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Incidents.Api.GraphQL;

/// <summary>The schema in the schema definition language, as the repository keeps it in <c>schema.graphql</c>.</summary>
/// <remarks>
/// Directives and then types are sorted by name after the root types; fields and enum values have the order of the code. The description
/// of <c>Query</c> has the limits of the host that serves the text; the file in the repository has the default ones.
/// </remarks>
public static class SchemaText
{
    /// <summary>The path of the text below the path of the endpoint.</summary>
    internal const string Path = "/schema.graphql";

    /// <summary>The schema of the classes in the assemblies, without a host.</summary>
    public static string Of(params IEnumerable<Assembly> assemblies)
    {
        var services = new ServiceCollection();
        services.AddSchema(new SchemaContributors(assemblies));
        services.AddGraphQL(_ => { });
        using var provider = services.BuildServiceProvider();
        using var schema = provider.GetRequiredService<IncidentsSchema>();
        schema.Initialize();
        return Of(schema);
    }

    /// <param name="schema">The schema.</param>
    /// <param name="view">The part that is written; null for all of it.</param>
    internal static string Of(ISchema schema, ISchemaView? view = null)
    {
        var document = schema.ToAST();
        if (view is not null)
            Leave(document, view);
        Specifications.AddTo(document);
        document.Definitions.Sort((a, b) => string.CompareOrdinal(SortKey(schema, a), SortKey(schema, b)));
        using var text = new StringWriter { NewLine = "\n" };
        // Writing to memory completes synchronously.
        new SDLPrinter().PrintAsync(document, text, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return text.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void Leave(GraphQLDocument document, ISchemaView view)
    {
        document.Definitions.RemoveAll(node => node is GraphQLTypeDefinition type && !view.Shows(type.Name.StringValue));
        foreach (var node in document.Definitions)
        {
            switch (node)
            {
                case GraphQLObjectTypeDefinition { Fields: { } fields } type:
                    fields.Items.RemoveAll(field => !view.Shows(type.Name.StringValue, field.Name.StringValue));
                    break;
                case GraphQLInputObjectTypeDefinition { Fields: { } fields } type:
                    fields.Items.RemoveAll(field => !view.Shows(type.Name.StringValue, field.Name.StringValue));
                    break;
                default:
                    break;
            }
        }
        // A caller without mutations.
        document.Definitions.RemoveAll(node => node is GraphQLObjectTypeDefinition { Fields.Items.Count: 0 });
    }

    private static string SortKey(ISchema schema, ASTNode definition)
    {
        if (definition is GraphQLDirectiveDefinition directive)
            return "4" + directive.Name.StringValue;
        if (definition is not GraphQLTypeDefinition type)
            return "0";
        var name = type.Name.StringValue;
        return name == schema.Query?.Name ? "1"
            : name == schema.Mutation?.Name ? "2"
            : name == schema.Subscription?.Name ? "3"
            : "5" + name;
    }
}
