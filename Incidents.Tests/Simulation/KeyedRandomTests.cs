using Incidents.Api.Simulation;
using Incidents.Statistics;
using Xunit;

namespace Incidents.Tests.Simulation;

public class KeyedRandomTests
{
    // Reference outputs of the authors' C code for the state 1, 2, 3, 4, as rand_xoshiro's own tests have them.
    [Fact]
    public void The_generator_is_xoshiro256_star_star()
    {
        var random = new Xoshiro256(1, 2, 3, 4);
        ulong[] first = [random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits(), random.NextBits()];
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL, 1216172134540287360UL], first);
    }

    [Fact]
    public void The_seed_is_spread_by_SplitMix64()
    {
        ulong state = 0;
        Assert.Equal(0xE220A8397B1DCDAFUL, Xoshiro256.SplitMix(ref state));
    }

    [Fact]
    public void A_key_has_its_own_numbers()
    {
        Assert.Equal(KeyedRandom.For(1, 2).Next(), KeyedRandom.For(1, 2).Next());
        Assert.Equal(4, new[] { KeyedRandom.For(1, 2), KeyedRandom.For(2, 1), KeyedRandom.For(1), KeyedRandom.For(1, 2, 0) }
            .Select(r => r.Next()).Distinct().Count());
    }

    // 20,000 draws: the mean of each lies within four standard errors of its own.
    [Theory]
    [InlineData("unit", 0.5, 0.289), InlineData("normal", 0, 1), InlineData("exponential", 3, 3), InlineData("poisson", 4, 2),
        InlineData("median", 0.5, 0.5)]
    [InlineData("index", 1.25, 0.829)]
    public void The_distributions_have_their_means(string distribution, double mean, double deviation)
    {
        var random = KeyedRandom.For(5);
        double[] runningSums = [1, 2, 4];
        Func<double> draw = distribution switch
        {
            "unit" => random.Unit,
            "normal" => random.Normal,
            "exponential" => () => random.Exponential(3),
            "poisson" => () => random.Poisson(4),
            "index" => () => random.Index(runningSums),
            _ => () => random.LogNormal(6, 0.5) < 6 ? 1 : 0,
        };

        Assert.Equal(mean, Enumerable.Range(0, 20_000).Average(_ => draw()), 4 * deviation / Math.Sqrt(20_000));
    }
}
