using System.Numerics;
using System.Runtime.CompilerServices;

namespace Incidents.Statistics;

/// <summary>A seeded source of random numbers for Monte-Carlo tests.</summary>
/// <remarks>
/// The same seed gives the same numbers on every machine and every version of .NET, by <see cref="Xoshiro256"/>. Not for secrets.
/// </remarks>
public sealed class SeededRandom
{
    private Xoshiro256 bits;

    /// <summary>The sequence of a seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">
    /// Which of many independent sequences of that seed: the number of a replication or a cell, so that parallel work gives the same
    /// result in any order.
    /// </param>
    public SeededRandom(long seed, long stream = 0) =>
        bits = Xoshiro256.Of(unchecked((ulong)seed ^ BitOperations.RotateLeft((ulong)stream * 0xD1342543DE82EF95, 32)));

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => bits.NextBits();

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => bits.NextDouble();

    /// <summary>Uniform among 0 … <paramref name="bound"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    /// <remarks>Lemire's multiplication, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.</remarks>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return Below(ref bits, (uint)bound);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Below(ref Xoshiro256 bits, uint range)
    {
        var product = (bits.NextBits() >> 32) * range;
        if ((uint)product < range)
        {
            var threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
                product = (bits.NextBits() >> 32) * range;
        }

        return (int)(product >> 32);
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>A draw from the Poisson distribution, by multiplying uniforms (Knuth) in chunks of mean at most 30.</summary>
    /// <param name="mean">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The mean is negative or not finite.</exception>
    public int NextPoisson(double mean)
    {
        if (!double.IsFinite(mean) || mean < 0)
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "A Poisson mean is finite and not negative.");
        var drawn = 0;
        for (; mean > 0; mean -= 30)
        {
            var limit = Math.Exp(-Math.Min(mean, 30));
            for (var product = NextDouble(); product > limit; product *= NextDouble())
                drawn++;
        }

        return drawn;
    }

    /// <summary>Puts the values into a random order; every order is equally likely (Fisher and Yates; Durstenfeld 1964).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        // A copy of the state stays in registers.
        var local = bits;
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(ref local, (uint)(i + 1));
            (values[i], values[j]) = (values[j], values[i]);
        }

        bits = local;
    }
}
