namespace Incidents.Statistics.Spatial;

/// <summary>The windows of a scan, and its replications.</summary>
public sealed record ScanOptions
{
    /// <summary>
    /// Largest share of all expected cases (under the Poisson model: of the population) in a circle, in (0, 1]; customarily half.
    /// </summary>
    public double MaxShare { get; init; } = 0.5;

    /// <summary>Largest radius of a circle, in the places' unit; infinite for none.</summary>
    public double MaxRadius { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Longest window as a share of all steps of time, in (0, 1], but at least one step. Without effect where there is a single step.
    /// </summary>
    public double MaxDurationShare { get; init; } = 0.5;

    /// <summary>Whether only windows that contain the last step count: clusters that are alive now.</summary>
    public bool OnlyAlive { get; init; }

    /// <summary>Number of Monte-Carlo replications; 0 for none.</summary>
    public int Replications { get; init; } = 999;

    /// <summary>Seed of the replications.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Largest number of clusters in the result, no two of which share a place.</summary>
    public int MaxClusters { get; init; } = 10;

    internal void Check()
    {
        if (MaxShare is not (> 0 and <= 1) || MaxDurationShare is not (> 0 and <= 1) || !(MaxRadius >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(MaxShare), (MaxShare, MaxDurationShare, MaxRadius),
                "Shares lie above 0 and at most at 1; a radius is not negative.");
        ArgumentOutOfRangeException.ThrowIfNegative(Replications);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxClusters);
    }

    internal Dictionary<string, object?> Describe(string model, int steps) => new()
    {
        ["model"] = model,
        ["clusters"] = "high",
        ["maxShare"] = MaxShare,
        ["maxRadius"] = double.IsFinite(MaxRadius) ? MaxRadius : null,
        ["steps"] = steps,
        ["maxDurationShare"] = MaxDurationShare,
        ["onlyAlive"] = OnlyAlive,
        ["replications"] = Replications,
        ["seed"] = Replications > 0 ? Seed : null,
    };
}

/// <summary>Kulldorff's scan statistic for clusters of too many cases.</summary>
/// <remarks>
/// Of all circles about a place, and all intervals of time, the one that is least likely by chance, with a p-value that allows for the
/// search over all of them (Kulldorff, "A spatial scan statistic", Communications in Statistics 26, 1997; Kulldorff, Heffernan, Hartman,
/// Assunção and Mostashari, "A space-time permutation scan statistic", PLoS Medicine 2, 2005).
/// </remarks>
public static class SpaceTimeScan
{
    /// <summary>The Poisson model: cases against a population at risk.</summary>
    /// <param name="areas">
    /// Places with cases and population. Cases need not be whole numbers (registers that spread cases without a place over areas give
    /// fractions); replications distribute their rounded sum.
    /// </param>
    /// <param name="options">Windows and replications; default <see cref="ScanOptions"/>'s own.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <returns>The clusters found, strongest first; none where no circle has more cases than expected.</returns>
    /// <exception cref="ArgumentException">There is no population.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or an option is out of bounds.</exception>
    /// <remarks>Replications distribute the same number of cases over the places in proportion to population.</remarks>
    public static ScanResult Poisson(IReadOnlyList<ScanArea> areas, ScanOptions? options = null, RunControl? control = null)
    {
        options ??= new();
        options.Check();
        foreach (var a in areas)
        {
            if (!(a.Cases >= 0 && a.Population >= 0) || !double.IsFinite(a.Cases + a.Population + a.Place.X + a.Place.Y))
                throw new ArgumentOutOfRangeException(nameof(areas), a, "Cases and population are not negative, all finite.");
        }

        var (cases, population) = (areas.Sum(a => a.Cases), areas.Sum(a => a.Population));
        if (!(population > 0))
            throw new ArgumentException("There is no population at risk.", nameof(areas));
        double[] expected = [.. areas.Select(a => cases * a.Population / population)];
        ScanWindows windows = new([.. areas.Select(a => a.Place)], expected, 1, options);
        var sampler = new AliasSampler(expected);
        var whole = (int)Math.Round(cases);
        return Run("poisson", windows, [.. areas.Select(a => a.Cases)], options, (random, counts) =>
        {
            Array.Clear(counts);
            for (var i = 0; i < whole; i++)
                counts[sampler.Next(random)]++;
        }, whole, control ?? RunControl.None);
    }

