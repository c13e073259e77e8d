using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.HotSpots;

/// <summary>Queries of hot spots.</summary>
[QueryType]
internal static class HotSpotQueries
{
    private const int MostPermutations = 9_999;
    private const string PermutationRange = "Permutations are between 99 and 9,999.";
    private const int MostCells = 500_000;
    private const int MostInAnswer = 100_000;
    private const int WidestReach = 100;
    private const int FewNeighbours = 100;
    private const long MostDraws = 200_000_000;

    /// <summary>
    /// Local statistics of cells. Each cell is compared with all cells that touch the bounds, empty cells included: within bounds that
    /// contain much empty land, any built-up area is hot. The result contains the cells with a count and the empty cells that are hot;
    /// `classes` counts all cells. Errors: `TOO_MANY_CELLS` beyond 500,000 cells compared or 100,000 in the answer, `TOO_MUCH_WORK` where
    /// permutations × cells × neighbours exceed 200 million.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="method">The statistic.</param>
    /// <param name="distanceMetres">
    /// Cells are neighbours where their middles are at most this far apart; default: the eight cells around (queen contiguity). At least a
    /// cell's side, at most 100 of them.
    /// </param>
    /// <param name="significance">The kind of p.</param>
    /// <param name="q">False-discovery rate for the classes, above 0 and below 1.</param>
    /// <param name="permutations">Number of permutations where `significance` is `PERMUTATION`; 99 to 9,999.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <param name="empty">Whether the result contains all cells without a count too.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    public static async Task<HotSpots> HotSpots(
        [FromServices] HeatmapReader reader, [FromServices] CountFilters filters, [FromServices] Freshness freshness,
        [FromServices] AnalysisPool pool, GeoBounds bounds, int zoom, LocalDate from, LocalDate until,
        HotSpotMethod method = HotSpotMethod.GetisOrd, double? distanceMetres = null,
        Significance significance = Significance.SkewCorrected, double q = 0.05, int permutations = 999, long seed = 1, bool empty = false,
        CountFilter? filter = null, LocalDate? asKnownOn = null, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        var scope = await filters.Cells(filter, from, until, asKnownOn, cancellation);
        var asked = CellRaster.Touching(bounds, zoom);
        var stencil = StencilOf(asked, distanceMetres);
        var area = asked.With(stencil.Reach);
        if (area.Count > MostCells)
            throw Checks.TooManyCells(area.Count, MostCells, "would be compared");
        var test = TestOf(significance, q, permutations, seed, area, stencil);

        var position = (await freshness.Read()).Projected;
        var counts = await reader.Read(new(scope, area.Bounds, zoom), cancellation);
        var values = area.Fill(counts);
        // Without permutations, and with few neighbours, it takes no longer than reading the counts.
        var result = significance is Significance.Permutation || stencil.Size > FewNeighbours
            ? await pool.Run(Compute, cancellation)
            : Compute(RunControl.None);
        var (cells, classes) = Within(asked, area, values, result, significance, empty);
        var basis = AnalysisBasis.Of(
            result.Basis, scope, counts.Sum(c => c.Count), position, ("bounds", bounds), ("zoom", zoom), ("marginCells", stencil.Reach));
        StudyArea study = new(
            area.West, area.North, area.Columns, area.Rows, EdgesOf(area), stencil.Reach, area.Count.ToInt(), counts.Count,
            area.ScaleError);
        return new(basis, method, zoom, area.CellMetres, study, classes) { Found = cells };

        RasterResult Compute(RunControl control) => method is HotSpotMethod.GetisOrd
            ? RasterStatistics.GiStar(values, area.Columns, stencil, test, control)
            : RasterStatistics.LocalMoran(values, area.Columns, stencil, test, control);
    }

    private static (List<HotSpotCell> Cells, ClassCount[] Classes) Within(
        CellRaster asked, CellRaster area, double[] values, RasterResult result, Significance significance, bool empty)
    {
        var cells = new List<HotSpotCell>();
        var classes = new int[Enum.GetValues<SpotClass>().Length];
        for (var row = asked.North - area.North; row < asked.North - area.North + asked.Rows; row++)
        {
            for (var column = asked.West - area.West; column < asked.West - area.West + asked.Columns; column++)
            {
                var cell = row * area.Columns + column;
                var at = result[cell];
                classes[(int)at.Class]++;
                if (!empty && values[cell] == 0 && at.Class is not SpotClass.Hot)
                    continue;
                if (cells.Count == MostInAnswer)
                    throw Checks.TooManyCells(asked.Count, MostInAnswer, "would be in the answer");
                cells.Add(HotSpotCell.Of(new(area[cell], (long)values[cell]), at, significance));
            }
        }

        return (cells, [.. classes.Select((n, i) => new ClassCount((SpotClass)i, n)).Where(c => c.Cells > 0)]);
    }

    private static GeoBounds EdgesOf(CellRaster area)
    {
        var (northWest, southEast) = (area[0].Bounds(), area[(int)area.Count - 1].Bounds());
        return new(northWest.West, southEast.South, southEast.East, northWest.North);
    }

    internal static Stencil StencilOf(CellRaster cells, double? distanceMetres)
    {
        if (distanceMetres is not { } distance)
            return Stencil.Queen;
        if (!(distance >= cells.CellMetres && distance <= WidestReach * cells.CellMetres))
        {
            throw RefusedException.BadInput(
                "distanceMetres", FormattableString.Invariant(
                    $"A cell here is {cells.CellMetres:0.#} m wide; the distance is between one and {WidestReach} cells."));
        }

        return Stencil.WithinDistance(distance, cells.CellMetres);
    }

    internal static void CheckRate(double q)
    {
        if (q is not (> 0 and < 1))
            throw RefusedException.BadInput("q", "A false-discovery rate lies above 0 and below 1.");
    }

    private static LocalTest TestOf(Significance significance, double q, int permutations, long seed, CellRaster area, Stencil stencil)
    {
        CheckRate(q);
        if (permutations > MostPermutations)
            throw RefusedException.BadInput("permutations", PermutationRange);
        if (significance is not Significance.Permutation)
            return new() { Significance = significance, FalseDiscoveryRate = q };
        if (permutations < 99)
            throw RefusedException.BadInput("permutations", PermutationRange);
        var draws = (double)area.Count * permutations * stencil.Size;
        if (draws > MostDraws)
            throw new RefusedException(new(
                ErrorCode.TooMuchWork,
                $"{draws:0} values would be drawn; at most {MostDraws} are. Ask for fewer permutations or a smaller part.",
                "permutations"));
        return new() { Significance = significance, FalseDiscoveryRate = q, Permutations = permutations, Seed = seed };
    }
}
