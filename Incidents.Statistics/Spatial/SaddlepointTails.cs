using System.Collections.Concurrent;

namespace Incidents.Statistics.Spatial;

/// <summary>The tails of the sum of j values drawn without replacement, by the double saddlepoint approximation.</summary>
/// <remarks>
/// A draw of j of n values is n independent indicators under the condition that j of them are 1 (Robinson, "Saddlepoint approximations for
/// permutation tests and confidence intervals", J. R. Statist. Soc. B 44, 1982). The conditional tail is that of Skovgaard, "Saddlepoint
/// expansions for conditional distributions", J. Appl. Prob. 24, 1987, with its second continuity correction where the values are whole
/// numbers, in the form of Barndorff-Nielsen, 1 − Φ(r*). r* is nearly linear in the sum: it is computed on a grid and interpolated.
/// </remarks>
internal sealed class SaddlepointTails : SumTails
{
    // Below this chance that at most one drawn value differs from the commonest, sums have no lumps that a smooth curve misses.
    private const double LumpyAt = 0.01;

    private readonly ValueCount[] values;
    private readonly bool isLattice;
    private readonly double mean;
    private readonly double commonest;
    private readonly ConcurrentDictionary<int, SaddlepointCurve> curves = new();

    /// <param name="values">Ascending, none negative.</param>
    /// <param name="isLattice">Whether all are whole numbers.</param>
    public SaddlepointTails(ValueCount[] values, bool isLattice)
        : base(values.Sum(v => v.Count), 1e-7)
    {
        (this.values, this.isLattice) = (values, isLattice);
        mean = values.Sum(v => v.Value * v.Count) / Count;
        commonest = values.Max(v => v.Count) / (double)Count;
    }

    /// <summary>Whether a sum of so many values is smooth enough to be approximated.</summary>
    public bool Serves(int drawn) =>
        drawn <= 1 || Math.Pow(commonest, drawn) + drawn * Math.Pow(commonest, drawn - 1) * (1 - commonest) <= LumpyAt;

    protected override double Tail(int drawn, double at, bool upper)
    {
        if (drawn > 1)
        {
            // A whole number between two lattice points: P(S ≥ s) = P(S > s − ½), P(S ≤ s) = P(S < s + ½).
            var half = isLattice ? 0.5 : 0;
            var curve = curves.GetOrAdd(drawn, j => new(values, Count, mean, j, isLattice));
            return curve.Tail(upper ? at - half : at + half, upper);
        }

        var n = 0L;
        foreach (var (value, count) in values)
            n += (upper ? value >= at : value <= at) ? count : 0;
        return n / (double)Count;
    }
}
