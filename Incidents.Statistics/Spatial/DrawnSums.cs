using System.Collections.Concurrent;
using System.Numerics;

namespace Incidents.Statistics.Spatial;

/// <summary>
/// The distribution of the sum over a place's neighbours when the place keeps its value and all other values are shuffled: a sum of k
/// values drawn without replacement.
/// </summary>
/// <remarks>
/// Exact where the table of all sums is affordable. Up to six of the largest values are set apart where that makes it so: their subsets
/// have known hypergeometric chances, and the others are summed in a smaller table. Beyond that the sum of the others is approximated by a
/// double saddlepoint, which is checked against random draws. Where that does not serve, the draws are counted out if they are few, and
/// else drawn at random.
/// </remarks>
internal sealed class DrawnSums
{
    /// <summary>Additions that an exact table may take: about half a second.</summary>
    private const double MostSteps = 1e9;

    private const int MostApart = 6;

    // An approximation needs as many values besides those set apart.
    private const int LeastApproximated = 50;

    // How far the approximation may be from the share of random draws.
    private const double MostDifference = 0.12;
    private const double StandardErrors = 4;
    private static readonly double[] Quantiles = [0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 0.99, 0.997, 0.999];

    private readonly LatticeValues values;
    private readonly double[] apart;
    private readonly double[] subsetSums;
    private readonly SumTails? rest;
    private readonly PlainDraws plain;
    private readonly ConcurrentDictionary<(int Drawn, int Apart), double[]> subsetChances = new();
    private readonly ConcurrentDictionary<int, bool> close = new();
    private int used;

    /// <param name="values">The values of all places, finite.</param>
    /// <param name="mostDrawn">Greatest number of neighbours of a place, or of other places, whichever is less.</param>
    /// <param name="greatest">The greatest sum that is asked for, normalised; infinite where that is not known.</param>
    /// <param name="seed">Seed of random draws.</param>
    /// <param name="mostSteps">Additions that an exact table may take.</param>
    /// <param name="cancellation">Cancels the computation of the table.</param>
    public DrawnSums(
        LatticeValues values, int mostDrawn, double greatest, long seed, double mostSteps = MostSteps,
        CancellationToken cancellation = default)
    {
        (this.values, plain, apart) = (values, new(values, seed), []);
        if (values.IsLattice)
        {
            for (var largest = 0; largest <= MostApart && rest is null; largest++)
            {
                if (largest > 0 && values.Sorted.Length - largest <= 2 * mostDrawn)
                    break;
                var counts = ValueCount.Of(values.Sorted.AsSpan(..^largest));
                if (SumTable.Steps(counts, mostDrawn, greatest) <= mostSteps)
                    (apart, rest) = (values.Sorted[^largest..], new SumTable(counts, mostDrawn, greatest, cancellation));
            }
        }

        var others = values.Sorted.Length - MostApart;
        if (rest is null && others >= LeastApproximated && others > 2 * mostDrawn)
            (apart, rest) = (
                values.Sorted[^MostApart..], new SaddlepointTails(ValueCount.Of(values.Sorted.AsSpan(..^MostApart)), values.IsLattice));
        subsetSums = new double[1 << apart.Length];
        for (var subset = 1; subset < subsetSums.Length; subset++)
            subsetSums[subset] = subsetSums[subset & (subset - 1)] + apart[BitOperations.TrailingZeroCount(subset)];
    }

    /// <summary>How the tails that were asked for were computed.</summary>
    public IReadOnlyList<SumDistribution> Used =>
        [.. Enum.GetValues<SumDistribution>().Where(d => (Volatile.Read(ref used) & 1 << (int)d) != 0)];

    /// <summary>The distribution that serves a number of draws.</summary>
    public static DrawnSums For(
        ReadOnlySpan<double> values, ReadOnlySpan<Draw> draws, long seed, double mostSteps = MostSteps, RunControl? control = null)
    {
        var lattice = new LatticeValues(values);
        var (mostDrawn, greatest) = (0, 0.0);
        foreach (var draw in draws)
        {
            if (draw.Count <= 0)
                continue;
            var (normalised, _) = lattice.Normalised(draw);
            (mostDrawn, greatest) = (Math.Max(mostDrawn, normalised.Count), Math.Max(greatest, normalised.Sum));
        }

        return new(lattice, mostDrawn, greatest, seed, mostSteps, control?.Cancellation ?? default);
    }

