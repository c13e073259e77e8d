namespace Incidents.Statistics.Forecasting;

/// <summary>A forecast of counts by cell: the cell's long-run share times the season's expectation for all cells.</summary>
/// <remarks>
/// The share is drawn toward the mean of all cells (Gamma-Poisson empirical Bayes by moments: Marshall, "Mapping disease and mortality
/// rates using empirical Bayes estimators", Applied Statistics 40, 1991).
/// </remarks>
public static class SeasonalCellRate
{
    /// <summary>Forecasts the period that follows the last one.</summary>
    /// <param name="periods">Counts for each period, oldest first, and in each for each cell; at least one full cycle.</param>
    /// <param name="cycle">Number of periods in a cycle: 12 for months of a year; 1 for no season.</param>
    /// <param name="recent">Number of last periods that the cells' shares come from; null for all.</param>
    /// <returns>Expected count of each cell.</returns>
    /// <exception cref="ArgumentException">Fewer periods than a cycle, or periods of different size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The cycle or the recent periods are not positive, or a count is negative or not finite.
    /// </exception>
    public static SeasonalCellForecast Next(IReadOnlyList<IReadOnlyList<double>> periods, int cycle = 12, int? recent = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cycle);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recent ?? 1, nameof(recent));
        if (periods.Count < cycle || periods.Any(p => p.Count != periods[0].Count))
            throw new ArgumentException($"At least one cycle of {cycle} periods is needed, all of the same cells.", nameof(periods));
        if (periods.Any(p => p.Any(c => !(c >= 0) || !double.IsFinite(c))))
            throw new ArgumentOutOfRangeException(nameof(periods), "Counts are finite and not negative.");

        var cells = periods[0].Count;
        double[] totals = [.. periods.Select(p => p.Sum())];
        var whole = WholeNext(totals, cycle);
        var used = periods.Skip(Math.Max(0, periods.Count - (recent ?? periods.Count))).ToArray();
        var counts = new double[cells];
        foreach (var period in used)
        {
            for (var i = 0; i < cells; i++)
                counts[i] += period[i];
        }

        // The variance between cells is that of the counts less the Poisson variance; its share is the weight of a cell's own count.
        var mean = cells == 0 ? 0 : counts.Average();
        var variance = cells == 0 ? 0 : counts.Average(c => (c - mean) * (c - mean));
        var weight = variance > mean ? (variance - mean) / variance : 0;
        var sum = counts.Sum();
        double[] expected = [.. counts.Select(c => sum > 0 ? whole * (weight * c + (1 - weight) * mean) / sum : 0)];
        return new(
            new("seasonal-cell-rate", "Marshall, Applied Statistics 40, 1991; ratio to the cycle's mean", periods.Count,
                new Dictionary<string, object?>
                {
                    ["cells"] = cells,
                    ["cycle"] = cycle,
                    ["recent"] = used.Length,
                    ["ownWeight"] = weight,
                }),
            whole, expected);
    }

    // The mean of the last cycle times the season's index: over all whole cycles, the total of its periods over that of their cycles'
    // means.
    private static double WholeNext(double[] totals, int cycle)
    {
        var level = totals[^cycle..].Average();
        var (own, means) = (0.0, 0.0);
        for (var at = totals.Length - cycle; at >= 0; at -= cycle)
        {
            own += totals[at];
            means += totals[at..(at + cycle)].Average();
        }

        return means > 0 ? level * own / means : 0;
    }
}

/// <summary>A seasonal forecast.</summary>
/// <param name="Basis">Method, parameters and n (periods).</param>
/// <param name="Whole">Expected count of all cells.</param>
/// <param name="Expected">Expected count of each cell.</param>
public sealed record SeasonalCellForecast(MethodBasis Basis, double Whole, IReadOnlyList<double> Expected);
