using GraphQL;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Trends;
using Incidents.Domain;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;

namespace Incidents.Api.Kpis;

/// <summary>Key figures of one city, or of all cities.</summary>
/// <param name="City">City code; null for the sum of all selected cities.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="Counts">Counts.</param>
/// <param name="Durations">Response times.</param>
public sealed record Kpis(string? City, LocalDate From, LocalDate Until, IEnumerable<CountKpi> Counts, IEnumerable<DurationKpi> Durations);

/// <summary>A count, and the count of the period that it is compared with.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Count">Count of the period; null where no source reported in it: there are no data.</param>
/// <param name="Before">Count of the period compared with; null where there are no data.</param>
/// <param name="Change">
/// 2(√count - √before): mean 0 and variance 2 if both periods have the same expectation for each covered day; null without data of both,
/// with other sources in one than in the other, or where times are not known well enough to say in which period they are.
/// </param>
/// <param name="IsNotable">
/// Whether the change is outside ±3, which happens by chance once in thirty times; null where `change` is. Never for `OFFENCES` and
/// `VICTIMS`:
/// those of one incident are not independent, so that chance alone changes their counts more.
/// </param>
/// <param name="DaysCovered">Number of days of the period on which a source reported (see `sourceCoverage`).</param>
/// <param name="BeforeDaysCovered">The same of the period compared with.</param>
/// <param name="CoverageCode">
/// `COVERAGE_NONE` where a period has no data, so that nothing is compared; `COVERAGE_PARTIAL` where rates of the covered days are
/// compared, and where other sources reported in one period than in the other, so that nothing is compared; else null.
/// </param>
public sealed record CountKpi(
    CountMeasure Measure, int? Count, int? Before, double? Change, bool? IsNotable, int DaysCovered, int BeforeDaysCovered,
    CoverageCode? CoverageCode);

/// <summary>A response time, and that of the period that it is compared with. It belongs to the day on which the time started.</summary>
/// <param name="Measure">What is timed.</param>
/// <param name="Count">Number of durations; null where no source reported in the period: there are no data.</param>
/// <param name="IsTooFew">Whether there are fewer than 30: too few for a 90th percentile.</param>
/// <param name="MedianSeconds">Median in seconds, within 1 %; null without samples.</param>
/// <param name="P90Seconds">90th percentile in seconds, within 1 %; null without samples.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="ShareWithinTarget">Share within the target, 0 to 1; null without samples.</param>
/// <param name="Before">The period compared with.</param>
/// <param name="Change">2(√count - √count before) of the numbers of durations, as for counts; null without data of both periods.</param>
/// <param name="DaysCovered">Number of days of the period on which a source reported (see `sourceCoverage`).</param>
/// <param name="BeforeDaysCovered">The same of the period compared with.</param>
/// <param name="CoverageCode">As for counts.</param>
public sealed record DurationKpi(
    DurationMeasure Measure, int? Count, bool IsTooFew, double? MedianSeconds, double? P90Seconds, double TargetSeconds,
    double? ShareWithinTarget, DurationSummary Before, double? Change, int DaysCovered, int BeforeDaysCovered,
    CoverageCode? CoverageCode);

/// <summary>A response time by day, week or month. A duration belongs to the day on which the time started.</summary>
/// <param name="Measure">What is timed.</param>
/// <param name="Grain">Length of a step.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="AsKnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="Points">One point for each step, also for steps without samples.</param>
public sealed record DurationTrend(
    DurationMeasure Measure, TrendGrain Grain, LocalDate From, LocalDate Until, LocalDate? AsKnownOn, double TargetSeconds,
    IEnumerable<DurationPoint> Points);

