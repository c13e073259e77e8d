using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Domain.Units;
using Incidents.Projections;

namespace Incidents.Api.Units;

/// <summary>Queries of units.</summary>
[QueryType]
internal static class UnitQueries
{
    private const int MostRecommended = 100;

    /// <summary>The units of the services that are there, by city and call sign, at most 5,000.</summary>
    /// <param name="cities">City codes; default all.</param>
    public static async Task<IEnumerable<UnitView>> Units(
        [FromServices] UnitFiles units, IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        await units.Read(cities?.ToArray(), cancellation);

    /// <summary>
    /// The unit whose phone has the caller's sign-in, with its own missions; null where there is none, or several have the same sign-in.
    /// </summary>
    public static async Task<UnitView?> MyUnit([FromServices] UnitFiles units, CancellationToken cancellation = default) =>
        await units.OfAccount(Callers.Current.Name, cancellation) is { } own
            ? await units.Find(own.Place.City, own.CallSign, null, cancellation)
            : null;

    /// <summary>
    /// Which unit could be sent to an incident: the free ones of its town by kind and travel time. The time is that of a straight line at
    /// one speed, and says so. Null where there is no such incident.
    /// </summary>
    /// <param name="id">The incident.</param>
    /// <param name="kinds">Kinds that are wanted: these come first; default any.</param>
    /// <param name="first">The most units, 1 to 100.</param>
    public static async Task<UnitRecommendation?> RecommendedUnits(
        [FromServices] UnitFiles units, [FromServices] IncidentFiles files, [Seen] RowSight sight, Guid id,
        IEnumerable<UnitKind>? kinds = null, int first = 10, CancellationToken cancellation = default)
    {
        if (first is < 1 or > MostRecommended)
            throw RefusedException.BadInput("first", $"From 1 to {MostRecommended} units are recommended.");
        return await files.Open(id, sight, cancellation) is { } incident
            ? await units.Recommend(incident.Place, kinds?.ToArray() ?? [], first, cancellation)
            : null;
    }
}
