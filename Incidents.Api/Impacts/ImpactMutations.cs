using GraphQL;
using Incidents.Api.Access;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.Devices;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.Impacts;

/// <summary>Mutations that start impact evaluations.</summary>
[MutationType]
internal static class ImpactMutations
{
    private const long MostBins = 2_000_000;
    private const int MostPlaces = 1_000;

    /// <summary>
    /// Starts an evaluation of the impact of devices or of another intervention, or finds the job of the same request. Treated cells are
    /// compared with the cells that were most similar before, over the same periods: difference in differences with its interval, placebo
    /// tests in space and time, and displacement to the cells around. Where the data allow no conclusion, `reasons` contains why. The job's
    /// result is its field `impact`. Give either `places`, or the kinds of `devices` whose installation was the intervention: cells where
    /// another device of these kinds was placed meanwhile are left out. Errors: `TOO_MANY_CELLS` beyond two million cells × periods;
    /// `TOO_BUSY` if too many jobs wait. The job fails with `TOO_MANY_CELLS` beyond 1,000 treated cells, and with `TOO_MUCH_WORK`.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees: where the treated cells and their controls lie.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="from">First local day; days before the first whole period are left out.</param>
    /// <param name="installedFrom">First local day of installation, where the time before ends.</param>
    /// <param name="until">First local day no longer counted; days after the last whole period are left out.</param>
    /// <param name="installedUntil">
    /// First local day after installation, where the time after begins. Default: the day after `installedFrom`.
    /// </param>
    /// <param name="places">Places of the intervention; at most 1,000.</param>
    /// <param name="devices">
    /// Kinds of devices; cells are treated within the range of a device (see `coverage`) that was placed during installation, as the
    /// registry knows now, and stayed.
    /// </param>
    /// <param name="stepDays">Days in a period.</param>
    /// <param name="bufferCells">Rings of cells around the treated ones for displacement, 0 to 10. They are not used as controls.</param>
    /// <param name="controlsEach">Control cells for each treated one, 1 to 20.</param>
    /// <param name="confidence">Confidence level of the intervals, above 0 and below 1.</param>
    /// <param name="placebos">Number of other choices of treated cells for the placebo test, 99 to 99,999.</param>
    /// <param name="seed">Seed of the placebo tests.</param>
    /// <param name="filter">What is counted; by district and by hour only incidents. Default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartImpact(
        [FromServices] AnalysisJobService jobs, [FromServices] ImpactAnalysis analysis, [FromServices] WatchedMetres metres,
        [FromServices] CountFilters filters, [Seen(RowClasses.Device)] RowSight sight, GeoBounds bounds, int zoom, LocalDate from,
        LocalDate installedFrom, LocalDate until, LocalDate? installedUntil = null, IEnumerable<TreatedPlace>? places = null,
        IEnumerable<DeviceKind>? devices = null, int stepDays = 7, int bufferCells = 1, int controlsEach = 3, double confidence = 0.95,
        int placebos = 9_999, long seed = 1, CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1,
        CancellationToken cancellation = default)
    {
        Checks.Cells(bounds, zoom);
        var (given, kinds) = (places?.ToArray(), devices?.Distinct().Order().ToArray());
        if (given is null == kinds is null || given is [] || kinds is [])
            throw RefusedException.BadInput("places", "Either places or kinds of devices are given, not both.");
        if (given is { Length: > MostPlaces })
            throw RefusedException.BadInput("places", $"At most {MostPlaces} places.");
        if (given?.Any(p => !bounds.Contains(new(p.Longitude, p.Latitude)) || !(p.RadiusMetres >= 0 && p.RadiusMetres <= 100_000)) == true)
            throw RefusedException.BadInput("places", "A place lies within the bounds and reaches 0 to 100,000 metres.");
        Range("stepDays", stepDays, 1, 366);
        Range("bufferCells", bufferCells, 0, 10);
        Range("controlsEach", controlsEach, 1, 20);
        Range("placebos", placebos, 99, 99_999);
        if (confidence is not (> 0 and < 1))
            throw RefusedException.BadInput("confidence", "A confidence lies above 0 and below 1.");
        if (installedFrom >= until)
            throw RefusedException.BadInput("installedFrom", "Installation begins before the end of the period.");
        var over = installedUntil ?? installedFrom.PlusDays(1);
        if (over <= installedFrom)
            throw RefusedException.BadInput("installedUntil", "Installation is over after the day on which it begins.");

        ImpactRequest request = new(
            await filters.CellSteps(filter, from, until, asKnownOn, cancellation), bounds, zoom, installedFrom, over, stepDays, given,
            kinds?.Select(k => new WatchingKind(k, metres.Of(k))).ToArray(), bufferCells, controlsEach, confidence, placebos, seed)
        {
            DeviceTowns = kinds is null ? null : sight.Towns,
        };
        if (installedFrom < from || over > until || request.PeriodsBefore < 1 || request.PeriodsAfter < 1)
            throw RefusedException.BadInput("installedFrom", "There is at least one whole period before installation and one after it.");
        CoveredPeriod.Need(request.Scope, request.FirstDay(0), installedFrom, "Periods before");
        CoveredPeriod.Need(request.Scope, over, over.PlusDays(request.PeriodsAfter * stepDays), "Periods after");
        var bins = request.Cells.Count * (request.PeriodsBefore + request.PeriodsAfter);
        if (bins > MostBins)
            throw Checks.TooManyCells(bins, (int)MostBins, "× periods would be compared");
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }

    private static void Range(string field, int value, int least, int most)
    {
        if (value < least || value > most)
            throw RefusedException.BadInput(field, FormattableString.Invariant($"It is between {least} and {most}."));
    }
}

/// <summary>The result of impact jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class ImpactResults
{
    /// <summary>The result of `startImpact`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<ImpactEvaluation?> Impact(
        [Parent] AnalysisJob job, [FromServices] ImpactAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
