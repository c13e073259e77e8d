using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.HotSpots;

/// <summary>The spots of a map beside those of maps with the same counts in random places.</summary>
/// <param name="Basis">Method, parameters, observations (cells compared), period and what was known.</param>
/// <param name="Method">The statistic.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="CellMetres">Side of a cell on the ground at the middle latitude, in metres.</param>
/// <param name="Shuffles">Number of shuffled maps.</param>
/// <param name="Spots">The hot spots, and the cold ones.</param>
public sealed record ShuffledHotSpots(
    AnalysisBasis Basis, HotSpotMethod Method, int Zoom, double CellMetres, int Shuffles, IReadOnlyList<ShuffledSpotCount> Spots);

/// <summary>Number of spots of a map, and how many shuffled maps have spots.</summary>
/// <param name="Class">`HOT` or `COLD`.</param>
/// <param name="Cells">Number of cells of that class within the bounds.</param>
/// <param name="ShareAsMany">Share of the shuffled maps with at least as many; 1 where there are none on the map.</param>
/// <param name="ShareAny">Share of the shuffled maps with at least one.</param>
public sealed record ShuffledSpotCount(SpotClass Class, int Cells, double ShareAsMany, double ShareAny);

/// <summary>Request of the spots of shuffled maps.</summary>
internal sealed record ShuffledHotSpotsRequest(
    CountScope Scope, GeoBounds Bounds, int Zoom, HotSpotMethod Method, double? DistanceMetres, Significance Significance, double Q,
    int Shuffles, long Seed)
{
    internal CellRaster Asked => CellRaster.Touching(Bounds, Zoom);

    internal Stencil Stencil => HotSpotQueries.StencilOf(Asked, DistanceMetres);

    internal CellRaster Area => Asked.With(Stencil.Reach);
}

/// <summary>Tests shuffles of a map as the map itself is tested.</summary>
internal sealed class ShuffledHotSpotsAnalysis : AnalysisDefinition<ShuffledHotSpotsRequest, List<CellCount>, ShuffledHotSpots>
{
    public override AnalysisKind Kind => AnalysisKind.ShuffledHotSpots;

    public override IReadOnlyCollection<string>? Towns(ShuffledHotSpotsRequest request) => SourceCoverages.CitiesOf(request.Scope);

    protected override Task<List<CellCount>> Read(
        ShuffledHotSpotsRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) =>
        HeatmapReader.Read(new(request.Scope, request.Area.Bounds, request.Zoom), snapshot.Connection, cancellation);

    protected override ShuffledHotSpots Compute(
        ShuffledHotSpotsRequest request, List<CellCount> figures, long ledgerPosition, RunControl control)
    {
        var (asked, area, stencil) = (request.Asked, request.Area, request.Stencil);
        var values = area.Fill(figures);
        LocalTest test = new() { Significance = request.Significance, FalseDiscoveryRate = request.Q };
        var found = request.Method is HotSpotMethod.GetisOrd
            ? ShuffledMaps.GiStar(values, area.Columns, stencil, test, request.Shuffles, request.Seed, IsAsked, control)
            : ShuffledMaps.LocalMoran(values, area.Columns, stencil, test, request.Shuffles, request.Seed, IsAsked, control);
        return new(
            AnalysisBasis.Of(
                found.Basis, request.Scope, figures.Sum(f => f.Count), ledgerPosition, ("bounds", request.Bounds), ("zoom", request.Zoom),
                ("marginCells", stencil.Reach)),
            request.Method, request.Zoom, area.CellMetres, request.Shuffles,
            [
                new(SpotClass.Hot, found.Hot, found.ShareAsManyHot, found.ShareAnyHot),
                new(SpotClass.Cold, found.Cold, found.ShareAsManyCold, found.ShareAnyCold),
            ]);

        bool IsAsked(int cell) => asked.IndexOf(area[cell]) >= 0;
    }
}

/// <summary>Mutations that start jobs of shuffled maps.</summary>
[MutationType]
internal static class ShuffledMutations
{
    private const int MostShuffles = 999;
    private const int LeastShuffles = 20;
    private const long MostTests = 50_000_000;

    /// <summary>
    /// Starts a comparison of the spots of a map with those of maps with the same counts in random places, or finds the job of the same
    /// request: what share of the shuffled maps shows as many hot (cold) spots? The map is that of `hotSpots` with the same arguments. The
    /// job's result is its field `shuffledHotSpots`. Errors: `TOO_MANY_CELLS` beyond 50 million cells × shuffles; `TOO_BUSY` if too many
    /// jobs wait.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="method">The statistic.</param>
    /// <param name="distanceMetres">As for `hotSpots`.</param>
    /// <param name="significance">The kind of p; permutation is not available.</param>
    /// <param name="q">False-discovery rate for the classes, above 0 and below 1.</param>
    /// <param name="shuffles">Number of shuffled maps, 20 to 999.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartShuffledHotSpots(
        [FromServices] AnalysisJobService jobs, [FromServices] ShuffledHotSpotsAnalysis analysis, [FromServices] CountFilters filters,
        GeoBounds bounds, int zoom, LocalDate from, LocalDate until, HotSpotMethod method = HotSpotMethod.GetisOrd,
        double? distanceMetres = null, Significance significance = Significance.SkewCorrected, double q = 0.05, int shuffles = 99,
        long seed = 1, CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1,
        CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        HotSpotQueries.CheckRate(q);
        if (significance is Significance.Permutation)
            throw RefusedException.BadInput("significance", "Permutation is not available for shuffled maps.");
        if (shuffles is < LeastShuffles or > MostShuffles)
            throw RefusedException.BadInput("shuffles", $"Shuffles are between {LeastShuffles} and {MostShuffles}.");
        ShuffledHotSpotsRequest request = new(
            await filters.Cells(filter, from, until, asKnownOn, cancellation), bounds, zoom, method, distanceMetres, significance, q,
            shuffles, seed);
        var tests = request.Area.Count * shuffles;
        if (tests > MostTests)
            throw Checks.TooManyCells(tests, (int)MostTests, "× shuffles would be compared");
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }
}

/// <summary>The result of jobs of shuffled maps.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class ShuffledResults
{
    /// <summary>The result of `startShuffledHotSpots`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<ShuffledHotSpots?> ShuffledHotSpots(
        [Parent] AnalysisJob job, [FromServices] ShuffledHotSpotsAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
