using Incidents.Projections.Plates;
using Incidents.Statistics;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>Meetings are counted as by hand, and their probabilities are those of published formulas.</summary>
public sealed class MeetingTests
{
    [Fact]
    public void The_tail_of_equal_trials_is_that_of_the_binomial_distribution()
    {
        // P(X ≥ 2), n = 5, p = 0.3: 1 - 0.7^5 - 5 · 0.3 · 0.7^4.
        Assert.Equal(0.47178, PoissonBinomial.AtLeast(2, [(5, 0.3)]), 1e-12);
        Assert.Equal(0.47178, PoissonBinomial.AtLeast(2, [(2, 0.3), (3, 0.3)]), 1e-12);
    }

    [Fact]
    public void The_tail_of_different_trials_is_the_sum_over_all_outcomes()
    {
        // 0.1, 0.5 and 0.8: all three 0.04; exactly two 0.1·0.5·0.2 + 0.1·0.5·0.8 + 0.9·0.5·0.8 = 0.41.
        Assert.Equal(0.04, PoissonBinomial.AtLeast(3, [(1, 0.1), (1, 0.5), (1, 0.8)]), 1e-12);
        Assert.Equal(0.45, PoissonBinomial.AtLeast(2, [(1, 0.1), (1, 0.5), (1, 0.8)]), 1e-12);
    }

    [Fact]
    public void Small_tails_keep_their_precision_and_impossible_ones_are_zero()
    {
        Assert.Equal(1e-60, PoissonBinomial.AtLeast(20, [(20, 0.001)]), 1e-70);
        Assert.Equal(0, PoissonBinomial.AtLeast(3, [(2, 0.9)]));
        Assert.Equal(0, PoissonBinomial.AtLeast(1, [(5, 0)]));
        Assert.Equal(1, PoissonBinomial.AtLeast(0, []));
        Assert.Equal(1, PoissonBinomial.AtLeast(5, [(9, 1)]));
        Assert.InRange(PoissonBinomial.AtLeast(3_000, [(100_000, 0.02)]), 0, 1e-80);
    }

    [Fact]
    public void Visits_and_meetings_are_counted_as_by_hand()
    {
        MeetingCounter counter = new(ticks: 5);
        // The plate is read at 100 and 200. a meets it twice, b once and passes twice alone, c never does.
        counter.Begin([100, 200]);
        foreach (var (plate, at) in new[] { ("b", 10L), ("a", 96), ("a", 99), ("b", 105), ("c", 120), ("a", 195), ("c", 206), ("b", 300) })
            counter.Add(plate, at);
        counter.End();
        // At another device nobody meets it, and a stands from before until after it: one visit, one meeting.
        counter.Begin([50]);
        foreach (var (plate, at) in new[] { ("a", 40L), ("a", 44), ("a", 48), ("a", 52), ("a", 56), ("c", 90) })
            counter.Add(plate, at);
        counter.End();
        var found = counter.Meetings().ToDictionary(m => m.Plate);

        Assert.Equal(3, counter.Vehicles);
        Assert.Equal(["a", "b"], found.Keys.Order());
        var a = found["a"];
        Assert.Equal((3, 2, 3, 48L, 195L), (a.Count, a.Devices, a.Visits, a.FirstMet, a.LastMet));
        Assert.Equal((1, 1, 3), (found["b"].Count, found["b"].Devices, found["b"].Visits));
        // At the first device 3 of 7 visits met it (a 2, b 1 of a 2, b 3, c 2), at the second 1 of 2.
        Assert.Equal(2 * 3 / 7.0 + 1 / 2.0, found["a"].Expected, 1e-12);
        Assert.Equal(3 / 7.0 * (3 / 7.0) * 0.5, found["a"].Probability, 1e-12);
        Assert.Equal(1 - Math.Pow(4 / 7.0, 3), found["b"].Probability, 1e-12);
        // Benjamini and Hochberg over three vehicles, of which c has p = 1.
        Assert.Equal(3 * found["a"].Probability, found["a"].Adjusted, 1e-12);
        Assert.Equal(Math.Min(1, 1.5 * found["b"].Probability), found["b"].Adjusted, 1e-12);
    }
}
