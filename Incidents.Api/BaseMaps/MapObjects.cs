using System.Runtime.InteropServices;
using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;
using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.BaseMaps;

/// <summary>Takes the nodes and ways of an extract that are on the map.</summary>
/// <param name="relations">The relations of the same extract.</param>
internal sealed class MapObjects(MapRelations relations) : IOsmObjects
{
    private readonly FeatureStore features = new();
    private readonly NodeTable nodes = new();
    private readonly LineJoin lines = new();
    private readonly StreetNames streets = new();
    private readonly List<(FeatureTags Tags, MapPoint Point)> places = [];
    private readonly Dictionary<FeatureTags, FeatureTags> shared = [];
    private readonly Dictionary<long, long[]> ofAreas = [];
    private readonly ExtractCounts counts = new();
    private readonly List<long> ids = [];
    private readonly List<MapPoint> points = [];
    private MapBounds bounds = MapBounds.None;

    /// <inheritdoc/>
    public bool WantsOnlyRelations => false;

    /// <inheritdoc/>
    public void Node(long id, double longitude, double latitude, OsmTags tags)
    {
        if (longitude is not (>= -180 and <= 180) || latitude is not (>= -90 and <= 90))
            throw new OsmException(
                ErrorCode.CoordinatesOutOfRange,
                FormattableString.Invariant($"Node {id} has the longitude {longitude:0.#######} and the latitude {latitude:0.#######}."));
        var point = MapPoint.At(longitude, latitude);
        nodes.Add(id, point);
        if (tags.Count > 0 && MapClasses.Place(tags) is { } place)
            places.Add((Shared(place), point));
    }

    /// <inheritdoc/>
    public void Way(long id, ReadOnlySpan<long> nodes, OsmTags tags)
    {
        counts.Ways++;
        if (relations.IsOfArea(id))
            ofAreas[id] = nodes.ToArray();
        var line = MapClasses.Line(tags) ?? relations.Border(id);
        var area = MapClasses.Area(tags);
        if (line is null && area is null)
            return;
        var isOnMap = (line is not null && AddLine(Shared(line), nodes)) | (area is not null && AddArea(Shared(area), nodes));
        if (isOnMap)
            counts.WaysOnMap++;
        else
            counts.WithoutShape++;
    }

    /// <inheritdoc/>
    public void Relation(long id, ReadOnlySpan<WayMember> ways, OsmTags tags)
    {
    }

    /// <summary>What the extract has, once all of it is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">The moment of its data, or null.</param>
    /// <exception cref="OsmException">It has no way for the map.</exception>
    public Extract Finish(string path, Instant? at)
    {
        counts.Nodes = nodes.Count;
        if (counts.WaysOnMap == 0)
            throw new OsmException(
                ErrorCode.ExtractWithoutWays,
                $"{path} has no way for a map: no road, water, building or use of land with its nodes. It has {counts.Ways} ways.");
        var rings = new RingAssembly(nodes);
        foreach (var (tags, ways) in relations.Areas)
        {
            if (!rings.Assemble(ways, ofAreas, polygon => Add(Shared(tags), polygon)))
                counts.BrokenRelations++;
        }
        lines.Join((tags, line) =>
        {
            bounds = bounds.With(MapBounds.Of(line));
            features.Add(tags, line);
        });
        foreach (var (tags, point) in places)
            features.Add(tags, [point]);
        return new(features, [.. streets.Names(places), .. places.Select(p => Name(p.Tags, p.Point))], at, bounds.Degrees(), counts);
    }

    private static BaseMapName Name(FeatureTags tags, MapPoint point)
    {
        var at = point.Degrees();
        return new(
            BaseMapName.Place, tags.Name!, new(tags.NameRu, tags.NameKk, tags.NameEn), tags.Class!, null, tags.Population, at,
            new(at.Longitude, at.Latitude, at.Longitude, at.Latitude));
    }

    // Where nodes are missing a line is in pieces: a straight line over the gap would be a road that does not exist.
    private bool AddLine(FeatureTags tags, ReadOnlySpan<long> way)
    {
        var isAdded = false;
        for (var i = 0; i <= way.Length; i++)
        {
            if (i < way.Length && nodes.TryFind(way[i], out var point))
            {
                ids.Add(way[i]);
                points.Add(point);
                continue;
            }
            counts.MissingNodes += i < way.Length ? 1 : 0;
            if (points.Count > 1)
            {
                var line = CollectionsMarshal.AsSpan(points);
                lines.Add(tags, ids[0], ids[^1], line);
                if (tags is { Layer: MapLayer.Roads, IsRail: false, Name: not null })
                    streets.Add(tags, line);
                isAdded = true;
            }
            ids.Clear();
            points.Clear();
        }
        return isAdded;
    }

    private bool AddArea(FeatureTags tags, ReadOnlySpan<long> way)
    {
        points.Clear();
        var missing = 0;
        foreach (var node in way)
        {
            if (nodes.TryFind(node, out var point))
                points.Add(point);
            else
                missing++;
        }
        counts.MissingNodes += missing;
        var isClosed = missing == 0 && way.Length >= 4 && way[0] == way[^1];
        if (isClosed)
        {
            bounds = bounds.With(MapBounds.Of(CollectionsMarshal.AsSpan(points)));
            features.Add(tags, CollectionsMarshal.AsSpan(points));
        }
        points.Clear();
        return isClosed;
    }

    private void Add(FeatureTags tags, Shape polygon)
    {
        bounds = bounds.With(MapBounds.Of(polygon.Points));
        features.Add(tags, polygon);
    }

    private FeatureTags Shared(FeatureTags tags)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(shared, tags, out _);
        return known ??= tags;
    }
}
