using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>The cells that a rectangle touches, as ranges of codes.</summary>
public static class CellRanges
{
    /// <summary>
    /// The most ranges in one query. Beyond it the smallest gaps between them are closed, and rows in the gaps are skipped afterwards.
    /// </summary>
    public const int Most = 64;

    /// <summary>The cells of <paramref name="zoom"/> that touch the bounds, as columns and rows, first and last included.</summary>
    public static (int West, int North, int East, int South) Extent(GeoBounds bounds, int zoom)
    {
        var northWest = GridCell.At(new(bounds.West, bounds.North), zoom);
        var southEast = GridCell.At(new(bounds.East, bounds.South), zoom);
        return (northWest.X, northWest.Y, southEast.X, southEast.Y);
    }

    /// <summary>
    /// Ranges of codes at <paramref name="storedZoom"/>, first and last included, in order, that together contain every cell of the extent
    /// at <paramref name="zoom"/>.
    /// </summary>
    /// <param name="extent">Columns and rows at <paramref name="zoom"/>.</param>
    /// <param name="zoom">Zoom of the extent.</param>
    /// <param name="storedZoom">Zoom of the codes, at least <paramref name="zoom"/>.</param>
    /// <param name="most">The most ranges, at least 1.</param>
    public static List<(long First, long Last)> Covering(
        (int West, int North, int East, int South) extent, int zoom, int storedZoom, int most = Most)
    {
        var ranges = new List<(long First, long Last)>();
        Descend(new GridCell(0, 0));
        CloseSmallestGaps(ranges, most);
        return ranges;

        void Descend(GridCell cell)
        {
            var shift = zoom - cell.Zoom;
            var (west, north) = ((long)cell.X << shift, (long)cell.Y << shift);
            var (east, south) = (west + (1L << shift) - 1, north + (1L << shift) - 1);
            if (west > extent.East || east < extent.West || north > extent.South || south < extent.North)
                return;
            if (west >= extent.West && east <= extent.East && north >= extent.North && south <= extent.South)
            {
                var (first, last) = cell.Range(storedZoom);
                if (ranges.Count > 0 && ranges[^1].Last + 1 == first)
                    ranges[^1] = (ranges[^1].First, last);
                else
                    ranges.Add((first, last));
                return;
            }
            for (var child = 0; child < 4; child++)
                Descend(new(cell.Zoom + 1, (cell.Code << 2) | (uint)child));
        }
    }

    private static void CloseSmallestGaps(List<(long First, long Last)> ranges, int most)
    {
        if (ranges.Count <= most)
            return;
        var gaps = Enumerable.Range(1, ranges.Count - 1).Select(i => ranges[i].First - ranges[i - 1].Last).Order().ToArray();
        var widest = gaps[ranges.Count - most - 1];
        // Of gaps as wide as the widest to be closed, no more than needed: a regular pattern has gaps of one width only.
        var asWide = ranges.Count - most - gaps.Count(gap => gap < widest);
        var kept = 0;
        for (var i = 1; i < ranges.Count; i++)
        {
            var gap = ranges[i].First - ranges[kept].Last;
            if (gap < widest || (gap == widest && asWide-- > 0))
                ranges[kept] = (ranges[kept].First, ranges[i].Last);
            else
                ranges[++kept] = ranges[i];
        }
        ranges.RemoveRange(kept + 1, ranges.Count - kept - 1);
    }
}
