using GraphQL;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>Counts by boundary: sums of the cells whose centre is inside.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Set">The set of the boundaries.</param>
/// <param name="BoundariesAt">The day of the boundaries, which does not depend on the period.</param>
/// <param name="From">First local day counted.</param>
/// <param name="Until">First local day after the period.</param>
/// <param name="AsKnownOn">As known at the end of this day; null for as known now.</param>
/// <param name="Total">Sum of the selected boundaries; null where no source reported in the period: there are no data.</param>
/// <param name="Outside">Count in the rectangle around the selected boundaries, but in none of them; null without data.</param>
/// <param name="Counts">One count for each boundary, by name.</param>
/// <param name="DaysAsked">Number of days of the period up to today, and up to `asKnownOn`.</param>
/// <param name="DaysCovered">Number of these on which a source of the selected cities reported (see `sourceCoverage`).</param>
/// <param name="CoverageCode">What the period lacks; null where sources reported on all its days.</param>
public sealed record BoundaryCounts(
    CountMeasure Measure, string Set, LocalDate BoundariesAt, LocalDate From, LocalDate Until, LocalDate? AsKnownOn, int? Total,
    int? Outside, IEnumerable<BoundaryCount> Counts, int DaysAsked, int DaysCovered, CoverageCode? CoverageCode);

/// <summary>The count of one boundary.</summary>
/// <param name="Name">Name of the boundary.</param>
/// <param name="Region">Its region on the day of the boundaries, or null.</param>
/// <param name="Count">The count; null where no source reported in the period.</param>
/// <param name="IsTooFew">Whether the count is below 5: too few for a comparison of places.</param>
/// <param name="Residents">Number of residents in its file; null if unknown.</param>
/// <param name="Per100000">The count per 100,000 residents; null if their number is unknown or 0.</param>
public sealed record BoundaryCount(string Name, string? Region, int? Count, bool IsTooFew, int? Residents, double? Per100000);

/// <summary>Queries of boundaries.</summary>
[QueryType]
internal static class BoundaryQueries
{
    private const long TooFewBelow = 5;

    /// <summary>The boundaries that are valid on a day, by set and name.</summary>
    /// <param name="at">The day, default today in the region's time zone.</param>
    /// <param name="set">The set, default all.</param>
    public static async Task<IEnumerable<Boundary>> Boundaries(
        [FromServices] BoundaryStore store, [FromServices] Cities cities, [FromServices] IClock clock, IResolveFieldContext context,
        LocalDate? at = null, string? set = null, CancellationToken cancellation = default)
    {
        var day = at ?? cities.Local(clock.GetCurrentInstant(), null).Date;
        if (context.SubFields?.Values.Any(f => f.Field.Name.StringValue == "geoJson") != true)
            return await store.At(set, day, cancellation);
        return (await store.At(set, day, _ => true, ShapeForm.Text, cancellation)).Select(b => b.Boundary with { GeoJson = b.Shape });
    }

    /// <summary>
    /// Counts by boundary. The day of the boundaries may differ from the period, so that years can be compared on one map. A cell of
    /// zoom 18 (99 m at Karaganda) belongs to the boundary that contains its centre, or to the first by name of several. Incidents
    /// without coordinates belong to none. Error `BOUNDARIES_UNKNOWN` if no boundary is valid on the day.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day after the period.</param>
    /// <param name="boundariesAt">The day of the boundaries, default the last day of the period.</param>
    /// <param name="set">The set of the boundaries, default `districts`.</param>
    /// <param name="regions">Only boundaries that belong to these regions on that day, default all, none of an empty list.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">As known at the end of this day, default as known now.</param>
    public static async Task<BoundaryCounts> CountsByBoundary(
        [FromServices] BoundaryStore store, [FromServices] BoundaryCounter counter, [FromServices] CountFilters filters, LocalDate from,
        LocalDate until, LocalDate? boundariesAt = null, string set = "districts", IEnumerable<string>? regions = null,
        CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var (at, wanted) = (boundariesAt ?? Checks.DayBefore(until), regions?.ToHashSet());
        var (asked, covered) = CoveredPeriod.DaysOf(scope);
        var code = ScopeCoverage.CodeOf(covered, asked);
        if (wanted is { Count: 0 })
            return new(scope.Measure.AsCount(), set, at, from, until, asKnownOn, 0, 0, [], asked, covered, code);
        var boundaries = await store.At(
            set, at, b => wanted is null || (b.Region is { } region && wanted.Contains(region)), ShapeForm.Located, cancellation);
        if (boundaries.Count == 0)
        {
            var message = $"There are no boundaries of '{set}' for {at:uuuu-MM-dd}; load them first.";
            throw new RefusedException(new(ErrorCode.BoundariesUnknown, message, "boundariesAt"));
        }

        var (counts, outside) = await counter.Count(scope, set, at, boundaries, cancellation);
        var isSilent = covered == 0 && outside == 0 && counts.Sum() == 0;
        return new(
            scope.Measure.AsCount(), set, at, from, until, asKnownOn, isSilent ? null : counts.Sum().ToInt(),
            isSilent ? null : outside.ToInt(), boundaries.Select((b, i) => Count(b.Boundary, isSilent ? null : counts[i])), asked, covered,
            code);
    }

    private static BoundaryCount Count(Boundary boundary, long? count) => new(
        boundary.Name, boundary.Region, count?.ToInt(), count is null or < TooFewBelow, boundary.Residents,
        Rate(count, boundary.Residents));

    private static double? Rate(long? count, int? residents) => residents is > 0 and var known ? 100_000.0 * count / known : null;
}
