using Incidents.Statistics;

namespace Incidents.Api.Simulation;

/// <summary>
/// Random numbers that a key determines for good, by <see cref="Xoshiro256"/>: one day of one town can be drawn without the days
/// before it.
/// </summary>
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

    /// <summary>From 0, included, to 1, excluded.</summary>
    public double Unit() => bits.NextDouble();

    /// <summary>From <paramref name="least"/>, included, to <paramref name="most"/>, excluded.</summary>
    public double Between(double least, double most) => least + (most - least) * Unit();

    /// <summary>A whole number from 0, included, to <paramref name="count"/>, excluded.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>One of these, each as likely as another.</summary>
    public T OneOf<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>An index, each as likely as its weight, given the weights' running sums.</summary>
    public int Index(double[] runningSums)
    {
        var found = Array.BinarySearch(runningSums, Unit() * runningSums[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, runningSums.Length - 1);
    }

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());

    /// <summary>Log-normal, by its median and the standard deviation of its logarithm.</summary>
    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Exponential with this mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    /// <summary>Poisson with this mean, which is at most a few hundred (multiplication of uniforms, Knuth).</summary>
    public int Poisson(double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Unit(); product > limit; product *= Unit())
            count++;
        return count;
    }

    /// <summary>Any 64 bits.</summary>
    internal ulong Next() => bits.NextBits();
}
