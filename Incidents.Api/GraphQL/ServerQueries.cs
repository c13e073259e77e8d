using GraphQL;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Queries about the server.</summary>
[QueryType]
public static class ServerQueries
{
    /// <summary>The server's clock, for ages and countdowns on a screen whose own clock is wrong.</summary>
    public static Instant ServerTime([FromServices] IClock clock) => clock.GetCurrentInstant();
}
