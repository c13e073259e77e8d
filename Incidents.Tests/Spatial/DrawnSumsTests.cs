using System.Numerics;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

/// <summary>Sums drawn without replacement, against all draws counted out and one way of computing against another.</summary>
public class DrawnSumsTests
{
    /// <summary>Few values: equal ones, all but one zero, giants, negative ones, a common step, fractions.</summary>
    public static TheoryData<double[]> FewValues { get; } = new(
    (double[][])[
        [0, 0, 0],
        [1, 0, 0],
        [5, 5, 1],
        [7, 7],
        [2, 2, 2, 2],
        [-3, 4, 4, -3, 9],
        [10, 30, 50, 50, 10, 30, 70],
        [0, 0, 0, 0, 0, 0, 1_000_000],
        [1, 2, 3, 4, 5, 6, 7, 8, 9],
        [0.5, 1.25, 1.25, 7, -0.1],
        [10_000, 20_000, 50_001, 3, 3, 0, 0, 0],
        [1e14, 1e14 + 2, 4, 4, 0],
    ]);

    [Theory, MemberData(nameof(FewValues))]
    public void Every_p_is_that_of_all_draws_counted_out(double[] values)
    {
        for (var own = 0; own < values.Length; own++)
        {
            double[] others = [.. values.Where((_, i) => i != own)];
            for (var k = 0; k <= others.Length; k++)
            {
                double[] sums =
                [
                    .. Enumerable.Range(0, 1 << others.Length).Where(m => BitOperations.PopCount((uint)m) == k)
                        .Select(m => others.Where((_, i) => (m >> i & 1) != 0).Sum()),
                ];
                Draw[] draws = [.. sums.Distinct().Select(sum => new Draw(values[own], sum, k))];
                foreach (var most in (double[])[1e9, 100, 0])
                {
                    var drawn = DrawnSums.For(values, draws, 1, most);
                    foreach (var (draw, found) in draws.Zip(drawn.Of(draws, RunControl.None)))
                    {
                        var tie = values.All(v => v == Math.Floor(v)) ? 0 : 1e-9 * Math.Abs(draw.Sum);
                        var (below, above) = (sums.Count(s => s <= draw.Sum + tie), sums.Count(s => s >= draw.Sum - tie));
                        Assert.Equal(Math.Min(1, 2.0 * Math.Min(below, above) / sums.Length), found.P, 1e-12);
                        if (found.P < 1)
                            Assert.Equal(above < below, found.IsHigh);
                    }

                    Assert.DoesNotContain(SumDistribution.Permutation, drawn.Used);
                }
            }
        }
    }

    // Cells and neighbours of a map; counts log-normal about a median, spread and share of empty cells.
    [Theory]
    [InlineData(858, 8, 20, 1.0, 0.1)]
    [InlineData(2552, 8, 20, 1.5, 0.05)]
    [InlineData(744, 8, 10, 2.0, 0)]
    [InlineData(5000, 28, 5, 1.5, 0.1)]
    [InlineData(400, 24, 10, 1.2, 0.3)]
    [InlineData(60, 8, 20, 1.0, 0)]
    public void The_approximation_is_the_exact_distribution_but_for_a_few_percent(int n, int k, double median, double spread, double empty)
    {
        var (values, draws) = Skewed(n, k, median, spread, empty);
        var (exact, approximate) = (DrawnSums.For(values, draws, 1), DrawnSums.For(values, draws, 1, mostSteps: 0));

        var (low, high) = (0, 0);
        foreach (var (wanted, found) in exact.Of(draws, RunControl.None).Zip(approximate.Of(draws, RunControl.None)))
        {
            if (wanted.P is < 1e-7)
                continue;
            Assert.InRange(found.P / wanted.P, 1 / 1.15, 1.15);
            (low, high) = (low + (wanted.IsHigh ? 0 : 1), high + (wanted.IsHigh ? 1 : 0));
        }

        Assert.Equal([SumDistribution.Exact], exact.Used);
        Assert.Equal([SumDistribution.Saddlepoint], approximate.Used);
        Assert.True(low > 20 && high > 20, $"{low} in the lower tail, {high} in the upper one");
    }

