using GraphQL;
using GraphQL.Types;

namespace Incidents.Api.GraphQL;

/// <summary>Arguments that all fields of some classes have, without being parameters of each method.</summary>
internal interface ISharedArguments
{
    /// <summary>The arguments; none where the fields of the class have none of these.</summary>
    /// <param name="contributor">The class.</param>
    IEnumerable<QueryArgument> Of(Type contributor);

    /// <summary>Takes the values of a call before its method is called.</summary>
    void Take(IResolveFieldContext context);
}
