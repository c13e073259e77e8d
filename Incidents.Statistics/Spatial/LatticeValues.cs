using System.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>Values in ascending order, shifted so that the least is 0, and divided by the greatest step that all of them share.</summary>
/// <remarks>
/// Counts of 10, 30 and 50 become 0, 1 and 2, and so do rates of 0.1, 0.3 and 0.5: sums are as far apart as they can be. Values that share
/// no step stay as they are.
/// </remarks>
internal sealed class LatticeValues
{
    // Beyond this, sums of doubles are no longer exact.
    private const double MostExact = 1L << 52;

    // Numbers with more digits are measurements, not counts in a unit.
    private const double MostSteps = 1_000_000;

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
        var isWhole = range * Sorted.Length < MostExact && Math.Abs(least) * Sorted.Length < MostExact
            && Array.TrueForAll(Sorted, x => x == Math.Floor(x));
        if (isWhole && range > 0)
        {
            var common = BigInteger.Zero;
            for (var i = 1; i < Sorted.Length && !common.IsOne; i++)
            {
                if (Sorted[i] != Sorted[i - 1])
                    common = BigInteger.GreatestCommonDivisor(common, (BigInteger)(Sorted[i] - least));
            }

            step = (double)common;
        }
        var shared = isWhole ? 0 : SharedStep(range);
        IsLattice = isWhole || shared > 0;
        if (shared > 0)
            step = shared;

        for (var i = 0; i < Sorted.Length; i++)
        {
            Sorted[i] = shared > 0 ? Math.Round((Sorted[i] - least) / step) : (Sorted[i] - least) / step;
            Total += Sorted[i];
        }
    }

    // Euclid's algorithm with a tolerance: counts divided by an area, or numbers with a few decimals. 0 where there is no step.
    private double SharedStep(double range)
    {
        if (!(range > 0))
            return 0;
        var tolerance = 1e-9 * range;
        var common = 0.0;
        for (var i = 1; i < Sorted.Length; i++)
        {
            var (a, b) = (Sorted[i] - least, common);
            while (b > tolerance)
            {
                var rest = a - Math.Floor(a / b) * b;
                // A rest of nearly the divisor is none.
                (a, b) = (b, b - rest <= tolerance ? 0 : rest);
            }
            common = a;
            if (common > 0 && range / common > MostSteps)
                return 0;
        }
        // The greatest value has the smallest relative error.
        common = range / Math.Round(range / common);
        return Array.TrueForAll(Sorted, x => Math.Abs((x - least) / common - Math.Round((x - least) / common)) < 1e-3) ? common : 0;
    }

    /// <summary>The values.</summary>
    public double[] Sorted { get; }

    /// <summary>Their sum.</summary>
    public double Total { get; }

    /// <summary>Whether all values are whole numbers of steps, so that sums change in steps of one.</summary>
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
