using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.CellCubes;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;
using Statistic = Incidents.Statistics.Spatial.SpaceTimeScan;

namespace Incidents.Api.SpaceTimeScans;

/// <summary>Clusters in space and time with higher counts than expected from the totals of their places and times.</summary>
/// <param name="Basis">Method, parameters, observations (cells with a count), period and what was known.</param>
/// <param name="CellMetres">Side of a cell on the ground at the middle latitude, in metres.</param>
/// <param name="Critical">Critical value of the log likelihood ratio at 5 %; null without replications.</param>
/// <param name="Clusters">Strongest first, no two sharing a cell; at most ten.</param>
public sealed record SpaceTimeScan(AnalysisBasis Basis, double CellMetres, double? Critical, IReadOnlyList<SpaceTimeCluster> Clusters);

/// <summary>A cluster: a circle of cells over some days.</summary>
/// <param name="Longitude">Longitude of the middle of its central cell, in degrees.</param>
/// <param name="Latitude">Latitude of the middle of its central cell, in degrees.</param>
/// <param name="RadiusMetres">Distance to the middle of its farthest cell; 0 for a single cell.</param>
/// <param name="Cells">Number of cells with a count.</param>
/// <param name="From">First local day.</param>
/// <param name="Until">First local day no longer in it.</param>
/// <param name="Count">The count.</param>
/// <param name="Expected">Count expected from the totals of its cells and days.</param>
/// <param name="IsTooFew">Whether the count is below 5.</param>
/// <param name="RelativeRisk">(count / expected) / (the same outside); null where nothing is expected outside.</param>
/// <param name="LogLikelihoodRatio">Natural logarithm.</param>
/// <param name="P">
/// Share of replications whose best window is at least as strong, the data counted among them; null without replications.
/// </param>
public sealed record SpaceTimeCluster(
    double Longitude, double Latitude, double RadiusMetres, int Cells, LocalDate From, LocalDate Until, int Count, double Expected,
    bool IsTooFew, double? RelativeRisk, double LogLikelihoodRatio, double? P);

/// <summary>Request of a scan.</summary>
internal sealed record ScanRequest(
    CountScope Scope, GeoBounds Bounds, int Zoom, int StepDays, double MaxShare, double? MaxRadiusMetres, double MaxDurationShare,
    bool OnlyAlive, int Replications, long Seed)
{
    internal CellCube Cube => new(Scope, CellRaster.Touching(Bounds, Zoom), StepDays);
}

/// <summary>Kulldorff's space-time permutation scan over the cells that have a count.</summary>
internal sealed class SpaceTimeScanAnalysis : AnalysisDefinition<ScanRequest, CubeFigures, SpaceTimeScan>
{
    private const int MostPlaces = 1_500;
    private const int MostCases = 20_000;

    public override AnalysisKind Kind => AnalysisKind.SpaceTimeScan;

    public override IReadOnlyCollection<string>? Towns(ScanRequest request) => SourceCoverages.CitiesOf(request.Scope);

    protected override async Task<CubeFigures> Read(ScanRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var figures = await request.Cube.Read(snapshot, cancellation);
        var counts = figures.Counts;
        // As of a past day, a withdrawal may be known before the incident that it withdraws: a count below zero has no cases.
        counts.RemoveAll(c => c.N < 0);
        if (counts.Select(c => c.Cell).Distinct().Count() is > MostPlaces and var places)
            throw Checks.TooManyCells(places, MostPlaces, "have a count");
        if (counts.Sum(c => c.N) > MostCases)
            throw new RefusedException(
                new(ErrorCode.TooManyIncidents, $"More than {MostCases} are counted; ask for a shorter period or fewer categories.",
                    "until"));
        return figures;
    }

    protected override SpaceTimeScan Compute(ScanRequest request, CubeFigures figures, long ledgerPosition, RunControl control)
    {
        var cube = request.Cube;
        int[] cells = [.. figures.Counts.Select(f => f.Cell).Distinct()];
        var numbers = cells.Select((cell, i) => (cell, i)).ToDictionary(c => c.cell, c => c.i);
        (int Place, int Step)[] cases = [.. figures.Counts.SelectMany(f => Enumerable.Repeat((numbers[f.Cell], f.Step), (int)f.N))];
        var result = Statistic.Permutation([.. cells.Select(cube.Cells.Middle)], cases, cube.Steps, new()
        {
            MaxShare = request.MaxShare,
            MaxRadius = request.MaxRadiusMetres ?? double.PositiveInfinity,
            MaxDurationShare = request.MaxDurationShare,
            OnlyAlive = request.OnlyAlive,
            Replications = request.Replications,
            Seed = request.Seed,
        }, control);
        return new(
            AnalysisBasis.Of(
                result.Basis, request.Scope, cases.Length, ledgerPosition, ("bounds", request.Bounds), ("zoom", request.Zoom),
                ("stepDays", request.StepDays), (CubeFigures.LeftOut, figures.NotKnownToDay)),
            cube.Cells.CellMetres, result.Critical, [.. result.Clusters.Select(c => Cluster(c, cube, cells))]);
    }

