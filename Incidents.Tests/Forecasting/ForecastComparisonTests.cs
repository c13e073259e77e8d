using Incidents.Statistics.Forecasting;
using Xunit;

namespace Incidents.Tests.Forecasting;

public class ForecastComparisonTests
{
    // 10 events in four weeks: "better four times of four" is no finding.
    [Fact]
    public void Ten_events_in_four_periods_are_too_few_however_often_a_method_was_better()
    {
        var last = Periods(4, i => new(0, i % 2 == 0 ? 3 : 2, 0, 0, -5));
        var other = Periods(4, i => new(1, i % 2 == 0 ? 3 : 2, 0, 0.5, -4));

        var found = ForecastComparison.Of([last, other], 0.01);

        Assert.Equal(10, found.Events);
        Assert.Equal([TooFewReason.FewEvents, TooFewReason.FewPeriods], found.TooFew);
        Assert.Equal((4, 0, 0), Counts(found.Methods[1]));
        Assert.Equal(BaselineVerdict.TooFew, found.Methods[1].Verdict);
        Assert.Equal((0, ChoiceReason.TooFew), (found.Chosen, found.Reason));
    }

    // By hand: 3 hits of 10 in each of 8 periods, of which 2 lie outside the area: a rate of 0.3, and PAI 30 at one hundredth.
    [Fact]
    public void Events_outside_the_area_count_as_missed()
    {
        var found = ForecastComparison.Of([Periods(8, _ => new(3, 8, 2, 0.5, -1))], 0.01).Methods[0];

        Assert.Equal((24, 64, 16), (found.Hits, found.Observed, found.Outside));
        Assert.Equal(0.3, found.HitRate!.Value, 12);
        Assert.Equal(30, found.Pai!.Value, 10);
        Assert.Equal((0.3, 0.3), (Math.Round(found.HitRateInterval!.Low, 12), Math.Round(found.HitRateInterval.High, 12)));
    }

    [Fact]
    public void A_method_worse_in_every_period_is_worse_and_not_chosen()
    {
        var last = Periods(8, i => new(5 + i % 3, 40, 0, 0.5, -9));
        var density = Periods(8, i => new(4 + i % 3, 40, 0, 0.4, -7));

        var found = ForecastComparison.Of([last, density], 0.01);

        Assert.Equal((0, 8, 0), Counts(found.Methods[1]));
        Assert.Equal(BaselineVerdict.Worse, found.Methods[1].Verdict);
        Assert.Equal(-1, found.Methods[1].MoreHitsPerPeriod);
        Assert.Equal((0, ChoiceReason.MostHits), (found.Chosen, found.Reason));
    }

    [Fact]
    public void A_better_method_is_chosen_and_a_tie_goes_to_the_simpler_one()
    {
        var last = Periods(12, i => new(5 + i % 2, 40, 0, 0.5, -9));
        var better = Periods(12, i => new(9 + i % 3, 40, 0, 0.6, -7));
        // More hits in all than the better one, by a single period.
        var nearly = Periods(12, i => new(9 + i % 3 + (i == 3 ? 1 : 0) - (i == 7 ? 0.9 : 0), 40, 0, 0.6, -7));

        var clear = ForecastComparison.Of([last, better], 0.01);
        var tied = ForecastComparison.Of([last, better, nearly], 0.01);

        Assert.Equal((1, ChoiceReason.MostHits), (clear.Chosen, clear.Reason));
        Assert.Equal(BaselineVerdict.Better, clear.Methods[1].Verdict);
        Assert.Equal((1, ChoiceReason.SimplestOfEqual), (tied.Chosen, tied.Reason));
    }

    // Half of the periods have a rate of 0.2, half of 0.4, with as many events: of 20 periods drawn the share of the latter has a standard
    // deviation of 0.112, the rate one of 0.0224; 95 % of them lie within 0.3 ± 0.044.
    [Fact]
    public void The_interval_is_that_of_periods_drawn_with_replacement()
    {
        var method = Periods(20, i => new(i % 2 == 0 ? 2 : 4, 10, 0, null, null));

        var found = ForecastComparison.Of([method], 0.01, draws: 9_999).Methods[0];

        Assert.Equal(0.256, found.HitRateInterval!.Low, 0.006);
        Assert.Equal(0.344, found.HitRateInterval.High, 0.006);
        Assert.Null(found.MeanPei);
        Assert.Null(found.LogScore);
        var narrow = ForecastComparison.Of([method], 0.01, confidence: 0.5).Methods[0].HitRateInterval!;
        Assert.True(narrow.High - narrow.Low < 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_intervals_and_the_basis_has_seed_and_draws()
    {
        var method = Periods(9, i => new(i % 4, 10, 0, 0.1 * i, -i));

        var (one, again, other) = (
            ForecastComparison.Of([method], 0.01, 500, 7), ForecastComparison.Of([method], 0.01, 500, 7),
            ForecastComparison.Of([method], 0.01, 500, 8));

        Assert.Equal(one.Methods[0], again.Methods[0]);
        Assert.NotEqual(one.Methods[0], other.Methods[0]);
        Assert.Equal((500, 7L), ((int)one.Basis.Parameters["draws"]!, (long)one.Basis.Parameters["seed"]!));
    }

    [Fact]
    public void Without_draws_periods_or_events_nothing_is_invented()
    {
        Assert.Null(ForecastComparison.Of([Periods(9, _ => new(1, 10, 0, 0, 0))], 0.01, draws: 0).Methods[0].HitRateInterval);
        var empty = ForecastComparison.Of([Periods(0, _ => default), Periods(0, _ => default)], 0.01);
        Assert.Equal((null, null, 0), (empty.Methods[1].HitRate, empty.Methods[1].MoreHitsPerPeriod, empty.Chosen));
        Assert.Null(ForecastComparison.Of([Periods(7, _ => default)], 0.01).Methods[0].Pai);
        Assert.Throws<ArgumentException>(() => ForecastComparison.Of([Periods(3, _ => default), Periods(4, _ => default)], 0.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastComparison.Of([Periods(3, _ => default)], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastComparison.Of([Periods(3, _ => default)], 0.01, draws: 10_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastComparison.Of([Periods(3, _ => default)], 0.01, confidence: 1));
    }

    private static PeriodOutcome[] Periods(int count, Func<int, PeriodOutcome> outcome) => [.. Enumerable.Range(0, count).Select(outcome)];

    private static (int Better, int Worse, int Same) Counts(ComparedMethod method) =>
        (method.BetterThanBaseline, method.WorseThanBaseline, method.SameAsBaseline);
}
