using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.CellCubes;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Heatmaps;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using Incidents.Statistics.Spatial;
using NodaTime;
using Classes = Incidents.Statistics.Spatial.EmergingHotSpots;

namespace Incidents.Api.HotSpots;

/// <summary>Hot and cold spots by their pattern over time.</summary>
/// <param name="Basis">Method, parameters, observations, period and what was known.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="CellMetres">Side of a cell on the ground at the middle latitude, in metres.</param>
/// <param name="StepDays">Days in a step of time.</param>
/// <param name="Steps">First local day of each step.</param>
/// <param name="Patterns">Number of cells within the bounds by pattern, empty cells included.</param>
/// <param name="Cells">The cells with a pattern.</param>
public sealed record EmergingHotSpots(
    AnalysisBasis Basis, int Zoom, double CellMetres, int StepDays, IReadOnlyList<LocalDate> Steps, IReadOnlyList<PatternCount> Patterns,
    IReadOnlyList<EmergingSpot> Cells);

/// <summary>Number of cells with a pattern.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Side">Hot or cold.</param>
/// <param name="Cells">Number of cells.</param>
public sealed record PatternCount(EmergingPattern Pattern, SpotClass Side, int Cells);

/// <summary>The pattern of a cell.</summary>
/// <param name="X">Column at the map's zoom, from 180° W.</param>
/// <param name="Y">Row at the map's zoom, from the north edge.</param>
/// <param name="Count">Count of the cell over all steps.</param>
/// <param name="IsTooFew">Whether that is below 5.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Side">Hot or cold.</param>
/// <param name="HotSteps">Steps in which it was hot.</param>
/// <param name="ColdSteps">Steps in which it was cold.</param>
/// <param name="TrendZ">Mann-Kendall z of the series of Gi* deviates; null where it cannot be computed.</param>
/// <param name="TrendP">Two-sided p of the trend.</param>
/// <param name="Trend">Direction of the trend.</param>
/// <param name="SlopePerStep">Sen's slope of the counts of the cell.</param>
/// <param name="LastZ">Gi* deviate of the last step; null where undetermined.</param>
public sealed record EmergingSpot(
    int X, int Y, int Count, bool IsTooFew, EmergingPattern Pattern, SpotClass Side, int HotSteps, int ColdSteps, double? TrendZ,
    double? TrendP, TrendDirection Trend, double? SlopePerStep, double? LastZ) : MapCell(X, Y);

/// <summary>Request of emerging hot spots.</summary>
internal sealed record EmergingHotSpotsRequest(
    CountScope Scope, GeoBounds Bounds, int Zoom, int StepDays, double? DistanceMetres, int TimeLags, ComparisonWindow Window,
    Significance Significance, double Q)
{
    internal CellRaster Asked => CellRaster.Touching(Bounds, Zoom);

    internal Stencil Stencil => HotSpotQueries.StencilOf(Asked, DistanceMetres);

    internal CellCube Cube => new(Scope, Asked.With(Stencil.Reach), StepDays);
}

/// <summary>Gi* by step, its trend, and the published patterns.</summary>
internal sealed class EmergingHotSpotsAnalysis : AnalysisDefinition<EmergingHotSpotsRequest, CubeFigures, EmergingHotSpots>
{
    private const int MostInAnswer = 50_000;

    public override AnalysisKind Kind => AnalysisKind.EmergingHotSpots;

    public override IReadOnlyCollection<string>? Towns(EmergingHotSpotsRequest request) => SourceCoverages.CitiesOf(request.Scope);

    protected override Task<CubeFigures> Read(
        EmergingHotSpotsRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) => request.Cube.Read(snapshot,
        cancellation);

    protected override EmergingHotSpots Compute(
        EmergingHotSpotsRequest request, CubeFigures figures, long ledgerPosition, RunControl control)
    {
        var (asked, cube, stencil) = (request.Asked, request.Cube, request.Stencil);
        var steps = new double[cube.Steps][];
        for (var step = 0; step < steps.Length; step++)
            steps[step] = new double[cube.Cells.Count];
        foreach (var (cell, step, n) in figures.Counts)
            steps[step][cell] = n;
        var result = Classes.Classify(steps, Neighbours.On(cube.Cells.Columns, cube.Cells.Rows, stencil), new()
        {
            TimeLags = request.TimeLags,
            Window = request.Window,
            Significance = request.Significance,
            Level = request.Q,
        }, control);

        var cells = new List<EmergingSpot>();
        var patterns = new SortedDictionary<(EmergingPattern, SpotClass), int>();
        for (var i = 0; i < cube.Cells.Count; i++)
        {
            if (asked.IndexOf(cube.Cells[i]) < 0)
                continue;
            var found = result.Cells[i];
            patterns[(found.Pattern, found.Side)] = patterns.GetValueOrDefault((found.Pattern, found.Side)) + 1;
            if (found.Pattern is EmergingPattern.NoPattern)
                continue;
            if (cells.Count == MostInAnswer)
                throw Checks.TooManyCells(asked.Count, MostInAnswer, "would be in the answer");
            cells.Add(Spot(cube.Cells[i], (long)steps.Sum(s => s[i]), found));
        }

        return new(
            AnalysisBasis.Of(
                result.Basis, request.Scope, figures.Counts.Sum(f => f.N), ledgerPosition, ("bounds", request.Bounds),
                ("zoom", request.Zoom),
                ("stepDays", request.StepDays),
                ("marginCells", stencil.Reach), (CubeFigures.LeftOut, figures.NotKnownToDay)),
            request.Zoom, cube.Cells.CellMetres, request.StepDays, [.. Enumerable.Range(0, cube.Steps).Select(cube.FirstDay)],
            [.. patterns.Select(p => new PatternCount(p.Key.Item1, p.Key.Item2, p.Value))], cells);
    }

