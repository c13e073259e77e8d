namespace Incidents.Statistics.Spatial;

/// <summary>The tails of a sum of values drawn without replacement, by drawing: all draws where they are few, else random ones.</summary>
internal sealed class PlainDraws(LatticeValues values, long seed)
{
    private const double MostCounted = 20_000;
    private const int MostDraws = 1_000_000;

    // Random draws end when the smaller tail has as many: its standard error is then 3 % of it.
    private const int EnoughExtremes = 1_000;

    // Of a sample, by which an approximation is checked.
    private const int MostSampled = 2_000_000;
    private const int LeastSums = 20_000;
    private const int MostSums = 100_000;

    /// <summary>Whether all draws of so many values are counted out.</summary>
    public bool IsCounted(int drawn)
    {
        var draws = 1.0;
        for (var i = 0; i < drawn && draws <= MostCounted; i++)
            draws *= (values.Sorted.Length - 1.0 - i) / (i + 1);
        return draws <= MostCounted;
    }

    /// <summary>P(S ≤ sum) and P(S ≥ sum) of a sum of values other than the own one.</summary>
    public (double Lower, double Upper) Tails(double own, double sum, int drawn, CancellationToken cancellation) => IsCounted(drawn)
        ? Counted(Others(own), sum, drawn, Tie)
        // The same draw has the same random numbers, whatever place it is of.
        : Random(Others(own), sum, drawn, Tie, new(seed, HashOf(own, sum, drawn)), cancellation);

    /// <summary>Random sums of values other than the own one, in ascending order.</summary>
    public double[] Sample(double own, int drawn, CancellationToken cancellation)
    {
        var (pool, random) = (Others(own), new SeededRandom(seed, drawn));
        var sums = new double[Math.Clamp(MostSampled / drawn, LeastSums, MostSums)];
        for (var i = 0; i < sums.Length; i++)
        {
            if (i % 1024 == 0)
                cancellation.ThrowIfCancellationRequested();
            sums[i] = Drawn(pool, drawn, random);
        }
        Array.Sort(sums);
        return sums;
    }

    /// <summary>The shares of sums that are at most, and at least, a sum.</summary>
    /// <param name="sums">Sums in ascending order.</param>
    /// <param name="sum">The sum.</param>
    public (double Below, double Above) Shares(double[] sums, double sum) => (
        CountBelow(sums, Math.BitIncrement(sum + Tie)) / (double)sums.Length,
        1 - CountBelow(sums, sum - Tie) / (double)sums.Length);

    private static int CountBelow(double[] ascending, double limit)
    {
        var (from, until) = (0, ascending.Length);
        while (from < until)
        {
            var middle = (from + until) / 2;
            (from, until) = ascending[middle] < limit ? (middle + 1, until) : (from, middle);
        }
        return from;
    }

    // Sums of the same values in another order differ in their last digits.
    private double Tie => values.IsLattice ? 0 : 1e-12 * values.Total;

    private double[] Others(double own)
    {
        var pool = new double[values.Sorted.Length - 1];
        var found = Array.BinarySearch(values.Sorted, own);
        values.Sorted.AsSpan(..found).CopyTo(pool);
        values.Sorted.AsSpan(found + 1).CopyTo(pool.AsSpan(found));
        return pool;
    }

    // A partial shuffle of any order is as good as one of the first order.
    private static double Drawn(double[] pool, int drawn, SeededRandom random)
    {
        var total = 0.0;
        for (var j = 0; j < drawn; j++)
        {
            var chosen = j + random.NextInt(pool.Length - j);
            (pool[j], pool[chosen]) = (pool[chosen], pool[j]);
            total += pool[j];
        }
        return total;
    }

    // Every choice of positions, in lexical order.
    private static (double Lower, double Upper) Counted(double[] pool, double sum, int drawn, double tie)
    {
        int[] chosen = [.. Enumerable.Range(0, drawn)];
        var (above, below, draws) = (0, 0, 0);
        while (true)
        {
            var total = 0.0;
            foreach (var position in chosen)
                total += pool[position];
            draws++;
            above += total >= sum - tie ? 1 : 0;
            below += total <= sum + tie ? 1 : 0;
            var last = drawn - 1;
            while (last >= 0 && chosen[last] == pool.Length - drawn + last)
                last--;
            if (last < 0)
                return (below / (double)draws, above / (double)draws);
            chosen[last]++;
            for (var next = last + 1; next < drawn; next++)
                chosen[next] = chosen[next - 1] + 1;
        }
    }

    private static (double Lower, double Upper) Random(
        double[] pool, double sum, int drawn, double tie, SeededRandom random, CancellationToken cancellation)
    {
        var (above, below, draws) = (0, 0, 0);
        while (draws < MostDraws && Math.Min(above, below) < EnoughExtremes)
        {
            if (draws++ % 1024 == 0)
                cancellation.ThrowIfCancellationRequested();
            var total = Drawn(pool, drawn, random);
            above += total >= sum - tie ? 1 : 0;
            below += total <= sum + tie ? 1 : 0;
        }

        return ((below + 1.0) / (draws + 1), (above + 1.0) / (draws + 1));
    }

    private static long HashOf(double own, double sum, int drawn) => unchecked(
        (BitConverter.DoubleToInt64Bits(own) * 31 + BitConverter.DoubleToInt64Bits(sum)) * 31 + drawn);
}
