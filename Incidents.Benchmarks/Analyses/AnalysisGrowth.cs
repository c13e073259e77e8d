using Incidents.Statistics.Forecasting;
using Incidents.Statistics.Series;
using Incidents.Statistics.Spatial;

namespace Incidents.Benchmarks.Analyses;

/// <summary>How the time that each method takes grows with the incidents.</summary>
internal sealed class AnalysisGrowth : IGoal
{
    private const double Metres = 20_000;

    private static readonly Town Place = new(Metres, Metres);
    private static readonly PlanarGrid Cells = new(0, 0, 100, 100, 200, 200);
    private static readonly PlanarPoint[] Middles = [.. Enumerable.Range(0, Cells.Count).Select(Cells.Centre)];

    /// <summary>
    /// Each method with a function that makes its data, for once or twice the incidents, and returns the work to be timed.
    /// </summary>
    private static readonly (string Name, Func<int, Action> Prepare)[] Methods =
    [
        ("gi-star", OfPoints(p => RasterStatistics.GiStar(Cells.CountPoints(p), Cells.Columns, Stencil.WithinDistance(300, 100)))),
        ("gi-star from coordinates", OfPoints(p => GetisOrd.Local(Cells.CountPoints(p), Neighbours.WithinDistance(Middles, 300)))),
        ("local-moran", OfPoints(p => RasterStatistics.LocalMoran(Cells.CountPoints(p), Cells.Columns, Stencil.Queen))),
        ("kde gaussian", OfPoints(p => KernelDensity.Of(p, Cells, Kernel.Gaussian, 500))),
        ("kde quartic", OfPoints(p => KernelDensity.Of(p, Cells, Kernel.Quartic, 1000))),
        ("centrography", OfPoints(p => Centrography.Of(p))),
        ("emerging", Emerging),
        ("self-exciting", SelfExciting),
        ("aoristic", OverNight),
        ("knox, twice the days", times => Near(Place.Events(4000 * times, 365 * times, seed: 7))),
        ("knox, twice as dense", times => Near(Place.Events(4000 * times, 365, seed: 7))),
        ("stl, twice the days", OfDays(s => Stl.Decompose(s, StlParameters.For(7, robust: true)))),
        ("mstl, twice the days", OfDays(s => MultipleStl.Decompose(s, [7, 365]))),
        ("anomalies, twice the days", OfDays(s => Anomalies.Detect(s))),
        ("mann-kendall, twice the days", OfDays(s => MannKendall.Original(s))),
        ("hamed-rao, twice the days", OfDays(s => MannKendall.HamedRao(s))),
        ("sens-slope, twice the days", OfDays(s => SensSlope.Of(s))),
    ];

    public string Name => "analysis-growth";

    public string What => "the time that each method but the scan takes for twice the incidents";

    public Task<GoalResult> Run(BenchmarkContext context)
    {
        List<Variant> variants = [];
        List<Want> wants = [];
        foreach (var (name, prepare) in Methods)
        {
            Action[] work = [prepare(1), prepare(2)];
            List<double>[] took = [[], []];
            // The compiler replaces code that has run often by better code, in the background.
            for (var warm = 0.0; warm < 500;)
                warm += work.Sum(Turns.Milliseconds);
            for (var round = 0; round < context.Pick(15, 41); round++)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                for (var i = 0; i < work.Length; i++)
                    took[i].Add(Turns.Milliseconds(work[i]));
            }

            variants.AddRange([new(name, "ms", took[0]), new($"{name}: 2", "ms", took[1])]);
            wants.Add(new($"times ({name})", Times(took), Relation.AtMost, 2.2));
        }

        return Task.FromResult(new GoalResult(variants, wants,
        [
            "Incidents: 100,000 and 200,000 on 40,000 cells; 4,000 and 8,000 for Knox with 99 permutations; series of 3,650 and 7,300 "
                + "days, whose length is what counts there.",
            "Column ours/it means nothing here.",
        ]));
    }

    // Both turns of a round meet the same load, so that their ratio is steadier than that of two medians.
    private static double Times(List<double>[] took) => Statistics.Median([.. took[1].Zip(took[0], (twice, once) => twice / once)]);

    private static Func<int, Action> OfPoints(Func<PlanarPoint[], object> method) => times =>
    {
        var points = Place.Points(100_000 * times, seed: 8);
        return () => method(points);
    };

    private static Func<int, Action> OfDays(Func<double[], object> method) => times =>
    {
        var series = Town.DailyCounts(3650 * times, seed: 9);
        return () => method(series);
    };

    private static Action Near(SpaceTimePoint[] events) => () => Knox.Table(events, new([0, 100, 300]), new([0, 7, 14]), permutations: 99);

    private static Action Emerging(int times)
    {
        const int steps = 12;
        var events = Place.Events(100_000 * times, steps, seed: 10);
        var grid = new PlanarGrid(0, 0, 400, 400, 50, 50);
        return () => EmergingHotSpots.Classify(
            [.. events.GroupBy(e => (int)e.Time).OrderBy(g => g.Key).Select(g => grid.CountPoints(g.Select(e => e.Place)))],
            Neighbours.On(grid.Columns, grid.Rows, Stencil.Queen));
    }

    private static Action SelfExciting(int times)
    {
        (int, double)[] incidents = [.. Place.Events(100_000 * times, 365, seed: 11).Select(e => (Cells.CellOf(e.Place), e.Time))];
        return () => SelfExcitingForecast.Fit(Cells.Count, incidents, 365, 7, rounds: 10);
    }

    private static Action OverNight(int times)
    {
        const int minutesInWeek = 7 * 24 * 60;
        WeekInterval[] thefts =
            [.. Place.Events(100_000 * times, 365 * 24 * 60, seed: 12).Select(e => (long)e.Time % minutesInWeek)
                .Select(m => new WeekInterval(m / 60.0, 10, 1))];
        var known = new long[168];
        return () => Aoristic.Week(known, thefts);
    }
}
