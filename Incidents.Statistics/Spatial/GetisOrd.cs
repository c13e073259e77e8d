namespace Incidents.Statistics.Spatial;

/// <summary>Whether a place is part of its own neighbourhood.</summary>
public enum GetisOrdKind
{
    /// <summary>Gi: the neighbours alone, compared with all other places.</summary>
    Gi,

    /// <summary>Gi*: the neighbours and the place itself, compared with all places. Hot-spot maps show this one.</summary>
    GiStar,
}

/// <summary>The divisor of the sum of squares in the variance of the values.</summary>
public enum VarianceDivisor
{
    /// <summary>The number of values: Ord and Getis 1995, spdep, PySAL.</summary>
    N,

    /// <summary>The number of values less one: the worked example of Getis and Ord 1996, p. 267.</summary>
    NMinusOne,
}

/// <summary>
/// Getis and Ord's statistics of concentration: is the sum of the values around a place greater than after a shuffle of all values?
/// </summary>
public static class GetisOrd
{
    private const string Ord1995 =
        "Ord and Getis, Local spatial autocorrelation statistics, Geographical Analysis 27(4), 1995, eq. 5 and 7";

    /// <summary>Gi or Gi* at every place with binary weights, standardised as in Ord and Getis 1995.</summary>
    /// <param name="values">One finite value for each place: counts, or rates.</param>
    /// <param name="neighbours">Which places are neighbours, without the places themselves.</param>
    /// <param name="kind">With or without the place itself.</param>
    /// <param name="test">How significance is tested; default <see cref="LocalTest"/>'s own.</param>
    /// <param name="divisor">The divisor of the variance of the values.</param>
    /// <param name="control">Cancellation and number of threads of the permutations.</param>
    /// <returns>
    /// For each place the share of the total in its neighbourhood and its moments, z, p, q and class. Undetermined: an island under Gi, a
    /// neighbourhood of all places, all values equal, fewer than three places. Empty for no places.
    /// </returns>
    /// <exception cref="ArgumentException">There are not as many values as places.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or a parameter of the test is out of bounds.</exception>
    /// <remarks>
    /// z = (Σ w x − W m) / (s √[(N S − W²) / (N − 1)]), where N, the mean m and the variance s² are of all places (Gi*) or of all other
    /// places (Gi), and W and S are the sums of the weights and of their squares. Row-standardised weights give the same z.
    /// </remarks>
    public static LocalStatistics Local(
        IReadOnlyList<double> values, Neighbours neighbours, GetisOrdKind kind = GetisOrdKind.GiStar, LocalTest? test = null,
        VarianceDivisor divisor = VarianceDivisor.N, RunControl? control = null)
    {
        test ??= new();
        test.Check();
        var x = Checked(values, neighbours);
        var star = kind is GetisOrdKind.GiStar;
        var all = ShuffleMoments.Of(x);
        var total = x.Sum();
        var places = new LocalStatistic[x.Length];
        var sums = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            foreach (var j in neighbours.Of(i))
                sums[i] += x[j];
            places[i] = At(x[i], sums[i], neighbours.CountOf(i), all, total, star, divisor);
        }

