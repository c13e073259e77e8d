using System.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>Values in ascending order, shifted so that the least is 0, and divided by the greatest step that all of them share.</summary>
/// <remarks>
/// Counts of 10, 30 and 50 become 0, 1 and 2: sums are as far apart as they can be. Values that are not whole numbers keep their step.
/// </remarks>
internal sealed class LatticeValues
{
    // Beyond this, sums of doubles are no longer exact.
    private const double MostExact = 1L << 52;

    private readonly double least;
    private readonly double step = 1;

    public LatticeValues(ReadOnlySpan<double> values)
    {
        Sorted = values.ToArray();
        Array.Sort(Sorted);
        if (Sorted.Length == 0)
            return;
        least = Sorted[0];
        var range = Sorted[^1] - least;
        IsLattice = range * Sorted.Length < MostExact && Math.Abs(least) * Sorted.Length < MostExact
            && Array.TrueForAll(Sorted, x => x == Math.Floor(x));
        if (IsLattice && range > 0)
        {
            var common = BigInteger.Zero;
            for (var i = 1; i < Sorted.Length && !common.IsOne; i++)
            {
                if (Sorted[i] != Sorted[i - 1])
                    common = BigInteger.GreatestCommonDivisor(common, (BigInteger)(Sorted[i] - least));
            }

            step = (double)common;
        }

        for (var i = 0; i < Sorted.Length; i++)
        {
            Sorted[i] = (Sorted[i] - least) / step;
            Total += Sorted[i];
        }
    }

    /// <summary>The values.</summary>
    public double[] Sorted { get; }

    /// <summary>Their sum.</summary>
    public double Total { get; }

    /// <summary>Whether all values are whole numbers, so that sums change in steps of one.</summary>
    public bool IsLattice { get; }

    /// <summary>
    /// The same draw among these values, of at most half of the values other than the own one: what is not drawn has a sum, too.
    /// </summary>
    /// <returns>The draw, and whether it is of what was not drawn, so that the tails change places.</returns>
    public (Draw Draw, bool IsComplement) Normalised(Draw draw)
    {
        var (own, sum) = ((draw.Own - least) / step, (draw.Sum - draw.Count * least) / step);
        if (IsLattice)
            (own, sum) = (Math.Round(own), Math.Round(sum));
        var others = Sorted.Length - 1;
        return 2 * draw.Count <= others
            ? (new(own, sum, draw.Count), false)
            : (new(own, Total - own - sum, others - draw.Count), true);
    }
}
