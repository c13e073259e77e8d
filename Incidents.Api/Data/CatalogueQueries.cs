using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;

namespace Incidents.Api.Data;

/// <summary>The catalogues: names for codes, in three languages.</summary>
[QueryType]
public static class CatalogueQueries
{
    /// <summary>Cities of the programme and of imported registers, by code.</summary>
    public static IEnumerable<City> Cities([FromServices] Cities cities) => cities.All;

    /// <summary>
    /// Categories with their names, and the articles and sections that belong to them. A register may use codes beyond these.
    /// </summary>
    public static IEnumerable<Category> Categories([FromServices] Categories categories) => categories.All;
}
