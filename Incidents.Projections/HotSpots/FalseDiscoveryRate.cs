namespace Incidents.Projections.HotSpots;

/// <summary>
/// Control of the false-discovery rate (Benjamini and Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57, 1995): a map of
/// thousands of tests at p ≤ 0.05 shows hundreds of spots that are none; with q ≤ 0.05 at most 5 % of those shown are expected to be false.
/// </summary>
public static class FalseDiscoveryRate
{
    /// <summary>
    /// The q-value of each p-value: the smallest rate at which that test is declared (R's <c>p.adjust(method = "BH")</c>). NaN, a test that could not be
    /// made, stays NaN and does not count as a test.
    /// </summary>
    public static double[] QValues(ReadOnlySpan<double> p)
    {
        var order = new int[p.Length];
        var sorted = new double[p.Length];
        var tests = 0;
        for (var i = 0; i < p.Length; i++)
        {
            if (!double.IsNaN(p[i]))
                (order[tests], sorted[tests++]) = (i, p[i]);
        }

        Array.Sort(sorted, order, 0, tests);
        var q = new double[p.Length];
        Array.Fill(q, double.NaN);
        var smallest = 1.0;
        for (var rank = tests; rank > 0; rank--)
        {
            smallest = Math.Min(smallest, sorted[rank - 1] * tests / rank);
            q[order[rank - 1]] = smallest;
        }

        return q;
    }
}
