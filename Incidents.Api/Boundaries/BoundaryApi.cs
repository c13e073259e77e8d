using GraphQL;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.Boundaries;

/// <summary>How many, boundary by boundary: sums of cells, each counted where its middle lies.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="Set">The set of the boundaries.</param>
/// <param name="BoundariesAt">The boundaries are those of this day, whatever the period.</param>
/// <param name="From">First local day counted.</param>
/// <param name="Until">First local day no longer counted.</param>
/// <param name="KnownOn">As known at the end of this day; null: as known now.</param>
/// <param name="Total">Sum of the boundaries told.</param>
/// <param name="Outside">How many lie in none of the boundaries told, but in the rectangle around them.</param>
/// <param name="Counts">A count for every boundary, by name.</param>
public sealed record BoundaryCounts(
    Measure Measure, string Set, LocalDate BoundariesAt, LocalDate From, LocalDate Until, LocalDate? KnownOn, long Total, long Outside, IEnumerable<BoundaryCount> Counts);

/// <summary>One boundary's count.</summary>
/// <param name="Name">The boundary's name.</param>
/// <param name="Region">The region that it belonged to on the boundaries' day, or null.</param>
/// <param name="Count">How many.</param>
/// <param name="TooFew">Whether the count is below 5: too few to compare places by.</param>
/// <param name="Residents">How many residents it had when it was drawn so, as its file says; null where not known.</param>
/// <param name="Per100000">The count per 100,000 residents; null where these are not known, or nobody lives there.</param>
public sealed record BoundaryCount(string Name, string? Region, long Count, bool TooFew, int? Residents, double? Per100000);

/// <summary>Boundaries.</summary>
[QueryType]
internal static class BoundaryQueries
{
    private const long TooFewBelow = 5;

    /// <summary>The boundaries in force on a day, by set and name.</summary>
    /// <param name="at">The day; today, by the region's clocks, unless told.</param>
    /// <param name="set">Of this set; all unless told.</param>
    public static async Task<IEnumerable<Boundary>> Boundaries(
        [FromServices] BoundaryStore store, [FromServices] Cities cities, [FromServices] IClock clock, LocalDate? at = null, string? set = null,
        CancellationToken cancellationToken = default) =>
        await store.At(set, at ?? cities.Local(clock.GetCurrentInstant(), null).Date, cancellationToken);

    /// <summary>
    /// Counts by boundary of any vintage: those of a period within the boundaries of another day compare years on one map. A cell of zoom 18 (99 m at Karaganda) counts
    /// where its middle lies; in the first by name where two meet in it. Incidents without coordinates are in none. Error `BOUNDARIES_UNKNOWN` where none is in force that day.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="boundariesAt">The boundaries of this day; the period's last one unless told.</param>
    /// <param name="set">The set of the boundaries; districts unless told.</param>
    /// <param name="regions">Only boundaries of these regions, as they were on that day; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    public static async Task<BoundaryCounts> CountsByBoundary(
        [FromServices] BoundaryStore store, [FromServices] HeatmapReader reader, LocalDate from, LocalDate until, LocalDate? boundariesAt = null, string set = "districts",
        IEnumerable<string>? regions = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        CancellationToken cancellationToken = default)
    {
        Checks.Period(from, until);
        Checks.Counted(measure);
        var (at, wanted) = (boundariesAt ?? until.PlusDays(-1), regions?.ToHashSet());
        var boundaries = (await store.At(set, at, cancellationToken)).Where(b => wanted is null || (b.Region is { } region && wanted.Contains(region))).ToArray();
        if (boundaries.Length == 0)
            throw new RefusedException(new("BOUNDARIES_UNKNOWN", $"No boundaries of '{set}' are known for {at:uuuu-MM-dd}; load them first.", "boundariesAt"));

        var extents = boundaries.Select(b => BoundaryShapes.Extent(b.GeoJson)).ToArray();
        var around = new GeoBounds(extents.Min(e => e.West), extents.Min(e => e.South), extents.Max(e => e.East), extents.Max(e => e.North));
        var holders = boundaries.Select(b => BoundaryShapes.Holder(b.GeoJson)).ToArray();
        var (counts, outside) = (new long[boundaries.Length], 0L);
        foreach (var (cell, count) in await reader.Read(new(measure, around, GridCell.FineZoom, from, until, categories?.ToArray(), knownAt), cancellationToken))
        {
            var middle = cell.Centre();
            if (Array.FindIndex(holders, holds => holds(middle)) is >= 0 and var within)
                counts[within] += count;
            else
                outside += count;
        }
        return new(
            measure, set, at, from, until, knownAt, counts.Sum(), outside, boundaries.Select((b, i) => new BoundaryCount(
                b.Name, b.Region, counts[i], counts[i] < TooFewBelow, b.Residents, b.Residents is > 0 and var residents ? 100_000.0 * counts[i] / residents : null)));
    }
}
