using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The schema: the classes of all slices merged into one <c>Query</c> and one <c>Mutation</c>.</summary>
internal sealed class IncidentsSchema : Schema
{
    public IncidentsSchema(IServiceProvider services, SchemaContributors contributors) : base(services)
    {
        Features.DeprecationOfInputValues = true;
        Features.RepeatableDirectives = true;
        Query = Root("Query", "All queries.", contributors.Queries);
        if (contributors.Mutations.Count > 0)
            Mutation = Root("Mutation", "All commands. A refusal is an error whose `extensions.code` is stable.", contributors.Mutations);
    }

    private static ObjectGraphType Root(string name, string description, IEnumerable<Type> contributors)
    {
        var root = new ObjectGraphType { Name = name, Description = description };
        ContributedFields.AddTo(root, contributors);
        return root;
    }
}
