using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Domain.Correlation;
using Incidents.Projections;
using Incidents.Projections.Devices;
using NodaTime;

namespace Incidents.Api.Correlation;

/// <summary>Queries of the rules by which signals join incidents.</summary>
[QueryType]
internal static class CorrelationQueries
{
    /// <summary>The rules that link signals and open incidents, in the order in which they are asked, each in all its versions.</summary>
    public static IReadOnlyList<CorrelationRule> CorrelationRules([FromServices] CorrelationRules rules) => rules.All;

    /// <summary>
    /// What a rule would have raised over a past period, and what was raised: nothing is written. The candidate takes the place of the
    /// rule of its code, or comes after all others; its own days do not matter where it has none. The period begins without open
    /// incidents, and what people did is no part of it.
    /// </summary>
    /// <param name="rule">The candidate.</param>
    /// <param name="from">First day on which signals became known, by the region's clock.</param>
    /// <param name="until">The day after the last; at most 92 days after the first.</param>
    /// <param name="cities">City codes; default all that the caller sees, none of an empty list.</param>
    [Cost(CostAttribute.Related)]
    public static Task<ReplayedRule> CorrelationReplay(
        [FromServices] CorrelationReplays replays, [Seen] RowSight sight, CorrelationRule rule, LocalDate from, LocalDate until,
        IEnumerable<string>? cities = null, CancellationToken cancellation = default) =>
        replays.Replay(rule, from, until, Within(cities, sight.Towns), cancellation);

    private static string[]? Within(IEnumerable<string>? asked, IReadOnlyList<string>? towns) =>
        towns is null ? asked?.ToArray() : asked is null ? [.. towns] : [.. asked.Where(towns.Contains)];
}

/// <summary>What stands about the place of an incident.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentSurroundings
{
    private const int MostDays = 3_660;

    /// <summary>
    /// The nearest cameras that look there, and then the nearest of which the registry does not say where they look; those that look
    /// elsewhere, are not installed or are retired are left out. Empty where the place is not known, and for who does not see it exactly.
    /// </summary>
    /// <param name="radiusMetres">Greatest distance, above 0 and at most 2,000.</param>
    /// <param name="first">Number of cameras at most, 1 to 50.</param>
    [Cost(CostAttribute.Related, Items = 5)]
    public static async Task<IReadOnlyList<WatchingCamera>> Cameras(
        [Parent] IncidentNode incident, [FromServices] CameraReader reader, [Seen(RowClasses.Device)] RowSight sight,
        double radiusMetres = 200, int first = 5, CancellationToken cancellation = default)
    {
        if (radiusMetres is not (> 0 and <= CameraReader.MostMetres))
            throw RefusedException.BadInput("radiusMetres", $"A distance is above 0 and at most {CameraReader.MostMetres:0} metres.");
        if (first is < 1 or > 50)
            throw RefusedException.BadInput("first", "A list has 1 to 50 cameras.");
        return incident.Row is { IsSnapped: false, Place: { Point: { } point } place } && sight.IsExact(place.City, isOpen: true)
            ? await reader.Watching(place.City, point, radiusMetres, first, cancellation)
            : [];
    }

    /// <summary>
    /// Incidents at the same address that occurred before, the nearest first; those that are withdrawn, part of another one, or not known
    /// to the hour are left out. Empty where the incident's own place or hour is not known.
    /// </summary>
    /// <param name="radiusMetres">Greatest distance, above 0 and at most 1,000.</param>
    /// <param name="days">Days before the incident, 1 to 3,660.</param>
    /// <param name="first">Number of incidents at most, 1 to 100.</param>
    [Cost(CostAttribute.Related, Items = 10)]
    public static async Task<IReadOnlyList<NearIncident>> Earlier(
        [Parent] IncidentNode incident, [FromServices] IncidentFiles files, [Seen] RowSight sight, double radiusMetres = 50,
        int days = 365, int first = 10, CancellationToken cancellation = default)
    {
        if (radiusMetres is not (> 0 and <= 1_000))
            throw RefusedException.BadInput("radiusMetres", "A distance is above 0 and at most 1,000 metres.");
        if (days is < 1 or > MostDays)
            throw RefusedException.BadInput("days", $"The days are 1 to {MostDays}.");
        if (first is < 1 or > 100)
            throw RefusedException.BadInput("first", "A list has 1 to 100 incidents.");
        return await files.Earlier(incident.Row, radiusMetres, days, first, sight, cancellation);
    }
}
