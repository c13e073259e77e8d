using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Incidents.Domain.Access;

/// <summary>Rounds the counts of a table to multiples of a base, at random and without bias, so that sums stay close.</summary>
/// <remarks>
/// Controlled random rounding of one-dimensional tables: Fellegi, Controlled random rounding, Survey Methodology 1, 1975, 123–133; Cox,
/// A constructive procedure for unbiased controlled rounding, JASA 82, 1987, 520–524; Hundepool et al., Statistical Disclosure Control,
/// Wiley 2012, chapter 5. The running sums of the counts, with an offset of 0 to base − 1 that is drawn for the table, are cut to
/// multiples of the base, and their differences are the rounded counts. The offset comes from a secret key and the name of the table: the
/// same table has the same answer at any time and on any host.
/// </remarks>
/// <param name="key">The secret key; whoever has it can derive counts.</param>
/// <param name="roundingBase">The base, at least 1; with 1 nothing is rounded.</param>
public sealed class ControlledRounding(byte[] key, int roundingBase)
{
    /// <summary>The base: rounded counts are multiples of it.</summary>
    public int Base => roundingBase;

    /// <summary>The rounded counts of a table, in the same order.</summary>
    /// <param name="table">Name of the table: what is counted where and when.</param>
    /// <param name="counts">The counts; one below 0 is taken as 0.</param>
    /// <returns>
    /// Multiples of the base. Any run of neighbours has a sum that differs from the true one by less than the base, and is equal to it on
    /// average.
    /// </returns>
    public long[] Round(string table, IReadOnlyList<long> counts) => Round(counts, OffsetOf(table), roundingBase);

    /// <summary>The rounded counts of a table with a given offset.</summary>
    /// <param name="counts">The counts; one below 0 is taken as 0.</param>
    /// <param name="offset">0 to base − 1.</param>
    /// <param name="roundingBase">The base, at least 1.</param>
    public static long[] Round(IReadOnlyList<long> counts, int offset, int roundingBase)
    {
        var rounded = new long[counts.Count];
        var (sum, before) = ((long)offset, 0L);
        for (var i = 0; i < rounded.Length; i++)
        {
            sum += Math.Max(0, counts[i]);
            var cut = sum / roundingBase * roundingBase;
            (rounded[i], before) = (cut - before, cut);
        }
        return rounded;
    }

    // 64 bits of a keyed hash: the remainder favours no offset by more than one part in 10^17 for any base below 100.
    private int OffsetOf(string table) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(table))) % (ulong)roundingBase);
}
