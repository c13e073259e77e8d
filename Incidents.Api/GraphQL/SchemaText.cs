using System.Reflection;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Incidents.Api.GraphQL;

/// <summary>
/// The schema in its own language, with descriptions: what the repository keeps as <c>schema.graphql</c>. Types are sorted by name,
/// the roots first; fields and values stand as the code declares them.
/// </summary>
public static class SchemaText
{
    /// <summary>Where the endpoint serves it, below its own path.</summary>
    internal const string Path = "/schema.graphql";

    /// <summary>The schema of the slices in the assemblies, without a host.</summary>
    public static string Of(params IEnumerable<Assembly> assemblies)
    {
        var services = new ServiceCollection();
        services.AddSchema(new Slices(assemblies));
        services.AddGraphQL(_ => { });
        using var provider = services.BuildServiceProvider();
        using var schema = provider.GetRequiredService<IncidentsSchema>();
        schema.Initialize();
        return Of(schema);
    }

    internal static string Of(ISchema schema)
    {
        var document = schema.ToAST();
        document.Definitions.Sort((a, b) => string.CompareOrdinal(SortKey(schema, a), SortKey(schema, b)));
        using var text = new StringWriter { NewLine = "\n" };
        // Writing to memory completes at once.
        new SDLPrinter().PrintAsync(document, text, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return text.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static string SortKey(ISchema schema, ASTNode definition)
    {
        if (definition is not GraphQLTypeDefinition type)
            return "0";
        var name = type.Name.StringValue;
        return name == schema.Query?.Name ? "1" : name == schema.Mutation?.Name ? "2" : name == schema.Subscription?.Name ? "3" : "4" + name;
    }
}