    // One cell of a million among ordinary ones: set apart, it leaves a small table.
    [Fact]
    public void A_giant_value_is_set_apart_and_the_rest_stays_exact()
    {
        var (values, draws) = Skewed(744, 8, 20, 1, 0.1);
        values[5] = 3_000_000;
        var whole = DrawnSums.For(values, draws, 1, mostSteps: 1e12);
        Draw[] withGiant = [.. draws.Select(d => d with { Sum = d.Sum + 3_000_000 }), .. draws, new(3_000_000, draws[0].Sum, 8)];

        var apart = DrawnSums.For(values, withGiant, 1);

        Assert.Equal(whole.Of(draws, RunControl.None).Select(t => Math.Round(t.P, 12)),
            apart.Of(draws, RunControl.None).Select(t => Math.Round(t.P, 12)));
        // Eight of 743 others hold the giant with a chance of 8/743.
        Assert.InRange(apart.Of(withGiant[0], RunControl.None).P, 0, 2 * 8.0 / 743 + 1e-12);
        Assert.Equal([SumDistribution.Exact], apart.Used);
    }

    // One value in thirty dominates: more of them than are set apart. Measurements share no step.
    [Fact]
    public void Where_many_values_dominate_or_the_unit_is_another_each_p_is_that_of_random_draws()
    {
        var random = new SeededRandom(11);
        double[] ordinary = [.. Enumerable.Range(0, 625).Select(_ => Math.Exp(1 + 0.5 * Deviate()))];
        double[] mixed = [.. ordinary.Select(v => Math.Round(1000 * (random.NextDouble() < 0.03 ? Math.Exp(9 + Deviate()) : v)))];

        foreach (var (values, how) in new[]
        {
            (mixed, SumDistribution.Permutation), (ordinary, SumDistribution.Saddlepoint),
            (Array.ConvertAll(ordinary, v => v * 1e-6), SumDistribution.Saddlepoint),
        })
        {
            var sums = new double[20_000];
            var pool = values[1..];
            for (var i = 0; i < sums.Length; i++)
            {
                random.Shuffle(pool);
                sums[i] = pool.AsSpan(0, 8).ToArray().Sum();
            }
            Array.Sort(sums);
            double[] quantiles = [0.005, 0.05, 0.3, 0.7, 0.95, 0.995];
            Draw[] draws = [.. quantiles.Select(q => new Draw(values[0], sums[(int)(q * sums.Length)], 8))];
            var drawn = DrawnSums.For(values, draws, 1);
            foreach (var (draw, found) in draws.Zip(drawn.Of(draws, RunControl.None)))
            {
                var tail = Math.Min(sums.Count(s => s <= draw.Sum * (1 + 1e-12)), sums.Count(s => s >= draw.Sum * (1 - 1e-12)))
                    / (double)sums.Length;
                var error = 4 * Math.Sqrt(tail / sums.Length);
                Assert.InRange(found.P / 2, 0.85 * tail - error, 1.15 * tail + error);
            }
            Assert.Equal([how], drawn.Used);
        }

        double Deviate() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Theory, InlineData(0.1), InlineData(1 / 7.3), InlineData(0.001)]
    public void Counts_in_another_unit_have_the_same_exact_p(double unit)
    {
        var (values, draws) = Skewed(400, 8, 20, 1, 0.1);
        var scaled = DrawnSums.For(
            Array.ConvertAll(values, v => v * unit), Array.ConvertAll(draws, d => new Draw(d.Own * unit, d.Sum * unit, d.Count)), 1);

        Assert.Equal(
            DrawnSums.For(values, draws, 1).Of(draws, RunControl.None).Select(t => t.P),
            scaled.Of(Array.ConvertAll(draws, d => new Draw(d.Own * unit, d.Sum * unit, d.Count)), RunControl.None).Select(t => t.P));
        Assert.Equal([SumDistribution.Exact], scaled.Used);
    }

