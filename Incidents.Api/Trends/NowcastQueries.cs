using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Projections.Trends;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Trends;

/// <summary>Queries of nowcasts.</summary>
[QueryType]
internal static class NowcastQueries
{
    /// <summary>
    /// Recent counts corrected for reports still to come and for withdrawals, from the delays between occurrence and knowledge of earlier
    /// steps, as known at the end of a day. The first and last step of the period are whole. Where no delay could be observed, as in a
    /// register that became known in one day, nothing is estimated, and `gap` says why. Error `TOO_MANY_POINTS` beyond 100,000 steps in
    /// all.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted.</param>
    /// <param name="grain">Days, weeks or months.</param>
    /// <param name="splitBy">How the counts are split into series; default one series.</param>
    /// <param name="filter">What is counted; default all incidents. `bounds` is refused with `FILTER_UNSUPPORTED`.</param>
    /// <param name="asKnownOn">The day of knowledge, a day that is over; default and latest: yesterday.</param>
    /// <param name="options">Parameters of the method.</param>
    public static async Task<NowcastAnswer> Nowcast(
        [FromServices] NpgsqlDataSource database, [FromServices] NowcastRequests requests, [FromServices] Freshness freshness,
        LocalDate from, LocalDate until, TrendGrain grain, SplitBy splitBy = SplitBy.All, CountFilter? filter = null,
        LocalDate? asKnownOn = null, NowcastInput? options = null, CancellationToken cancellation = default)
    {
        var request = await requests.Of(filter, from, until, grain, splitBy, asKnownOn, options, cancellation);
        var newest = NowcastSteps.Newest(grain, request.Scope.AsKnownOn!.Value);
        Checks.History(newest.PlusDays(-31 * (request.Options.Window + 2)));
        var steps = request.Steps(newest);
        NowcastRequests.CheckSize(steps, 1);
        var position = (await freshness.Read()).Projected;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var counts = await NowcastReader.Read(request.Scope, splitBy, steps, connection, cancellation);
        var series = request.Series(steps, counts);
        NowcastRequests.CheckSize(steps, series.Count);
        return Answer(request, steps, series, position);
    }

    /// <summary>The nowcasts of series that were read.</summary>
    internal static NowcastAnswer Answer(NowcastRequest request, NowcastSteps steps, List<ReportedSeries> series, long position)
    {
        var (first, last) = request.Scope.From < request.Scope.Until
            ? (steps.StepOf(request.Scope.From), steps.StepOf(request.Scope.Until.PlusDays(-1)) + 1)
            : (0, 0);
        var results = series.ConvertAll(s => Statistics.Series.Nowcast.Estimate(s.Triangle, request.Options));
        NowcastSeries[] answers =
        [
            .. series.Zip(results, (s, result) => NowcastSeries.Estimated(
                s with { Key = request.WithGroup(s.Key) }, result, steps, request.Options, first, last)),
        ];
        var basis = Statistics.Series.Nowcast.BasisOf(request.Options, results.Sum(r => r.Basis.N));
        return new(
            AnalysisBasis.Of(basis, request.Scope, answers.Sum(s => s.Points.Sum(p => (long)(p.Count ?? 0))), position, request.More),
            request.Grain, request.SplitBy, answers);
    }
}
