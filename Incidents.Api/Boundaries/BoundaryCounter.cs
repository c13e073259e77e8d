using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>Sums the cells within boundaries.</summary>
internal class BoundaryCounter(HeatmapReader reader)
{
    /// <summary>The counts of boundaries, in the same order, and what lies in the rectangle around them but in none.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="set">The set of the boundaries.</param>
    /// <param name="at">The day of the boundaries.</param>
    /// <param name="boundaries">The boundaries of the set on that day that are wanted; at least one.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<(long[] Counts, long Outside)> Count(
        CountScope scope, string set, LocalDate at, List<(Boundary Boundary, BoundaryShape Shape)> boundaries,
        CancellationToken cancellation)
    {
        var extents = boundaries.ConvertAll(b => b.Shape.Extent);
        var around = new GeoBounds(
            extents.Min(e => e.West), extents.Min(e => e.South), extents.Max(e => e.East), extents.Max(e => e.North));
        var (counts, outside) = (new long[boundaries.Count], 0L);
        foreach (var (cell, count) in await reader.Read(new(scope, around, GridCell.FineZoom), cancellation))
        {
            if (Within(boundaries, cell) is >= 0 and var within)
                counts[within] += count;
            else
                outside += count;
        }
        return (counts, outside);
    }

    /// <summary>Index of the first boundary that contains the centre of a cell; -1 where there is none.</summary>
    protected static int Within(List<(Boundary Boundary, BoundaryShape Shape)> boundaries, GridCell cell)
    {
        var centre = cell.Centre();
        return boundaries.FindIndex(b => b.Shape.Contains(centre));
    }
}
