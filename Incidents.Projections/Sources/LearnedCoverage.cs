using Incidents.Domain;
using Incidents.Domain.Sources;
using NodaTime;

namespace Incidents.Projections.Sources;

/// <summary>The reports of a source in one month of occurrence.</summary>
/// <param name="Month">First day of the month.</param>
/// <param name="Count">Number of reports.</param>
/// <param name="Prompt">Number of these that became known within 31 days.</param>
/// <param name="FirstDay">First day of a report.</param>
/// <param name="LastDay">Last day of a report.</param>
public sealed record SourceMonth(LocalDate Month, int Count, int Prompt, LocalDate FirstDay, LocalDate LastDay);

/// <summary>All reports of a source.</summary>
/// <param name="Count">Number of reports.</param>
/// <param name="Imported">Number of these that came with imported files.</param>
/// <param name="FirstLive">First day of a report that came live and became known within 31 days; null where there is none.</param>
/// <param name="LastKnown">Last day on which a report became known.</param>
/// <param name="Months">The months with reports, in order; not needed where no report was imported and <c>FirstLive</c> is set.</param>
public sealed record SourceReports(int Count, int Imported, LocalDate? FirstLive, LocalDate LastKnown, IReadOnlyList<SourceMonth> Months)
{
    /// <summary>Whether all reports came with imported files.</summary>
    public bool IsImported => Imported == Count;

    /// <summary>Whether all came live, and none became known within 31 days: nothing shows that the source reports in time.</summary>
    public bool IsLate => Imported == 0 && FirstLive is null;

    /// <summary>
    /// How precisely the times of most reports are known: to the day or finer, the month or the year. The other reports are not counted
    /// here.
    /// </summary>
    public TimePrecision Unit { get; init; } = TimePrecision.Day;
}

/// <summary>The period of a source that nobody has declared, learned from its reports: a pure function of these.</summary>
/// <remarks>
/// A month reports where it has at least a tenth of the count of the month in which the median report lies: a few crimes that a register
/// dates decades earlier are no period of reporting. Where most reports became known within 31 days, only these are counted: what a
/// register's first batch says of earlier months is late. docs/decisions/0033-coverage-of-a-source.md has the reasons.
/// </remarks>
public static class LearnedCoverage
{
    /// <summary>A run of days without a report is a gap where so many were to be expected.</summary>
    public const double LeastExpected = 20;

    private const int ShareOfMedianMonth = 10;

    /// <summary>First day, and first day no longer covered: null where the source goes on.</summary>
    /// <param name="reports">The reports, at least one.</param>
    /// <param name="isAlone">
    /// Whether no other source of the city reports in time. One that reports late only goes on then; else a single late report would make
    /// zeros of the days after a register's end.
    /// </param>
    public static (LocalDate From, LocalDate? Until) Period(SourceReports reports, bool isAlone = true)
    {
        if (reports is { Imported: 0, FirstLive: { } first })
            return (first, null);
        var months = Reporting(reports);
        var (begin, last) = (months[0], months[^1]);
        if (reports.Unit is TimePrecision.Year)
            return (new(begin.Month.Year, 1, 1), reports.IsLate && isAlone ? null : new LocalDate(last.Month.Year + 1, 1, 1));
        var byMonth = IsByMonth(reports);
        var from = byMonth ? begin.Month : begin.FirstDay;
        if (reports.FirstLive is { } live && !reports.IsImported)
            return (LocalDate.Min(live, from), null);
        if (reports.IsLate && isAlone)
            return (from, null);
        var next = last.Month.PlusMonths(1);
        if (byMonth)
            return (from, next);
        // The last batch covers the days up to its date, where it is of the same month.
        var batch = reports.LastKnown.PlusDays(1);
        return (from, IsPrompt(reports) && batch > last.LastDay && batch <= next ? batch : last.LastDay.PlusDays(1));
    }

    /// <summary>Whether everything is dated the first day of a month: the register knows no days.</summary>
    public static bool IsByMonth(SourceReports reports) => reports.Unit is TimePrecision.Month
        || (reports.Months.Count > 1 && reports.Months.All(m => m.FirstDay == m.Month && m.LastDay == m.Month));

    /// <summary>The gaps of an imported register: runs of days without a report, where the median of each weekday expects 20.</summary>
    /// <param name="from">First day of its period.</param>
    /// <param name="until">First day no longer in it.</param>
    /// <param name="counts">Counts of its days.</param>
    public static IReadOnlyList<CoverageGap> Gaps(LocalDate from, LocalDate until, IReadOnlyDictionary<LocalDate, int> counts)
    {
        var days = NodaTime.Period.DaysBetween(from, until);
        var medians = new double[7];
        for (var weekday = 0; weekday < 7 && weekday < days; weekday++)
        {
            var ofWeekday = Enumerable.Range(0, days).Where(d => d % 7 == weekday).Select(d => counts.GetValueOrDefault(from.PlusDays(d)));
            medians[weekday] = Median([.. ofWeekday]);
        }

        var gaps = new List<CoverageGap>();
        var (begin, expected) = (0, 0.0);
        for (var day = 0; day <= days; day++)
        {
            if (day < days && counts.GetValueOrDefault(from.PlusDays(day)) == 0)
            {
                expected += medians[day % 7];
                continue;
            }
            if (expected >= LeastExpected)
                gaps.Add(new(from.PlusDays(begin), from.PlusDays(day)));
            (begin, expected) = (day + 1, 0);
        }
        return gaps;
    }

    /// <summary>The same of a register that knows months only.</summary>
    /// <param name="reports">Its reports.</param>
    public static IReadOnlyList<CoverageGap> GapsByMonth(SourceReports reports)
    {
        var months = Reporting(reports);
        var median = Median([.. months.Select(m => m.Count)]);
        var gaps = new List<CoverageGap>();
        foreach (var (before, after) in reports.Months.Zip(reports.Months.Skip(1)))
        {
            var (from, until) = (before.Month.PlusMonths(1), after.Month);
            var missing = NodaTime.Period.Between(from, until, PeriodUnits.Months).Months;
            if (from >= months[0].Month && until <= months[^1].Month && missing * median >= LeastExpected)
                gaps.Add(new(from, until));
        }
        return gaps;
    }

    private static bool IsPrompt(SourceReports reports) => reports.Months.Sum(m => (long)m.Prompt) * 2 >= reports.Count;

    private static List<SourceMonth> Reporting(SourceReports reports)
    {
        var prompt = IsPrompt(reports);
        int Of(SourceMonth month) => prompt ? month.Prompt : month.Count;
        var total = reports.Months.Sum(m => (long)Of(m));
        var (sum, median) = (0L, 0);
        foreach (var month in reports.Months)
        {
            sum += Of(month);
            median = Of(month);
            if (sum * 2 >= total)
                break;
        }
        return [.. reports.Months.Where(m => Of(m) >= 1 && (long)Of(m) * ShareOfMedianMonth >= median)];
    }

    private static double Median(int[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
    }
}
