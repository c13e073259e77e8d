using GraphQL;
using Incidents.Api.BaseMaps;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Dashboard;

/// <summary>Settings of the installation for the pages.</summary>
[QueryType]
internal static class DashboardQueries
{
    /// <summary>
    /// The map below the layers of the pages: the one of the settings, else the vector tiles that `incidents basemap` loaded; null if there
    /// is neither.
    /// </summary>
    public static async Task<BaseMap?> BaseMap(
        [FromServices] IConfiguration configuration, [FromServices] BaseMapReader loaded, CancellationToken cancellation = default) =>
        Dashboard.BaseMap.Of(Dashboard.BaseMap.From(configuration), await loaded.Current(cancellation));
}
