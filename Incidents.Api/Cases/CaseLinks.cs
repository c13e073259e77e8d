using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Cases;
using Incidents.Domain.Dispatch;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using Incidents.Projections.Slices;

namespace Incidents.Api.Cases;

/// <summary>Makes the charts of cases.</summary>
internal sealed class CaseLinks(EventReader events, Cities cities)
{
    private const string CaseKey = "case";

    /// <summary>The chart of a case.</summary>
    /// <param name="of">The case.</param>
    /// <param name="branch">A branch of it that exists; null for the case itself.</param>
    /// <param name="first">Most nodes.</param>
    /// <param name="timelines">Finds what belongs to the case.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<CaseChart> Of(
        CaseContent of, Guid? branch, int first, CaseTimelines timelines, CancellationToken cancellation)
    {
        var scope = await timelines.Scope(of, branch, cancellation);
        var drawing = new Drawing();
        drawing.Add(new(CaseKey, CaseChartKind.Case, of.State.Number, of.Id, null, null));
        var items = of.State.ItemsOf(branch);
        foreach (var item in items.Values.Where(i => i.Kind is CaseItemKind.Person or CaseItemKind.Vehicle))
        {
            var (key, kind) = item.Kind is CaseItemKind.Person
                ? ($"person:{item.Id}", CaseChartKind.Person)
                : (item.Plate is null ? $"vehicle:{item.Id}" : VehicleKey(item.Plate), CaseChartKind.Vehicle);
            drawing.Add(new(key, kind, item.PersonName ?? item.Plate, null, item.Id, null));
            drawing.Connect(new(CaseKey, key, CaseChartReason.InCase, "items", null, item.Note));
        }

        // What is attached comes before what is only linked to it; the streams of no more than fit are read.
        Guid[] things =
        [
            .. scope.Things.OrderBy(id => items.ContainsKey(id) ? 0 : 1).ThenBy(id => id).Take(CaseChart.MostNodes + 1),
        ];
        var stored = (await events.Read(things, of.AsKnownAt, cancellation)).ToLookup(e => e.StreamId);
        var known = things.Select(id => Thing.Of(id, [.. stored[id]], cities)).OfType<Thing>().ToList();
        foreach (var thing in known)
        {
            drawing.Add(new(thing.Key, thing.Kind, thing.Category, thing.Id, items.ContainsKey(thing.Id) ? thing.Id : null,
                thing.Place.Point));
            if (items.TryGetValue(thing.Id, out var item))
                drawing.Connect(new(CaseKey, thing.Key, CaseChartReason.InCase, "items", null, item.Reason));
            if (scope.Via.TryGetValue(thing.Id, out var incident))
            {
                var link = stored[incident].LastOrDefault(e => e.Event is SignalLinked l && l.Signal.Id == thing.Id)
                    ?? stored[incident].FirstOrDefault();
                drawing.Connect(new($"incident:{incident}", thing.Key, CaseChartReason.Linked, "signal", link?.Id, null));
            }
        }

        foreach (var thing in known)
            Surround(drawing, thing);
        Name(drawing, items.Values, known);
        return drawing.Chart(first);
    }

    private static void Surround(Drawing drawing, Thing thing)
    {
        if (thing.DeviceId is { } device)
        {
            drawing.Add(new($"device:{device}", CaseChartKind.Device, device, null, null, null));
            drawing.Connect(new(thing.Key, $"device:{device}", CaseChartReason.Reported, "deviceId", thing.BeganWith, null));
        }

        if (thing.Plate is { } plate)
        {
            drawing.Add(new(VehicleKey(plate), CaseChartKind.Vehicle, plate, null, null, null));
            drawing.Connect(new(thing.Key, VehicleKey(plate), CaseChartReason.PlateRead, "plate", thing.BeganWith, null));
        }

        if (PlaceKey(thing.Place) is { } place)
        {
            drawing.Add(new(place, CaseChartKind.Place, thing.Place.Street ?? thing.Place.District, null, null, thing.Place.Point));
            drawing.Connect(new(thing.Key, place, CaseChartReason.Happened, "place", thing.BeganWith, null));
        }
    }

    private static void Name(Drawing drawing, IEnumerable<CaseItem> items, List<Thing> things)
    {
        var all = items.ToList();
        foreach (var person in all.Where(item => item.PersonName is not null))
        {
            var words = FoldedText.Words(person.PersonName).ToHashSet(StringComparer.Ordinal);
            if (words.Count == 0)
                continue;
            foreach (var thing in things.Where(thing => words.IsSubsetOf(FoldedText.Words(thing.Description))))
                drawing.Connect(new($"person:{person.Id}", thing.Key, CaseChartReason.Named, "description", thing.BeganWith, null));
            foreach (var other in all.Where(item => item != person && words.IsSubsetOf(FoldedText.Words(item.Note))))
            {
                var key = other.Kind is CaseItemKind.Person ? $"person:{other.Id}"
                    : other.Kind is CaseItemKind.Vehicle && other.Plate is { } plate ? VehicleKey(plate)
                    : null;
                if (key is not null)
                    drawing.Connect(new($"person:{person.Id}", key, CaseChartReason.Named, "note", null, other.Note));
            }
        }
    }

    private static string VehicleKey(string plate) => $"vehicle:{plate}";

    private static string? PlaceKey(Place place) =>
        place.Street is { } street ? $"place:{place.City}/{FoldedText.Of(street)}"
        : place.Point is { } point ? $"cell:{GridCell.At(point).Code}"
        : null;

    /// <summary>An incident, alert, call or violation.</summary>
    private sealed record Thing(
        Guid Id, CaseChartKind Kind, string? Category, Place Place, string? DeviceId, string? Plate, string? Description, Guid BeganWith)
    {
        public string Key => $"{(Kind is CaseChartKind.Incident ? "incident" : "signal")}:{Id}";

        public static Thing? Of(Guid id, IReadOnlyList<StoredEvent> own, Cities cities)
        {
            if (own.Count == 0)
                return null;
            if (IncidentRow.Of(id, own, cities) is { } incident)
            {
                return new(
                    id, CaseChartKind.Incident, incident.Category, incident.Place, incident.DeviceId, null, incident.Description,
                    own[0].Id);
            }

            return SignalRow.Of(id, own, SliceEvents.Signals, cities) is { } signal
                ? new(
                    id, signal.Kind switch
                    {
                        SignalKind.Alert => CaseChartKind.Alert,
                        SignalKind.SosCall => CaseChartKind.SosCall,
                        _ => CaseChartKind.Violation,
                    },
                    signal.Category, signal.Place, signal.DeviceId, signal.Plate, null, own[0].Id)
                : null;
        }
    }

    /// <summary>Collects nodes and edges.</summary>
    private sealed class Drawing
    {
        private readonly Dictionary<string, CaseChartNode> byKey = new(StringComparer.Ordinal);
        private readonly List<CaseChartNode> nodes = [];
        private readonly List<CaseChartEdge> edges = [];

        public void Add(CaseChartNode node)
        {
            if (byKey.TryAdd(node.Key, node))
                nodes.Add(node);
        }

        public void Connect(CaseChartEdge edge) => edges.Add(edge);

        public CaseChart Chart(int first)
        {
            var shown = nodes.Take(first).ToList();
            var keys = shown.Select(node => node.Key).ToHashSet(StringComparer.Ordinal);
            var between = edges.Where(edge => keys.Contains(edge.FromKey) && keys.Contains(edge.ToKey)).ToList();
            return new(
                shown, [.. between.Take(CaseChart.MostEdges)], nodes.Count > shown.Count || between.Count > CaseChart.MostEdges);
        }
    }
}
