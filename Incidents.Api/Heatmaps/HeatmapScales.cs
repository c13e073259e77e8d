using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.Heatmaps;

/// <summary>The classes of a heat map's colours, the same wherever the map is moved.</summary>
/// <param name="Basis">Method, parameters, n (cells with a count), period and what was known.</param>
/// <param name="Region">The part of the world whose cells decide.</param>
/// <param name="Breaks">The least count of each class, ascending; the last class has no upper bound. Fewer than asked for where the counts do not allow more.</param>
/// <param name="Cells">How many cells are of each class, in the same order.</param>
/// <param name="Max">Greatest count of a cell; 0 where there are none.</param>
public sealed record HeatmapScale(AnalysisBasis Basis, GeoBounds Region, IReadOnlyList<long> Breaks, IReadOnlyList<int> Cells, long Max);

/// <summary>What changed between two periods, cell by cell.</summary>
/// <param name="Basis">Method, parameters, n (cells with a count in either period), the later period and what was known.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="Before">Sum of all cells in the earlier period.</param>
/// <param name="Now">Sum of all cells in the later one.</param>
/// <param name="Cells">The cells with a count in either.</param>
public sealed record HeatmapChange(AnalysisBasis Basis, int Zoom, long Before, long Now, IReadOnlyList<ChangedCell> Cells);

/// <summary>A cell's change.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Longitude">Longitude of its centre, in degrees.</param>
/// <param name="Latitude">Latitude of its centre, in degrees.</param>
/// <param name="Before">Count of the earlier period.</param>
/// <param name="Now">Count of the later one.</param>
/// <param name="Change">2(√now − √before), before scaled to the later period's length: mean 0 and variance 2 where only chance is at work and the periods are as long.</param>
/// <param name="IsNotable">Whether the change lies beyond ±3, as chance alone brings about in one of thirty cells.</param>
/// <param name="TooFew">Whether both counts are below 5.</param>
public sealed record ChangedCell(int X, int Y, double Longitude, double Latitude, long Before, long Now, double Change, bool IsNotable, bool TooFew);

/// <summary>Scales of heat maps, and maps of change.</summary>
[QueryType]
public static class HeatmapScaleQueries
{
    private const int MostCells = 100_000;
    private const double NotableBeyond = 3;

    /// <summary>
    /// Class breaks that depend on the period, categories and zoom, and not on what part of the map is looked at: of all cells of the region with a count. Error
    /// `NO_REGION` where no town has bounds.
    /// </summary>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="classes">How many classes at most, 1 to 20.</param>
    /// <param name="rule">How counts are divided.</param>
    /// <param name="region">The part of the world whose cells decide; a rectangle around the towns of the programme unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    /// <param name="hours">Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167; all unless told. Incidents alone are counted by them.</param>
    public static async Task<HeatmapScale> HeatmapScale(
        [FromServices] HeatmapCounts reader, [FromServices] Freshness freshness, [FromServices] Cities cities, int zoom, LocalDate from, LocalDate until, int classes = 7,
        BreakRule rule = BreakRule.HeadTail, GeoBounds? region = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        Measure measure = Measure.Incidents, IEnumerable<int>? hours = null, CancellationToken cancellationToken = default)
    {
        var whole = region ?? Around(cities);
        Checks.Cells(whole, zoom);
        if (classes is < 1 or > 20)
            throw RefusedException.BadInput("classes", "Classes are from 1 to 20.");
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var position = (await freshness.Read()).Projected;
        var counts = await reader.Read(new(measure, whole, zoom, from, until, scope.Categories, knownAt), hours, cancellationToken);
        var breaks = ClassBreaks.Of(counts.Select(c => c.Count), classes, rule);
        var cells = new int[breaks.Count];
        foreach (var (_, count) in counts.Where(c => c.Count > 0))
            cells[breaks.Count(b => b <= count) - 1]++;
        Basis basis = new("class-breaks", rule is BreakRule.HeadTail ? "Jiang, The Professional Geographer 65, 2013" : "Quantiles of the cells with a count", counts.Count,
            Parameters(hours, new() { ["rule"] = rule.ToString(), ["classes"] = classes, ["zoom"] = zoom }));
        return new(AnalysisBasis.Of(basis, scope, counts.Sum(c => c.Count), position), whole, breaks, cells, counts.Count == 0 ? 0 : counts.Max(c => c.Count));
    }

