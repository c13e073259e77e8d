using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.NearRepeats;

/// <summary>Whether incidents are followed by others nearby and soon after, and where that raises the risk on a day.</summary>
/// <param name="Basis">Method, parameters, observations (incidents), period and what was known.</param>
/// <param name="SpaceBands">Bands of distance in metres; the brackets show which edges are included.</param>
/// <param name="TimeBands">Bands of days between two incidents.</param>
/// <param name="Pairs">Number of all pairs of incidents.</param>
/// <param name="Entries">One for each band of distance and time.</param>
/// <param name="RiskAt">The risk is that at the beginning of this day.</param>
/// <param name="RiskAreas">Number of rings of raised risk.</param>
/// <param name="Risk">The rings, highest risk first; at most 1,000.</param>
public sealed record NearRepeats(
    AnalysisBasis Basis, IReadOnlyList<string> SpaceBands, IReadOnlyList<string> TimeBands, int Pairs,
    IReadOnlyList<NearRepeatEntry> Entries, LocalDate RiskAt, int RiskAreas, IReadOnlyList<NearRepeatRiskArea> Risk);

/// <summary>Pairs of incidents in one band of distance and one of time.</summary>
/// <param name="Space">The band of distance.</param>
/// <param name="Time">The band of time.</param>
/// <param name="Count">Number of pairs.</param>
/// <param name="IsTooFew">Whether fewer than 5 pairs were counted and fewer than 5 expected: too few to compare.</param>
/// <param name="Expected">Number expected from the margins of the table.</param>
/// <param name="SimulatedMean">Mean over permutations of the times; null without permutations.</param>
/// <param name="Ratio">Knox ratio: count / simulated mean; null where that is 0 or unknown.</param>
/// <param name="P">Share of permutations with at least as many pairs, the data counted among them; null without permutations.</param>
/// <param name="PLess">Share with at most as many pairs, the data counted among them; null without permutations.</param>
public sealed record NearRepeatEntry(
    string Space, string Time, int Count, bool IsTooFew, double Expected, double? SimulatedMean, double? Ratio, double? P, double? PLess);

/// <summary>A ring around an incident in which another incident is more likely than by chance.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Longitude">Where it was, in degrees.</param>
/// <param name="Latitude">Where it was, in degrees.</param>
/// <param name="InnerMetres">Inner edge; 0 for a disc.</param>
/// <param name="OuterMetres">Outer edge.</param>
/// <param name="Ratio">Knox ratio of the band.</param>
/// <param name="Until">First local day on which the risk is no longer raised.</param>
public sealed record NearRepeatRiskArea(
    Guid IncidentId, double Longitude, double Latitude, double InnerMetres, double OuterMetres, double Ratio, LocalDate Until);

/// <summary>Request of near repeats.</summary>
internal sealed record NearRepeatsRequest(
    CountScope Scope, GeoBounds Bounds, IReadOnlyList<double> SpaceMetres, IReadOnlyList<double> TimeDays, BandEdge Edges,
    bool CloseOuter, Metric Metric, int Permutations, long Seed, double Level, LocalDate RiskAt, bool IsSnapped);

/// <summary>Incidents of a near-repeat table.</summary>
/// <param name="Points">The incidents.</param>
/// <param name="NotKnownToDay">Number of those left out because they are known to the month or year only.</param>
internal sealed record NearRepeatFigures(List<IncidentPoint> Points, long NotKnownToDay);

/// <summary>Knox's test on whole days, and the risk that follows from it.</summary>
/// <remarks>Whole days, because registers rarely have the hour.</remarks>
internal sealed class NearRepeatsAnalysis : AnalysisDefinition<NearRepeatsRequest, NearRepeatFigures, NearRepeats>
{
    // Where all of their pairs are close in space and time, they take 250 MB.
    private const int MostIncidents = 10_000;
    private const int MostRings = 1_000;
    private const long TooFewBelow = 5;

    public override AnalysisKind Kind => AnalysisKind.NearRepeats;

    public override IReadOnlyCollection<string>? Towns(NearRepeatsRequest request) => SourceCoverages.CitiesOf(request.Scope);

    public override bool ShowsPlaces(NearRepeatsRequest request) => !request.IsSnapped;

    protected override async Task<NearRepeatFigures> Read(
        NearRepeatsRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var points = await IncidentPointReader.Read(
            snapshot.Connection, request.Scope, request.Bounds, request.IsSnapped, MostIncidents + 1, cancellation);
        return points.Count <= MostIncidents
            ? new(points, await IncidentPointReader.NotKnownToDay(
                snapshot.Connection, request.Scope, request.Bounds, request.IsSnapped, cancellation))
            : throw new RefusedException(new(
                ErrorCode.TooManyIncidents,
                $"More than {MostIncidents} incidents; ask for a shorter period, a smaller part or fewer categories.",
                "bounds"));
    }

