using Incidents.Statistics;

namespace Incidents.Api.Simulation;

/// <summary>Random numbers that depend only on a key, by <see cref="Xoshiro256"/>.</summary>
/// <remarks>
/// One day of one town can be simulated without the days before it. <see cref="SeededRandom"/> has the same generator with other
/// draws: it keys by seed and stream, avoids the bias of <see cref="Below"/> and draws Poisson numbers in chunks. Using it here would
/// change the history of every installation that was simulated before.
/// </remarks>
internal sealed class KeyedRandom
{
    private Xoshiro256 bits;

    private KeyedRandom(Xoshiro256 bits) => this.bits = bits;

    /// <summary>The generator of this key.</summary>
    public static KeyedRandom For(params ReadOnlySpan<long> key)
    {
        ulong seed = 0;
        foreach (var part in key)
        {
            seed ^= (ulong)part;
            seed = Xoshiro256.SplitMix(ref seed);
        }
        return new(Xoshiro256.Of(seed));
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => bits.NextDouble();

    /// <summary>Uniform in [<paramref name="least"/>, <paramref name="most"/>).</summary>
    public double Between(double least, double most) => least + (most - least) * Unit();

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of the items with equal probability.</summary>
    public T OneOf<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>An index with a probability proportional to its weight, given the running sums of the weights.</summary>
    public int Index(double[] runningSums)
    {
        var found = Array.BinarySearch(runningSums, Unit() * runningSums[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, runningSums.Length - 1);
    }

    /// <summary>Standard normal (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Log-normal with this median and standard deviation of the logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Exponential with this mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>Poisson with this mean of at most a few hundred, by multiplication of uniforms (Knuth).</summary>
    public int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Unit(); product > limit; product *= Unit())
            count++;
        return count;
    }

    /// <summary>64 random bits.</summary>
    internal ulong Next() => bits.NextBits();
}