    private static EmergingSpot Spot(GridCell cell, long n, EmergingCell found)
    {
        var at = HeatmapCell.Of(new(cell, n));
        return new(
            at.X, at.Y, at.Count, at.IsTooFew, found.Pattern, found.Side, found.HotSteps, found.ColdSteps, found.Trend.Z.Finite(),
            found.Trend.P.Finite(), found.Trend.Direction, found.SlopePerStep.Finite(), found.Z[^1].Finite())
        { Zoom = at.Zoom };
    }
}

/// <summary>Mutations that start emerging-hot-spot jobs.</summary>
[MutationType]
internal static class EmergingMutations
{
    private const int LeastSteps = 10;
    private const long MostBins = 2_000_000;
    private const long MostPairs = 10_000_000;

    /// <summary>
    /// Starts a search for hot and cold spots of a space-time cube by their pattern over time (new, intensifying, sporadic …), or finds
    /// the job of the same request. The job's result is its field `emergingHotSpots`. The study area is that of `hotSpots`. Steps before
    /// the first and after the last day on which a source reported are left out. Errors: `COVERAGE_NONE` where there is no such day,
    /// `COVERAGE_PARTIAL` where there is a gap between them, `TOO_MANY_CELLS` beyond 2 million cells × steps or 10 million pairs of
    /// neighbours, `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day. Steps are counted back from the end; days before the first whole step are left out.</param>
    /// <param name="until">First local day no longer counted; at least 10 steps after the first.</param>
    /// <param name="stepDays">Days in a step.</param>
    /// <param name="distanceMetres">As for `hotSpots`.</param>
    /// <param name="timeLags">Number of earlier steps in a neighbourhood; 0 where each step is compared within itself.</param>
    /// <param name="window">What the neighbourhood of a step is compared with.</param>
    /// <param name="significance">The kind of p; permutation is not available.</param>
    /// <param name="q">False-discovery rate over all cells and steps, and level of the trend test.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartEmergingHotSpots(
        [FromServices] AnalysisJobService jobs, [FromServices] EmergingHotSpotsAnalysis analysis, [FromServices] CountFilters filters,
        GeoBounds bounds, int zoom, LocalDate from, LocalDate until, int stepDays = 7, double? distanceMetres = null, int? timeLags = null,
        ComparisonWindow window = ComparisonWindow.Cube, Significance significance = Significance.SkewCorrected, double q = 0.05,
        CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        HotSpotQueries.CheckRate(q);
        if (stepDays < 1)
            throw RefusedException.BadInput("stepDays", "A step is at least a day.");
        if (significance is Significance.Permutation)
            throw RefusedException.BadInput("significance", "Permutation is not available for steps.");
        var lags = timeLags ?? (window is ComparisonWindow.Cube ? 1 : 0);
        if (lags < 0 || (lags > 0 && window is ComparisonWindow.Step))
            throw RefusedException.BadInput("timeLags", "Lags are not negative, and none where each step is compared within itself.");
        EmergingHotSpotsRequest request = new(
            CoveredPeriod.Cut(await filters.CellSteps(filter, from, until, asKnownOn, cancellation), stepDays), bounds, zoom, stepDays,
            distanceMetres, lags, window, significance, q);
        var cube = request.Cube;
        if (cube.Steps < LeastSteps)
            throw RefusedException.BadInput("until", $"A trend needs at least {LeastSteps} steps; the period has {cube.Steps}.");
        if (lags >= cube.Steps)
            throw RefusedException.BadInput("timeLags", $"The period has {cube.Steps} steps, and no more earlier ones.");
        if (cube.Cells.Count * cube.Steps > MostBins)
            throw Checks.TooManyCells(cube.Cells.Count * cube.Steps, (int)MostBins, "× steps would be compared");
        if (cube.Cells.Count * request.Stencil.Size > MostPairs)
            throw Checks.TooManyCells(cube.Cells.Count * request.Stencil.Size, (int)MostPairs, "× neighbours would be compared");
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }
}

/// <summary>The result of emerging-hot-spot jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class EmergingResults
{
    /// <summary>The result of `startEmergingHotSpots`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<EmergingHotSpots?> EmergingHotSpots(
        [Parent] AnalysisJob job, [FromServices] EmergingHotSpotsAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
