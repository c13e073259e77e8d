namespace Incidents.Statistics.Spatial;

/// <summary>How the significance of a local statistic is tested. The defaults are what the map shows.</summary>
public sealed record LocalTest
{
    /// <summary>Which p-value the q-value and the class rest on.</summary>
    public Significance Significance { get; init; } = Significance.SkewCorrected;

    /// <summary>The false-discovery rate at or below which a place is a hot or cold spot, in (0, 1).</summary>
    public double FalseDiscoveryRate { get; init; } = 0.05;

    /// <summary>
    /// Number of conditional permutations for each place; 0 for none. Needed, 99 or more, where <see cref="Significance"/> is by
    /// permutation.
    /// </summary>
    public int Permutations { get; init; }

    /// <summary>The seed of the permutations, and of random draws where the distribution is not computed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The test as parameters of a result.</summary>
    internal Dictionary<string, object?> Describe(
        IReadOnlyDictionary<string, object?> neighbours, DrawnSums drawn, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var all = new Dictionary<string, object?>(neighbours);
        foreach (var (name, value) in more)
            all[name] = value;
        all["significance"] = Significance;
        all["falseDiscoveryRate"] = FalseDiscoveryRate;
        all["permutations"] = Permutations;
        all["distribution"] = drawn.Used;
        all["seed"] = Permutations > 0 || drawn.Used.Contains(SumDistribution.Permutation) ? Seed : null;
        return all;
    }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Permutations);
        if (Significance is Significance.Permutation)
            ArgumentOutOfRangeException.ThrowIfZero(Permutations);
        if (FalseDiscoveryRate is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(FalseDiscoveryRate), FalseDiscoveryRate, "A false-discovery rate lies between 0 and 1.");
    }
}

/// <summary>The distribution that a p-value comes from. All p are two-sided.</summary>
public enum Significance
{
    /// <summary>
    /// The normal distribution of z, as published with the statistics: right for smooth values, too small a p for counts with many zeros.
    /// </summary>
    Normal,

    /// <summary>
    /// The distribution of the neighbours' sum when a place keeps its value and all other values are shuffled. Skewness and everything
    /// else of the values is in it, in both tails. What permutations estimate is computed here.
    /// </summary>
    /// <remarks>
    /// <see cref="SumDistribution"/> says how; the parameter <c>distribution</c> of the result's basis says which way was taken.
    /// </remarks>
    SkewCorrected,

    /// <summary>
    /// The same distribution by conditional permutations: no p is below 2 / (permutations + 1), so that few permutations over many places
    /// find nothing.
    /// </summary>
    Permutation,
}
