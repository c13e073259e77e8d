using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Statistics;
using Incidents.Statistics.Forecasting;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Forecasts;

public class ForecastModelTests
{
    private static readonly LocalDate Begin = new(2026, 6, 1);
    private static readonly GridCell[] Cells = [.. ForecastPlan.Cells(new(73.1, 49.8, 73.11, 49.805), 16)];

    public static TheoryData<ForecastMethod> Methods => [.. ForecastPlan.Methods];

    [Theory, MemberData(nameof(Methods))]
    public void What_occurs_in_the_period_or_later_changes_no_forecast_of_it(ForecastMethod method)
    {
        var before = History();
        var after =
            before with { Days = [.. before.Days, new(0, Begin, 50), new(3, Begin.PlusDays(3), 70), new(1, Begin.PlusMonths(2), 90)] };

        var (own, seeing) = (
            ForecastModel.Of(method, before, ForecastPeriod.Month, Begin), ForecastModel.Of(method, after, ForecastPeriod.Month, Begin));

        Assert.Equal(own.Expected, seeing.Expected);
        Assert.Equal(own.Parameters, seeing.Parameters);
        Assert.All(own.Expected, e => Assert.True(e > 0 && double.IsFinite(e)));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Of_nothing_nothing_is_expected(ForecastMethod method)
    {
        var empty = new CellHistory(Cells, Begin, []);

        Assert.All(ForecastModel.Of(method, empty, ForecastPeriod.Week, Begin).Expected, e => Assert.Equal(0, e));
    }

    // By hand: May brought 7 and 3 of 10; 99 % of that, and a tenth spread over the cells.
    [Fact]
    public void The_last_period_is_repeated_but_for_one_hundredth_spread_evenly()
    {
        var history = new CellHistory(
            Cells, Begin.PlusYears(-1),
            [new(0, Begin.PlusDays(-1), 3), new(0, Begin.PlusMonths(-1), 4), new(2, Begin.PlusDays(-9), 3), new(1, new(2026, 4, 30), 9)]);

        var expected = ForecastModel.Of(ForecastMethod.LastPeriod, history, ForecastPeriod.Month, Begin).Expected;

        Assert.Equal(6.93 + 0.1 / Cells.Length, expected[0], 12);
        Assert.Equal(2.97 + 0.1 / Cells.Length, expected[2], 12);
        Assert.Equal(0.1 / Cells.Length, expected[1], 12);
    }

    // Every cell of the kernel's radius about the only cell with incidents gets its part; 73 in 365 days are 6.2 in the 31 of a month.
    [Fact]
    public void The_density_is_highest_where_it_happened_and_promises_a_month_s_part_of_the_year()
    {
        var history = new CellHistory(Cells, Begin.PlusYears(-3), [new(1, Begin.PlusDays(-300), 73), new(0, Begin.PlusDays(-800), 99)]);

        var expected = ForecastModel.Of(ForecastMethod.KernelDensity, history, ForecastPeriod.Month, Begin.PlusMonths(1)).Expected;

        Assert.Equal(1, expected.ToList().IndexOf(expected.Max()));
        Assert.Equal(73 * 31 / 365.0, expected.Sum(), 9);
    }

    [Fact]
    public void Several_incidents_of_a_day_in_a_cell_leave_the_self_exciting_model_finite()
    {
        var history = new CellHistory(
            Cells, Begin.PlusYears(-1), [.. Enumerable.Range(1, 90).Select(d => new CellDay(d % 3, Begin.PlusDays(-d * 4), 1 + d % 3))]);

        var model = ForecastModel.Of(ForecastMethod.SelfExciting, history, ForecastPeriod.Week, Begin);

        Assert.All(model.Parameters.Values, p => Assert.True(double.IsFinite(p)));
        Assert.InRange(model.Expected.Sum(), 1.5, 8);
    }

    // By hand: areas 1, 1, 2: the share of 1/4 is the first cell, 6 of 12; the best fourth holds 6 too. Half: 9; PAI 0.75 / 0.5; expected 5
    // of 9.
    [Fact]
    public void Shares_are_exact()
    {
        var shares = ForecastScore.AtShares([new(3, 6, 1), new(2, 3, 1), new(1, 3, 2)], [0.25, 0.5, 0.75]);

        Assert.Equal(new ShareScore(0.25, 6, 2, 1, 0.5), shares[0]);
        Assert.Equal(new ShareScore(0.5, 9, 1.5, 1, 5.0 / 9), shares[1]);
        // Half of the last cell: 1.5 of its 3.
        Assert.Equal(10.5, shares[2].Hits, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => ForecastScore.AtShares([new(1, 1)], [0]));
    }

    // By hand: three cells are expected alike with 0, 4 and 2: whichever comes first, it catches 2 on average; the best of them 4.
    [Fact]
    public void Cells_expected_alike_count_as_their_mean_whatever_their_order()
    {
        ForecastCell[] cells = [new(1, 0), new(1, 4), new(1, 2), new(0, 0)];

        var share = Assert.Single(ForecastScore.AtShares(cells, [0.25]));

        Assert.Equal(new ShareScore(0.25, 2, 2 / 6.0 / 0.25, 0.5, 0.5), share);
        Assert.Equal(share, Assert.Single(ForecastScore.AtShares([.. cells.Reverse()], [0.25])));
        Assert.Equal(new ShareScore(0.5, 0, null, null, null), Assert.Single(ForecastScore.AtShares([new(1, 0), new(2, 0)], [0.5])));
    }

    [Fact]
    public void A_sealed_list_holds_what_stands_out_and_the_others_alike_and_is_scored_as_it_stands()
    {
        double[] expected = [.. Cells.Select((_, i) => i switch { 3 => 2.0000001, 5 => 4, _ => 0.25 })];
        var list = ForecastLists.Sealed(Cells, expected);

        Assert.Equal([Cells[5].Code, Cells[3].Code], list.Codes);
        Assert.Equal([4, 2], list.Expected);
        Assert.Equal((Cells.Length - 2, 0.25), (list.Others, list.ExpectedOfOthers));

        // By hand: 5 in the best cell, 1 in another: −6 + 5 log 4 − log 5! + log ¼ − (Cells − 2) / 4.
        double[] observed = [.. Cells.Select((_, i) => i switch { 5 => 5.0, 0 => 1, _ => 0 })];
        var figures = ForecastLists.Scored(Cells, list, observed);
        Assert.Equal(6, figures.Observed);
        Assert.Equal(5 * Math.Log(4) - Math.Log(120) + Math.Log(0.25) - 6 - (Cells.Length - 2) * 0.25, figures.LogScore!.Value, 9);
        Assert.Throws<ArgumentException>(() => ForecastLists.Scored(Cells[1..], list, observed[1..]));
    }

    [Fact]
    public void Periods_are_weeks_from_Monday_on_and_months()
    {
        Assert.Equal(new(2026, 6, 29), ForecastPeriod.Week.Begin(new(2026, 7, 3)));
        Assert.Equal(new(2026, 6, 29), ForecastPeriod.Week.Begin(new(2026, 6, 29)));
        Assert.Equal(new(2026, 2, 1), ForecastPeriod.Month.Later(ForecastPeriod.Month.Begin(new(2026, 1, 31))));
    }

    private static CellHistory History()
    {
        var random = new SeededRandom(3);
        return new(
            Cells, Begin.PlusYears(-2),
            [.. Enumerable.Range(0, 300).Select(i => new CellDay(i % 5, Begin.PlusDays(-1 - random.NextInt(700)), 1)).GroupBy(d => d)
                .Select(g => g.Key with { Count = g.Count() })]);
    }
}
