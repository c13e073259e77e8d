using Incidents.Api.BaseMaps.Osm;
using Incidents.Api.BaseMaps.Tiles;

namespace Incidents.Api.BaseMaps;

/// <summary>Makes the areas of a relation: its ways joined to rings, each hole in the smallest outer ring around it.</summary>
/// <param name="nodes">The coordinates of nodes.</param>
internal sealed class RingAssembly(NodeTable nodes)
{
    private readonly Shape polygon = new();

    private sealed record Ring(MapPoint[] Points, MapBounds Bounds, long Area);

    /// <summary>Makes the areas.</summary>
    /// <param name="members">The ways of the relation.</param>
    /// <param name="ways">The nodes of the ways that the extract has.</param>
    /// <param name="receive">Receives each outer ring with its holes; it is valid during the call.</param>
    /// <returns>Whether all ways are there and form closed rings.</returns>
    public bool Assemble(IReadOnlyList<WayMember> members, IReadOnlyDictionary<long, long[]> ways, Action<Shape> receive)
    {
        var isWhole = true;
        var outer = Rings(isInner: false);
        var inner = Rings(isInner: true);
        var holes = inner.ToLookup(hole => outer.Where(o => Contains(o, hole)).MinBy(o => o.Area));
        foreach (var ring in outer)
        {
            polygon.Clear();
            Add(ring);
            if (polygon.Parts == 0)
                continue;
            foreach (var hole in holes[ring])
                Add(hole);
            receive(polygon);
        }
        return isWhole && outer.Count > 0;

        List<Ring> Rings(bool isInner)
        {
            var pieces = new List<long[]>();
            foreach (var id in members.Where(m => m.IsInner == isInner).Select(m => m.Way).Distinct())
            {
                if (ways.TryGetValue(id, out var way) && way.Length > 1)
                    pieces.Add(way);
                else
                    isWhole = false;
            }
            var rings = new List<Ring>();
            foreach (var ring in Joined(pieces))
            {
                if (ring[0] == ring[^1] && ring.Count >= 4 && Points(ring) is { } points)
                    rings.Add(new(points, MapBounds.Of(points), Math.Abs(Generalisation.Area2(points))));
                else
                    isWhole = false;
            }
            return rings;
        }
    }

    private static List<List<long>> Joined(List<long[]> pieces)
    {
        var byEnd = new Dictionary<long, List<int>>();
        for (var i = 0; i < pieces.Count; i++)
        {
            foreach (var node in (long[])[pieces[i][0], pieces[i][^1]])
            {
                if (!byEnd.TryGetValue(node, out var at))
                    byEnd[node] = at = [];
                at.Add(i);
            }
        }
        var (isUsed, rings) = (new bool[pieces.Count], new List<List<long>>());
        for (var i = 0; i < pieces.Count; i++)
        {
            if (isUsed[i])
                continue;
            isUsed[i] = true;
            var ring = new List<long>(pieces[i]);
            while (ring[0] != ring[^1] && Next(byEnd[ring[^1]]) is { } next)
            {
                isUsed[next] = true;
                ring.AddRange(pieces[next][0] == ring[^1] ? pieces[next].Skip(1) : pieces[next].Reverse().Skip(1));
            }
            rings.Add(ring);
        }
        return rings;

        // Those that are used are removed, so that a node at which thousands end is not searched thousands of times.
        int? Next(List<int> at)
        {
            while (at.Count > 0)
            {
                var last = at[^1];
                at.RemoveAt(at.Count - 1);
                if (!isUsed[last])
                    return last;
            }
            return null;
        }
    }

    private MapPoint[]? Points(List<long> ring)
    {
        var points = new MapPoint[ring.Count];
        for (var i = 0; i < points.Length; i++)
        {
            if (!nodes.TryFind(ring[i], out points[i]))
                return null;
        }
        return points;
    }

    private void Add(Ring ring)
    {
        foreach (var point in ring.Points)
            polygon.Add(point);
        polygon.End(4);
    }

    private static bool Contains(Ring outer, Ring inner)
    {
        var (bounds, point) = (outer.Bounds, inner.Points[0]);
        if (point.X < bounds.West || point.X > bounds.East || point.Y < bounds.North || point.Y > bounds.South)
            return false;
        var isInside = false;
        for (var i = 1; i < outer.Points.Length; i++)
        {
            var (a, b) = (outer.Points[i - 1], outer.Points[i]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + ((double)(point.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
                isInside = !isInside;
        }
        return isInside;
    }
}
