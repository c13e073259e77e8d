using GraphQL;
using Incidents.Api.Analyse;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Api.HotSpots;

/// <summary>Whether incidents follow one another nearby and soon, and where that raises the risk now.</summary>
/// <param name="Basis">Method, parameters, n, period and what was known.</param>
/// <param name="SpaceBands">Bands of distance in metres; the brackets say which edge belongs.</param>
/// <param name="TimeBands">Bands of days between two incidents.</param>
/// <param name="Pairs">All pairs of incidents.</param>
/// <param name="Entries">One for each band of distance and time.</param>
/// <param name="RiskAt">The day at whose beginning the risk is told.</param>
/// <param name="RiskAreas">How many rings of raised risk there are.</param>
/// <param name="Risk">The rings, highest risk first; at most 1,000.</param>
public sealed record NearRepeats(
    AnalysisBasis Basis, IReadOnlyList<string> SpaceBands, IReadOnlyList<string> TimeBands, long Pairs, IReadOnlyList<NearRepeatEntry> Entries, LocalDate RiskAt,
    int RiskAreas, IReadOnlyList<NearRepeatRiskArea> Risk);

/// <summary>Pairs of incidents in one band of distance and one of time.</summary>
/// <param name="Space">The band of distance.</param>
/// <param name="Time">The band of time.</param>
/// <param name="Observed">How many pairs there are.</param>
/// <param name="TooFew">Whether fewer than 5 pairs were observed and expected: too few to say.</param>
/// <param name="Expected">How many the margins of the table promise.</param>
/// <param name="SimulatedMean">Mean over permutations of the times; null without permutations.</param>
/// <param name="Ratio">Knox ratio: observed / simulated mean; null where that is 0 or unknown.</param>
/// <param name="P">Share of permutations with at least as many pairs, the data counted among them; null without permutations.</param>
/// <param name="PLess">Share with at most as many, likewise.</param>
public sealed record NearRepeatEntry(
    string Space, string Time, long Observed, bool TooFew, double Expected, double? SimulatedMean, double? Ratio, double? P, double? PLess);

/// <summary>A ring around an incident in which another is likelier than by chance.</summary>
/// <param name="IncidentId">The incident.</param>
/// <param name="Longitude">Where it was, in degrees.</param>
/// <param name="Latitude">Where it was, in degrees.</param>
/// <param name="InnerMetres">Inner edge; 0 for a disc.</param>
/// <param name="OuterMetres">Outer edge.</param>
/// <param name="Ratio">How many times as many pairs as by chance.</param>
/// <param name="Until">The first local day on which it is over.</param>
public sealed record NearRepeatRiskArea(Guid IncidentId, double Longitude, double Latitude, double InnerMetres, double OuterMetres, double Ratio, LocalDate Until);

/// <summary>What is asked about near repeats.</summary>
internal sealed record NearRepeatsRequest(
    AnalysisScope Scope, GeoBounds Bounds, IReadOnlyList<double> SpaceMetres, IReadOnlyList<double> TimeDays, BandEdge Edges, bool CloseOuter, Metric Metric, int Permutations,
    long Seed, double Level, LocalDate RiskAt);

/// <summary>Knox's test and the risk that follows from it, on days: the hour of a register is rarely known.</summary>
internal sealed class NearRepeatsAnalysis : LongAnalysis<NearRepeatsRequest, List<IncidentPoint>, NearRepeats>
{
    // Their pairs, all of them close in space and time, are 250 MB.
    private const int MostIncidents = 10_000;
    private const int MostRings = 1_000;
    private const long TooFewBelow = 5;

    public override string Kind => "nearRepeats";

    protected override Task<List<IncidentPoint>> Read(NearRepeatsRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) =>
        IncidentPoints.Read(request.Scope, request.Bounds, MostIncidents, snapshot, cancellation);

    protected override NearRepeats Compute(NearRepeatsRequest request, List<IncidentPoint> figures, long ledgerPosition, RunControl control)
    {
        var (places, _) = LocalPlane.Project(figures.ConvertAll(p => new GeoPoint(p.Longitude, p.Latitude)));
        SpaceTimePoint[] events = [.. places.Zip(figures, (place, p) => new SpaceTimePoint(place.X, place.Y, Day(p.OccurredAt.Date)))];
        Bands space = new(request.SpaceMetres, request.Edges, request.CloseOuter), time = new(request.TimeDays, request.Edges, request.CloseOuter);
        var table = Knox.Table(events, space, time, request.Metric, request.Permutations, request.Seed, control);
        var rings = request.Permutations == 0 ? [] : NearRepeatRisk.At(events, space, time, table, Day(request.RiskAt), request.Level);
        return new(
            AnalysisBasis.Of(table.Basis, request.Scope, figures.Count, ledgerPosition, ("bounds", request.Bounds), ("wholeDays", true), ("level", request.Level)),
            space.Labels, time.Labels, table.Pairs, [.. table.Entries.Select(Entry)], request.RiskAt, rings.Count,
            [.. rings.Take(MostRings).Select(r => Area(r, figures[r.Event]))]);
    }

