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
    /// <param name="options">The other parameters of each STL; default as statsmodels chooses.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <exception cref="ArgumentException">
    /// No period is short enough, one is given twice, or the windows are not as many as the periods.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of bounds.</exception>
    public static MultipleDecomposition Decompose(
        ReadOnlySpan<double> series, IReadOnlyList<int> periods, IReadOnlyList<int>? windows = null, int iterations = 2,
        StlOptions? options = null, RunControl? control = null)
    {
        if (iterations is < 1 or > StlOptions.MostRounds)
            throw new ArgumentOutOfRangeException(nameof(iterations), iterations, $"Rounds are from 1 to {StlOptions.MostRounds}.");
        if (windows is not null && windows.Count != periods.Count)
            throw new ArgumentException("One window is needed for each period.", nameof(windows));
        if (periods.Distinct().Count() != periods.Count)
            throw new ArgumentException("A period is given twice.", nameof(periods));
        var n = series.Length;
        var seasons = Parameters(n, periods, windows, options);
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
                last = Stl.Decompose(rest, seasons[s]);
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
                ["windows"] = seasons.Select(s => s.Seasonal).ToArray(),
                ["trends"] = seasons.Select(s => s.Trend).ToArray(),
                ["lowPasses"] = seasons.Select(s => s.LowPass).ToArray(),
                ["degrees"] = new[] { seasons[0].SeasonalDegree, seasons[0].TrendDegree, seasons[0].LowPassDegree },
                ["jumps"] = new[] { seasons[0].SeasonalJump, seasons[0].TrendJump, seasons[0].LowPassJump },
                ["inner"] = seasons[0].Inner,
                ["outer"] = seasons[0].Outer,
                ["robust"] = options?.Robust ?? false,
                ["iterations"] = rounds,
            }),
            [.. seasons.Select((s, i) => new Season(s.Period, found[i]))], trend, [.. rest.Select((x, i) => x - trend[i])], last.Weights);
    }

    /// <summary>The parameters of the STL of each period that is shorter than half the series, shortest first.</summary>
    /// <param name="observations">Length of the series.</param>
    /// <param name="periods">Number of observations in each cycle.</param>
    /// <param name="windows">Seasonal spans in the order of the periods, or null for the published ones.</param>
    /// <param name="options">The other parameters.</param>
    public static StlParameters[] Parameters(
        int observations, IReadOnlyList<int> periods, IReadOnlyList<int>? windows = null, StlOptions? options = null)
    {
        options ??= new();
        return
        [
            .. periods.Select((period, i) => (Period: period, Window: windows?[i])).OrderBy(s => s.Period)
                .Select((s, rank) => (s.Period, Window: s.Window ?? 7 + 4 * (rank + 1)))
                .Where(s => s.Period < observations / 2.0).Select(s => options.For(s.Period, s.Window)),
        ];
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
