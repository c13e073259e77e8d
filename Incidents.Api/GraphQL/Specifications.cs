using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Public specifications of the scalars: <c>@specifiedBy</c> in the schema's text, <c>specifiedByURL</c> in introspection.
/// </summary>
/// <remarks>GraphQL.NET has neither; both are in the GraphQL specification of October 2021.</remarks>
internal sealed class Specifications : BaseSchemaNodeVisitor
{
    private const string Directive = "specifiedBy";
    private const string IncludeDeprecated = "includeDeprecated";
    private const string Iso8601 = "https://www.iso.org/iso-8601-date-and-time-format.html";

    private static readonly Dictionary<string, string> Urls = new(StringComparer.Ordinal)
    {
        ["Date"] = Iso8601,
        ["DateTime"] = "https://www.rfc-editor.org/rfc/rfc3339",
        ["Duration"] = Iso8601,
        ["GeoJSON"] = "https://www.rfc-editor.org/rfc/rfc7946",
        ["JSON"] = "https://www.rfc-editor.org/rfc/rfc8259",
        ["OffsetDateTime"] = "https://www.rfc-editor.org/rfc/rfc3339",
        ["UUID"] = "https://www.rfc-editor.org/rfc/rfc9562",
    };

    private Specifications()
    {
    }

    public static Specifications Instance { get; } = new();

    /// <summary>The specification of a scalar, or null where none is public.</summary>
    public static string? Of(string scalar) => Urls.GetValueOrDefault(scalar);

    /// <summary>Adds the directive to the scalars of a schema's text.</summary>
    public static void AddTo(GraphQLDocument document)
    {
        foreach (var scalar in document.Definitions.OfType<GraphQLScalarTypeDefinition>())
        {
            if (Of(scalar.Name.StringValue) is not { } url)
                continue;
            scalar.Directives ??= new([]);
            scalar.Directives.Items.Add(new(new(Directive))
            {
                Arguments = new([new(new("url"), new GraphQLStringValue(url))]),
            });
        }
    }

    /// <summary>Adds the field to the introspection schema.</summary>
    public override void VisitObject(IObjectGraphType type, ISchema schema)
    {
        // The one place where tools ask for deprecated arguments and GraphQL.NET does not know the argument.
        if (type.Name == "__Directive" && type.Fields.Find("args") is { } arguments && arguments.Arguments?.Find(IncludeDeprecated) is null)
        {
            (arguments.Arguments ??= []).Add(new QueryArgument(new BooleanGraphType())
            {
                Name = IncludeDeprecated,
                DefaultValue = false,
            });
        }
        if (type.Name != "__Type" || type.Fields.Find("specifiedByURL") is not null)
            return;
        type.AddField(new FieldType
        {
            Name = "specifiedByURL",
            Description = "The public specification of a scalar, or null.",
            ResolvedType = new StringGraphType(),
            Resolver = new FuncFieldResolver<string?>(context => (context.Source as ScalarGraphType)?.Name is { } name ? Of(name) : null),
        });
    }
}
