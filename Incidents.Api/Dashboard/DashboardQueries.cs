using GraphQL;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Dashboard;

/// <summary>What the pages need to know of the installation.</summary>
[QueryType]
internal static class DashboardQueries
{
    /// <summary>The map that lies under the pages' own, or null where none is configured.</summary>
    public static BaseMap? BaseMap([FromServices] IConfiguration configuration) => Dashboard.BaseMap.From(configuration);
}
