using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Heatmaps;

/// <summary>Class breaks for the colours of a heat map, independent of the part of the map that is shown.</summary>
/// <param name="Basis">Method, parameters, observations (cells with a count), period and what was known.</param>
/// <param name="Bounds">The part of the world whose cells are classified.</param>
/// <param name="Breaks">
/// The lowest count of each class, ascending; the last class has no upper bound. There may be fewer classes than requested.
/// </param>
/// <param name="Cells">Number of cells in each class, in the same order.</param>
/// <param name="Max">Highest count of a cell; 0 where there are none.</param>
public sealed record HeatmapScale(
    AnalysisBasis Basis, GeoBounds Bounds, IReadOnlyList<int> Breaks, IReadOnlyList<int> Cells, int Max);

/// <summary>Change between two periods by cell.</summary>
/// <param name="Basis">Method, parameters, observations (cells with a count in either period), the later period and what was known.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="Before">Sum of all cells in the earlier period; null where no source reported in it.</param>
/// <param name="Count">Sum of all cells in the later one; null where no source reported in it.</param>
/// <param name="Cells">The cells with a count in either.</param>
/// <param name="DaysCovered">Number of days of the later period on which a source reported (see `sourceCoverage`).</param>
/// <param name="BeforeDaysCovered">The same of the earlier period.</param>
/// <param name="CoverageCode">
/// `COVERAGE_NONE` where a period has no data, so that nothing is compared; `COVERAGE_PARTIAL` where rates of the covered days are
/// compared, and where the requested cities have other sources in one period than in the other, so that nothing is
/// compared; else null.
/// </param>
public sealed record HeatmapChange(
    AnalysisBasis Basis, int Zoom, int? Before, int? Count, IReadOnlyList<ChangedCell> Cells, int DaysCovered, int BeforeDaysCovered,
    CoverageCode? CoverageCode);

/// <summary>A cell's change.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Before">Count of the earlier period.</param>
/// <param name="Count">Count of the later one.</param>
/// <param name="Change">
/// 2(√count − √before), before scaled to the later period's covered days: mean 0 and variance 2 for Poisson counts of equal rate over
/// periods of equal length. Null without data of both periods, or where the requested cities have other sources in one than
/// in the other.
/// </param>
/// <param name="IsNotable">Whether the change is beyond ±3, as happens by chance in one of thirty cells; null without data.</param>
/// <param name="IsTooFew">Whether both counts are below 5.</param>
public sealed record ChangedCell(int X, int Y, int? Before, int? Count, double? Change, bool? IsNotable, bool IsTooFew)
    : MapCell(X, Y);

/// <summary>Queries of class breaks and changes of heat maps.</summary>
[QueryType]
internal static class HeatmapScaleQueries
{
    private const int MostCells = 100_000;
    private const double NotableBeyond = 3;

