using System.Numerics;
using System.Runtime.CompilerServices;

namespace Incidents.Statistics;

/// <summary>The random number generator xoshiro256** 1.0.</summary>
/// <param name="a">First word of a state that is not all zero.</param>
/// <param name="b">Second word.</param>
/// <param name="c">Third word.</param>
/// <param name="d">Fourth word.</param>
/// <remarks>
/// Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021. It gives the same numbers on every machine
/// and every version of .NET, which <see cref="Random"/> does not promise. Not for secrets.
/// </remarks>
public struct Xoshiro256(ulong a, ulong b, ulong c, ulong d)
{
    private ulong a = a, b = b, c = c, d = d;

    /// <summary>The generator of a seed: SplitMix64 fills the state, as the authors advise.</summary>
    /// <param name="seed">Any number.</param>
    public static Xoshiro256 Of(ulong seed) => new(SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed), SplitMix(ref seed));

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>The next number of SplitMix64.</summary>
    /// <param name="state">The state, which moves on.</param>
    public static ulong SplitMix(ref ulong state)
    {
        var z = unchecked(state += 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