/// <summary>One step of a duration trend.</summary>
/// <param name="Day">The step's first local day.</param>
/// <param name="IsTooFew">Whether there are fewer than 30 durations: too few for a 90th percentile.</param>
/// <param name="Durations">Summary of the durations.</param>
/// <param name="DaysCounted">Number of its days that are counted: those of the period up to today, and up to `asKnownOn`.</param>
/// <param name="DaysInStep">Number of its days, counted or not.</param>
/// <param name="DaysCovered">
/// Number of the counted days on which a source reported (see `sourceCoverage`): without any, there are no data, and the summary is empty.
/// </param>
public sealed record DurationPoint(
    LocalDate Day, bool IsTooFew, DurationSummary Durations, int DaysCounted, int DaysInStep, int DaysCovered)
{
    /// <summary>Whether fewer days are counted and covered than the step has.</summary>
    public bool IsCut => DaysCovered < DaysInStep;
}

/// <summary>Queries of key figures.</summary>
[QueryType]
internal static class KpiQueries
{
    internal const int TooFewBelow = 30;

    private const int MostPoints = 2_000;

    private static readonly CountMeasure[] Counted =
    [
        CountMeasure.Incidents, CountMeasure.Offences, CountMeasure.Victims, CountMeasure.IncidentsWithVictims,
        CountMeasure.Alerts, CountMeasure.FalseAlerts, CountMeasure.SosCalls, CountMeasure.AbandonedCalls,
        CountMeasure.Violations, CountMeasure.UnmatchedWithdrawals,
    ];

    // Where no incident gives its victims, their number is not known: it is left out, and is not 0.
    private static readonly CountMeasure[] WhereGiven = [CountMeasure.Victims, CountMeasure.IncidentsWithVictims];

    // What is done of municipal property is timed in days: it is told where it is asked for.
    private static readonly DurationMeasure[] Timed =
        [DurationMeasure.AnswerTime, DurationMeasure.DispatchTime, DurationMeasure.ArrivalTime, DurationMeasure.ResolutionTime];

    // The offences and victims of one incident are not independent: by chance alone these counts vary more than others.
    private static readonly CountMeasure[] Dependent = [CountMeasure.Offences, CountMeasure.Victims];

    private static readonly PeriodFigures Nothing =
        new(new Dictionary<Measure, long>(), new Dictionary<Measure, SortedDictionary<int, long>>());

