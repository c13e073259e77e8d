using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>A set of cells as ranges of codes at <see cref="GridCell.FineZoom"/>, with the test of a column for it in SQL.</summary>
public sealed class CellSet
{
    // Further ranges are tested one by one only by binary search, within these.
    private const int MostForIndex = 16;

    private readonly (long First, long Last)[] ranges;

    private CellSet((long First, long Last)[] ranges) => this.ranges = ranges;

    /// <summary>The ranges in order, first and last included; none touches the next one.</summary>
    public IReadOnlyList<(long First, long Last)> Ranges => ranges;

    /// <summary>The set of all codes in ranges, which may overlap and be in any order.</summary>
    public static CellSet Of(IEnumerable<(long First, long Last)> ranges)
    {
        var merged = new List<(long First, long Last)>();
        foreach (var range in ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else
                merged.Add(range);
        }
        return new([.. merged]);
    }

    /// <summary>The set of the cells, of any zoom up to <see cref="GridCell.FineZoom"/>.</summary>
    public static CellSet Of(IEnumerable<GridCell> cells) => Of(cells.Select(cell => cell.Range(GridCell.FineZoom)));

    /// <summary>A set of few ranges that contains every cell that touches the bounds, and others.</summary>
    public static CellSet Around(GeoBounds bounds)
    {
        var zoom = GridCell.FineZoom;
        // Of a large rectangle coarse cells are enough: the set is for an index.
        while (zoom > 0 && CellRanges.Extent(bounds, zoom) is var (west, north, east, south)
            && (long)(east - west + 1) * (south - north + 1) > MostForIndex)
            zoom--;
        return Of(CellRanges.Covering(
            CellRanges.Extent(bounds, zoom), zoom, GridCell.FineZoom, MostForIndex));
    }

    /// <summary>The cells of this set that are not in another.</summary>
    public CellSet Except(CellSet other)
    {
        var left = new List<(long, long)>();
        var next = 0;
        foreach (var range in ranges)
        {
            var first = range.First;
            while (next < other.ranges.Length && other.ranges[next].Last < first)
                next++;
            for (var i = next; i < other.ranges.Length && other.ranges[i].First <= range.Last; i++)
            {
                if (other.ranges[i].First > first)
                    left.Add((first, other.ranges[i].First - 1));
                first = other.ranges[i].Last + 1;
            }
            if (first <= range.Last)
                left.Add((first, range.Last));
        }
        return new([.. left]);
    }

    /// <summary>The condition that a column with a code is in the set.</summary>
    /// <param name="column">The column.</param>
    /// <param name="add">Takes a value; returns its name in the SQL.</param>
    internal string Condition(string column, Func<object, string> add)
    {
        if (ranges.Length == 0)
            return "false";
        var few = FewRanges().Select(r => r.First == r.Last
            ? $"{column} = {add(r.First)}"
            : $"{column} between {add(r.First)} and {add(r.Last)}");
        var sql = $"({string.Join(" or ", few)})";
        if (ranges.Length <= MostForIndex)
            return sql;
        // The bucket is the number of ranges that begin at the code or before; 0 gives no element, i.e. null.
        var (firsts, lasts) = (add(Array.ConvertAll(ranges, r => r.First)), add(Array.ConvertAll(ranges, r => r.Last)));
        return $"{sql} and {column} <= ({lasts}::bigint[])[width_bucket({column}, {firsts}::bigint[])]";
    }

    private IEnumerable<(long First, long Last)> FewRanges()
    {
        if (ranges.Length <= MostForIndex)
            return ranges;
        var cuts = Enumerable.Range(1, ranges.Length - 1).OrderByDescending(i => ranges[i].First - ranges[i - 1].Last)
            .Take(MostForIndex - 1).Order().ToArray();
        int[] starts = [0, .. cuts];
        return starts.Select((start, i) => (
            ranges[start].First, ranges[(i + 1 < starts.Length ? starts[i + 1] : ranges.Length) - 1].Last));
    }
}
