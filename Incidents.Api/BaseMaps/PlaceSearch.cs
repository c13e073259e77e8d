using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections;
using Incidents.Projections.BaseMaps;

namespace Incidents.Api.BaseMaps;

/// <summary>The search on the map: streets, places, devices, and incidents by number.</summary>
internal sealed class PlaceSearch(BaseMapReader map, MapPlaces places, RegisterNames register, RegisterNameCache names)
{
    // Two sources say the same of one place: its name in the centre of it, or of one street.
    private const double SameKilometres = 10;

    /// <summary>What fits best, the nearest first among what fits equally well.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="near">The point of the map that a person looks at, or null.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="rows">Which incidents the caller sees.</param>
    /// <param name="devices">The towns whose devices the caller sees, and how exactly.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<FoundPlace>> Find(
        string text, GeoPoint? near, int limit, RowSight rows, RowSight devices, CancellationToken cancellation)
    {
        if (TypedName.Of(text) is not { } typed)
            return [];
        var named = await names.Read(cancellation);
        var found = new List<FoundPlace>();
        found.AddRange(await places.Find(typed, cancellation));
        AddNew(found, await map.Names(typed, cancellation));
        // A street that one incident names is the exact place of that incident: for who sees all of them.
        var streets = named.Streets.Select((street, i) => rows.Sees(street.City, isOpen: false) && rows.IsExact(street.City, isOpen: false)
            ? Street(typed, street, i)
            : null);
        AddNew(found, [.. streets.OfType<FoundPlace>()]);
        found.AddRange((await register.Devices(typed, devices, cancellation)).Select(Device));
        var ids = RegisterNames.IncidentIds(text.Trim(), await register.Sources(cancellation));
        found.AddRange((await register.Incidents(ids, rows, cancellation)).Select(Incident));
        return
        [
            .. found.OrderBy(f => f.Match).ThenBy(f => near is null ? 0 : f.Kilometres(near)).ThenBy(f => f.Kind)
                .ThenByDescending(f => f.Population ?? 0).ThenBy(f => f.Name, StringComparer.Ordinal)
                .ThenBy(f => f.Id, StringComparer.Ordinal).Take(limit),
        ];
    }

    private static FoundPlace? Street(TypedName typed, NamedStreet street, int index) => typed.Match(street.Name) is not { } match
        ? null
        : new(
            FoundPlaceKind.Street, $"register/{street.City}/{index}", street.Name, null, null, street.City, street.Point, street.Bounds)
        { Match = match };

    private static FoundPlace Device(FoundDevice device) => new(
        FoundPlaceKind.Device, RegisterDevice.Stream(device.City, device.DeviceId).ToString(), device.DeviceId, null, device.Street,
        device.City, device.Point, null)
    { Match = device.Match };

    private static FoundPlace Incident(NumberedIncident incident) => new(
        FoundPlaceKind.Incident, incident.Id.ToString(), incident.Number, null, incident.Category, incident.City, incident.Point, null)
    { Match = NameMatch.Exact };

    /// <summary>Adds what is not there yet: the same kind and name nearby is the same thing.</summary>
    private static void AddNew(List<FoundPlace> found, IReadOnlyList<FoundPlace> further)
    {
        var known = found.ToLookup(f => (f.Kind, FoldedText.Joined(f.Name)));
        found.AddRange(further.Where(f =>
            !known[(f.Kind, FoldedText.Joined(f.Name))].Any(k => f.Point is null || k.Kilometres(f.Point) < SameKilometres)));
    }
}
