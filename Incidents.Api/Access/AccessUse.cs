using Incidents.Domain.Access;

namespace Incidents.Api.Access;

/// <summary>What a GraphQL request uses of the access table: found before it is executed, and put on record afterwards.</summary>
/// <param name="Classes">Names of the data classes of the fields that it selects.</param>
/// <param name="SearchesPerson">Whether it searches for a person or plate.</param>
/// <param name="Purpose">The purpose that it gives, or null.</param>
/// <param name="Denied">The fields that the caller may not see, as <c>Type.field</c>; none where it is executed.</param>
internal sealed record AccessUse(IReadOnlySet<string> Classes, bool SearchesPerson, Purpose? Purpose, IReadOnlyList<string> Denied)
{
    /// <summary>Its key in the user context of a request.</summary>
    public const string Key = "Incidents.AccessUse";
}
