namespace Incidents.Statistics;

/// <summary>The order of values, in linear time.</summary>
/// <remarks>
/// Radix sort by the eight bytes of a number, last byte first (Knuth, TAOCP 3, §5.2.5). Why not the library's sort: docs/decisions/0012.
/// </remarks>
internal static class SortedOrder
{
    // Up to this number of values an insertion sort is quicker than counting bytes.
    private const int Few = 48;

    /// <summary>Indices of the values from the smallest to the greatest; equal values keep their order. No value is NaN.</summary>
    public static int[] Of(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        Into(values, order);
        return order;
    }

    /// <summary>Writes the order into a span as long as the values.</summary>
    public static void Into(ReadOnlySpan<double> values, Span<int> order)
    {
        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++)
            (keys[i], order[i]) = (Key(values[i]), i);
        if (keys.Length <= Few)
            Insert(keys, order);
        else
            Distribute(keys, order);
    }

    // Unsigned numbers in the order of the values; zeros of either sign are equal.
    private static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return bits >> 63 == 1 ? ~bits : bits | 1UL << 63;
    }

    private static void Insert(Span<ulong> keys, Span<int> order)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var (key, index, at) = (keys[i], order[i], i);
            for (; at > 0 && keys[at - 1] > key; at--)
                (keys[at], order[at]) = (keys[at - 1], order[at - 1]);
            (keys[at], order[at]) = (key, index);
        }
    }

    private static void Distribute(ulong[] keys, Span<int> order)
    {
        var counts = new int[8 * 256];
        foreach (var key in keys)
        {
            for (var digit = 0; digit < 8; digit++)
                counts[digit * 256 + (byte)(key >> digit * 8)]++;
        }

        var (from, to) = (keys, new ulong[keys.Length]);
        var (fromOrder, toOrder) = (order.ToArray(), new int[keys.Length]);
        for (var digit = 0; digit < 8; digit++)
        {
            var next = counts.AsSpan(digit * 256, 256);
            // A byte that all keys share moves nothing.
            if (next[(byte)(from[0] >> digit * 8)] == keys.Length)
                continue;
            for (int value = 0, start = 0; value < 256; value++)
                (next[value], start) = (start, start + next[value]);
            for (var i = 0; i < from.Length; i++)
            {
                var at = next[(byte)(from[i] >> digit * 8)]++;
                (to[at], toOrder[at]) = (from[i], fromOrder[i]);
            }

            (from, to) = (to, from);
            (fromOrder, toOrder) = (toOrder, fromOrder);
        }

        fromOrder.CopyTo(order);
    }
}