    protected override NearRepeats Compute(
        NearRepeatsRequest request, NearRepeatFigures input, long ledgerPosition, RunControl control)
    {
        var figures = input.Points;
        var (places, _) = LocalPlane.Project(figures.ConvertAll(p => new GeoPoint(p.Longitude, p.Latitude)));
        SpaceTimePoint[] events = [.. places.Zip(figures, (place, p) => new SpaceTimePoint(place.X, place.Y, Day(p.Day)))];
        Bands space = new(request.SpaceMetres, request.Edges, request.CloseOuter),
        time = new(request.TimeDays, request.Edges, request.CloseOuter);
        var table = Knox.Table(events, space, time, request.Metric, request.Permutations, request.Seed, control);
        var rings = request.Permutations == 0 ? [] : NearRepeatRisk.At(events, space, time, table, Day(request.RiskAt), request.Level);
        var basis = AnalysisBasis.Of(
            table.Basis, request.Scope, figures.Count, ledgerPosition, ("bounds", request.Bounds), ("wholeDays", true),
            ("level", request.Level), ("notKnownToDay", input.NotKnownToDay), ("placesSnapped", request.IsSnapped));
        return new(
            basis, space.Labels, time.Labels, table.Pairs.ToInt(), [.. table.Entries.Select(Entry)], request.RiskAt, rings.Count,
            [.. rings.Take(MostRings).Select(r => Area(r, figures[r.Event]))]);
    }

    private static NearRepeatEntry Entry(KnoxEntry e) => new(
        e.Space, e.Time, e.Observed.ToInt(), e.Observed < TooFewBelow && e.Expected < TooFewBelow, e.Expected, e.SimulatedMean,
        e.Ratio is { } ratio && double.IsFinite(ratio) ? ratio : null, e.PGreater, e.PLess);

    private static NearRepeatRiskArea Area(RiskRing ring, IncidentPoint at) => new(
        at.Id, at.Longitude, at.Latitude, ring.InnerRadius, ring.OuterRadius, double.IsFinite(ring.Ratio) ? ring.Ratio : double.MaxValue,
        new LocalDate(1970, 1, 1).PlusDays((int)Math.Ceiling(ring.Until)));

    private static int Day(LocalDate date) => Projections.Trends.TrendReader.Days(date);
}

/// <summary>Mutations that start near-repeat jobs.</summary>
[MutationType]
internal static class NearRepeatMutations
{
    private const int MostPermutations = 9_999;

    /// <summary>
    /// Starts a near-repeat table (Knox) with Monte-Carlo p, and where the risk is raised on a given day, or finds the job of the same
    /// request. The job's result is its field `nearRepeats`. For who does not see exact places, each incident is in the middle of its cell
    /// of zoom 18 (`placesSnapped` of `basis.parameters`). Incidents without coordinates are left out, and those known to the month or
    /// year only. The job fails with
    /// `TOO_MANY_INCIDENTS` beyond 10,000 of them. Error `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees; points on the edge are included.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="spaceMetres">Edges of the bands of distance, ascending; default 0, 100, 200, 300, 400.</param>
    /// <param name="timeDays">Edges of the bands of time in days, ascending; default 0, 7, 14, 21, 28.</param>
    /// <param name="edges">Which edge is included in a band: `LOWER` is [a, b).</param>
    /// <param name="closeOuter">Whether the outermost edge is included too.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="permutations">Number of permutations of the days; 0 to 9,999.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <param name="level">Highest p of a band that raises the risk; above 0 and below 1.</param>
    /// <param name="riskAt">The risk is that at the beginning of this day; default: the end of the period.</param>
    /// <param name="filter">Which incidents; default all.</param>
    /// <param name="asKnownOn">As known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartNearRepeats(
        [FromServices] AnalysisJobService jobs, [FromServices] NearRepeatsAnalysis analysis, [FromServices] CountFilters filters,
        [Seen] RowSight sight, GeoBounds bounds, LocalDate from, LocalDate until, IEnumerable<double>? spaceMetres = null,
        IEnumerable<double>? timeDays = null, BandEdge edges = BandEdge.Lower, bool closeOuter = false,
        Metric metric = Metric.Euclidean, int permutations = 999, long seed = 1, double level = 0.05, LocalDate? riskAt = null,
        CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        Checks.Bounds(bounds);
        if (permutations is < 0 or > MostPermutations)
            throw RefusedException.BadInput("permutations", "Permutations are between 0 and 9,999.");
        if (level is not (> 0 and < 1))
            throw RefusedException.BadInput("level", "A level lies above 0 and below 1.");
        var scope = await filters.Points(filter, from, until, asKnownOn, cancellation);
        NearRepeatsRequest request = new(
            scope, bounds,
            BandsOf("spaceMetres", spaceMetres, Checks.MostMetres, 0, 100, 200, 300, 400),
            BandsOf("timeDays", timeDays, Checks.MostDays, 0, 7, 14, 21, 28), edges, closeOuter,
            metric, permutations, seed, level, riskAt ?? until,
            sight.WholeTowns is { } whole && (scope.Cities is null || scope.Cities.Except(whole).Any()));
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }

    private static double[] BandsOf(string field, IEnumerable<double>? given, double most, params double[] defaults)
    {
        var edges = given?.ToArray() ?? defaults;
        if (edges.Length is < 2 or > 50 || edges.Any(e => !(e <= most)))
            throw RefusedException.BadInput(field, $"Bands have from 2 to 50 edges of at most {most}.");
        try
        {
            _ = new Bands(edges);
        }
        catch (ArgumentException e)
        {
            throw RefusedException.BadInput(field, e.Message.Split(" (Parameter")[0]);
        }
        return edges;
    }
}

/// <summary>The result of near-repeat jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class NearRepeatResults
{
    /// <summary>The result of `startNearRepeats`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<NearRepeats?> NearRepeats(
        [Parent] AnalysisJob job, [FromServices] NearRepeatsAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
