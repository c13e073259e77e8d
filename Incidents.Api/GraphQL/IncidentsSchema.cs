using GraphQL.Introspection;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>The schema: the classes of all slices merged into one <c>Query</c>, <c>Mutation</c> and <c>Subscription</c>.</summary>
internal sealed class IncidentsSchema : Schema
{
    public IncidentsSchema(IServiceProvider services, SchemaContributors contributors) : base(services)
    {
        Features.DeprecationOfInputValues = true;
        Features.RepeatableDirectives = true;
        Directives.Register(AtLeast.Definition(), PurposeDirective.Definition());
        this.RegisterVisitor(Specifications.Instance);
        if (services.GetService(typeof(ISchemaFilter)) is ISchemaFilter filter)
            Filter = filter;
        // Without a host, as for the file in the repository, the limits are the default ones.
        var settings = (GraphQLSettings?)services.GetService(typeof(GraphQLSettings)) ?? new();
        Query = new ObjectGraphType
        {
            Name = "Query",
            Description = $"All queries. A field that is refused is null; the others answer.\n\n{LimitsText.Of(settings)}",
        };
        ContributedFields.AddTo(Query, contributors.Queries);
        foreach (var field in Query.Fields)
        {
            field.Type = Optional(field.Type!);
            ArgumentChecks.LimitRows(field);
            AnswerStages.AddTo(field);
        }
        if (contributors.Mutations.Count > 0)
        {
            Mutation = new ObjectGraphType
            {
                Name = "Mutation",
                Description = "All mutations, carried out one after another. A refusal is data: `errors` of the payload contains it. An "
                    + "entry in `errors` of the response means a failure of the server, or a request that does not fit the schema.",
            };
            MutationFields.AddTo(Mutation, contributors.Mutations, contributors.SharedArguments);
        }
        if (contributors.Subscriptions.Count > 0)
        {
            Subscription = new ObjectGraphType
            {
                Name = "Subscription",
                Description = "What is told as it happens, over Server-Sent Events or a WebSocket. Each message has a position; `after` "
                    + "goes on from one. The first message after what was missed has a position only: from it on, messages are told live.",
            };
            ContributedFields.AddTo(Subscription, contributors.Subscriptions);
            foreach (var field in Subscription.Fields)
                ToldField.Make(field);
        }
    }

    /// <summary>The type without the mark that it is never null.</summary>
    /// <remarks>
    /// By the specification an error in a required field of the root leaves <c>data: null</c>, which hides what the other fields contain.
    /// </remarks>
    internal static Type Optional(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(NonNullGraphType<>) ? type.GetGenericArguments()[0] : type;
}