    /// <summary>
    /// Class breaks from all cells of the region with a count. They depend on the period, categories and zoom, but not on the part of the
    /// map that is shown. Error `NO_REGION` where no town has bounds.
    /// </summary>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="classes">Most classes, 1 to 20.</param>
    /// <param name="rule">How the breaks are chosen.</param>
    /// <param name="bounds">
    /// The part of the world whose cells are classified; default: a rectangle around the towns of the programme.
    /// </param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<HeatmapScale> HeatmapScale(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] Cities cities, int zoom, LocalDate from, LocalDate until, int classes = 7, BreakRule rule = BreakRule.HeadTail,
        GeoBounds? bounds = null, CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        var whole = bounds ?? Around(cities);
        Checks.Cells(whole, zoom);
        if (classes is < 1 or > 20)
            throw RefusedException.BadInput("classes", "Classes are from 1 to 20.");
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var position = (await freshness.Read()).Projected;
        var counts = await reader.Read(new(scope, whole, zoom), cancellation);
        var breaks = ClassBreaks.Of(counts.Select(c => c.Count), classes, rule);
        var cells = new int[breaks.Count];
        foreach (var (_, count) in counts.Where(c => c.Count > 0))
            cells[breaks.Count(b => b <= count) - 1]++;
        MethodBasis basis = new(
            "class-breaks",
            rule is BreakRule.HeadTail ? "Jiang, The Professional Geographer 65, 2013" : "Quantiles of the cells with a count",
            counts.Count,
            new Dictionary<string, object?> { ["rule"] = rule, ["classes"] = classes, ["zoom"] = zoom, ["bounds"] = whole });
        return new(
            AnalysisBasis.Of(basis, scope, counts.Sum(c => c.Count), position), whole, [.. breaks.Select(b => b.ToInt())], cells,
            counts.Count == 0 ? 0 : counts.Max(c => c.Count).ToInt());
    }

    /// <summary>
    /// The change of each cell's count between two periods, as a score that allows for random variation. Error `TOO_MANY_CELLS` beyond
    /// 100,000 cells.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees; the counts are those of all cells that touch it.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day of the later period.</param>
    /// <param name="until">First local day no longer in it; the period has at least one day.</param>
    /// <param name="beforeFrom">First local day of the earlier period; default: a period of the same length before `beforeUntil`.</param>
    /// <param name="beforeUntil">First local day no longer in it; default: the first day of the later period.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<HeatmapChange> HeatmapChange(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness, GeoBounds bounds,
        int zoom, LocalDate from, LocalDate until, LocalDate? beforeFrom = null, LocalDate? beforeUntil = null, CountFilter? filter = null,
        LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var days = Period.DaysBetween(from, until);
        var earlierUntil = beforeUntil ?? from;
        var earlierFrom = beforeFrom ?? earlierUntil.PlusDays(-days);
        Checks.Period(earlierFrom, earlierUntil);
        Checks.History(earlierFrom);
        if (from == until || earlierFrom == earlierUntil)
            throw RefusedException.BadInput("until", "Each period is at least a day long.");
        var position = (await freshness.Read()).Projected;
        var now = await reader.Read(new(scope, bounds, zoom), cancellation);
        var before = await reader.Read(new(scope with { From = earlierFrom, Until = earlierUntil }, bounds, zoom), cancellation);
        var (daysNow, daysBefore) = Covered(scope, earlierFrom, earlierUntil);
        var isCovered = daysNow > 0 && daysBefore > 0;
        // What other sources report is no change. Without cities, those of the bounds are not known, and sources far away do not matter.
        var (first, last) = (LocalDate.Min(from, earlierFrom), LocalDate.Max(until, earlierUntil));
        var hasOtherSources = (scope.Cities is not null || scope.Districts is not null)
            && scope.Coverage?.SetsOf(null, first, last).Differ(new(from, until), new(earlierFrom, earlierUntil)) is true;
        if (hasOtherSources)
            await filters.Covered(scope with { From = first, Until = last }, cancellation, compares: true);
        double? share = isCovered && !hasOtherSources ? daysNow / (double)daysBefore : null;
        var counts = new SortedDictionary<long, (long Before, long Now)>();
        foreach (var (cell, n) in before)
            counts[cell.Code] = (n, 0);
        foreach (var (cell, n) in now)
            counts[cell.Code] = (counts.GetValueOrDefault(cell.Code).Before, n);
        if (counts.Count > MostCells)
            throw Checks.TooManyCells(counts.Count, MostCells, "have a count");
        MethodBasis basis = new(
            "poisson-change", "Anscombe, Biometrika 35, 1948; Wheeler, Tables and graphs for monitoring temporal crime trends, 2016",
            counts.Count,
            new Dictionary<string, object?>
            {
                ["beforeFrom"] = earlierFrom,
                ["beforeUntil"] = earlierUntil,
                ["zoom"] = zoom,
                ["bounds"] = bounds,
            });
        var (all, allBefore) = (now.Sum(c => c.Count), before.Sum(c => c.Count));
        return new(
            AnalysisBasis.Of(basis, scope, all, position), zoom, daysBefore == 0 ? null : allBefore.ToInt(),
            daysNow == 0 ? null : all.ToInt(),
            [.. counts.Select(c => Changed(new(zoom, c.Key), c.Value.Before, c.Value.Now, daysBefore > 0, daysNow > 0, share))], daysNow,
            daysBefore,
            !isCovered ? CoverageCode.CoverageNone
                : hasOtherSources || daysNow < days
                    || daysBefore < Period.DaysBetween(earlierFrom, earlierUntil) ? CoverageCode.CoveragePartial
                : null);
    }

    private static (int Now, int Before) Covered(CountScope scope, LocalDate beforeFrom, LocalDate beforeUntil) =>
        scope.Coverage is { } coverage
            ? (coverage.DaysCovered, coverage.All.In(beforeFrom, LocalDate.Min(beforeUntil, LocalDate.Max(beforeFrom, coverage.Until))))
            : (Period.DaysBetween(scope.From, scope.Until), Period.DaysBetween(beforeFrom, beforeUntil));

    private static ChangedCell Changed(GridCell cell, long before, long now, bool hasBefore, bool hasNow, double? share)
    {
        // As of a past day a withdrawal may be known before the incident that it withdraws, which gives a count below zero.
        double? change = share is { } ratio ? 2 * (Math.Sqrt(Math.Max(0, now)) - Math.Sqrt(Math.Max(0, before) * ratio)) : null;
        return new(
            cell.X, cell.Y, hasBefore ? before.ToInt() : null, hasNow ? now.ToInt() : null, change,
            change is { } found ? Math.Abs(found) > NotableBeyond : null,
            before < HeatmapCell.TooFewBelow && now < HeatmapCell.TooFewBelow)
        { Zoom = cell.Zoom };
    }

    private static GeoBounds Around(Cities cities)
    {
        var towns = cities.All.Where(c => c.Bounds is not null).Select(c => c.Bounds!.Value).ToArray();
        return towns.Length == 0
            ? throw new RefusedException(new(ErrorCode.NoRegion, "No town has bounds; the bounds must be given.", "bounds"))
            : new(towns.Min(b => b.West), towns.Min(b => b.South), towns.Max(b => b.East), towns.Max(b => b.North));
    }
}
