using Incidents.Domain;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Incidents.Api.Boundaries;

/// <summary>A shape that is prepared for the question whether a point is inside it.</summary>
/// <remarks>
/// Its edges are in bands of latitude, so that a point is compared with few of them. It takes about 30 bytes a point; the geometry and
/// its index as objects take about 250.
/// </remarks>
internal sealed class BoundaryShape
{
    private const int EdgesOfBand = 4;
    private const int MostBands = 1 << 16;
    private const int MostBandsOfEdge = 4;

    // The points of all rings, one ring after the other; an edge is the number of its first point.
    private readonly double[] longitudes;
    private readonly double[] latitudes;
    private readonly int[] edges;
    private readonly int[] firstOfBand;
    private readonly double bandsPerDegree;

    private BoundaryShape(double[] longitudes, double[] latitudes, List<int> ends, GeoBounds extent)
    {
        (this.longitudes, this.latitudes, Extent) = (longitudes, latitudes, extent);
        // A few long edges may lie in very many bands.
        var starts = Starts(ends);
        var (bands, places) = (Math.Clamp(starts.Count / EdgesOfBand, 1, MostBands), 0L);
        while (true)
        {
            bandsPerDegree = extent.North > extent.South ? bands / (extent.North - extent.South) : 0;
            firstOfBand = new int[bands + 1];
            places = starts.Sum(edge => Bands(edge).Last - Bands(edge).First + 1L);
            if (bands == 1 || places <= (long)MostBandsOfEdge * starts.Count)
                break;
            bands /= 2;
        }

        foreach (var edge in starts)
        {
            for (var (band, last) = Bands(edge); band <= last; band++)
                firstOfBand[band + 1]++;
        }
        for (var band = 0; band < bands; band++)
            firstOfBand[band + 1] += firstOfBand[band];
        edges = new int[places];
        var next = firstOfBand.ToArray();
        foreach (var edge in starts)
        {
            for (var (band, last) = Bands(edge); band <= last; band++)
                edges[next[band]++] = edge;
        }
    }

    /// <summary>Its extent in degrees.</summary>
    public GeoBounds Extent { get; }

    /// <summary>Memory that it takes, in bytes.</summary>
    public long LengthBytes => 2L * sizeof(double) * longitudes.Length + sizeof(int) * ((long)edges.Length + firstOfBand.Length);

    /// <summary>Prepares a shape.</summary>
    /// <param name="shape">Polygons in degrees.</param>
    public static BoundaryShape Of(Geometry shape)
    {
        var (longitudes, latitudes, ends) = (new double[shape.NumPoints], new double[shape.NumPoints], new List<int>());
        var count = 0;
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            var polygon = (Polygon)shape.GetGeometryN(i);
            foreach (var ring in polygon.InteriorRings.Prepend(polygon.ExteriorRing))
            {
                foreach (var point in ring.Coordinates)
                    (longitudes[count], latitudes[count++]) = (point.X, point.Y);
                ends.Add(count - 1);
            }
        }
        var extent = shape.EnvelopeInternal;
        return new(longitudes, latitudes, ends, new(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY));
    }

    /// <summary>Whether a point is inside the shape or on its edge.</summary>
    public bool Contains(GeoPoint point)
    {
        if (!Extent.Contains(point))
            return false;
        var crossings = new RayCrossingCounter(new(point.Longitude, point.Latitude));
        var (from, to) = (new Coordinate(), new Coordinate());
        var band = Band(point.Latitude);
        foreach (var edge in edges.AsSpan(firstOfBand[band]..firstOfBand[band + 1]))
        {
            (from.X, from.Y, to.X, to.Y) = (longitudes[edge], latitudes[edge], longitudes[edge + 1], latitudes[edge + 1]);
            crossings.CountSegment(from, to);
            if (crossings.IsOnSegment)
                return true;
        }
        return crossings.Location is not Location.Exterior;
    }

    // The last point of a ring begins no edge.
    private List<int> Starts(List<int> ends)
    {
        var starts = new List<int>(longitudes.Length);
        var first = 0;
        foreach (var end in ends)
        {
            starts.AddRange(Enumerable.Range(first, end - first));
            first = end + 1;
        }
        return starts;
    }

    private (int First, int Last) Bands(int edge)
    {
        var (a, b) = (latitudes[edge], latitudes[edge + 1]);
        return (Band(Math.Min(a, b)), Band(Math.Max(a, b)));
    }

    private int Band(double latitude) => Math.Clamp((int)((latitude - Extent.South) * bandsPerDegree), 0, firstOfBand.Length - 2);
}