    /// <summary>
    /// Counts and response times for all cities together, then for each city, with those of a period to compare with. `VICTIMS` and
    /// `INCIDENTS_WITH_VICTIMS` are left out where no incident of both periods gives the number of victims. Response times are kept
    /// without place: `filter.bounds` is refused with `FILTER_UNSUPPORTED`.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period, which is at least one day long.</param>
    /// <param name="filter">
    /// What is counted; default everything but municipal property. With a `measure`, `counts` has this one only; `durations` has all of
    /// them, or with a measure of municipal property `UPKEEP_TIME` only.
    /// </param>
    /// <param name="asKnownOn">As known at the end of this day, default as known now.</param>
    /// <param name="beforeFrom">
    /// First local day of the period to compare with; default the previous period of equal length. It may have another length: changes of
    /// counts are those of counts for each covered day.
    /// </param>
    /// <param name="beforeUntil">First local day after the period to compare with, at most `from`; given with `beforeFrom`.</param>
    public static async Task<IEnumerable<Kpis>> Kpis(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, [FromServices] CountFilters filters,
        [FromServices] TimeNotes times, LocalDate from, LocalDate until, CountFilter? filter = null, LocalDate? asKnownOn = null,
        LocalDate? beforeFrom = null, LocalDate? beforeUntil = null, CancellationToken cancellation = default)
    {
        var scope = await filters.Durations(filter, from, until, asKnownOn, cancellation);
        if (from == until)
            throw RefusedException.BadInput("until", "The period is at least one day long.");
        var (earlier, earlierEnd) = Compared(from, until, beforeFrom, beforeUntil);
        var now = await reader.Read(scope, cancellation);
        var before = await reader.Read(scope with { From = earlier, Until = earlierEnd }, cancellation);
        var counted = filter?.Measure is { } only ? [only] : Counted;
        var timed = filter?.Measure is { } one && one.Stored().ReportedKind() is CoveredKind.Upkeep ? [DurationMeasure.UpkeepTime] : Timed;
        // The coverage of every kind: a city may have cameras and no register.
        var whole = scope with { From = earlier };
        var coverage = new Dictionary<CoveredKind, ScopeCoverage?>();
        foreach (var measure in counted.Select(m => m.Stored()).Concat(timed.Select(m => m.Stored())))
        {
            if (!coverage.ContainsKey(measure.ReportedKind()))
            {
                // Many cities have no cameras, or no calls: that is no warning where everything is asked for.
                var isCounted = counted.Any(m => m.Stored().ReportedKind() == measure.ReportedKind());
                var covered = await filters.Covered(
                    whole with { Measure = measure }, cancellation,
                    warns: known => isCounted && (filter?.Measure is not null || known.DaysCovered > 0), compares: true);
                coverage[measure.ReportedKind()] = covered.Coverage;
            }
        }
        var coarse = new HashSet<CountMeasure>();
        foreach (var measure in counted)
        {
            // What is known to the month is on its first day, also where the period begins after that.
            var asked = scope with { Measure = measure.Stored() };
            var (ofNow, ofThen) = (
                await times.Note(asked, cancellation, wholeMonths: true),
                await times.Note(asked with { From = earlier, Until = earlierEnd }, cancellation, wholeMonths: true));
            if (ofNow + ofThen > 0)
                coarse.Add(measure);
        }
        return [.. now.Keys.Union(before.Keys).Append("").Distinct().Order(StringComparer.Ordinal).Select(city => Figures(city))];

        Kpis Figures(string city)
        {
            var (here, then) = (now.GetValueOrDefault(city, Nothing), before.GetValueOrDefault(city, Nothing));
            return new(
                city.Length == 0 ? null : city, from, until,
                counted.Where(measure => !WhereGiven.Contains(measure) || filter?.Measure == measure || GivesVictims(here, then)).Select(
                    measure => Count(
                        measure, Of(measure.Stored(), here.Counts.GetValueOrDefault(measure.Stored()), city, from, until),
                        Of(measure.Stored(), then.Counts.GetValueOrDefault(measure.Stored()), city, earlier, earlierEnd),
                        Differ(measure.Stored(), city),
                        coarse.Contains(measure))),
                timed.Select(measure => Time(
                    measure, here, then, targets.Of(measure),
                    n => Of(measure.Stored(), n, city, from, until), n => Of(measure.Stored(), n, city, earlier, earlierEnd),
                    Differ(measure.Stored(), city))));
        }

        bool Differ(Measure measure, string city) => coverage[measure.ReportedKind()] is { } known
            && known.SetsOf(city.Length == 0 ? null : city, earlier, known.Until).Differ(new(from, known.Until), new(earlier, earlierEnd));

        CoveredCount Of(Measure measure, long count, string city, LocalDate first, LocalDate end)
        {
            if (coverage[measure.ReportedKind()] is not { } known)
                return CoveredCount.Of(count, Period.DaysBetween(first, end), Period.DaysBetween(first, end));
            var last = LocalDate.Max(first, LocalDate.Min(end, known.Until));
            return CoveredCount.Of(count, Period.DaysBetween(first, last), known.Of(city.Length == 0 ? null : city).In(first, last));
        }
    }