    /// <summary>The permutation model: cases alone, without a population.</summary>
    /// <param name="places">The places, whose numbers the cases name.</param>
    /// <param name="cases">Place and step of each case; the steps count from 0.</param>
    /// <param name="steps">Number of steps of time; at least 2.</param>
    /// <param name="options">Windows and replications; default <see cref="ScanOptions"/>'s own.</param>
    /// <param name="control">Progress, cancellation and number of threads; default none.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A case names a place or step that does not exist, there are fewer than two steps, or an option is out of bounds.
    /// </exception>
    /// <remarks>
    /// Expected cases follow from the totals of each place and each step; replications permute the times. Clusters are of place and time
    /// together: a place with many cases at all times is no cluster.
    /// </remarks>
    public static ScanResult Permutation(
        IReadOnlyList<PlanarPoint> places, IReadOnlyList<(int Place, int Step)> cases, int steps, ScanOptions? options = null,
        RunControl? control = null)
    {
        options ??= new();
        options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        var (byPlace, byStep) = (new double[places.Count], new double[steps]);
        foreach (var (place, step) in cases)
        {
            if (place < 0 || place >= places.Count || step < 0 || step >= steps)
                throw new ArgumentOutOfRangeException(nameof(cases), (place, step), "A case names a place or a step that does not exist.");
            byPlace[place]++;
            byStep[step]++;
        }

        var (expected, counts) = (new double[places.Count * steps], new double[places.Count * steps]);
        for (var i = 0; i < expected.Length && cases.Count > 0; i++)
            expected[i] = byPlace[i / steps] * byStep[i % steps] / cases.Count;
        foreach (var (place, step) in cases)
            counts[place * steps + step]++;
        ScanWindows windows = new(places, expected, steps, options);
        int[] atPlace = [.. cases.Select(c => c.Place)], atStep = [.. cases.Select(c => c.Step)];
        return Run("space-time permutation", windows, counts, options, (random, simulated) =>
        {
            Array.Clear(simulated);
            int[] order = [.. atStep];
            random.Shuffle<int>(order);
            for (var i = 0; i < order.Length; i++)
                simulated[atPlace[i] * steps + order[i]]++;
        }, cases.Count, control ?? RunControl.None);
    }

    private static ScanResult Run(
        string model, ScanWindows windows, double[] counts, ScanOptions options, Action<SeededRandom, double[]> replicate,
        int simulatedCases, RunControl control)
    {
        var found = windows.Clusters(counts, options.MaxClusters);
        var highest = new double[options.Replications];
        var done = control.Parts(options.Replications);
        Parallel.For(0, options.Replications, control.Parallel, () => new double[counts.Length], (r, _, simulated) =>
        {
            replicate(new SeededRandom(options.Seed, r), simulated);
            highest[r] = windows.Highest(simulated, simulatedCases);
            done.Done();
            return simulated;
        }, _ => { });
        Array.Sort(highest);
        double? P(double ratio) => highest.Length == 0 ? null : (highest.Count(h => h >= ratio * (1 - 1e-12)) + 1.0) / (highest.Length + 1);
        return new(
            new("scan", "Kulldorff, Communications in Statistics 26, 1997; Kulldorff et al., PLoS Medicine 2, 2005", windows.Places,
                options.Describe(model, windows.Steps)),
            counts.Sum(),
            highest.Length == 0 ? null : highest[Math.Min(highest.Length - 1, (int)Math.Ceiling(0.95 * (highest.Length + 1)) - 1)],
            [.. found.Select(c => c with { P = P(c.LogLikelihoodRatio) })]);
    }
}

/// <summary>A place with its cases and the population (people, vehicles or homes) at risk.</summary>
/// <param name="Place">The place: of an area its centre.</param>
/// <param name="Cases">Number of cases, not negative.</param>
/// <param name="Population">Population, not negative, in any unit.</param>
public sealed record ScanArea(PlanarPoint Place, double Cases, double Population);

/// <summary>A cluster of a scan.</summary>
/// <param name="Centre">Number of the place in the middle, from 0.</param>
/// <param name="Radius">Distance of the farthest place from the centre.</param>
/// <param name="Places">Numbers of its places, nearest first.</param>
/// <param name="FirstStep">First step of time, from 0.</param>
/// <param name="LastStep">Last step, included.</param>
/// <param name="Observed">Number of cases in the cluster.</param>
/// <param name="Expected">Number of cases expected in it.</param>
/// <param name="RelativeRisk">(observed / expected) / (the same outside).</param>
/// <param name="LogLikelihoodRatio">Natural logarithm.</param>
/// <param name="P">
/// Share of replications whose strongest window is at least as strong, the data included; null without replications.
/// </param>
public sealed record ScanCluster(
    int Centre, double Radius, IReadOnlyList<int> Places, int FirstStep, int LastStep, double Observed, double Expected,
    double RelativeRisk,
    double LogLikelihoodRatio, double? P);

/// <summary>The result of a scan.</summary>
/// <param name="Basis">Method, parameters and n (places).</param>
/// <param name="Cases">Number of all cases.</param>
/// <param name="Critical">The log likelihood ratio that chance exceeds once in twenty replications; null without replications.</param>
/// <param name="Clusters">Strongest first, no two sharing a place.</param>
public sealed record ScanResult(MethodBasis Basis, double Cases, double? Critical, IReadOnlyList<ScanCluster> Clusters);