    [Fact]
    public void Counts_in_the_millions_are_approximated_and_lumps_are_drawn()
    {
        var (values, draws) = Skewed(400, 8, 20, 1, 0);
        var random = new SeededRandom(3);
        double[] millions = [.. values.Select(v => Math.Floor((v + random.NextDouble()) * 1e6))];
        // Nine of ten cells are empty: a smooth curve does not see how few are not.
        double[] lumps = [.. millions.Take(144).Select((v, i) => i % 10 == 0 ? v : 0)];

        Check(millions, SumDistribution.Saddlepoint);
        Check(lumps, SumDistribution.Permutation);

        static void Check(double[] values, SumDistribution expected)
        {
            var neighbours = Neighbours.Queen([.. Enumerable.Range(0, values.Length).Select(i => (i % 12, i / 12))]);
            var local = GetisOrd.Local(values, neighbours, test: new() { Permutations = 20_000 });
            Assert.Contains(expected, (IEnumerable<SumDistribution>)local.Basis.Parameters["distribution"]!);
            foreach (var place in local.Places.Where(p => p.PPermutation > 0.02))
                Assert.InRange(place.PSkewCorrected / place.PPermutation!.Value, 0.7, 1.4);
        }
    }

    [Fact]
    public void Fractions_of_many_places_are_approximated_and_agree_with_permutations()
    {
        var (values, _) = Skewed(400, 8, 20, 1, 0);
        var random = new SeededRandom(3);
        double[] rates = [.. values.Select(v => (v + random.NextDouble()) / 7 - 2)];
        var neighbours = Neighbours.Queen([.. Enumerable.Range(0, 400).Select(i => (i % 20, i / 20))]);

        var local = LocalMoran.Of(rates, neighbours, new() { Permutations = 20_000 });

        Assert.Equal([SumDistribution.Saddlepoint], (IEnumerable<SumDistribution>)local.Basis.Parameters["distribution"]!);
        foreach (var place in local.Places.Where(p => p.PPermutation > 0.02))
            Assert.InRange(place.PSkewCorrected / place.PPermutation!.Value, 0.8, 1.25);
    }

    [Fact]
    public void Values_near_the_end_of_all_numbers_do_no_harm()
    {
        double[] values = [1e300, -1e300, 1, 2, 3, 4e300, 0, 1e-300, 5];
        var neighbours = Neighbours.Queen([.. Enumerable.Range(0, 9).Select(i => (i % 3, i / 3))]);

        Assert.All(
            GetisOrd.Local(values, neighbours).Places,
            p => Assert.True(double.IsNaN(p.PSkewCorrected) || p.PSkewCorrected is > 0 and <= 1));
    }

    [Fact]
    public void What_was_drawn_at_random_is_the_same_again()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? i * 1e7 + 0.5 : 0)];
        Draw draw = new(0, values[3] + values[6], 8);

        var (first, second, other) = (Drawn(1), Drawn(1), Drawn(2));

        Assert.Equal(first, second);
        Assert.NotEqual(first.P, other.P);

        TwoSidedTail Drawn(long seed) => DrawnSums.For(values, [draw], seed).Of(draw, RunControl.None);
    }

    // Samples that lean to high or to low values, so that both tails are filled.
    private static (double[] Values, Draw[] Draws) Skewed(int n, int k, double median, double spread, double empty)
    {
        var random = new SeededRandom(n);
        double[] values =
        [
            .. Enumerable.Range(0, n).Select(
                _ => random.NextDouble() < empty ? 0 : Math.Floor(median * Math.Exp(spread * random.NextNormal()))),
        ];
        double[] ascending = [.. values.Order()];
        var draws = new Draw[300];
        for (var i = 0; i < draws.Length; i++)
        {
            var lean = Math.Clamp(Math.Exp(1.5 * random.NextNormal()), 0.2, 5);
            var positions = new HashSet<int>();
            while (positions.Count < k)
                positions.Add((int)(n * Math.Pow(random.NextDouble(), lean)));
            var own = random.NextInt(n);
            if (!positions.Contains(own))
                draws[i] = new(ascending[own], positions.Sum(p => ascending[p]), k);
            else
                i--;
        }

        return (values, draws);
    }
}
