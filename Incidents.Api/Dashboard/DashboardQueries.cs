using GraphQL;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Dashboard;

/// <summary>Settings of the installation for the pages.</summary>
[QueryType]
internal static class DashboardQueries
{
    /// <summary>The map below the layers of the pages, or null if none is configured.</summary>
    public static BaseMap? BaseMap([FromServices] IConfiguration configuration) => Dashboard.BaseMap.From(configuration);
}