    private static NearRepeatEntry Entry(KnoxEntry e) => new(
        e.Space, e.Time, e.Observed, e.Observed < TooFewBelow && e.Expected < TooFewBelow, e.Expected, e.SimulatedMean,
        e.Ratio is { } ratio && double.IsFinite(ratio) ? ratio : null, e.PGreater, e.PLess);

    private static NearRepeatRiskArea Area(RiskRing ring, IncidentPoint at) => new(
        at.Id, at.Longitude, at.Latitude, ring.InnerRadius, ring.OuterRadius, double.IsFinite(ring.Ratio) ? ring.Ratio : double.MaxValue,
        new LocalDate(1970, 1, 1).PlusDays((int)Math.Ceiling(ring.Until)));

    private static int Day(LocalDate date) => Projections.Trends.TrendReader.Days(date);
}

/// <summary>Near repeats.</summary>
[QueryType]
public static class NearRepeatQueries
{
    private const int MostPermutations = 9_999;

    /// <summary>
    /// A near-repeat table (Knox) with Monte-Carlo p, and where the risk is raised at a given day. A long computation: the answer is a job, with the result in
    /// `nearRepeats` once it is done. Incidents without coordinates are left out. It fails with `TOO_MANY_INCIDENTS` beyond 10,000 of them.
    /// </summary>
    /// <param name="bounds">The part of the world, in degrees; points on its edge are in it.</param>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="spaceMetres">Edges of the bands of distance, ascending; 0, 100, 200, 300, 400 unless told.</param>
    /// <param name="timeDays">Edges of the bands of time in days, ascending; 0, 7, 14, 21, 28 unless told.</param>
    /// <param name="edges">Which edge belongs to a band: `LOWER` is [a, b).</param>
    /// <param name="closeOuter">Whether the outermost edge left out belongs too.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="permutations">How often the days are dealt out anew; 0 to 9,999.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="level">Bands with a p above it raise no risk; above 0 and below 1.</param>
    /// <param name="riskAt">The day at whose beginning the risk is told; the end of the period unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">As known at the end of this day; as known now unless told.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static Task<AnalysisJob> NearRepeats(
        [FromServices] AnalysisDesk desk, [FromServices] LongAnalyses analyses, GeoBounds bounds, LocalDate from, LocalDate until,
        IEnumerable<double>? spaceMetres = null, IEnumerable<double>? timeDays = null, BandEdge edges = BandEdge.Lower, bool closeOuter = false,
        Metric metric = Metric.Euclidean, int permutations = 999, long seed = 1, double level = 0.05, LocalDate? riskAt = null,
        IEnumerable<string>? categories = null, LocalDate? knownAt = null, double waitSeconds = 1, CancellationToken cancellationToken = default)
    {
        Checks.Bounds(bounds);
        if (permutations is < 0 or > MostPermutations)
            throw RefusedException.BadInput("permutations", "Permutations are between 0 and 9,999.");
        if (level is not (> 0 and < 1))
            throw RefusedException.BadInput("level", "A level lies above 0 and below 1.");
        NearRepeatsRequest request = new(
            AnalysisScope.Checked(from, until, categories, knownAt, Measure.Incidents), bounds, BandsOf("spaceMetres", spaceMetres, 0, 100, 200, 300, 400),
            BandsOf("timeDays", timeDays, 0, 7, 14, 21, 28), edges, closeOuter, metric, permutations, seed, level, riskAt ?? until);
        return desk.Ask(analyses.NearRepeats, NearRepeatsAnalysis.Write(request), waitSeconds, cancellationToken);
    }

    private static double[] BandsOf(string field, IEnumerable<double>? told, params double[] usual)
    {
        var edges = told?.ToArray() ?? usual;
        if (edges.Length is < 2 or > 50 || edges.Any(e => !double.IsFinite(e)))
            throw RefusedException.BadInput(field, "Bands have from 2 to 50 finite edges.");
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
public static class NearRepeatResults
{
    /// <summary>The result of `nearRepeats`; null for other jobs and until it is done.</summary>
    public static NearRepeats? NearRepeats([Parent] AnalysisJob job, [FromServices] LongAnalyses analyses) => analyses.NearRepeats.ResultOf(job);
}
