namespace Incidents.Statistics.Spatial;

/// <summary>Local Moran's I: is a place like its neighbours, or their opposite?</summary>
/// <remarks>
/// Anselin, "Local indicators of spatial association", Geographical Analysis 27, 1995; conditional moments of Sokal, Oden and Thomson,
/// "Local spatial autocorrelation in a biological model", Geographical Analysis 30, 1998, as in spdep.
/// </remarks>
public static class LocalMoran
{
    /// <summary>Local Moran's I of every place.</summary>
    /// <param name="values">One finite value for each place.</param>
    /// <param name="neighbours">Which places are neighbours.</param>
    /// <param name="test">How significance is tested; default <see cref="LocalTest"/>'s own.</param>
    /// <param name="rowStandardised">Whether a neighbourhood's weights sum to one.</param>
    /// <param name="control">Cancellation and number of threads of the permutations.</param>
    /// <returns>
    /// For each place I, its moments, z, p, q and class. Undetermined: islands, all values equal, a place exactly at the mean, fewer than
    /// three places.
    /// </returns>
    /// <exception cref="ArgumentException">There are not as many values as places.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or a parameter of the test is out of bounds.</exception>
    /// <remarks>
    /// I = (z / m₂) Σ w z with z the deviations from the mean and m₂ their mean square (divisor n), over row-standardised (the default) or
    /// binary weights. Expectation and variance are conditional on the place's own value.
    /// </remarks>
    public static LocalStatistics Of(
        IReadOnlyList<double> values, Neighbours neighbours, LocalTest? test = null, bool rowStandardised = true,
        RunControl? control = null)
    {
        test ??= new();
        test.Check();
        if (values.Count != neighbours.Count)
            throw new ArgumentException($"There are {values.Count} values for {neighbours.Count} places.", nameof(values));
        double[] x = [.. values];
        var all = ShuffleMoments.Of(x);
        var n = x.Length;
        var sums = new double[n];
        var places = new LocalStatistic[n];
        for (var i = 0; i < n; i++)
        {
            foreach (var j in neighbours.Of(i))
                sums[i] += x[j];
            places[i] = At(x[i], sums[i], neighbours.CountOf(i), all, rowStandardised);
        }

        control ??= RunControl.None;
        var permuted = test.Permutations > 0
            ? NeighbourPermutation.TwoSided(x, neighbours, sums, test.Permutations, test.Seed, control)
            : null;
        Draw[] draws = [.. places.Select((p, i) => GetisOrd.DrawOf(p, x[i], sums[i]))];
        var drawn = DrawnSums.For(x, draws, test.Seed, control: control);
        new LocalClassification(places, draws, (i, isHigh) => QuadrantOf(draws[i], all.Mean, isHigh))
            .Complete(drawn, permuted, test, control);
        return new(BasisOf(n, neighbours.Parameters, test, drawn, rowStandardised), places);
    }

    /// <summary>The statistic of one place, with no other p than that of z.</summary>
    /// <param name="own">Its value.</param>
    /// <param name="sum">The sum of its neighbours' values.</param>
    /// <param name="k">Number of neighbours.</param>
    /// <param name="all">The moments of all places' values.</param>
    /// <param name="rowStandardised">Whether a neighbourhood's weights sum to one.</param>
    internal static LocalStatistic At(double own, double sum, int k, ShuffleMoments all, bool rowStandardised = true)
    {
        var weight = rowStandardised ? 1.0 / k : 1;
        var (deviation, others) = (own - all.Mean, all.Without(own));
        var scale = deviation / all.Variance * weight;
        var (value, expectation, variance) = (
            scale * (sum - k * all.Mean), scale * (others.SumMean(k) - k * all.Mean), scale * scale * others.SumVariance(k));
        var determined = all.N > 2 && k > 0 && all.Variance > 0 && variance > 0;
        var z = determined ? (value - expectation) / Math.Sqrt(variance) : double.NaN;
        return new(
            k, k > 0 ? value : double.NaN, expectation, variance, z, TailProbability.NormalTwoSided(z),
            double.NaN, null, double.NaN, double.NaN, SpotClass.Undetermined);
    }

    /// <summary>The quadrant of the Moran scatter plot: the class of a significant place.</summary>
    /// <param name="place">Its value, and the sum over its neighbours.</param>
    /// <param name="mean">Mean of all values.</param>
    /// <param name="isHigh">Whether the sum lies in the upper tail; null where p is that of z: then the mean divides high and low.</param>
    internal static SpotClass QuadrantOf(Draw place, double mean, bool? isHigh) =>
        (place.Own > mean, isHigh ?? place.Sum > place.Count * mean) switch
        {
            (true, true) => SpotClass.Hot,
            (false, false) => SpotClass.Cold,
            (true, false) => SpotClass.HighAmongLow,
            _ => SpotClass.LowAmongHigh,
        };

    internal static MethodBasis BasisOf(
        int n, IReadOnlyDictionary<string, object?> neighbours, LocalTest test, DrawnSums drawn, bool rowStandardised = true) => new(
        "local-moran", "Anselin 1995; Sokal, Oden and Thomson, Geographical Analysis 30(4), 1998", n,
        test.Describe(neighbours, drawn, ("rowStandardised", rowStandardised)));
}
