using Incidents.Api.Boundaries;
using Incidents.Domain;
using Incidents.Domain.Access;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Kpis;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using NodaTime;
using Npgsql;
using Suppressed = Incidents.Domain.Access.Suppression;

namespace Incidents.Api.Access.Suppression;

/// <summary>Reads key figures, rounded where the caller sees rounded counts only.</summary>
internal sealed class RoundedKpiReader(NpgsqlDataSource source, RoundedParts parts) : KpiReader(source)
{
    /// <inheritdoc/>
    /// <remarks>
    /// A city that was not asked for is in the result where a rounded count of it is: that it is missing says no more than its rounded
    /// counts. Durations are rounded for all categories together.
    /// </remarks>
    public override async Task<IReadOnlyDictionary<string, PeriodFigures>> Read(CountScope scope, CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.Read(scope, cancellation);
        var counts = await parts.ByCategory(scope, null, cancellation);
        var durations = scope.Categories is null ? await parts.ByBucket(scope, null, cancellation) : [];
        var cities = counts.Concat(durations).Select(p => p.City).Concat(scope.Cities ?? []).Append("").Distinct();
        return cities.ToDictionary(city => city, city => new PeriodFigures(
            Of(counts, city).GroupBy(p => p.Measure).ToDictionary(g => g.Key, g => g.Sum(p => p.Count)),
            Of(durations, city).GroupBy(p => p.Measure).ToDictionary(g => g.Key, Buckets)));

        static IEnumerable<MonthPart> Of(List<MonthPart> all, string city) => all.Where(p => city.Length == 0 || p.City == city);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<SortedDictionary<int, long>>> ReadSteps(
        TrendRequest request, CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.ReadSteps(request, cancellation);
        var durations = (await parts.ByBucket(request.Scope, request.Scope.Measure, cancellation))
            .ToLookup(p => TrendReader.Days(p.Month));
        return [.. TrendReader.Steps(request).Select(step => Buckets(durations[step]))];
    }

    private static SortedDictionary<int, long> Buckets(IEnumerable<MonthPart> durations) =>
        new(durations.GroupBy(p => (int)p.Part).ToDictionary(g => g.Key, g => g.Sum(p => p.Count)));
}

/// <summary>Reads series of counts, rounded where the caller sees rounded counts only.</summary>
internal sealed class RoundedTrendReader(NpgsqlDataSource source, RoundedParts parts) : TrendReader(source)
{
    /// <inheritdoc/>
    /// <remarks>By days, a month is counted on one of its covered days: sums of whole months are right.</remarks>
    public override async Task<List<CountSeries>> Read(TrendRequest request, CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.Read(request, cancellation);
        var steps = Steps(request);
        var positions = steps.Select((step, i) => (step, i)).ToDictionary(s => s.step, s => s.i);
        var series = new SortedDictionary<SeriesKey, long[]>();
        if (request.SplitBy is SplitBy.All)
            series[default] = new long[steps.Count];
        var known = request.Unit switch { TimePrecision.Month => 1, TimePrecision.Day => 0, _ => throw NotOnEdges("steps") };
        foreach (var part in await parts.ByCategory(request.Scope, [request.Scope.Measure], cancellation))
        {
            if (part.Part > known)
                continue;
            SeriesKey key = request.SplitBy switch
            {
                SplitBy.All => default,
                SplitBy.City => new(City: part.City),
                SplitBy.Category or SplitBy.CategoryGroup => new(Category: part.Category),
                _ => throw NotOnEdges("areas"),
            };
            if (!series.TryGetValue(key, out var counts))
                series[key] = counts = new long[steps.Count];
            counts[positions[Days(StepOf(request, key.City, part.Month))]] += part.Count;
        }
        return [.. series.Select(s => new CountSeries(s.Key, s.Value))];
    }

    private static LocalDate StepOf(TrendRequest request, string? city, LocalDate month)
    {
        if (request.Grain is TrendGrain.Month)
            return month;
        var covered = request.Scope.Coverage?.Of(city).Within(month, month.PlusMonths(1)).Ranges;
        return covered is [var first, ..] ? first.From : month;
    }

    private static InvalidOperationException NotOnEdges(string what) => new($"Rounded counts have no such {what}.");
}

/// <summary>Reads counts by hour of the week, rounded where the caller sees rounded counts only.</summary>
internal sealed class RoundedWeekReader(NpgsqlDataSource source, RoundedParts parts) : WeekReader(source)
{
    /// <inheritdoc/>
    /// <remarks>
    /// What is known to the hour is not told from what is known to the minute, and intervals are not read: they are of single incidents.
    /// </remarks>
    public override async Task<WeekCounts> Read(TrendRequest request, bool withIntervals, CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.Read(request, withIntervals, cancellation);
        var (hours, missing) = (new long[168], new long[4]);
        foreach (var part in await parts.ByHour(request.Scope, cancellation))
        {
            if (part.Part < 0)
                missing[-part.Part] += part.Count;
            else
                hours[part.Part] += part.Count;
        }
        return new(hours, new(hours.Sum(), 0, missing[1], missing[2], missing[3], null), null);
    }
}

/// <summary>Reads counts by cell, rounded where the caller sees rounded counts only.</summary>
internal sealed class RoundedHeatmapReader(NpgsqlDataSource source, RoundedParts parts) : HeatmapReader(source)
{
    /// <inheritdoc/>
    public override async Task<List<CellCount>> Read(HeatmapRequest request, CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.Read(request, cancellation);
        if (request.Zoom > FixedEdges.Zoom || request.Scope.Categories is not null)
            throw new InvalidOperationException("Rounded counts by cell are coarser, and of all categories together.");
        var extent = CellRanges.Extent(request.Bounds, request.Zoom);
        var shift = 2 * (FixedEdges.Zoom - request.Zoom);
        return
        [
            .. from part in await parts.ByCell(request.Scope, cancellation)
               group part.Count by part.Part >> shift into cell
               let at = new GridCell(request.Zoom, cell.Key)
               where Within(extent, at)
               orderby cell.Key
               select new CellCount(at, cell.Sum()),
        ];
    }
}

/// <summary>Sums within boundaries, rounded where the caller sees rounded counts only.</summary>
internal sealed class RoundedBoundaryCounter(HeatmapReader reader, BoundaryStore store, RoundedParts parts) : BoundaryCounter(reader)
{
    /// <inheritdoc/>
    /// <remarks>All boundaries of the set are one table. What is outside of them has no fixed edge, and is not counted.</remarks>
    public override async Task<(long[] Counts, long Outside)> Count(
        CountScope scope, string set, LocalDate at, List<(Boundary Boundary, BoundaryShape Shape)> boundaries,
        CancellationToken cancellation)
    {
        if (!Suppressed.Applies(Callers.Current))
            return await base.Count(scope, set, at, boundaries, cancellation);
        if (scope.Categories is not null)
            throw new InvalidOperationException("Rounded counts of boundaries are of all categories together.");
        var all = await store.At(set, at, _ => true, ShapeForm.Located, cancellation);
        var areas = string.Join('\n', all.Select(b => $"{b.Boundary.Name} {b.Boundary.ValidFrom:uuuu-MM-dd}").Prepend(set));
        var counts = new Dictionary<string, long>();
        foreach (var part in await parts.ByArea(areas, scope, cell => Within(all, cell), cancellation))
        {
            var name = all[(int)part.Part].Boundary.Name;
            counts[name] = counts.GetValueOrDefault(name) + part.Count;
        }
        return ([.. boundaries.Select(b => counts.GetValueOrDefault(b.Boundary.Name))], 0);
    }
}