    /// <summary>A dual map: the change of each cell's count between two periods, as a score that allows for the chance in counts. Error `TOO_MANY_CELLS` beyond 100,000 cells.</summary>
    /// <param name="bounds">The part of the world, in degrees; every cell that touches it is counted whole.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day of the later period.</param>
    /// <param name="until">First local day no longer in it; it is at least a day.</param>
    /// <param name="beforeFrom">First local day of the earlier period; as long before as the later one is unless told.</param>
    /// <param name="beforeUntil">First local day no longer in it; the later period's first day unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    /// <param name="hours">Hours of the local week, 0 (Monday, 00:00 to 01:00) to 167; all unless told. Incidents alone are counted by them.</param>
    public static async Task<HeatmapChange> HeatmapChange(
        [FromServices] HeatmapCounts reader, [FromServices] Freshness freshness, GeoBounds bounds, int zoom, LocalDate from, LocalDate until, LocalDate? beforeFrom = null,
        LocalDate? beforeUntil = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null, Measure measure = Measure.Incidents,
        IEnumerable<int>? hours = null, CancellationToken cancellationToken = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        var days = Period.DaysBetween(from, until);
        var earlierUntil = beforeUntil ?? from;
        var earlierFrom = beforeFrom ?? earlierUntil.PlusDays(-days);
        Checks.Period(earlierFrom, earlierUntil);
        Checks.History(earlierFrom);
        if (from == until || earlierFrom == earlierUntil)
            throw RefusedException.BadInput("until", "Each period is at least a day long.");
        var position = (await freshness.Read()).Projected;
        var now = await reader.Read(new(measure, bounds, zoom, from, until, scope.Categories, knownAt), hours, cancellationToken);
        var before = await reader.Read(new(measure, bounds, zoom, earlierFrom, earlierUntil, scope.Categories, knownAt), hours, cancellationToken);
        var share = days / (double)Period.DaysBetween(earlierFrom, earlierUntil);
        var counts = new SortedDictionary<long, (long Before, long Now)>();
        foreach (var (cell, n) in before)
            counts[cell.Code] = (n, 0);
        foreach (var (cell, n) in now)
            counts[cell.Code] = (counts.GetValueOrDefault(cell.Code).Before, n);
        if (counts.Count > MostCells)
            throw Checks.TooManyCells(counts.Count, MostCells, "have a count");
        Basis basis = new("poisson-change", "Anscombe, Biometrika 35, 1948; Wheeler, Tables and graphs for monitoring temporal crime trends, 2016", counts.Count,
            Parameters(hours, new() { ["beforeFrom"] = $"{earlierFrom:uuuu-MM-dd}", ["beforeUntil"] = $"{earlierUntil:uuuu-MM-dd}", ["zoom"] = zoom, ["bounds"] = bounds }));
        var (all, allBefore) = (now.Sum(c => c.Count), before.Sum(c => c.Count));
        return new(
            AnalysisBasis.Of(basis, scope, all, position), zoom, allBefore, all, [.. counts.Select(c => Changed(new(zoom, c.Key), c.Value.Before, c.Value.Now, share))]);
    }

    private static Dictionary<string, object?> Parameters(IEnumerable<int>? hours, Dictionary<string, object?> others)
    {
        if (hours is not null)
            others["hours"] = hours.Distinct().Order().ToArray();
        return others;
    }

    private static ChangedCell Changed(GridCell cell, long before, long now, double share)
    {
        var at = HeatmapCell.Of(new(cell, now));
        // As of a past day a withdrawal may have been known before what it withdraws: no count below zero has a root.
        var change = 2 * (Math.Sqrt(Math.Max(0, now)) - Math.Sqrt(Math.Max(0, before) * share));
        return new(
            at.X, at.Y, at.Longitude, at.Latitude, before, now, change, Math.Abs(change) > NotableBeyond, before < HeatmapCell.TooFewBelow && now < HeatmapCell.TooFewBelow);
    }

    private static GeoBounds Around(Cities cities)
    {
        var towns = cities.All.Where(c => c.Bounds is not null).Select(c => c.Bounds!.Value).ToArray();
        return towns.Length == 0
            ? throw new RefusedException(new("NO_REGION", "No town has bounds; tell the region.", "region"))
            : new(towns.Min(b => b.West), towns.Min(b => b.South), towns.Max(b => b.East), towns.Max(b => b.North));
    }
}
