using System.Globalization;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast and how exactly a kernel density is computed.</summary>
internal sealed class Kde : IGoal
{
    private const int Points = 150_000, Side = 200;
    private const double Metres = 20_000, Bandwidth = 500;

    public string Name => "kde";

    public string What => "kernel density of 150,000 points on 200 × 200 cells, against spatstat and the sum over all points";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var points = new Town(Metres, Metres).Points(Points, seed: 2);
        var grid = new PlanarGrid(0, 0, Metres / Side, Metres / Side, Side, Side);
        var data = Town.Csv(context.TemporaryPath("points.csv"), "x,y", points.Select(p => (double[])[p.X, p.Y]));
        using var peer = await Peer.Start(
            context, "kde.R",
            [data, .. ((double[])[Metres, Metres, Side, Bandwidth]).Select(v => v.ToString(CultureInfo.InvariantCulture))]);

        DensityGrid? gaussian = null, quartic = null;
        var rounds = context.Pick(7, 15);
        var turns = await Turns.Take(context, rounds, () => gaussian = KernelDensity.Of(points, grid, Kernel.Gaussian, Bandwidth), peer);
        var wide = KernelBandwidth(Kernel.Quartic);
        var asQuartic = await Turns.Take(context, rounds, () => quartic = KernelDensity.Of(points, grid, Kernel.Quartic, wide));

        var error = Math.Max(Error(points, gaussian!, Kernel.Gaussian), Error(points, quartic!, Kernel.Quartic));
        Variant[] ours = [new("Gaussian", "ms", turns.Ours), new("quartic of the same spread", "ms", asQuartic.Ours)];
        Want exact = new("of a cell's sum over all points is the largest error", error, Relation.AtMost, 1e-6);
        var note = $"{Points:#,0} points in a town of 20 km, cells of {Metres / Side} m, standard deviation of the kernel {Bandwidth} m, "
            + "no edge correction. Errors are of 400 cells taken at random.";
        if (peer is null)
            return new(ours, [exact], [note]) { Skipped = ["at most 1 of spatstat, which is not installed"] };
        // spatstat moves every point to the middle of its cell, which widens the kernel.
        var differs = Agreement.MustHold("densities", [.. gaussian!.Density], peer.Answer(), 0.02);
        return new(
            [.. ours, new("spatstat, Gaussian", "ms", turns.Peers)],
            [new("of spatstat", turns.Share, Relation.AtMost, 1), exact],
            [note, $"spatstat.explore {peer.Version}: density.ppp, which moves points to the middles of cells; its densities differ from "
                + $"ours by {differs:0.0e+0} of the largest."]);
    }

    private static double KernelBandwidth(Kernel kernel) => kernel is Kernel.Gaussian ? Bandwidth : Bandwidth * Math.Sqrt(8);

    /// <summary>The largest error of cells taken at random, each as a share of its sum over all points.</summary>
    private static double Error(PlanarPoint[] points, DensityGrid found, Kernel kernel)
    {
        var random = new SeededRandom(3);
        var h2 = Math.Pow(KernelBandwidth(kernel), 2);
        return Enumerable.Range(0, 400).Max(_ =>
        {
            var cell = random.NextInt(found.Grid.Count);
            var (x, y) = found.Grid.Centre(cell);
            var sum = 0.0;
            foreach (var p in points)
            {
                var d2 = (p.X - x) * (p.X - x) + (p.Y - y) * (p.Y - y);
                sum += kernel is Kernel.Gaussian ? Math.Exp(-d2 / (2 * h2)) / (2 * Math.PI * h2)
                    : d2 < h2 ? 3 / (Math.PI * h2) * Math.Pow(1 - d2 / h2, 2) : 0;
            }

            return Math.Abs(found.Density[cell] - sum) / sum;
        });
    }
}
