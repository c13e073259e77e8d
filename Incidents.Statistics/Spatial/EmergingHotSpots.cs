using Incidents.Statistics.Series;

namespace Incidents.Statistics.Spatial;

/// <summary>
/// How the hot or cold spells of a place developed, by the classes of Esri's "Emerging Hot Spot Analysis"; "hot" means hot or cold.
/// </summary>
/// <remarks>
/// ArcGIS Pro, "How Emerging Hot Spot Analysis works". The classes are tested in the order New, Consecutive, Intensifying, Diminishing,
/// Persistent, Oscillating, Sporadic; Historical where the last step is not hot.
/// </remarks>
public enum EmergingPattern
{
    /// <summary>None of the others.</summary>
    NoPattern,

    /// <summary>Hot in the last step and never before.</summary>
    New,

    /// <summary>
    /// One uninterrupted run of at least two hot steps up to the last one, never hot before it, and hot in less than 90 % of the steps.
    /// </summary>
    Consecutive,

    /// <summary>Hot in at least 90 % of the steps including the last, and hotter with time.</summary>
    Intensifying,

    /// <summary>Hot in at least 90 % of the steps including the last, without a trend.</summary>
    Persistent,

    /// <summary>Hot in at least 90 % of the steps including the last, and less so with time.</summary>
    Diminishing,

    /// <summary>Hot in the last step and on and off before it, in less than 90 % of the steps, and never the opposite.</summary>
    Sporadic,

    /// <summary>Hot in the last step, in less than 90 % of the steps, and the opposite in some step before.</summary>
    Oscillating,

    /// <summary>Hot in at least 90 % of the steps but not in the last.</summary>
    Historical,
}

/// <summary>The cells and steps that a neighbourhood is compared with.</summary>
public enum ComparisonWindow
{
    /// <summary>All cells at all steps: a citywide rise shows as hot steps. The customary choice.</summary>
    Cube,

    /// <summary>The cells of the same step: only the pattern within each step counts.</summary>
    Step,
}

/// <summary>How emerging hot spots are tested.</summary>
public sealed record EmergingOptions
{
    /// <summary>
    /// Number of earlier steps in a neighbourhood besides the step itself; not negative, and 0 with <see cref="ComparisonWindow.Step"/>.
    /// </summary>
    public int TimeLags { get; init; } = 1;

    /// <summary>What a neighbourhood is compared with.</summary>
    public ComparisonWindow Window { get; init; } = ComparisonWindow.Cube;

    /// <summary>The p-value that classifies the steps; permutation is not offered here.</summary>
    public Significance Significance { get; init; } = Significance.SkewCorrected;

    /// <summary>
    /// Whether <see cref="Level"/> bounds the false-discovery rate over all cells and steps, or else each single p, as in ArcGIS.
    /// </summary>
    public bool ControlFalseDiscoveries { get; init; } = true;

    /// <summary>The bound for hot and cold steps, and the two-sided level of the trend test; in (0, 1).</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>
    /// Whether the trend test is corrected for autocorrelation (Hamed and Rao): neighbourhoods that share steps are autocorrelated.
    /// </summary>
    public bool CorrectAutocorrelation { get; init; } = true;
}

