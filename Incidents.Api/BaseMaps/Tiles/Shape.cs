using System.Runtime.InteropServices;

namespace Incidents.Api.BaseMaps.Tiles;

/// <summary>Parts of points: the pieces of a line, or the outer ring of an area followed by its holes.</summary>
/// <remarks>The last point of a ring is its first one. A shape is filled and cleared many times.</remarks>
internal sealed class Shape
{
    private readonly List<MapPoint> points = [];
    private readonly List<int> ends = [];

    /// <summary>Number of parts.</summary>
    public int Parts => ends.Count;

    /// <summary>All points.</summary>
    public ReadOnlySpan<MapPoint> Points => CollectionsMarshal.AsSpan(points);

    /// <summary>The points of a part.</summary>
    public ReadOnlySpan<MapPoint> Part(int index)
    {
        var start = index == 0 ? 0 : ends[index - 1];
        return Points[start..ends[index]];
    }

    /// <summary>Removes everything.</summary>
    public void Clear()
    {
        points.Clear();
        ends.Clear();
    }

    /// <summary>Adds a point to the part under construction; the same point twice in a row is one.</summary>
    public void Add(MapPoint point)
    {
        if (points.Count == Start || points[^1] != point)
            points.Add(point);
    }

    /// <summary>Adds a point also where it is the same as the last one.</summary>
    public void AddAnyway(MapPoint point) => points.Add(point);

    /// <summary>Ends a part that has enough points; drops it otherwise.</summary>
    /// <param name="least">The least number of points.</param>
    public void End(int least)
    {
        if (points.Count - Start >= least)
            ends.Add(points.Count);
        else
            points.RemoveRange(Start, points.Count - Start);
    }

    /// <summary>The points of the part under construction.</summary>
    public ReadOnlySpan<MapPoint> Open => Points[Start..];

    /// <summary>Drops the part under construction.</summary>
    public void Drop() => points.RemoveRange(Start, points.Count - Start);

    private int Start => ends.Count == 0 ? 0 : ends[^1];
}
