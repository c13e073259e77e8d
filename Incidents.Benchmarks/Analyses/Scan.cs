using Incidents.Statistics;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How fast clusters are found.</summary>
internal sealed class Scan : IGoal
{
    private const int Areas = 281, Replications = 999;
    private const double Corner = 6000;

    public string Name => "scan";

    public string What => "Kulldorff's scan statistic of 281 areas with 999 replications";

    public async Task<GoalResult> Run(BenchmarkContext context)
    {
        var areas = MakeAreas();
        ScanResult? found = null;
        var turns = await Turns.Take(
            context, context.Pick(7, 15), () => found = SpaceTimeScan.Poisson(areas, new() { Replications = Replications }));
        var strongest = found!.Clusters[0];
        var corner = strongest.Places.Average(p => areas[p].Place.DistanceTo(new(0, 0)));
        if (strongest.P > 0.01 || corner > Corner || Math.Abs(strongest.LogLikelihoodRatio / Highest(areas) - 1) > 1e-9)
            throw new InvalidOperationException($"The cluster planted, or the strongest of all, was not found, but {strongest}.");
        return new(
            [new("scan", "ms", turns.Ours)],
            [new("s", Statistics.Median(turns.Ours) / 1000, Relation.Below, 2)],
            [
                $"{Areas} areas, {found.Cases:0} cases, circles of up to half the population, {Replications} replications on "
                    + $"{Environment.ProcessorCount} cores.",
                "The strongest cluster is the one planted in a corner, with three times the rate, and its likelihood ratio that of a "
                    + "search through all circles one by one.",
            ]);
    }

    /// <summary>The highest logarithm of a likelihood ratio, by the definition.</summary>
    private static double Highest(ScanArea[] areas)
    {
        var (cases, population, highest) = (areas.Sum(a => a.Cases), areas.Sum(a => a.Population), 0.0);
        foreach (var centre in areas)
        {
            var (inside, expected) = (0.0, 0.0);
            foreach (var area in areas.OrderBy(a => a.Place.DistanceTo(centre.Place)))
            {
                (inside, expected) = (inside + area.Cases, expected + cases * area.Population / population);
                if (expected > cases / 2)
                    break;
                if (inside > expected)
                    highest = Math.Max(
                        highest, inside * Math.Log(inside / expected) + (cases - inside) * Math.Log((cases - inside) / (cases - expected)));
            }
        }

        return highest;
    }

    private static ScanArea[] MakeAreas()
    {
        var random = new SeededRandom(5);
        return
        [
            .. Enumerable.Range(0, Areas).Select(_ =>
            {
                PlanarPoint place = new(random.NextDouble() * 20_000, random.NextDouble() * 20_000);
                var population = 1000 + random.NextInt(6000);
                var rate = place.DistanceTo(new(0, 0)) < Corner ? 0.003 : 0.001;
                return new ScanArea(place, random.NextPoisson(rate * population), population);
            }),
        ];
    }
}
