using Incidents.Api.Boundaries;
using Incidents.Api.Heatmaps;

namespace Incidents.Api.Access.Suppression;

/// <summary>Counts by cell and boundary without what is too small. All numbers are rounded already.</summary>
internal static class ShownCells
{
    /// <summary>A heat map: it holds the cells with a rounded count only.</summary>
    public static object Heatmap(object answer)
    {
        var map = (Heatmap)answer;
        return map with { Total = ShownTotals.Shown(map.Total), Max = ShownTotals.Shown(map.Max) };
    }

    /// <summary>Changes by cell.</summary>
    public static object Change(object answer)
    {
        var map = (HeatmapChange)answer;
        return map with
        {
            Before = ShownTotals.Shown(map.Before),
            Count = ShownTotals.Shown(map.Count),
            Cells = [.. map.Cells.Select(Cell)],
        };
    }

    /// <summary>Counts by boundary. What is outside of them has no fixed edges.</summary>
    public static object Boundaries(object answer)
    {
        var counts = (BoundaryCounts)answer;
        return counts with
        {
            Total = ShownTotals.Shown(counts.Total),
            Outside = null,
            Counts = [.. counts.Counts.Select(b => b.Count is null or 0 ? b with { Count = null, Per100000 = null } : b)],
        };
    }

    private static ChangedCell Cell(ChangedCell cell) => cell.Before is null or 0 || cell.Count is null or 0
        ? cell with { Before = ShownTotals.Shown(cell.Before), Count = ShownTotals.Shown(cell.Count), Change = null, IsNotable = null }
        : cell;
}