/// <summary>Gi* step by step over a space-time cube, the trend of its z by Mann-Kendall, and the class of each place's history.</summary>
public static class EmergingHotSpots
{
    /// <summary>Classifies every cell of a cube.</summary>
    /// <param name="steps">
    /// Counts for each step of time, oldest first, and in each step for each cell; at least one step, each with a value for every place of
    /// <paramref name="neighbours"/>.
    /// </param>
    /// <param name="neighbours">Which places are neighbours in space.</param>
    /// <param name="options">How the cells are tested; default <see cref="EmergingOptions"/>'s own.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <returns>One entry for each cell. Where all counts are equal every step is undetermined and there is no pattern.</returns>
    /// <exception cref="ArgumentException">No steps, a step of another size, or lags with comparison within steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds, or a count is not finite.</exception>
    public static EmergingResult Classify(
        IReadOnlyList<IReadOnlyList<double>> steps, Neighbours neighbours, EmergingOptions? options = null, RunControl? control = null)
    {
        options ??= new();
        Check(steps, neighbours, options);
        control ??= RunControl.None;
        var (z, p, high, used) = Bins(steps, neighbours, options, control);
        var tested = options.ControlFalseDiscoveries ? FalseDiscoveryRate.QValues(p) : p;
        var cells = new EmergingCell[neighbours.Count];
        var done = control.Parts(cells.Length);
        Parallel.For(0, cells.Length, control.Parallel, i =>
        {
            var series = new double[steps.Count];
            var counts = new double[steps.Count];
            var sides = new SpotClass[steps.Count];
            for (var t = 0; t < series.Length; t++)
            {
                var bin = t * cells.Length + i;
                (series[t], counts[t]) = (z[bin], steps[t][i]);
                sides[t] = double.IsNaN(tested[bin]) ? SpotClass.Undetermined
                    : tested[bin] > options.Level ? SpotClass.NotSignificant
                    : GetisOrd.ClassOf(z[bin], options.Significance is Significance.Normal ? null : high[bin]);
            }

            var trend = options.CorrectAutocorrelation
                ? MannKendall.HamedRao(series, options.Level) : MannKendall.Original(series, options.Level);
            var (pattern, side) = PatternOf(sides, trend.Direction);
            cells[i] = new(
                pattern, side, sides.Count(s => s is SpotClass.Hot), sides.Count(s => s is SpotClass.Cold), trend,
                SensSlope.Of(counts).PerStep, series, sides);
            done.Done();
        });
        return new(
            new("emerging-hot-spots", "Ord and Getis 1995; Hamed and Rao 1998; classes of ArcGIS Pro", cells.Length,
                new Dictionary<string, object?>(neighbours.Parameters)
                {
                    ["steps"] = steps.Count,
                    ["timeLags"] = options.TimeLags,
                    ["window"] = options.Window,
                    ["significance"] = options.Significance,
                    ["distribution"] = used,
                    ["controlFalseDiscoveries"] = options.ControlFalseDiscoveries,
                    ["level"] = options.Level,
                    ["correctAutocorrelation"] = options.CorrectAutocorrelation,
                }),
            cells);
    }

    /// <summary>The published class of the classes of all steps and the direction of the trend.</summary>
    internal static (EmergingPattern Pattern, SpotClass Side) PatternOf(ReadOnlySpan<SpotClass> steps, TrendDirection trend)
    {
        foreach (var (side, opposite, up) in new[]
        {
            (SpotClass.Hot, SpotClass.Cold, TrendDirection.Increasing), (SpotClass.Cold, SpotClass.Hot, TrendDirection.Decreasing),
        })
        {
            var (count, run) = (steps.Count(side), 0);
            while (run < steps.Length && steps[^(run + 1)] == side)
                run++;
            var mostly = count >= 0.9 * steps.Length;
            if (run == 0)
            {
                if (mostly)
                    return (EmergingPattern.Historical, side);
                continue;
            }

            var pattern = (count, run) switch
            {
                (1, _) => EmergingPattern.New,
                _ when count == run && !mostly => EmergingPattern.Consecutive,
                _ when mostly && trend == up => EmergingPattern.Intensifying,
                _ when mostly && trend is TrendDirection.Increasing or TrendDirection.Decreasing => EmergingPattern.Diminishing,
                _ when mostly => EmergingPattern.Persistent,
                _ => steps.Contains(opposite) ? EmergingPattern.Oscillating : EmergingPattern.Sporadic,
            };
            return (pattern, side);
        }

        return (EmergingPattern.NoPattern, SpotClass.NotSignificant);
    }

    private static void Check(IReadOnlyList<IReadOnlyList<double>> steps, Neighbours neighbours, EmergingOptions options)
    {
        if (steps.Count == 0 || steps.Any(s => s.Count != neighbours.Count))
            throw new ArgumentException($"Each of at least one step needs {neighbours.Count} values.", nameof(steps));
        ArgumentOutOfRangeException.ThrowIfNegative(options.TimeLags);
        if (options.Window is ComparisonWindow.Step && options.TimeLags > 0)
            throw new ArgumentException(
                "A neighbourhood that is compared within its own step cannot contain earlier steps.", nameof(options));
        if (options.Significance is Significance.Permutation)
            throw new ArgumentException("Steps are not tested by permutation.", nameof(options));
        if (options.Level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Level, "A level lies between 0 and 1.");
    }

