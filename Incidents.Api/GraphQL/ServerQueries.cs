using GraphQL;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>What the server says of itself.</summary>
[QueryType]
public static class ServerQueries
{
    /// <summary>The server's clock, for ages and countdowns on screens whose own clock is wrong.</summary>
    public static Instant ServerTime([FromServices] IClock clock) => clock.GetCurrentInstant();
}
