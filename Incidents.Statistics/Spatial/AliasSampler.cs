namespace Incidents.Statistics.Spatial;

/// <summary>Draws numbers in proportion to weights in constant time.</summary>
/// <remarks>Walker 1977, in the form of Vose, IEEE Trans. Software Engineering 17, 1991.</remarks>
internal sealed class AliasSampler
{
    private readonly double[] keep;
    private readonly int[] alias;

    /// <param name="weights">Not negative. If all are zero every number is equally likely.</param>
    public AliasSampler(ReadOnlySpan<double> weights)
    {
        var (n, total) = (weights.Length, 0.0);
        foreach (var w in weights)
            total += w;
        (keep, alias) = (new double[n], new int[n]);
        var scaled = new double[n];
        Stack<int> small = [], large = [];
        for (var i = 0; i < n; i++)
        {
            scaled[i] = total > 0 ? weights[i] * n / total : 1;
            (scaled[i] < 1 ? small : large).Push(i);
        }

        while (small.Count > 0 && large.Count > 0)
        {
            var (less, more) = (small.Pop(), large.Pop());
            (keep[less], alias[less]) = (scaled[less], more);
            scaled[more] -= 1 - scaled[less];
            (scaled[more] < 1 ? small : large).Push(more);
        }

        foreach (var left in small.Concat(large))
            (keep[left], alias[left]) = (1, left);
    }

    public int Next(SeededRandom random)
    {
        var i = random.NextInt(keep.Length);
        return random.NextDouble() < keep[i] ? i : alias[i];
    }
}