    private static SpaceTimeCluster Cluster(ScanCluster found, CellCube cube, int[] cells)
    {
        var centre = cube.Cells[cells[found.Centre]].Centre();
        return new(
            Math.Round(centre.Longitude, 7), Math.Round(centre.Latitude, 7), found.Radius, found.Places.Count,
            cube.FirstDay(found.FirstStep), cube.FirstDay(found.LastStep + 1), (int)found.Observed, found.Expected, found.Observed < 5,
            double.IsFinite(found.RelativeRisk) ? found.RelativeRisk : null, found.LogLikelihoodRatio, found.P);
    }
}

/// <summary>Mutations that start space-time scans.</summary>
[MutationType]
internal static class SpaceTimeScanMutations
{
    private const int MostSteps = 120;

    /// <summary>
    /// Starts Kulldorff's space-time permutation scan, or finds the job of the same request: clusters in space and time, without population
    /// data; a place whose count is always high is not a cluster. The job's result is its field `spaceTimeScan`. The job fails with
    /// `TOO_MANY_CELLS` beyond 1,500 cells with a count, and with `TOO_MANY_INCIDENTS` beyond 20,000 counted. Error `TOO_BUSY` if too many
    /// jobs wait.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees; the counts are those of all cells that touch it.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day. Steps are counted back from the end; days before the first whole step are left out.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="stepDays">Days in a step; the period has from 2 to 120 of them.</param>
    /// <param name="maxShare">Largest share of all cases in a circle, above 0 and up to 1.</param>
    /// <param name="maxRadiusMetres">Largest radius; default none.</param>
    /// <param name="maxDurationShare">Longest time as a share of the period, above 0 and up to 1.</param>
    /// <param name="onlyAlive">Whether only clusters that include the last step are searched.</param>
    /// <param name="replications">Monte-Carlo replications, 0 to 999.</param>
    /// <param name="seed">Seed of the replications.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartSpaceTimeScan(
        [FromServices] AnalysisJobService jobs, [FromServices] SpaceTimeScanAnalysis analysis, [FromServices] CountFilters filters,
        GeoBounds bounds, int zoom, LocalDate from, LocalDate until, int stepDays = 1, double maxShare = 0.5,
        double? maxRadiusMetres = null, double maxDurationShare = 0.5, bool onlyAlive = false, int replications = 999, long seed = 1,
        CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        foreach (var (field, share) in new[] { ("maxShare", maxShare), ("maxDurationShare", maxDurationShare) })
        {
            if (share is not (> 0 and <= 1))
                throw RefusedException.BadInput(field, "A share lies above 0 and at most at 1.");
        }
        if (maxRadiusMetres is { } radius && !(radius is >= 0 and <= Checks.MostMetres))
            throw RefusedException.BadInput("maxRadiusMetres", $"A radius is from 0 to {Checks.MostMetres} m.");
        if (replications is < 0 or > 999)
            throw RefusedException.BadInput("replications", "Replications are between 0 and 999.");
        if (stepDays < 1)
            throw RefusedException.BadInput("stepDays", "A step is at least a day.");
        ScanRequest request = new(
            await filters.CellSteps(filter, from, until, asKnownOn, cancellation), bounds, zoom, stepDays, maxShare, maxRadiusMetres,
            maxDurationShare, onlyAlive, replications, seed);
        if (request.Cube.Steps is < 2 or > MostSteps)
            throw RefusedException.BadInput("stepDays", $"The period has from 2 to {MostSteps} steps, not {request.Cube.Steps}.");
        if (request.Cube.Cells.Count > int.MaxValue)
            throw Checks.TooManyCells(request.Cube.Cells.Count, int.MaxValue, "touch the bounds");
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }
}

/// <summary>The result of scan jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class SpaceTimeScanResults
{
    /// <summary>The result of `startSpaceTimeScan`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<SpaceTimeScan?> SpaceTimeScan(
        [Parent] AnalysisJob job, [FromServices] SpaceTimeScanAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
