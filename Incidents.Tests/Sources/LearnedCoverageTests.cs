using Incidents.Domain;
using Incidents.Domain.Sources;
using Incidents.Projections.Sources;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Sources;

/// <summary>When a source reported, learned from its reports; all counted by hand.</summary>
public sealed class LearnedCoverageTests
{
    private static readonly LocalDate LongAfter = new(2025, 1, 1);

    // 3 crimes of 1972 to 1999 in a register of January to August 2023 with 100 each: the median lies in April or May, a tenth of it is 10.
    [Fact]
    public void A_few_crimes_dated_decades_earlier_are_no_period_of_reporting()
    {
        SourceMonth[] months =
        [
            Month(1972, 5, 1, 7, 7), Month(1999, 12, 2, 30, 31), .. Enumerable.Range(1, 8).Select(m => Month(2023, m, 100, 2, 27)),
            Month(2023, 9, 9, 1, 4),
        ];

        Assert.Equal((new LocalDate(2023, 1, 2), new LocalDate(2023, 8, 28)), LearnedCoverage.Period(Register(months)));
    }

    // 10 of 100 is a tenth; 9 is less.
    [Fact]
    public void A_month_with_a_tenth_of_the_median_month_reports() => Assert.Equal(
        (new LocalDate(2023, 2, 5), new LocalDate(2023, 4, 28)),
        LearnedCoverage.Period(Register(
            [Month(2023, 1, 9, 1, 31), Month(2023, 2, 10, 5, 27), Month(2023, 3, 100, 1, 31), Month(2023, 4, 100, 1, 27)])));

    // Monthly batches at the end of the month from January 2015 on: of the 8 of December only one was known within 31 days.
    [Fact]
    public void What_the_first_batch_says_of_earlier_months_is_late_and_the_last_one_covers_its_month()
    {
        SourceMonth[] months =
        [
            Month(2014, 12, 15, 3, 31, prompt: 1), Month(2015, 1, 100, 2, 31, prompt: 93), Month(2015, 2, 100, 1, 26, prompt: 93),
        ];

        Assert.Equal(
            (new LocalDate(2015, 1, 2), new LocalDate(2015, 3, 1)), LearnedCoverage.Period(Register(months, new LocalDate(2015, 2, 28))));
        // Without a batch of that month the last report is the end.
        Assert.Equal(
            (new LocalDate(2015, 1, 2), new LocalDate(2015, 2, 27)), LearnedCoverage.Period(Register(months, new LocalDate(2015, 5, 31))));
    }

    [Fact]
    public void A_register_that_knows_months_covers_whole_months_and_a_missing_one_is_a_gap()
    {
        SourceMonth[] months = [Month(2023, 1, 25, 1, 1), Month(2023, 2, 30, 1, 1), Month(2023, 4, 20, 1, 1)];

        Assert.Equal((new LocalDate(2023, 1, 1), new LocalDate(2023, 5, 1)), LearnedCoverage.Period(Register(months)));
        Assert.Equal([new(new(2023, 3, 1), new(2023, 4, 1))], LearnedCoverage.GapsByMonth(Register(months)));
        // The median of 5, 5 and 4 expects 5 of the month that is missing.
        SourceMonth[] few = [Month(2023, 1, 5, 1, 1), Month(2023, 2, 5, 1, 1), Month(2023, 4, 4, 1, 1)];
        Assert.Empty(LearnedCoverage.GapsByMonth(Register(few)));
    }

    [Fact]
    public void A_live_source_goes_on_from_its_first_prompt_report()
    {
        Assert.Equal(
            (new LocalDate(2026, 3, 4), null),
            LearnedCoverage.Period(new(5, 0, new LocalDate(2026, 3, 4), LongAfter, [Month(1990, 1, 5, 1, 3)])));
        // Without one, as where old reports are sent later, from the first month that reports.
        Assert.Equal(
            (new LocalDate(2023, 2, 3), null),
            LearnedCoverage.Period(new(101, 0, null, LongAfter, [Month(1990, 1, 1, 1, 1), Month(2023, 2, 100, 3, 9)])));
        // Beside a source that reports in time it covers no more than it reports; so does a register with late reports.
        Assert.Equal(
            (new LocalDate(2023, 2, 3), new LocalDate(2023, 2, 10)),
            LearnedCoverage.Period(new(101, 0, null, LongAfter, [Month(1990, 1, 1, 1, 1), Month(2023, 2, 100, 3, 9)]), isAlone: false));
        Assert.Equal(
            (new LocalDate(2023, 2, 3), new LocalDate(2023, 2, 10)),
            LearnedCoverage.Period(new(100, 99, null, LongAfter, [Month(2023, 2, 100, 3, 9)])));
        // What is known to the year covers whole years, to the month whole months.
        Assert.Equal(
            (new LocalDate(2020, 1, 1), new LocalDate(2022, 1, 1)),
            LearnedCoverage.Period(
                new SourceReports(200, 200, null, LongAfter, [Month(2020, 1, 100, 1, 1), Month(2021, 1, 100, 1, 1)])
                {
                    Unit = TimePrecision.Year,
                }));
        Assert.Equal(
            (new LocalDate(2023, 4, 1), new LocalDate(2023, 5, 1)),
            LearnedCoverage.Period(
                new SourceReports(9, 9, null, LongAfter, [Month(2023, 4, 9, 1, 1)]) { Unit = TimePrecision.Month }));
        // A register that was imported and then goes on live.
        Assert.Equal(
            (new LocalDate(2023, 2, 3), null),
            LearnedCoverage.Period(
                new(101, 100, new LocalDate(2023, 4, 1), LongAfter, [Month(2023, 2, 100, 3, 9), Month(2023, 4, 1, 1, 1)])));
    }

    // 5 a day: the median expects 20 in four days without a report, and 15 in three.
    [Fact]
    public void A_gap_is_a_run_of_days_in_which_twenty_were_to_be_expected()
    {
        var from = new LocalDate(2023, 1, 1);
        var counts = Enumerable.Range(0, 100).Where(d => d is not (>= 20 and < 24) and not (>= 50 and < 53))
            .ToDictionary(d => from.PlusDays(d), _ => 5);

        Assert.Equal([new CoverageGap(new(2023, 1, 21), new(2023, 1, 25))], LearnedCoverage.Gaps(from, from.PlusDays(100), counts));
    }

    // 50 on each working day, never on a weekend: none is expected there.
    [Fact]
    public void A_weekend_without_reports_is_no_gap_where_no_weekend_has_any()
    {
        var from = new LocalDate(2023, 1, 2);
        var counts = Enumerable.Range(0, 70).Where(d => d % 7 < 5).ToDictionary(d => from.PlusDays(d), _ => 50);

        Assert.Empty(LearnedCoverage.Gaps(from, from.PlusDays(70), counts));
    }

    private static SourceMonth Month(int year, int month, int count, int firstDay, int lastDay, int? prompt = null) =>
        new(new(year, month, 1), count, prompt ?? 0, new(year, month, firstDay), new(year, month, lastDay));

    private static SourceReports Register(SourceMonth[] months, LocalDate? lastKnown = null) =>
        new(months.Sum(m => m.Count), months.Sum(m => m.Count), null, lastKnown ?? LongAfter, months);
}
