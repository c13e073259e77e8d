using Incidents.Api.GraphQL;
using Incidents.Domain.Access;

namespace Incidents.Api.Access.Table;

/// <summary>Who asks, and what they may do here.</summary>
/// <param name="Id">Its lasting id.</param>
/// <param name="Name">Its name, as events keep who acted.</param>
/// <param name="Grants">Its roles with their towns.</param>
/// <param name="May">
/// Names of the data classes that it may use, in the order of `docs/access.md`; in which towns follows from the roles.
/// </param>
public sealed record Me(string Id, string Name, IReadOnlyList<Grant> Grants, IReadOnlyList<string> May);

/// <summary>Queries about whoever asks.</summary>
[QueryType]
public static class MeQueries
{
    /// <summary>Who asks, and which data classes they may use: what a page offers follows from it.</summary>
    public static Me Me()
    {
        var caller = Callers.Current;
        var names = DataClasses.Names(DataClasses.Of(caller));
        return new(caller.Id, caller.Name, caller.Grants, [.. DataClasses.All.Select(line => line.Name).Where(names.Contains)]);
    }
}
