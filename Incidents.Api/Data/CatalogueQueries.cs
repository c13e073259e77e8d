using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.Data;

/// <summary>The catalogues: names for codes, in three languages.</summary>
[QueryType]
internal static class CatalogueQueries
{
    /// <summary>Cities of the programme and of imported registers, by code.</summary>
    public static async Task<IEnumerable<City>> Cities(
        [FromServices] Cities cities, [FromServices] CityCatalogue catalogue, CancellationToken cancellation = default)
    {
        // Those that another host has just declared are among them.
        await catalogue.Refresh(cancellation);
        return cities.All;
    }

    /// <summary>
    /// Categories with their names, and the articles and sections that belong to them. A register may use codes beyond these.
    /// </summary>
    public static IEnumerable<Category> Categories([FromServices] Categories categories) => categories.All;
}
