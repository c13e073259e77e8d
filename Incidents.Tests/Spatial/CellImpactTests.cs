using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class CellImpactTests
{
    // A row of nine cells; the measure came to cell 0, cell 1 is its buffer. Cell 4 went the same way before (3, 5), cell 8 nearly (3, 6),
    // the others hardly at all.
    private static readonly double[][] Counts =
    [
        [3, 1, 0, 0, 3, 0, 1, 0, 3],
        [5, 1, 0, 0, 5, 0, 1, 0, 6],
        [2, 2, 0, 0, 4, 0, 1, 0, 4],
        [2, 2, 0, 0, 5, 0, 1, 0, 4],
    ];

    [Fact]
    public void The_controls_are_the_cells_that_went_the_same_way_before()
    {
        var result = CellImpact.Evaluate(Counts, 9, [0], [.. Enumerable.Range(0, 9)], firstAfter: 2, controlsEach: 2);

        Assert.Equal([4, 8], Assert.Single(result.Controls));
        Assert.Equal([1], result.Buffer);
        // Change of cell 0: 2 − 4; of its controls: 4.5 − 4 and 4 − 4.5.
        Assert.Equal(-2, result.Impact.Effect.Estimate, 12);
    }

    // Before and after: treated 8 → 4, its nearest control 8 → 9, buffer 2 → 4, the buffer's own control (cell 6) 2 → 2.
    [Fact]
    public void Displacement_compares_treated_cells_and_buffer_with_a_control_each()
    {
        var displacement = CellImpact.Evaluate(Counts, 9, [0], [.. Enumerable.Range(0, 9)], firstAfter: 2, controlsEach: 2).Displacement!;

        Assert.Equal(4.0 / 9 - 8.0 / 8, displacement.Success, 12);
        Assert.Equal((4.0 / 9 - 2.0 / 8) / (4.0 / 9 - 1), displacement.Quotient, 12);
        Assert.Equal(-4 - 1 + 2 - 0, displacement.Difference, 12);
        Assert.Equal(Math.Sqrt(8 + 4 + 8 + 9 + 2 + 4 + 2 + 2), displacement.DifferenceError, 12);
    }

    [Fact]
    public void Without_a_buffer_or_controls_nothing_is_said_of_displacement()
    {
        Assert.Null(CellImpact.Evaluate(Counts, 9, [0], [.. Enumerable.Range(0, 9)], 2, bufferCells: 0).Displacement);
        Assert.Null(CellImpact.Evaluate(Counts, 9, [0], [4], 2, controlsEach: 1).Displacement);
        Assert.Contains("no-treated-area", CellImpact.Evaluate(Counts, 9, [], [4, 5], 2).Impact.Reasons);
        Assert.Contains("too-few-control-areas", CellImpact.Evaluate(Counts, 9, [0], [1, 4], 2).Impact.Reasons);
    }
}