    /// <summary>
    /// One response time by day, week or month. `filter.bounds` and `filter.measure` are refused with `FILTER_UNSUPPORTED`: response times
    /// are kept without place, and `measure` says what is timed. Error `TOO_MANY_POINTS` above 2,000 points.
    /// </summary>
    /// <param name="measure">What is timed.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="grain">Length of a step: day, week or month.</param>
    /// <param name="filter">Which durations; default all.</param>
    /// <param name="asKnownOn">As known at the end of this day, default as known now.</param>
    public static async Task<DurationTrend> DurationTrend(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, [FromServices] CountFilters filters,
        [FromServices] Cities cities, [FromServices] IClock clock, DurationMeasure measure, LocalDate from, LocalDate until,
        TrendGrain grain, CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        if (filter?.Measure is not null)
            throw CountFilters.Unsupported("measure", "What is timed is the argument 'measure'.");
        var scope = await filters.Durations(filter, from, until, asKnownOn, cancellation);
        if (grain is TrendGrain.HourOfWeek)
            throw RefusedException.BadInput("grain", "Durations are available by day, week and month.");
        TrendRequest request = new(scope with { Measure = measure.Stored() }, grain);
        var days = TrendReader.Steps(request);
        if (days.Count > MostPoints)
            throw new RefusedException(
                new(ErrorCode.TooManyPoints, $"The period has {days.Count} steps; the limit is {MostPoints} points.", "grain"));
        var target = targets.Of(measure);
        var steps = await reader.ReadSteps(request, cancellation);
        var covered = await filters.Covered(request.Scope, cancellation);
        CountedDays counted = new(covered, grain, cities.Local(clock.GetCurrentInstant(), null).Date);
        return new(measure, grain, from, until, asKnownOn, target,
            days.Zip(steps, (day, buckets) => Point(day, DurationSummary.Of(buckets, target), counted)));
    }

    private static DurationPoint Point(int step, DurationSummary durations, CountedDays days) =>
        new(CountedDays.FirstDay(step), durations.Count < TooFewBelow, durations, days.In(step), days.Of(step)!.Value,
            days.Covered(step));

    private static (LocalDate From, LocalDate Until) Compared(
        LocalDate from, LocalDate until, LocalDate? beforeFrom, LocalDate? beforeUntil)
    {
        if (beforeFrom is null && beforeUntil is null)
        {
            var earlier = from.PlusDays(-Period.DaysBetween(from, until));
            Checks.History(earlier);
            return (earlier, from);
        }
        if (beforeFrom is not { } first || beforeUntil is not { } end)
            throw RefusedException.BadInput("beforeUntil", "Both ends of the period to compare with are given, or none.");
        if (first >= end)
            throw RefusedException.BadInput("beforeUntil", "The period to compare with is at least one day long.");
        if (end > from)
            throw RefusedException.BadInput("beforeUntil", "The period to compare with ends before the period begins.");
        Checks.Period(first, until);
        return (first, end);
    }

    private static bool GivesVictims(params PeriodFigures[] periods) =>
        periods.Any(p => p.Counts.GetValueOrDefault(Measure.IncidentsWithVictims) > 0);

    private static CountKpi Count(
        CountMeasure measure, CoveredCount now, CoveredCount before, bool hasOtherSources, bool hasCoarseTimes)
    {
        var compared = ComparedRates.Of(now, before, hasOtherSources, hasCoarseTimes);
        var isNotable = compared.IsNotable is { } notable ? notable && !Dependent.Contains(measure) : (bool?)null;
        return new(
            measure, now.Count, before.Count, compared.Change, isNotable, now.Covered, before.Covered, compared.Code);
    }

    private static DurationKpi Time(
        DurationMeasure measure, PeriodFigures now, PeriodFigures before, double target, Func<long, CoveredCount> ofNow,
        Func<long, CoveredCount> ofBefore, bool hasOtherSources)
    {
        var here = Summary(now);
        var then = Summary(before);
        var (later, earlier) = (ofNow(here.Count), ofBefore(then.Count));
        var compared = ComparedRates.Of(later, earlier, hasOtherSources);
        return new(
            measure, later.Count, here.Count < TooFewBelow, here.MedianSeconds, here.P90Seconds, target,
            here.ShareWithinTarget, then, compared.Change, later.Covered, earlier.Covered, compared.Code);

        DurationSummary Summary(PeriodFigures figures) =>
            DurationSummary.Of(
                figures.Durations.TryGetValue(measure.Stored(), out var buckets) ? buckets : new SortedDictionary<int, long>(), target);
    }
}
