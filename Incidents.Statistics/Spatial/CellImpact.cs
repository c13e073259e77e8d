namespace Incidents.Statistics.Spatial;

/// <summary>Whether a measure helped where it was taken: the cells of a map with the measure against cells like them.</summary>
/// <remarks>
/// Controls are chosen by their counts before (<see cref="ControlMatching"/>) and compared by <see cref="Impact"/>; the cells around the
/// treated ones show whether incidents moved there (<see cref="Displacement"/>). All areas are cells of one size, so that none counts more
/// for being larger.
/// </remarks>
public static class CellImpact
{
    /// <summary>Evaluates a measure.</summary>
    /// <param name="counts">The cells' counts, row by row, for each period; oldest first, all of one length.</param>
    /// <param name="columns">Number of cells in a row.</param>
    /// <param name="treated">Numbers of the cells in which the measure was taken.</param>
    /// <param name="candidates">Numbers of the cells that may be controls; treated cells and those around them are left out.</param>
    /// <param name="firstAfter">Number of the first period after the beginning, from 0.</param>
    /// <param name="bufferCells">Number of rings of cells around the treated ones that are the buffer; 0 for none.</param>
    /// <param name="controlsEach">Number of controls for each treated cell, at least 1.</param>
    /// <param name="confidence">Confidence of the intervals, in (0, 1).</param>
    /// <param name="placebos">Number of assignments of treatment to draw.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="control">Cancels the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of bounds.</exception>
    public static CellImpactResult Evaluate(
        IReadOnlyList<double[]> counts, int columns, IReadOnlyList<int> treated, IReadOnlyList<int> candidates, int firstAfter,
        int bufferCells = 1, int controlsEach = 3,
        double confidence = 0.95, int placebos = 9_999, long seed = 1, RunControl? control = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferCells);
        var cells = counts.Count == 0 ? 0 : counts[0].Length;
        var buffer = Around(treated, columns, cells, bufferCells);
        HashSet<int> taken = [.. treated, .. buffer];
        int[] free = [.. candidates.Where(c => !taken.Contains(c))];
        var controls = Matched(counts, firstAfter, treated, free, controlsEach);
        ImpactArea[] areas =
        [
            .. treated.Select(c => new ImpactArea(true, Series(counts, c, counts.Count))),
            .. controls.SelectMany(own => own).Select(c => new ImpactArea(false, Series(counts, c, counts.Count))),
        ];
        var impact = areas.Length == 0
            ? Impact.DifferenceInDifferences([new(false, new double[counts.Count])], firstAfter, confidence, placebos, seed, control)
            : Impact.DifferenceInDifferences(areas, firstAfter, confidence, placebos, seed, control);

        // A difference of totals has a meaning only for times of the same length, and for as many controls as treated cells.
        var periods = Math.Min(firstAfter, counts.Count - firstAfter);
        int[] nearest = [.. controls.Where(own => own.Count > 0).Select(own => own[0])];
        taken.UnionWith(controls.SelectMany(own => own));
        int[] bufferControls = [.. Matched(counts, firstAfter, buffer, [.. free.Where(c => !taken.Contains(c))], 1).SelectMany(own => own)];
        BeforeAfter Total(IEnumerable<int> of)
        {
            int[] these = [.. of];
            double Sum(int from) => these.Sum(c => Enumerable.Range(from, periods).Sum(p => counts[p][c]));
            return new(Sum(firstAfter - periods), Sum(firstAfter));
        }

        var tooFew = nearest.Length < treated.Count || bufferControls.Length < buffer.Length;
        var displacement = buffer.Length == 0 || periods == 0 || tooFew ? null
            : Displacement.Of(Total(treated), Total(buffer), Total(nearest), Total(bufferControls), seed: seed);
        return new(impact, controls, buffer, displacement, periods);
    }

    private static IReadOnlyList<IReadOnlyList<int>> Matched(
        IReadOnlyList<double[]> counts, int firstAfter, IReadOnlyList<int> cells, int[] free, int each)
    {
        var chosen = ControlMatching.Nearest(
            [.. cells.Select(c => Series(counts, c, firstAfter))], [.. free.Select(c => Series(counts, c, firstAfter))], each);
        return [.. chosen.Select(own => own.Select(i => free[i]).ToArray())];
    }

    private static double[] Series(IReadOnlyList<double[]> counts, int cell, int periods)
    {
        var series = new double[periods];
        for (var p = 0; p < periods; p++)
            series[p] = counts[p][cell];
        return series;
    }

    private static int[] Around(IReadOnlyList<int> treated, int columns, int cells, int rings)
    {
        SortedSet<int> around = [];
        foreach (var cell in treated)
        {
            for (var row = Math.Max(0, cell / columns - rings); row <= Math.Min(cells / columns - 1, cell / columns + rings); row++)
            {
                for (var column = Math.Max(0, cell % columns - rings); column <= Math.Min(columns - 1, cell % columns + rings); column++)
                    around.Add(row * columns + column);
            }
        }

        around.ExceptWith(treated);
        return [.. around];
    }
}

/// <summary>An evaluation on the cells of a map.</summary>
/// <param name="Impact">Difference in differences of the treated cells against their controls.</param>
/// <param name="Controls">Numbers of the control cells of each treated one, the nearest first.</param>
/// <param name="Buffer">Numbers of the cells around the treated ones.</param>
/// <param name="Displacement">
/// Treated cells, buffer, nearest controls and the buffer's own controls; null without a buffer, or with too few controls.
/// </param>
/// <param name="DisplacementPeriods">Number of periods before and after the beginning that it compares.</param>
public sealed record CellImpactResult(
    ImpactResult Impact, IReadOnlyList<IReadOnlyList<int>> Controls, IReadOnlyList<int> Buffer, DisplacementResult? Displacement,
    int DisplacementPeriods);
