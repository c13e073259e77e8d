using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Kpis;

/// <summary>The figures of one city, or of all together.</summary>
/// <param name="City">City code; null for all cities asked for together.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
/// <param name="Counts">What was counted.</param>
/// <param name="Durations">How long things took.</param>
public sealed record Kpis(string? City, LocalDate From, LocalDate Until, IEnumerable<CountKpi> Counts, IEnumerable<DurationKpi> Durations);

/// <summary>A count, and the same count of the period before, of equal length.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Count">How many in the period.</param>
/// <param name="Before">How many in the period before.</param>
/// <param name="Change">2(√count - √before): mean 0 and variance 2 where only chance is at work.</param>
/// <param name="IsNotable">Whether the change lies beyond ±3, as chance alone brings about once in thirty times.</param>
public sealed record CountKpi(Measure Measure, long Count, long Before, double Change, bool IsNotable);

/// <summary>How long something took, and in the period before, of equal length. Belongs to the day on which the clock started.</summary>
/// <param name="Measure">What was timed.</param>
/// <param name="SampleSize">How many were timed.</param>
/// <param name="TooFew">Whether fewer than 30 were: too few for a 90th percentile.</param>
/// <param name="MedianSeconds">Median in seconds, within 1 %; null without samples.</param>
/// <param name="P90Seconds">90th percentile in seconds, within 1 %; null without samples.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="ShareWithinTarget">Share within the target, 0 to 1; null without samples.</param>
/// <param name="Before">The period before.</param>
/// <param name="Change">2(√n - √n before) of the numbers of samples.</param>
public sealed record DurationKpi(
    Measure Measure, long SampleSize, bool TooFew, double? MedianSeconds, double? P90Seconds, double TargetSeconds, double? ShareWithinTarget,
    DurationSummary Before, double Change);

/// <summary>How long something took, step by step. Belongs to the day on which the clock started.</summary>
/// <param name="Measure">What was timed.</param>
/// <param name="Grain">How the period is cut up.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="TargetSeconds">The target in seconds.</param>
/// <param name="Points">A point for every step, those without samples included.</param>
public sealed record DurationTrend(
    Measure Measure, TrendGrain Grain, LocalDate From, LocalDate Until, LocalDate? KnownOn, double TargetSeconds, IEnumerable<DurationPoint> Points);

/// <summary>One step.</summary>
/// <param name="Day">The step's first local day.</param>
/// <param name="TooFew">Whether fewer than 30 were timed: too few for a 90th percentile.</param>
/// <param name="Durations">What they come to.</param>
public sealed record DurationPoint(LocalDate Day, bool TooFew, DurationSummary Durations);

/// <summary>Key figures.</summary>
[QueryType]
public static class KpiQueries
{
    private const long TooFewBelow = 30;
    private const int MostPoints = 2_000;

    private static readonly Measure[] Counted =
        [Measure.Incidents, Measure.Alerts, Measure.FalseAlerts, Measure.SosCalls, Measure.AbandonedCalls, Measure.Violations, Measure.UnmatchedWithdrawals];

    private static readonly Measure[] Timed = [Measure.AnswerTime, Measure.DispatchTime, Measure.ArrivalTime, Measure.ResolutionTime];

    private static readonly PeriodFigures Nothing = new(new Dictionary<Measure, long>(), new Dictionary<Measure, SortedDictionary<int, long>>());

    /// <summary>Counts and response times, for all cities together first, then city by city, each beside the period of equal length before.</summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted; the period is at least a day.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">As known at the end of this day; as known now unless told.</param>
    public static async Task<IEnumerable<Kpis>> Kpis(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, LocalDate from, LocalDate until, IEnumerable<string>? cities = null,
        IEnumerable<string>? categories = null, LocalDate? knownAt = null, CancellationToken cancellationToken = default)
    {
        Checks.Period(from, until);
        if (from == until)
            throw RefusedException.BadInput("until", "The period is at least a day long.");
        var days = Period.DaysBetween(from, until);
        var (wantedCities, wantedCategories) = (cities?.ToArray(), categories?.ToArray());
        var now = await reader.Read(from, until, wantedCities, wantedCategories, knownAt, cancellationToken);
        var before = await reader.Read(from.PlusDays(-days), from, wantedCities, wantedCategories, knownAt, cancellationToken);
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

    /// <summary>One response time by day, week or month. Error `TOO_MANY_POINTS` beyond 2,000 points.</summary>
    /// <param name="measure">A duration.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="grain">How the period is cut up; not by hour of the week.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">As known at the end of this day; as known now unless told.</param>
    public static async Task<DurationTrend> DurationTrend(
        [FromServices] KpiReader reader, [FromServices] KpiTargets targets, Measure measure, LocalDate from, LocalDate until, TrendGrain grain,
        IEnumerable<string>? cities = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, CancellationToken cancellationToken = default)
    {
        Checks.Period(from, until);
        Checks.Timed(measure);
        if (grain is TrendGrain.HourOfWeek)
            throw RefusedException.BadInput("grain", "Durations are known by day.");
        var request = new TrendRequest(measure, from, until, grain, TrendSeriesBy.All, cities?.ToArray(), null, categories?.ToArray(), knownAt);
        var days = TrendReader.Steps(request);
        if (days.Count > MostPoints)
            throw new RefusedException(new("TOO_MANY_POINTS", $"{days.Count} steps; at most {MostPoints} points are answered.", "grain"));
        var target = targets.Of(measure);
        var steps = await reader.ReadSteps(request, cancellationToken);
        return new(measure, grain, from, until, knownAt, target, days.Zip(steps, (day, buckets) => Point(day, DurationSummary.Of(buckets, target))));
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
            measure, here.SampleSize, here.SampleSize < TooFewBelow, here.MedianSeconds, here.P90Seconds, target, here.ShareWithinTarget, then,
            PoissonChange.Of(here.SampleSize, then.SampleSize));

        DurationSummary Summary(PeriodFigures figures) =>
            DurationSummary.Of(figures.Durations.TryGetValue(measure, out var buckets) ? buckets : new SortedDictionary<int, long>(), target);
    }
}
