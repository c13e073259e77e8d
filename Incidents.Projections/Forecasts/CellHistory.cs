using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>Count of a cell on a day.</summary>
/// <param name="Cell">Number of the cell, from 0.</param>
/// <param name="Day">Local day.</param>
/// <param name="Count">The count, positive.</param>
public readonly record struct CellDay(int Cell, LocalDate Day, int Count);

/// <summary>Counts of cells by day, before a day.</summary>
/// <param name="Cells">The cells, all of one zoom, in order of code.</param>
/// <param name="From">First day of the records.</param>
/// <param name="Days">The counts, in any order.</param>
public sealed record CellHistory(IReadOnlyList<GridCell> Cells, LocalDate From, IReadOnlyList<CellDay> Days)
{
    /// <summary>The history before a day, without that day.</summary>
    public CellHistory Before(LocalDate day) => this with { Days = [.. Days.Where(d => d.Day < day)] };

    /// <summary>Counts by cell from one day until before another.</summary>
    public double[] Counts(LocalDate from, LocalDate until)
    {
        var counts = new double[Cells.Count];
        foreach (var (cell, day, count) in Days)
        {
            if (day >= from && day < until)
                counts[cell] += count;
        }

        return counts;
    }
}
