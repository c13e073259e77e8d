using Incidents.Domain;

namespace Incidents.Projections.Ledgers;

/// <summary>The cells of <see cref="GridCell.FineZoom"/> that touch bounds, as an exact test of a code in SQL.</summary>
/// <remarks>A code interleaves the bits of column and row. The bits of one of them alone are in the order of its numbers.</remarks>
internal static class CellRectangle
{
    private const long ColumnBits = 0x5555555555555555 & ((1L << (2 * GridCell.FineZoom)) - 1);
    private const long RowBits = ColumnBits << 1;

    /// <summary>The condition that a code lies in the rectangle.</summary>
    /// <param name="cell">The column with the code.</param>
    /// <param name="bounds">Valid bounds.</param>
    /// <param name="parameters">Takes the edges.</param>
    public static string Condition(string cell, GeoBounds bounds, SqlParameters parameters)
    {
        var northWest = GridCell.At(new(bounds.West, bounds.North)).Code;
        var southEast = GridCell.At(new(bounds.East, bounds.South)).Code;
        return $"({cell} & {ColumnBits}) between {parameters.Add(northWest & ColumnBits)} and {parameters.Add(southEast & ColumnBits)} "
            + $"and ({cell} & {RowBits}) between {parameters.Add(northWest & RowBits)} and {parameters.Add(southEast & RowBits)}";
    }
}
