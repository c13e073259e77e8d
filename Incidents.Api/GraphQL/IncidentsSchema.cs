using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The schema: the slices' classes merged into one <c>Query</c> and one <c>Mutation</c>.</summary>
internal sealed class IncidentsSchema : Schema
{
    public IncidentsSchema(IServiceProvider services, Slices slices) : base(services)
    {
        Features.DeprecationOfInputValues = true;
        Features.RepeatableDirectives = true;
        Query = Root("Query", "What can be asked.", slices.Queries);
        if (slices.Mutations.Count > 0)
            Mutation = Root("Mutation", "What can be done. A refusal is an error whose `extensions.code` is stable.", slices.Mutations);
    }

    private static ObjectGraphType Root(string name, string description, IEnumerable<Type> contributors)
    {
        var root = new ObjectGraphType { Name = name, Description = description };
        SliceFields.AddTo(root, contributors);
        return root;
    }
}
