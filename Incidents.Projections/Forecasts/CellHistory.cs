using Incidents.Domain;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>How many occurred in a cell on a day.</summary>
/// <param name="Cell">Number of the cell, from 0.</param>
/// <param name="Day">Local day.</param>
/// <param name="Count">How many, positive.</param>
public readonly record struct CellDay(int Cell, LocalDate Day, int Count);

/// <summary>What is known of some cells before a day.</summary>
/// <param name="Cells">The cells, all of one zoom, in order of code.</param>
/// <param name="From">First day of which anything could be known.</param>
/// <param name="Days">What occurred, in any order.</param>
public sealed record CellHistory(IReadOnlyList<GridCell> Cells, LocalDate From, IReadOnlyList<CellDay> Days)
{
    /// <summary>The history as far as it goes before a day: nothing of that day or after it.</summary>
    public CellHistory Before(LocalDate day) => this with { Days = [.. Days.Where(d => d.Day < day)] };

    /// <summary>Counts by cell from a day until before another.</summary>
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
