using System.Numerics;

namespace Incidents.Statistics.Series;

/// <summary>Number of pairs of a sequence that are in the wrong order, in n log n.</summary>
/// <remarks>
/// For each number it counts the greater ones before it (Fenwick, "A new data structure for cumulative frequency tables", Software:
/// Practice and Experience 24, 1994); the tree's leaves are words of 64 bits.
/// </remarks>
internal static class Inversions
{
    /// <summary>Counts the pairs.</summary>
    /// <param name="sequence">The numbers from <paramref name="least"/> on, each once, in any order.</param>
    /// <param name="least">The smallest number.</param>
    public static long Count(ReadOnlySpan<int> sequence, int least = 0)
    {
        var words = new ulong[sequence.Length / 64 + 1];
        var tree = new int[words.Length + 1];
        var inversions = 0L;
        for (var met = 0; met < sequence.Length; met++)
        {
            var number = sequence[met] - least;
            var (word, bit) = (number >> 6, 1UL << number);
            var smaller = BitOperations.PopCount(words[word] & (bit - 1));
            for (var at = word; at > 0; at -= at & -at)
                smaller += tree[at];
            inversions += met - smaller;
            words[word] |= bit;
            for (var at = word + 1; at < tree.Length; at += at & -at)
                tree[at]++;
        }

        return inversions;
    }
}