        control ??= RunControl.None;
        var permuted = test.Permutations > 0
            ? NeighbourPermutation.TwoSided(x, neighbours, sums, test.Permutations, test.Seed, control)
            : null;
        Draw[] draws = [.. places.Select((p, i) => DrawOf(p, x[i], sums[i]))];
        var drawn = DrawnSums.For(x, draws, test.Seed, control: control);
        new LocalClassification(places, draws, (i, isHigh) => ClassOf(places[i].Z, isHigh)).Complete(drawn, permuted, test, control);
        return new(BasisOf(x.Length, neighbours.Parameters, test, drawn, star, divisor), places);
    }

    /// <summary>The statistic of one place, with no other p than that of z.</summary>
    /// <param name="own">Its value.</param>
    /// <param name="others">The sum of its neighbours' values.</param>
    /// <param name="neighbours">Number of neighbours.</param>
    /// <param name="all">The moments of all places' values.</param>
    /// <param name="total">Sum of all places' values.</param>
    /// <param name="star">With the place itself (Gi*) or without (Gi).</param>
    /// <param name="divisor">The divisor of the variance.</param>
    internal static LocalStatistic At(
        double own, double others, int neighbours, ShuffleMoments all, double total, bool star, VarianceDivisor divisor = VarianceDivisor.N)
    {
        var population = star ? all : all.Without(own);
        var k = star ? neighbours + 1 : neighbours;
        var sum = star ? others + own : others;
        var share = star ? total : total - own;
        var corrected = divisor is VarianceDivisor.N ? 1 : population.N / (population.N - 1.0);
        var variance = population.SumVariance(k) * corrected;
        // Where all other values are equal, the subtraction of a place's own value leaves a rounding error.
        var determined = population.N > 2 && k > 0 && k < population.N && population.Variance > 1e-14 * population.Mean * population.Mean
            && variance > 0;
        var z = determined ? (sum - population.SumMean(k)) / Math.Sqrt(variance) : double.NaN;
        return new(
            neighbours, sum / share, population.SumMean(k) / share, variance / (share * share), z, TailProbability.NormalTwoSided(z),
            double.NaN, null, double.NaN, double.NaN, SpotClass.Undetermined);
    }

    /// <summary>What is drawn at a place: the neighbours' values, from those of all other places.</summary>
    internal static Draw DrawOf(LocalStatistic place, double own, double others) =>
        new(own, others, double.IsNaN(place.Z) ? -1 : place.Neighbours);

    /// <summary>The class of a significant place.</summary>
    /// <param name="z">Its deviate.</param>
    /// <param name="isHigh">Whether its neighbours' sum lies in the upper tail; null where p is that of z.</param>
    /// <remarks>
    /// The tail decides, because one giant value raises the mean above every other sum, so that z is negative nearly everywhere. A place
    /// that is itself so high that z is positive, among low neighbours, is neither hot nor cold.
    /// </remarks>
    internal static SpotClass ClassOf(double z, bool? isHigh) => (isHigh, z > 0) switch
    {
        (true, _) or (null, true) => SpotClass.Hot,
        (false, true) => SpotClass.NotSignificant,
        _ => SpotClass.Cold,
    };

    internal static MethodBasis BasisOf(
        int n, IReadOnlyDictionary<string, object?> neighbours, LocalTest test, DrawnSums drawn, bool star = true,
        VarianceDivisor divisor = VarianceDivisor.N) =>
        new(star ? "getis-ord-gi-star" : "getis-ord-gi", Ord1995, n,
            test.Describe(neighbours, drawn, ("self", star), ("varianceDivisor", divisor.ToString())));

    /// <summary>The standard deviate that PySAL (esda) prints for row-standardised weights.</summary>
    /// <inheritdoc cref="Local" path="/param"/>
    /// <returns>One for each place; NaN for an island under Gi or where values do not vary.</returns>
    /// <exception cref="ArgumentException">There are not as many values as places.</exception>
    /// <remarks>
    /// It has the sum of the weights where Ord and Getis have N times the sum of their squares, which is the same for binary weights only.
    /// For comparison with that program, not for significance.
    /// </remarks>
    public static double[] RowStandardisedAsEsda(IReadOnlyList<double> values, Neighbours neighbours, GetisOrdKind kind)
    {
        var x = Checked(values, neighbours);
        var star = kind is GetisOrdKind.GiStar;
        var all = ShuffleMoments.Of(x);
        var z = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var population = star ? all : all.Without(x[i]);
            var sum = star ? x[i] : 0;
            foreach (var j in neighbours.Of(i))
                sum += x[j];
            var k = neighbours.CountOf(i) + (star ? 1 : 0);
            z[i] = (sum / k - population.Mean) / Math.Sqrt(population.Variance);
        }

        return z;
    }

    /// <summary>
    /// The general G: the share of neighbours in the sum of all products of two places' values, with its moments under randomisation.
    /// </summary>
    /// <param name="values">Values that are not negative, as G has no meaning otherwise.</param>
    /// <param name="neighbours">Binary weights.</param>
    /// <returns>G and its test; NaN where there are fewer than four places or no variation.</returns>
    /// <exception cref="ArgumentException">There are not as many values as places.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative or not finite.</exception>
    /// <remarks>
    /// Getis and Ord, "The analysis of spatial association by use of distance statistics", Geographical Analysis 24, 1992.
    /// </remarks>
    public static GlobalG Global(IReadOnlyList<double> values, Neighbours neighbours)
    {
        var x = Checked(values, neighbours);
        double n = x.Length, s0 = neighbours.Pairs, s1 = 2 * s0, s2 = 0, numerator = 0;
        double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (!(x[i] >= 0 && double.IsFinite(x[i])))
                throw new ArgumentOutOfRangeException(nameof(values), x[i], "The general G is defined for values that are not negative.");
            m1 += x[i];
            m2 += x[i] * x[i];
            m3 += Math.Pow(x[i], 3);
            m4 += Math.Pow(x[i], 4);
            s2 += Math.Pow(2.0 * neighbours.CountOf(i), 2);
            foreach (var j in neighbours.Of(i))
                numerator += x[i] * x[j];
        }

        var products = m1 * m1 - m2;
        var g = numerator / products;
        var expectation = s0 / (n * (n - 1));
        var b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0;
        var b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0);
        var b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * s0 * s0);
        var b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0 * s0;
        var b4 = s1 - s2 + s0 * s0;
        var square = (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * Math.Pow(m1, 4))
            / (products * products * n * (n - 1) * (n - 2) * (n - 3));
        var variance = square - expectation * expectation;
        var z = n > 3 && variance > 0 ? (g - expectation) / Math.Sqrt(variance) : double.NaN;
        return new(
            new("getis-ord-general-g", "Getis and Ord, Geographical Analysis 24(3), 1992, eq. 5-8", x.Length, neighbours.Parameters),
            g, expectation, variance, z, TailProbability.Normal(Math.Abs(z)), TailProbability.NormalTwoSided(z));
    }

    private static double[] Checked(IReadOnlyList<double> values, Neighbours neighbours)
    {
        if (values.Count != neighbours.Count)
            throw new ArgumentException($"There are {values.Count} values for {neighbours.Count} places.", nameof(values));
        return [.. values];
    }
}

/// <summary>The general G and its test.</summary>
/// <param name="Basis">Method, parameters and n.</param>
/// <param name="G">The statistic, from 0 to 1.</param>
/// <param name="Expectation">S0 / (n (n − 1)).</param>
/// <param name="Variance">Variance under randomisation.</param>
/// <param name="Z">Standard deviate.</param>
/// <param name="POneSided">P(Z ≥ |z|), as PySAL prints it.</param>
/// <param name="PTwoSided">P(|Z| ≥ |z|).</param>
public sealed record GlobalG(
    MethodBasis Basis, double G, double Expectation, double Variance, double Z, double POneSided, double PTwoSided);
