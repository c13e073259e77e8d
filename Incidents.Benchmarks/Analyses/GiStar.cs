using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast hot spots are computed.</summary>
internal sealed class GiStar : IGoal
{
    private const double Distance = 300;

    public string Name => "gi-star";

    public string What => "Gi* with its false-discovery rate over 20,000 cells, neighbours included, against spdep";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var grid = new PlanarGrid(0, 0, 100, 100, 200, 100);
        var counts = grid.CountPoints(new Town(20_000, 10_000).Points(40_000, seed: 1));
        PlanarPoint[] places = [.. Enumerable.Range(0, grid.Count).Select(grid.Centre)];
        var data = Town.Csv(context.TemporaryPath("cells.csv"), "x,y,count", places.Zip(counts, (p, n) => (double[])[p.X, p.Y, n]));
        using var peer = await Peer.Start(context, "gi-star.R", data, "300");

        LocalStatistics? local = null;
        var rounds = context.Pick(3, 7);
        var turns = await Turns.Take(
            context, rounds, () => local = GetisOrd.Local(counts, Neighbours.WithinDistance(places, Distance)), peer);
        RasterResult? raster = null;
        var asRaster = await Turns.Take(
            context, rounds, () => raster = RasterStatistics.GiStar(counts, grid.Columns, Stencil.WithinDistance(Distance, 100)));
        double[] z = [.. local!.Places.Select(p => p.Z)];
        Agreement.MustHold("z of the raster", [.. Enumerable.Range(0, grid.Count).Select(c => raster![c].Z)], z, 1e-9);
        Variant[] ours = [
            new("from coordinates, any places", "ms", turns.Ours), new("on the raster, as the map asks", "ms", asRaster.Ours)];
        var note = $"{grid.Count:#,0} cells of 100 m, 40,000 incidents, neighbours within {Distance} m; z, its p, the p of the sum, q "
            + "and class of every cell.";
        if (peer is null)
            return new(ours, [], [note]) { Skipped = ["at most 0.05 of spdep, which is not installed"] };
        var differs = Agreement.MustHold("z and q", [.. z, .. local.Places.Select(p => p.QNormal)], peer.Answer(), 1e-9);
        return new(
            [.. ours, new("spdep", "ms", turns.Peers)],
            [new("of spdep, from coordinates", turns.Share, Relation.AtMost, 0.05)],
            [note, $"spdep {peer.Version}: dnearneigh, nb2listw, localG, p.adjust. All z and q (of the normal p) agree with ours to "
                + $"{differs:0e+0} of the largest."]);
    }
}
