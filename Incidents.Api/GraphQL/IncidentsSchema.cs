using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The schema: the classes of all slices merged into one <c>Query</c> and one <c>Mutation</c>.</summary>
internal sealed class IncidentsSchema : Schema
{
    public IncidentsSchema(IServiceProvider services, SchemaContributors contributors) : base(services)
    {
        Features.DeprecationOfInputValues = true;
        Features.RepeatableDirectives = true;
        Directives.Register(AtLeast.Definition());
        this.RegisterVisitor(Specifications.Instance);
        // Without a host, as for the file in the repository, the limits are the default ones.
        var settings = (GraphQLSettings?)services.GetService(typeof(GraphQLSettings)) ?? new();
        Query = Root("Query", $"All queries.\n\n{LimitsText.Of(settings)}", contributors.Queries);
        if (contributors.Mutations.Count > 0)
        {
            Mutation = Root(
                "Mutation",
                "All commands. A refusal is an error whose `extensions.code` is stable, and the command's field is null: the results of "
                + "others in the request stay.",
                contributors.Mutations, contributors.SharedArguments);
            foreach (var field in Mutation.Fields)
                field.Type = Optional(field.Type!);
        }
    }

    // By the specification an error in a required field of the root leaves `data: null`, which hides what was done before.
    private static Type Optional(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(NonNullGraphType<>) ? type.GetGenericArguments()[0] : type;

    private static ObjectGraphType Root(
        string name, string description, IEnumerable<Type> contributors, params IReadOnlyList<ISharedArguments> shared)
    {
        var root = new ObjectGraphType { Name = name, Description = description };
        ContributedFields.AddTo(root, contributors, shared);
        return root;
    }
}
