using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Kpis;

/// <summary>Key figures of one city, or of all cities.</summary>
/// <param name="City">City code; null for the sum of all selected cities.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="Counts">Counts.</param>
/// <param name="Durations">Response times.</param>
public sealed record Kpis(string? City, LocalDate From, LocalDate Until, IEnumerable<CountKpi> Counts, IEnumerable<DurationKpi> Durations);

/// <summary>A count, and the count of the previous period of equal length.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Count">Count of the period.</param>
/// <param name="Before">Count of the previous period.</param>
/// <param name="Change">2(√count - √before): mean 0 and variance 2 if both counts have the same expectation.</param>
/// <param name="IsNotable">Whether the change is outside ±3, which happens by chance once in thirty times.</param>
public sealed record CountKpi(Measure Measure, long Count, long Before, double Change, bool IsNotable);

/// <summary>A response time, and that of the previous period of equal length. It belongs to the day on which the time started.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="SampleSize">Number of durations.</param>
/// <param name="TooFew">Whether there are fewer than 30: too few for a 90th percentile.</param>
/// <param name="MedianSeconds">Median in seconds, within 1 %; null without samples.</param>
/// <param name="P90Seconds">90th percentile in seconds, within 1 %; null without samples.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="ShareWithinTarget">Share within the target, 0 to 1; null without samples.</param>
/// <param name="Before">The previous period.</param>
/// <param name="Change">2(√n - √n before) of the sample sizes.</param>
public sealed record DurationKpi(
    Measure Measure, long SampleSize, bool TooFew, double? MedianSeconds, double? P90Seconds, double TargetSeconds,
    double? ShareWithinTarget, DurationSummary Before, double Change);

/// <summary>A response time by day, week or month. A duration belongs to the day on which the time started.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Grain">Length of a step.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day after it.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="Points">One point for each step, also for steps without samples.</param>
public sealed record DurationTrend(
    Measure Measure, TrendGrain Grain, LocalDate From, LocalDate Until, LocalDate? KnownOn, double TargetSeconds,
    IEnumerable<DurationPoint> Points);

/// <summary>One step of a duration trend.</summary>
/// <param name="Day">The step's first local day.</param>
/// <param name="TooFew">Whether there are fewer than 30 durations: too few for a 90th percentile.</param>
/// <param name="Durations">Summary of the durations.</param>
public sealed record DurationPoint(LocalDate Day, bool TooFew, DurationSummary Durations);

/// <summary>Queries of key figures.</summary>
[QueryType]
public static class KpiQueries
{
    private const long TooFewBelow = 30;
    private const int MostPoints = 2_000;

    private static readonly Measure[] Counted =
    [
        Measure.Incidents, Measure.Alerts, Measure.FalseAlerts, Measure.SosCalls, Measure.AbandonedCalls, Measure.Violations,
        Measure.UnmatchedWithdrawals,
    ];

    private static readonly Measure[] Timed = [Measure.AnswerTime, Measure.DispatchTime, Measure.ArrivalTime, Measure.ResolutionTime];

    private static readonly PeriodFigures Nothing =
        new(new Dictionary<Measure, long>(), new Dictionary<Measure, SortedDictionary<int, long>>());

    /// <summary>
    /// Counts and response times for all cities together, then for each city, with those of the previous period of equal length.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period, which is at least one day long.</param>
    /// <param name="cities">City codes, default all.</param>
    /// <param name="categories">Category codes, default all.</param>
    /// <param name="knownAt">As known at the end of this day, default as known now.</param>
    public static async Task<IEnumerable<Kpis>> Kpis(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, LocalDate from, LocalDate until,
        IEnumerable<string>? cities = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        CancellationToken cancellation = default)
    {
        Checks.Period(from, until);
        if (from == until)
            throw RefusedException.BadInput("until", "The period is at least one day long.");
        var earlier = from.PlusDays(-Period.DaysBetween(from, until));
        Checks.History(earlier);
        var (wantedCities, wantedCategories) = (cities?.ToArray(), categories?.ToArray());
        var now = await reader.Read(from, until, wantedCities, wantedCategories, knownAt, cancellation);
        var before = await reader.Read(earlier, from, wantedCities, wantedCategories, knownAt, cancellation);
        return [.. now.Keys.Union(before.Keys).Append("").Distinct().Order(StringComparer.Ordinal).Select(city => Figures(city))];

        Kpis Figures(string city)
        {
            var (here, then) = (now.GetValueOrDefault(city, Nothing), before.GetValueOrDefault(city, Nothing));
            return new(
                city.Length == 0 ? null : city, from, until,
                Counted.Select(measure => Count(measure, here.Counts.GetValueOrDefault(measure), then.Counts.GetValueOrDefault(measure))),
                Timed.Select(measure => Time(measure, here, then, targets.Of(measure))));
        }
    }

    /// <summary>One response time by day, week or month. Error `TOO_MANY_POINTS` above 2,000 points.</summary>
    /// <param name="measure">A duration.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="grain">Length of a step: day, week or month.</param>
    /// <param name="cities">City codes, default all.</param>
    /// <param name="categories">Category codes, default all.</param>
    /// <param name="knownAt">As known at the end of this day, default as known now.</param>
    public static async Task<DurationTrend> DurationTrend(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, Measure measure, LocalDate from, LocalDate until,
        TrendGrain grain, IEnumerable<string>? cities = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        CancellationToken cancellation = default)
    {
        Checks.Period(from, until);
        Checks.Timed(measure);
        if (grain is TrendGrain.HourOfWeek)
            throw RefusedException.BadInput("grain", "Durations are available by day, week and month.");
        var request =
            new TrendRequest(measure, from, until, grain, TrendSeriesBy.All, cities?.ToArray(), null, categories?.ToArray(), knownAt);
        var days = TrendReader.Steps(request);
        if (days.Count > MostPoints)
            throw new RefusedException(
                new(ErrorCode.TooManyPoints, $"The period has {days.Count} steps; the limit is {MostPoints} points.", "grain"));
        var target = targets.Of(measure);
        var steps = await reader.ReadSteps(request, cancellation);
        return new(measure, grain, from, until, knownAt, target,
            days.Zip(steps, (day, buckets) => Point(day, DurationSummary.Of(buckets, target))));
    }

    private static DurationPoint Point(int day, DurationSummary durations) =>
        new(new LocalDate(1970, 1, 1).PlusDays(day), durations.SampleSize < TooFewBelow, durations);

    private static CountKpi Count(Measure measure, long now, long before)
    {
        var change = PoissonChange.Of(Math.Max(0, now), Math.Max(0, before));
        return new(measure, now, before, change, Math.Abs(change) > PoissonChange.Threshold);
    }

    private static DurationKpi Time(Measure measure, PeriodFigures now, PeriodFigures before, double target)
    {
        var here = Summary(now);
        var then = Summary(before);
        return new(
            measure, here.SampleSize, here.SampleSize < TooFewBelow, here.MedianSeconds, here.P90Seconds, target,
            here.ShareWithinTarget, then, PoissonChange.Of(here.SampleSize, then.SampleSize));

        DurationSummary Summary(PeriodFigures figures) =>
            DurationSummary.Of(
                figures.Durations.TryGetValue(measure, out var buckets) ? buckets : new SortedDictionary<int, long>(), target);
    }
}
