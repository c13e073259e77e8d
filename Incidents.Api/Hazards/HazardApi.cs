using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.Dispatch;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Hazards;
using Incidents.Projections;
using Incidents.Projections.Hazards;
using NodaTime;

namespace Incidents.Api.Hazards;

/// <summary>Mutations of hazards: each returns the hazard after the command.</summary>
[MutationType]
internal sealed class HazardMutations(Commands commands, EventReader events, CommandInput input)
{
    /// <summary>
    /// Notes what endangers those who come to a place. The same console and key again note nothing new, and with other content are refused
    /// with `HAZARD_NOTED_OTHERWISE`.
    /// </summary>
    /// <param name="console">The operator's console, or the list that it comes from.</param>
    /// <param name="key">Its own key for this hazard.</param>
    /// <param name="category">Category code.</param>
    /// <param name="place">Where, with coordinates.</param>
    /// <param name="description">What those who come must know.</param>
    /// <param name="by">Who notes it.</param>
    /// <param name="occurredAt">When, if not now.</param>
    public async Task<HazardRow> NoteHazard(
        string console, string key, string category, Place place, string description, string by, Instant? occurredAt = null,
        CancellationToken cancellation = default)
    {
        input.CheckPlace(place, "place");
        return await Send(
            new NoteHazard(new(console, key), category, place, description, by, input.Moment(occurredAt, place.City)), cancellation);
    }

    /// <summary>Says that a hazard is over, or never was.</summary>
    /// <param name="city">City code of its place.</param>
    /// <param name="hazardId">The hazard.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="reason">Why.</param>
    /// <param name="occurredAt">When, if not now.</param>
    /// <param name="expectedVersion">The version that they saw.</param>
    public Task<HazardRow> LiftHazard(
        string city, Guid hazardId, string by, string reason, Instant? occurredAt = null, long? expectedVersion = null,
        CancellationToken cancellation = default) =>
        Send(new LiftHazard(hazardId, city, by, reason, input.Moment(occurredAt, city), expectedVersion), cancellation);

    private async Task<HazardRow> Send(ICommand<Hazard> command, CancellationToken cancellation)
    {
        var id = await commands.Send(command, cancellation);
        return HazardRow.Of(id, (await events.Open<Hazard>(id, null, cancellation))!.State);
    }
}

/// <summary>The hazards at the place of an incident.</summary>
[ExtendObjectType(typeof(IncidentNode))]
internal static class IncidentHazards
{
    /// <summary>
    /// The hazards at the place that are not lifted, the nearest first. Empty where the place is not known, and for who does not see it
    /// exactly.
    /// </summary>
    /// <param name="radiusMetres">Greatest distance, above 0 and at most 1,000.</param>
    /// <param name="first">Number of hazards at most, 1 to 50.</param>
    [Cost(CostAttribute.Related, Items = 5)]
    public static async Task<IReadOnlyList<HazardRow>> Hazards(
        [Parent] IncidentNode incident, [FromServices] HazardReader reader, [Seen(RowClasses.Person)] RowSight sight,
        double radiusMetres = 50, int first = 20, CancellationToken cancellation = default)
    {
        if (radiusMetres is not (> 0 and <= HazardReader.MostMetres))
            throw RefusedException.BadInput("radiusMetres", $"A distance is above 0 and at most {HazardReader.MostMetres:0} metres.");
        if (first is < 1 or > 50)
            throw RefusedException.BadInput("first", "A list has 1 to 50 hazards.");
        return incident.Row is { IsSnapped: false, Place: { Point: { } point } place } && sight.IsExact(place.City, isOpen: true)
            ? await reader.Near(place.City, point, radiusMetres, first, cancellation)
            : [];
    }
}
