using System.Numerics;
using System.Runtime.InteropServices;

namespace Incidents.Statistics.Spatial;

/// <summary>How often each value occurs, in ascending order.</summary>
internal readonly record struct ValueCount(double Value, int Count)
{
    public static ValueCount[] Of(ReadOnlySpan<double> sorted)
    {
        var counts = new List<ValueCount>();
        foreach (var x in sorted)
        {
            if (counts.Count > 0 && counts[^1].Value == x)
                counts[^1] = new(x, counts[^1].Count + 1);
            else
                counts.Add(new(x, 1));
        }

        return [.. counts];
    }
}

/// <summary>The exact distribution of the sum of j whole numbers drawn without replacement, for every j up to the most drawn.</summary>
/// <remarks>
/// The coefficients of Π (1 + z y^x) over all values x, as chances: value by value, equal ones at once, with hypergeometric weights, which
/// neither overflow nor cancel. What lies above the greatest sum asked for is kept as one number.
/// </remarks>
internal sealed class SumTable : SumTails
{
    // Tables of more entries than this would take more than 64 MB.
    private const double MostEntries = 4e6;

    private readonly int size;
    private readonly double[] lower;
    private readonly double[] upper;

    /// <param name="values">Whole numbers, ascending, none negative.</param>
    /// <param name="mostDrawn">Greatest number drawn.</param>
    /// <param name="greatest">No sum between this one and the greatest that occurs is asked for.</param>
    /// <param name="cancellation">Cancels the computation.</param>
    public SumTable(ValueCount[] values, int mostDrawn, double greatest, CancellationToken cancellation = default)
        : base(values.Sum(v => v.Count), 1e-22)
    {
        mostDrawn = Math.Min(mostDrawn, Count);
        size = (int)Math.Min(greatest, Greatest(values, mostDrawn)) + 1;
        (lower, upper) = (new double[(mostDrawn + 1) * size], new double[(mostDrawn + 1) * size]);
        var above = new double[mostDrawn + 1];
        // The greatest sum so far of each number drawn, at most the table's last; -1 where so many were not seen yet.
        var reach = new int[mostDrawn + 1];
        Array.Fill(reach, -1);
        (reach[0], lower[0]) = (0, 1);
        var seen = 0;
        foreach (var value in values)
        {
            cancellation.ThrowIfCancellationRequested();
            Add(value, seen, mostDrawn, reach, above);
            seen += value.Count;
        }

        for (var j = 0; j <= mostDrawn; j++)
        {
            var (row, sum) = (j * size, above[j]);
            for (var s = size - 1; s >= 0; s--)
                upper[row + s] = sum += lower[row + s];
            sum = 0;
            for (var s = 0; s < size; s++)
                lower[row + s] = sum += lower[row + s];
        }
    }

    /// <summary>About how many additions the table takes; infinite where it would be too large to keep.</summary>
    public static double Steps(ValueCount[] values, int mostDrawn, double greatest)
    {
        var size = Math.Min(greatest, Greatest(values, mostDrawn)) + 1;
        if ((mostDrawn + 1) * size > MostEntries)
            return double.PositiveInfinity;
        var steps = 0.0;
        foreach (var (value, count) in values)
        {
            var most = Math.Min(count, mostDrawn);
            // While values ascend, no sum of j of those seen is above j times the last one.
            steps += most * (mostDrawn - (most - 1) / 2.0) * Math.Min(size, mostDrawn * value / 2 + 1);
        }

        return steps;
    }

    protected override double Tail(int drawn, double at, bool isUpper)
    {
        if (at >= size)
            return isUpper ? 0 : 1;
        return (isUpper ? upper : lower)[drawn * size + (int)at];
    }

    private static double Greatest(ValueCount[] values, int drawn)
    {
        var (sum, left) = (0.0, drawn);
        for (var i = values.Length - 1; i >= 0 && left > 0; i--)
        {
            var taken = Math.Min(left, values[i].Count);
            sum += taken * values[i].Value;
            left -= taken;
        }

        return sum;
    }

    private void Add(ValueCount value, int seen, int mostDrawn, int[] reach, double[] above)
    {
        var (ofSeen, ofNew, ofBoth) = (
            LogChoices(seen, mostDrawn), LogChoices(value.Count, mostDrawn), LogChoices(seen + value.Count, mostDrawn));
        for (var j = Math.Min(mostDrawn, seen + value.Count); j > 0; j--)
        {
            var row = lower.AsSpan(j * size, size);
            var none = Math.Exp(ofSeen[j] - ofBoth[j]);
            Scale(row[..(reach[j] + 1)], none);
            above[j] *= none;
            for (var i = Math.Max(1, j - seen); i <= Math.Min(j, value.Count); i++)
            {
                var weight = Math.Exp(ofNew[i] + ofSeen[j - i] - ofBoth[j]);
                if (weight == 0)
                    continue;
                var shift = i * value.Value;
                var from = lower.AsSpan((j - i) * size, reach[j - i] + 1);
                var fit = (int)Math.Clamp(size - shift, 0, from.Length);
                if (fit > 0)
                {
                    AddScaled(row.Slice((int)shift, fit), from[..fit], weight);
                    reach[j] = Math.Max(reach[j], (int)shift + fit - 1);
                }

                var beyond = above[j - i];
                foreach (var chance in from[fit..])
                    beyond += chance;
                above[j] += weight * beyond;
            }
        }
    }

    private static double[] LogChoices(int n, int most)
    {
        var logs = new double[most + 1];
        for (var i = 1; i <= most; i++)
            logs[i] = i <= n ? logs[i - 1] + Math.Log((n - i + 1) / (double)i) : double.NegativeInfinity;
        return logs;
    }

    private static void Scale(Span<double> row, double by)
    {
        var lanes = MemoryMarshal.Cast<double, Vector<double>>(row);
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] *= by;
        for (var i = lanes.Length * Vector<double>.Count; i < row.Length; i++)
            row[i] *= by;
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double by)
    {
        var target = MemoryMarshal.Cast<double, Vector<double>>(to);
        var source = MemoryMarshal.Cast<double, Vector<double>>(from);
        for (var i = 0; i < target.Length; i++)
            target[i] += source[i] * by;
        for (var i = target.Length * Vector<double>.Count; i < to.Length; i++)
            to[i] += from[i] * by;
    }
}
