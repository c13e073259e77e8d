using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NetTopologySuite.Geometries;

namespace Incidents.Api.Boundaries;

/// <summary>The cells of <see cref="GridCell.FineZoom"/> whose centre is within a shape.</summary>
/// <remarks>
/// Only cells on its edges are looked at one by one: a larger cell that no edge crosses is inside as a whole, or outside. So the work
/// follows the length of the edges and not the area.
/// </remarks>
internal static class BoundaryCells
{
    /// <summary>The cells within a shape.</summary>
    /// <param name="shape">Polygons in degrees.</param>
    public static CellSet Of(Geometry shape)
    {
        var located = BoundaryShape.Of(shape);
        var ranges = new List<(long First, long Last)>();
        Descend(new GridCell(0, 0), [.. Edges(shape)]);
        return CellSet.Of(ranges);

        void Descend(GridCell cell, Edge[] edges)
        {
            if (cell.Zoom < GridCell.FineZoom)
            {
                var bounds = cell.Bounds();
                var crossing = Array.FindAll(edges, edge => edge.Crosses(bounds));
                if (crossing.Length > 0)
                {
                    for (var child = 0; child < 4; child++)
                        Descend(new(cell.Zoom + 1, (cell.Code << 2) | (uint)child), crossing);
                    return;
                }
            }
            if (located.Contains(cell.Centre()))
                ranges.Add(cell.Range(GridCell.FineZoom));
        }
    }

    private static IEnumerable<Edge> Edges(Geometry shape)
    {
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            var polygon = (Polygon)shape.GetGeometryN(i);
            foreach (var ring in polygon.InteriorRings.Prepend(polygon.ExteriorRing))
            {
                var points = ring.Coordinates;
                for (var p = 1; p < points.Length; p++)
                    yield return new(points[p - 1].X, points[p - 1].Y, points[p].X, points[p].Y);
            }
        }
    }

    private readonly record struct Edge(double FromX, double FromY, double ToX, double ToY)
    {
        // Liang and Barsky: the part of the edge within each pair of parallel sides, by its share of the way.
        public bool Crosses(GeoBounds bounds)
        {
            var (first, last) = (0.0, 1.0);
            return Cut(FromX, ToX - FromX, bounds.West, bounds.East, ref first, ref last)
                && Cut(FromY, ToY - FromY, bounds.South, bounds.North, ref first, ref last);
        }

        private static bool Cut(double from, double length, double least, double most, ref double first, ref double last)
        {
            if (length == 0)
                return from >= least && from <= most;
            var (a, b) = ((least - from) / length, (most - from) / length);
            first = Math.Max(first, Math.Min(a, b));
            last = Math.Min(last, Math.Max(a, b));
            return first <= last;
        }
    }
}
