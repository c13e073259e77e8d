using GraphQL;
using Incidents.Api.Alerts;
using Incidents.Api.GraphQL;
using Incidents.Api.SosCalls;
using Incidents.Api.Violations;
using Incidents.Projections;

namespace Incidents.Api.Dispatch;

/// <summary>An incident near another one in place and time.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="DistanceMetres">Its distance, on the sphere of the earth's mean radius.</param>
/// <param name="AfterSeconds">How long after the other one it occurred; below 0 where it was before.</param>
public sealed record NearIncident(IncidentNode Incident, double DistanceMetres, long AfterSeconds);

/// <summary>What is near an incident.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentNeighbours
{
    private const int MostHours = 24 * 366;

    /// <summary>
    /// Incidents near this one in place and time, the nearest first; those that are withdrawn, part of another one, or not known to the
    /// hour are left out. Empty where its own place or hour is not known.
    /// </summary>
    /// <param name="radiusMetres">Greatest distance, above 0 and at most 10,000.</param>
    /// <param name="hours">Longest time before or after it, 1 to 8,784.</param>
    /// <param name="first">Number of incidents at most, 1 to 100.</param>
    [Cost(CostAttribute.Related, Items = 20)]
    public static async Task<IReadOnlyList<NearIncident>> Near(
        [Parent] IncidentNode incident, [FromServices] IncidentFiles files, [Seen] RowSight sight, double radiusMetres = 500,
        int hours = 24, int first = 20, CancellationToken cancellation = default)
    {
        if (radiusMetres is not (> 0 and <= Projections.Dispatch.Near.MostMetres))
        {
            throw RefusedException.BadInput(
                "radiusMetres", $"A distance is above 0 and at most {Projections.Dispatch.Near.MostMetres:0} metres.");
        }
        if (hours is < 1 or > MostHours)
            throw RefusedException.BadInput("hours", $"The hours are 1 to {MostHours}.");
        if (first is < 1 or > 100)
            throw RefusedException.BadInput("first", "A list has 1 to 100 incidents.");
        return await files.Around(incident.Row, radiusMetres, hours, first, sight, cancellation);
    }
}

/// <summary>The incident of an alert.</summary>
[ExtendObjectType(typeof(AlertNode))]
internal static class AlertIncident
{
    /// <summary>
    /// The incident to which it is linked, or into which that was merged; null where there is none. Of several the one that became known
    /// first.
    /// </summary>
    [Cost(CostAttribute.Related)]
    public static Task<IncidentNode?> Incident(
        [Parent] AlertNode alert, [FromServices] IncidentFiles files, [Seen] RowSight sight, CancellationToken cancellation = default) =>
        files.LinkedTo(alert.Id, sight, cancellation);
}

/// <summary>The incident of an SOS call.</summary>
[ExtendObjectType(typeof(SosCallNode))]
internal static class SosCallIncident
{
    /// <summary>
    /// The incident to which it is linked, or into which that was merged; null where there is none. Of several the one that became known
    /// first.
    /// </summary>
    [Cost(CostAttribute.Related)]
    public static Task<IncidentNode?> Incident(
        [Parent] SosCallNode call, [FromServices] IncidentFiles files, [Seen] RowSight sight, CancellationToken cancellation = default) =>
        files.LinkedTo(call.Id, sight, cancellation);
}

/// <summary>The incident of a violation.</summary>
[ExtendObjectType(typeof(ViolationNode))]
internal static class ViolationIncident
{
    /// <summary>
    /// The incident to which it is linked, or into which that was merged; null where there is none. Of several the one that became known
    /// first.
    /// </summary>
    [Cost(CostAttribute.Related)]
    public static Task<IncidentNode?> Incident(
        [Parent] ViolationNode violation, [FromServices] IncidentFiles files, [Seen] RowSight sight,
        CancellationToken cancellation = default) =>
        files.LinkedTo(violation.Id, sight, cancellation);
}
