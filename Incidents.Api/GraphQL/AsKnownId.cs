using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.GraphQL;

/// <summary>The id of a thing as it was known at a moment.</summary>
/// <remarks>A client's cache that keys objects by id never takes it for the thing as known now.</remarks>
internal static class AsKnownId
{
    /// <summary><c>&lt;uuid&gt;@&lt;moment in UTC&gt;</c>.</summary>
    public static string Of(Guid id, Instant asKnownAt) => $"{id}@{InstantPattern.ExtendedIso.Format(asKnownAt)}";
}
