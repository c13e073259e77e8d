using GraphQL;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Mutations that start decompositions.</summary>
[MutationType]
internal static class DecompositionMutations
{
    private const int MostSteps = 20_000;
    private const int MostHours = 40_000;
    private const int MostRounds = 100;
    private const double MostWork = 5e11;

    /// <summary>
    /// Starts a decomposition of counts by day or hour by loess, or finds the job of the same request: STL with one season, MSTL with
    /// several. The job's result is its field `decomposition`; with one period of a week it is fast. Every parameter that is omitted is
    /// chosen as statsmodels does. The series is cut to the days on which sources reported: `basis` has the first and the last of them.
    /// Errors `COVERAGE_NONE` where there are none, `COVERAGE_PARTIAL` where there is a gap between them, `TOO_MUCH_WORK` where spans,
    /// rounds and iterations together take too long, `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">
    /// First local day no longer counted; at least two of the longest cycles later (MSTL: more than two), at most 20,000 days or 40,000
    /// hours.
    /// </param>
    /// <param name="periodsDays">Days in each cycle, each once and at least 2; default a week.</param>
    /// <param name="periodsHours">
    /// Hours in each cycle instead, each once and at least 2, such as 24 and 168: the counts are then by local hour. What has no known hour
    /// is left out (`withoutHour`).
    /// </param>
    /// <param name="seasonal">Span of the seasonal smoother in cycles, odd, at least 3, for one season.</param>
    /// <param name="windows">
    /// Spans of the seasonal smoothers in cycles for several seasons, odd, at least 3, one for each period in its order; default 11, 15, 19
    /// … from the shortest period on, as published.
    /// </param>
    /// <param name="trend">Span of the trend smoother, odd, at least 3; default from period and seasonal span.</param>
    /// <param name="lowPass">Span of the low-pass smoother, odd, at least 3; default the next odd number above the period.</param>
    /// <param name="seasonalDegree">Degree of the seasonal smoother, 0 or 1.</param>
    /// <param name="trendDegree">Degree of the trend smoother, 0 or 1.</param>
    /// <param name="lowPassDegree">Degree of the low-pass smoother, 0 or 1.</param>
    /// <param name="seasonalJump">The seasonal fit is computed at every so many cycles, 1 to 40,000, and interpolated.</param>
    /// <param name="trendJump">The trend is computed at every so many steps, 1 to 40,000, and interpolated.</param>
    /// <param name="lowPassJump">The low-pass filter is computed at every so many steps, 1 to 40,000, and interpolated.</param>
    /// <param name="inner">Passes of the inner loop, 1 to 100; default 5, or 2 where robust.</param>
    /// <param name="outer">Robustness iterations, 0 to 100; default 0, or 15 where robust.</param>
    /// <param name="iterations">Rounds over several seasons, 1 to 100.</param>
    /// <param name="robust">Whether outliers get lower weights.</param>
    /// <param name="filter">What is counted; default all incidents. By hour and within bounds only incidents are counted.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartDecomposition(
        [FromServices] AnalysisJobService jobs, [FromServices] DecompositionAnalysis analysis, [FromServices] CountFilters filters,
        LocalDate from, LocalDate until, IEnumerable<int>? periodsDays = null, IEnumerable<int>? periodsHours = null, int seasonal = 7,
        IEnumerable<int>? windows = null, int? trend = null, int? lowPass = null, int seasonalDegree = 1, int trendDegree = 1,
        int lowPassDegree = 1, int seasonalJump = 1, int trendJump = 1, int lowPassJump = 1, int? inner = null, int? outer = null,
        int iterations = 2, bool robust = true, CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1,
        CancellationToken cancellation = default)
    {
        var hourly = periodsHours is not null;
        if (hourly && periodsDays is not null)
            throw RefusedException.BadInput("periodsHours", "Periods are given in days or in hours, not both.");
        var (field, unit) = hourly ? ("periodsHours", "hours") : ("periodsDays", "days");
        int[] periods = [.. periodsHours ?? periodsDays ?? [7]];
        if (periods.Length is 0 or > 10 || periods.Any(p => p < 2) || periods.Distinct().Count() != periods.Length)
            throw RefusedException.BadInput(field, $"From one to ten different periods of at least two {unit}.");
        var grain = hourly ? TrendGrain.HourOfWeek : TrendGrain.Day;
        var scope = CoveredPeriod.Cut((await filters.Series(filter, from, until, asKnownOn, grain, SplitBy.All, cancellation)).Scope);
        var steps = Steps(Period.DaysBetween(scope.From, scope.Until), hourly, periods, unit);

        int[]? spans = windows is null ? null : [.. windows];
        if (spans is not null && (periods.Length == 1 || spans.Length != periods.Length))
            throw RefusedException.BadInput("windows", "Windows are for several periods, one for each; one period has 'seasonal'.");
        Span("seasonal", seasonal);
        foreach (var span in spans ?? [])
            Span("windows", span);
        StlOptions options = new()
        {
            Robust = robust,
            Trend = trend is { } t ? Span("trend", t) : null,
            LowPass = lowPass is { } l ? Span("lowPass", l) : null,
            SeasonalDegree = Range("seasonalDegree", seasonalDegree, 0, 1),
            TrendDegree = Range("trendDegree", trendDegree, 0, 1),
            LowPassDegree = Range("lowPassDegree", lowPassDegree, 0, 1),
            SeasonalJump = Range("seasonalJump", seasonalJump, 1, MostHours),
            TrendJump = Range("trendJump", trendJump, 1, MostHours),
            LowPassJump = Range("lowPassJump", lowPassJump, 1, MostHours),
            Inner = inner is { } i ? Range("inner", i, 1, MostRounds) : null,
            Outer = outer is { } o ? Range("outer", o, 0, MostRounds) : null,
        };
        Range("iterations", iterations, 1, MostRounds);
        // In the order of the periods, so that the same question has the same form.
        var order = Enumerable.Range(0, periods.Length).OrderBy(p => periods[p]).ToArray();
        DecompositionRequest request = new(
            scope, hourly, [.. order.Select(p => periods[p])],
            periods.Length == 1 ? [seasonal] : spans is null ? null : [.. order.Select(p => spans[p])],
            periods.Length == 1 ? 1 : iterations, options);
        if (request.Work(steps) > MostWork)
            throw new RefusedException(new(ErrorCode.TooMuchWork, "Ask for fewer rounds, shorter spans or larger jumps.", "inner"));
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }

    private static int Steps(int days, bool hourly, int[] periods, string unit)
    {
        var (steps, most) = hourly ? (24L * days, MostHours) : (days, MostSteps);
        if (steps > most || steps < 2L * periods.Max() || (periods.Length > 1 && steps == 2L * periods.Max()))
            throw RefusedException.BadInput("until", $"{steps} covered {unit} are not two cycles of {periods.Max()}, or more than {most}.");
        return (int)steps;
    }

    private static int Span(string field, int span) => span is >= 3 and <= MostHours && span % 2 == 1
        ? span
        : throw RefusedException.BadInput(field, $"A span is odd and from 3 to {MostHours}.");

    private static int Range(string field, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw RefusedException.BadInput(field, $"It is from {least} to {most}.");
}
