namespace Incidents.Statistics.Spatial;

/// <summary>Control of the false-discovery rate.</summary>
/// <remarks>
/// Benjamini and Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57, 1995. A map of thousands of tests at p ≤ 0.05
/// shows hundreds of false spots; with q ≤ 0.05 at most 5 % of the spots shown are expected to be false.
/// </remarks>
public static class FalseDiscoveryRate
{
    /// <summary>
    /// The q-value of each p-value: the smallest rate at which that test is declared (R's <c>p.adjust(method = "BH")</c>).
    /// </summary>
    /// <param name="p">The p-values.</param>
    /// <param name="times">How many tests each p-value stands for; empty for one each.</param>
    /// <remarks>NaN, a test that could not be made, stays NaN and does not count as a test.</remarks>
    public static double[] QValues(ReadOnlySpan<double> p, ReadOnlySpan<int> times = default)
    {
        var order = new int[p.Length];
        var sorted = new double[p.Length];
        var (values, tests) = (0, 0L);
        for (var i = 0; i < p.Length; i++)
        {
            if (double.IsNaN(p[i]))
                continue;
            (order[values], sorted[values++]) = (i, p[i]);
            tests += times.IsEmpty ? 1 : times[i];
        }

        Array.Sort(sorted, order, 0, values);
        var q = new double[p.Length];
        Array.Fill(q, double.NaN);
        var smallest = 1.0;
        var rank = tests;
        for (var i = values - 1; i >= 0; i--)
        {
            smallest = Math.Min(smallest, sorted[i] * tests / rank);
            q[order[i]] = smallest;
            rank -= times.IsEmpty ? 1 : times[order[i]];
        }

        return q;
    }
}
