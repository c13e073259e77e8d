using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using Xunit;

namespace Incidents.Tests.Spatial;

public class ImpactTests
{
    // By hand: the treated areas change by −4 and −2, the controls by 0, 1 and −1: −3 − 0. Welch: variances 2/2 and 1/3, freedom (4/3)² /
    // (1 + 1/18) = 1.684.
    [Fact]
    public void The_difference_in_differences_is_Welchs_by_hand()
    {
        var result = Impact.DifferenceInDifferences(
            [new(true, [9, 9, 5, 5]), new(true, [6, 8, 5, 5]), new(false, [4, 4, 4, 4]), new(false, [3, 3, 4, 4]),
                new(false, [7, 5, 5, 5])], 2);

        Assert.Equal(-3, result.Effect.Estimate, 12);
        Assert.Equal(Math.Sqrt(4.0 / 3), result.Effect.StandardError, 12);
        Assert.Equal(16.0 / 9 / (19.0 / 18), result.Effect.DegreesOfFreedom, 12);
        // Of the C(5,2) = 10 ways to choose two areas, only the true one reaches −3 (the opposite extreme, the changes 0 and 1, gives 0.5 +
        // 7/3 = 2.83).
        Assert.Equal(0.1, result.PlaceboInSpaceP, 12);
        Assert.Equal(ImpactVerdict.CannotTell, result.Verdict);
        Assert.Equal(20.0 / 32 / (26.0 / 26), result.Ratio.Ratio, 12);
    }

    [Fact]
    public void A_real_fall_is_told_and_no_effect_is_claimed_no_more_often_than_the_level()
    {
        var (found, claimed) = (0, 0);
        var runs = TestScale.Of(200, 4_000);
        for (var run = 0; run < runs; run++)
        {
            found += Impact.DifferenceInDifferences(Areas(run, 0.6), 12, placebos: 999).Verdict is ImpactVerdict.Fell ? 1 : 0;
            claimed += Impact.DifferenceInDifferences(Areas(run, 1), 12, placebos: 999).Verdict is ImpactVerdict.CannotTell ? 0 : 1;
        }

        var (_, high) = TestScale.Binomial(runs, 0.05, 2.6);
        Assert.InRange(found, 0.85 * runs, runs);
        Assert.InRange(claimed, 0, high);
    }

    [Fact]
    public void A_fall_that_began_before_the_cameras_came_is_not_theirs()
    {
        var random = new SeededRandom(61);
        ImpactArea[] areas =
        [
            .. Enumerable.Range(0, 16).Select(i => new ImpactArea(
                i < 6, [.. Enumerable.Range(0, 24).Select(t => (double)random.NextPoisson(i < 6 ? 40 - 1.4 * t : 25))])),
        ];

        var result = Impact.DifferenceInDifferences(areas, 12);

        Assert.Equal(ImpactVerdict.CannotTell, result.Verdict);
        Assert.Contains("effect-before-the-cause", result.Reasons);
    }

    [Fact]
    public void Too_little_to_compare_with_is_said()
    {
        var result = Impact.DifferenceInDifferences([new(true, [5, 1]), new(false, [5, 5])], 1);

        Assert.Equal(ImpactVerdict.CannotTell, result.Verdict);
        Assert.Equal(["too-few-control-areas", "too-few-periods"], result.Reasons);
        Assert.Contains("no-treated-area", Impact.DifferenceInDifferences([], 0).Reasons);
    }

    // By hand: A 100 → 50, B 40 → 30, C 200 → 200: success 0.25 − 0.5, quotient (0.15 − 0.2) / −0.25. Difference −50 − 0 − 10, error √(150
    // + 70 + 400).
    [Fact]
    public void The_weighted_displacement_quotient_and_difference_follow_by_hand()
    {
        var result = Displacement.Of(new(100, 50), new(40, 30), new(200, 200));

        Assert.Equal(-0.25, result.Success, 12);
        Assert.Equal(0.2, result.Quotient, 12);
        Assert.True(result.QuotientLow < 0.2 && result.QuotientHigh > 0.2);
        Assert.Equal(-60 / Math.Sqrt(620), result.Z, 12);
        Assert.True(double.IsNaN(Displacement.Of(new(1, 1), new(1, 1), new(0, 4)).Quotient));
    }

    [Fact]
    public void Controls_are_those_that_went_the_same_way_before()
    {
        Assert.Equal([[2], [0]], ControlMatching.Nearest([[5, 6], [1, 1]], [[2, 1], [9, 9], [5, 5], [0, 9]]));
        Assert.Equal([[0, 1]], ControlMatching.Nearest([[5, 6]], [[5, 6], [5, 7]], each: 3));
    }

    private static ImpactArea[] Areas(int run, double factor)
    {
        var random = new SeededRandom(60, run);
        return
        [
            .. Enumerable.Range(0, 16).Select(i =>
            {
                var mean = 15 + 20 * random.NextDouble();
                return new ImpactArea(
                    i < 6, [.. Enumerable.Range(0, 24).Select(t => (double)random.NextPoisson(mean * (i < 6 && t >= 12 ? factor : 1)))]);
            }),
        ];
    }
}