    // z, p and tail of every bin, step by step.
    private static (double[] Z, double[] P, bool[] IsHigh, IReadOnlyList<SumDistribution> Used) Bins(
        IReadOnlyList<IReadOnlyList<double>> steps, Neighbours neighbours, EmergingOptions options, RunControl control)
    {
        var n = neighbours.Count;
        var (z, p, high) = (new double[n * steps.Count], new double[n * steps.Count], new bool[n * steps.Count]);
        var draws = new Draw[z.Length];
        var nearby = Nearby(steps, neighbours);
        var cube = options.Window is ComparisonWindow.Cube ? ShuffleMoments.Of([.. steps.SelectMany(s => s)]) : default;
        SortedSet<SumDistribution> used = [];
        for (var t = 0; t < steps.Count; t++)
        {
            if (options.Window is ComparisonWindow.Step)
                cube = ShuffleMoments.Of([.. steps[t]]);
            var first = Math.Max(0, t - options.TimeLags);
            for (var i = 0; i < n; i++)
            {
                var sum = 0.0;
                for (var s = first; s <= t; s++)
                    sum += nearby[s][i];
                var k = (neighbours.CountOf(i) + 1) * (t - first + 1);
                var bin = t * n + i;
                var variance = cube.SumVariance(k);
                z[bin] = cube.N < 3 || !(variance > 0) ? double.NaN : (sum - cube.SumMean(k)) / Math.Sqrt(variance);
                p[bin] = TailProbability.NormalTwoSided(z[bin]);
                draws[bin] = new(steps[t][i], sum - steps[t][i], double.IsNaN(z[bin]) ? -1 : k - 1);
            }

            if (options.Window is ComparisonWindow.Step)
                Test([.. steps[t]], t * n, n);
        }

        if (options.Window is ComparisonWindow.Cube)
            Test([.. steps.SelectMany(s => s)], 0, z.Length);
        return (z, p, high, [.. used]);

        void Test(double[] values, int from, int count)
        {
            if (options.Significance is Significance.Normal)
                return;
            // Sums of counts repeat many times: the p of each is computed once.
            var numbers = new Dictionary<Draw, int>();
            for (var bin = from; bin < from + count; bin++)
                numbers.TryAdd(draws[bin], numbers.Count);
            Draw[] distinct = [.. numbers.Keys];
            var sums = DrawnSums.For(values, distinct, seed: 1, control: control);
            var tails = sums.Of(distinct, control);
            for (var bin = from; bin < from + count; bin++)
                (p[bin], high[bin]) = tails[numbers[draws[bin]]];
            used.UnionWith(sums.Used);
        }
    }

    // The sum over each cell and its neighbours in space, step by step.
    private static double[][] Nearby(IReadOnlyList<IReadOnlyList<double>> steps, Neighbours neighbours)
    {
        var nearby = new double[steps.Count][];
        for (var t = 0; t < steps.Count; t++)
        {
            nearby[t] = new double[neighbours.Count];
            for (var i = 0; i < neighbours.Count; i++)
            {
                var sum = steps[t][i];
                foreach (var j in neighbours.Of(i))
                    sum += steps[t][j];
                nearby[t][i] = sum;
            }
        }

        return nearby;
    }
}

/// <summary>The history of one place.</summary>
/// <param name="Pattern">The class.</param>
/// <param name="Side">Whether the class is one of hot or of cold spells; not significant where there is no pattern.</param>
/// <param name="HotSteps">Number of steps in which the place was hot.</param>
/// <param name="ColdSteps">Number of steps in which it was cold.</param>
/// <param name="Trend">Mann-Kendall test of the series of z.</param>
/// <param name="SlopePerStep">Sen's slope of the place's own counts, per step.</param>
/// <param name="Z">Gi* deviate at each step, oldest first; NaN where undetermined.</param>
/// <param name="Steps">Class of each step.</param>
public sealed record EmergingCell(
    EmergingPattern Pattern, SpotClass Side, int HotSteps, int ColdSteps, TrendTest Trend, double SlopePerStep, IReadOnlyList<double> Z,
    IReadOnlyList<SpotClass> Steps);

/// <summary>Emerging hot spots of a cube.</summary>
/// <param name="Basis">Method, parameters and n (cells).</param>
/// <param name="Cells">One for each cell, in the order given.</param>
public sealed record EmergingResult(MethodBasis Basis, IReadOnlyList<EmergingCell> Cells);