    /// <summary>The two-sided p of each draw.</summary>
    /// <remarks>A sum that cannot vary, such as that of no or of all other places, has p 1.</remarks>
    public TwoSidedTail[] Of(Draw[] draws, RunControl control)
    {
        var tails = new TwoSidedTail[draws.Length];
        if (rest is SumTable)
        {
            for (var i = 0; i < draws.Length; i++)
                tails[i] = Of(draws[i], control);
        }
        else
        {
            Parallel.For(0, draws.Length, control.Parallel, i => tails[i] = Of(draws[i], control));
        }

        return tails;
    }

    /// <summary>The two-sided p of a draw.</summary>
    public TwoSidedTail Of(Draw draw, RunControl control)
    {
        if (draw.Count < 0)
            return new(double.NaN, false);
        var ((own, sum, drawn), isComplement) = values.Normalised(draw);
        if (drawn == 0)
            return new(1, false);
        var how = rest switch
        {
            SumTable => SumDistribution.Exact,
            SaddlepointTails tails when tails.Serves(drawn) && IsClose(drawn, control.Cancellation) => SumDistribution.Saddlepoint,
            _ when plain.IsCounted(drawn) => SumDistribution.Exact,
            _ => SumDistribution.Permutation,
        };
        if ((Volatile.Read(ref used) & 1 << (int)how) == 0)
            Interlocked.Or(ref used, 1 << (int)how);
        var (lower, upper) = how is SumDistribution.Permutation || rest is not SumTable && how is SumDistribution.Exact
            ? plain.Tails(own, sum, drawn, control.Cancellation)
            : (Mixed(own, sum, drawn, upper: false), Mixed(own, sum, drawn, upper: true));
        return isComplement ? TwoSidedTail.Of(upper, lower) : TwoSidedTail.Of(lower, upper);
    }

    // Whether the approximation agrees with random draws beside a middle value. A few dominant values more than are set apart, gaps between
    // the values, or a curve that could not be followed make it wrong in ways that no rule foresees.
    private bool IsClose(int drawn, CancellationToken cancellation) => close.GetOrAdd(drawn, _ =>
    {
        var own = values.Sorted[values.Sorted.Length / 2];
        var sums = plain.Sample(own, drawn, cancellation);
        foreach (var quantile in Quantiles)
        {
            var sum = sums[(int)(quantile * (sums.Length - 1))];
            var (below, above) = plain.Shares(sums, sum);
            if (!Agrees(Mixed(own, sum, drawn, upper: false), below) || !Agrees(Mixed(own, sum, drawn, upper: true), above))
                return false;
        }
        return true;

        bool Agrees(double approximated, double share) => Math.Abs(approximated - share)
            <= MostDifference * share + StandardErrors * Math.Sqrt(share * (1 - share) / sums.Length);
    });

    // The tail over all subsets of the values set apart, by the chance that exactly those of them are drawn.
    private double Mixed(double own, double sum, int drawn, bool upper)
    {
        var ownApart = Array.IndexOf(apart, own);
        var chances = subsetChances.GetOrAdd((drawn, apart.Length - (ownApart < 0 ? 0 : 1)), SubsetChances);
        var total = 0.0;
        for (var subset = 0; subset < subsetSums.Length; subset++)
        {
            var count = BitOperations.PopCount((uint)subset);
            if ((ownApart >= 0 && (subset >> ownApart & 1) != 0) || count >= chances.Length || chances[count] == 0)
                continue;
            var left = sum - subsetSums[subset];
            total += chances[count] * (ownApart < 0
                ? rest!.Without(own, drawn - count, left, upper) : rest!.OfAll(drawn - count, left, upper));
        }

        // An observed sum is possible; what rounding leaves is less than this.
        return Math.Clamp(total, 1e-16, 1);
    }

    // The chance that of the values set apart exactly the members of a subset are drawn, by its size.
    private double[] SubsetChances((int Drawn, int Apart) key)
    {
        var (drawn, of) = key;
        var chances = new double[Math.Min(of, drawn) + 1];
        double others = values.Sorted.Length - 1;
        for (var count = 0; count < chances.Length; count++)
        {
            chances[count] = 1;
            for (var i = 0; i < of; i++)
                chances[count] *= (i < count ? drawn - i : Math.Max(0, others - drawn - (i - count))) / (others - i);
        }

        return chances;
    }
}
