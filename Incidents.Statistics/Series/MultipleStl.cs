namespace Incidents.Statistics.Series;

/// <summary>Decomposition with several seasons at once, such as day and week in hourly counts.</summary>
/// <remarks>
/// STL for each period in turn, shortest first, on the series less the other seasons (Bandara, Hyndman and Bergmeir, "MSTL: A
/// seasonal-trend decomposition algorithm for time series with multiple seasonal patterns", arXiv:2107.13462, 2021).
/// </remarks>
public static class MultipleStl
{
    /// <summary>Decomposes a series.</summary>
    /// <param name="series">Equally spaced values without gaps.</param>
    /// <param name="periods">
    /// Number of observations in each cycle. A period not shorter than half the series is left out; the result's parameters list those
    /// used.
    /// </param>
    /// <param name="windows">
    /// Seasonal spans, one for each period in the order given; null for 11, 15, 19 … from the shortest period on, as published.
    /// </param>
    /// <param name="iterations">Number of rounds over the periods; with a single period always one.</param>
    /// <param name="robust">Whether each STL weighs outliers down.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <exception cref="ArgumentException">
    /// No period is short enough, one is given twice, or the windows are not as many as the periods.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of bounds.</exception>
    public static MultipleDecomposition Decompose(
        ReadOnlySpan<double> series, IReadOnlyList<int> periods, IReadOnlyList<int>? windows = null, int iterations = 2,
        bool robust = false,
        RunControl? control = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(iterations);
        if (windows is not null && windows.Count != periods.Count)
            throw new ArgumentException("One window is needed for each period.", nameof(windows));
        if (periods.Distinct().Count() != periods.Count)
            throw new ArgumentException("A period is given twice.", nameof(periods));
        var n = series.Length;
        var seasons = periods.Order()
            .Select((period, rank) => (Period: period, Window: windows?[periods.ToList().IndexOf(period)] ?? 7 + 4 * (rank + 1)))
            .Where(s => s.Period < n / 2.0).ToArray();
        if (seasons.Length == 0)
            throw new ArgumentException($"No period is shorter than half of the {n} values.", nameof(periods));

        double[] rest = [.. series];
        var found = seasons.Select(_ => new double[n]).ToArray();
        Decomposition? last = null;
        var rounds = seasons.Length == 1 ? 1 : iterations;
        var done = control?.Parts(rounds * seasons.Length);
        for (var round = 0; round < rounds; round++)
        {
            for (var s = 0; s < seasons.Length; s++)
            {
                control?.Cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < n; i++)
                    rest[i] += found[s][i];
                last = Stl.Decompose(rest, StlParameters.For(seasons[s].Period, seasons[s].Window, robust));
                for (var i = 0; i < n; i++)
                    rest[i] -= found[s][i] = last.Season[i];
                done?.Done();
            }
        }

        var trend = last!.Trend;
        return new(
            new("mstl", "Bandara, Hyndman and Bergmeir, arXiv:2107.13462, 2021", n, new Dictionary<string, object?>
            {
                ["periods"] = seasons.Select(s => s.Period).ToArray(),
                ["windows"] = seasons.Select(s => s.Window).ToArray(),
                ["iterations"] = iterations,
                ["robust"] = robust,
            }),
            [.. seasons.Select((s, i) => new Season(s.Period, found[i]))], trend, [.. rest.Select((x, i) => x - trend[i])], last.Weights);
    }
}

/// <summary>One seasonal component.</summary>
/// <param name="Period">Observations in its cycle.</param>
/// <param name="Values">The component.</param>
public sealed record Season(int Period, IReadOnlyList<double> Values);

/// <summary>A series decomposed into several seasons: value = sum of the seasons + trend + remainder.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="Seasons">One for each period used, shortest first.</param>
/// <param name="Trend">The trend of the last STL.</param>
/// <param name="Remainder">What is left.</param>
/// <param name="Weights">Robustness weights of the last STL.</param>
public sealed record MultipleDecomposition(
    MethodBasis Basis, IReadOnlyList<Season> Seasons, IReadOnlyList<double> Trend, IReadOnlyList<double> Remainder,
    IReadOnlyList<double> Weights);
