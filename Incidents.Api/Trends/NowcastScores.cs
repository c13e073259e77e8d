using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Past nowcasts, each as it was published then, against the counts known now.</summary>
/// <param name="Basis">Method, parameters, observations (nowcasts judged), the period in whole steps and the day of knowledge.</param>
/// <param name="Grain">The steps.</param>
/// <param name="SplitBy">How the counts are split into series.</param>
/// <param name="All">All series and ages together.</param>
/// <param name="Ages">All series together, age by age from 0.</param>
/// <param name="Series">The series, by city, district, category and group.</param>
public sealed record NowcastScoreAnswer(
    AnalysisBasis Basis, TrendGrain Grain, SplitBy SplitBy, NowcastScoreCoverage All, IReadOnlyList<NowcastScoreCoverage> Ages,
    IReadOnlyList<NowcastScoreSeries> Series);

/// <summary>The past nowcasts of one series.</summary>
/// <param name="All">All ages together.</param>
/// <param name="NotFinal">Nowcasts left out because the longest delay of their step is not over on the day of knowledge.</param>
/// <param name="NotEstimable">Nowcasts left out because nothing could be estimated then.</param>
/// <param name="NothingExpected">Nowcasts left out because fewer changes were expected than `leastExpected`.</param>
/// <param name="Judged">The nowcasts judged, by the day of their knowledge.</param>
public sealed record NowcastScoreSeries(
    NowcastScoreCoverage All, int NotFinal, int NotEstimable, int NothingExpected,
    IReadOnlyList<NowcastScorePoint> Judged) : SplitSeries;

/// <summary>How often intervals contained the count known now, and how far off the estimates were.</summary>
/// <param name="Age">Number of steps of knowledge after the step's own; null for all ages.</param>
/// <param name="Judged">Number of nowcasts judged. Those of one step at several ages are not independent.</param>
/// <param name="IsTooFew">Whether fewer than 100 were judged.</param>
/// <param name="Inside80">Number within the 80 % interval.</param>
/// <param name="Inside95">Number within the 95 % interval.</param>
/// <param name="Coverage80">Share within the 80 % interval; null where none was judged.</param>
/// <param name="Coverage80Low">Lower bound of that share, 95 % (Wilson 1927).</param>
/// <param name="Coverage80High">Upper bound of that share.</param>
/// <param name="Coverage95">Share within the 95 % interval; null where none was judged.</param>
/// <param name="Coverage95Low">Lower bound of that share.</param>
/// <param name="Coverage95High">Upper bound of that share.</param>
/// <param name="MeanBias">Mean of estimate − count known now.</param>
/// <param name="MeanBiasPublished">Mean of published count − count known now.</param>
/// <param name="MeanError">Mean of |estimate − count known now|.</param>
/// <param name="MeanErrorPublished">Mean of |published count − count known now|.</param>
public sealed record NowcastScoreCoverage(
    int? Age, int Judged, bool IsTooFew, int Inside80, int Inside95, double? Coverage80, double? Coverage80Low, double? Coverage80High,
    double? Coverage95, double? Coverage95Low, double? Coverage95High, double? MeanBias, double? MeanBiasPublished, double? MeanError,
    double? MeanErrorPublished)
{
    internal static NowcastScoreCoverage Of(NowcastCoverage c) => new(
        c.Age, c.Judged, c.IsTooFew, c.Inside80, c.Inside95, c.Coverage80.Finite(), c.Coverage80Low.Finite(), c.Coverage80High.Finite(),
        c.Coverage95.Finite(), c.Coverage95Low.Finite(), c.Coverage95High.Finite(), c.MeanBias.Finite(), c.MeanBiasPublished.Finite(),
        c.MeanError.Finite(), c.MeanErrorPublished.Finite());
}

/// <summary>A past nowcast and the count known now.</summary>
/// <param name="Day">The step's first local day.</param>
/// <param name="KnownOn">The day of its knowledge.</param>
/// <param name="Age">Number of steps of knowledge after the step's own.</param>
/// <param name="Count">The count published then.</param>
/// <param name="Estimate">The estimate then.</param>
/// <param name="Low80">Lower bound of the 80 % interval.</param>
/// <param name="High80">Upper bound of the 80 % interval.</param>
/// <param name="Low95">Lower bound of the 95 % interval.</param>
/// <param name="High95">Upper bound of the 95 % interval.</param>
/// <param name="Final">The count known now.</param>
/// <param name="IsInside80">Whether it lies in the 80 % interval.</param>
/// <param name="IsInside95">Whether it lies in the 95 % interval.</param>
public sealed record NowcastScorePoint(
    LocalDate Day, LocalDate KnownOn, int Age, int Count, double Estimate, double Low80, double High80, double Low95, double High95,
    int Final, bool IsInside80, bool IsInside95)
{
    internal static NowcastScorePoint Of(NowcastSteps steps, JudgedNowcast judged)
    {
        var (step, nowcast) = (judged.Step, judged.Nowcast);
        return new(
            steps.Begins[step], steps.KnownUntil(step + nowcast.Age), nowcast.Age, nowcast.Count.ToInt(), nowcast.Estimate, nowcast.Low80,
            nowcast.High80, nowcast.Low95, nowcast.High95, judged.Final.ToInt(), judged.IsInside80, judged.IsInside95);
    }
}

/// <summary>Request of a score.</summary>
internal sealed record NowcastScoreRequest(NowcastRequest Nowcast, int Ages, double LeastExpected);

/// <summary>Judges past nowcasts.</summary>
internal sealed class NowcastScoreAnalysis : AnalysisDefinition<NowcastScoreRequest, List<ReportedCount>, NowcastScoreAnswer>
{
    private const double MostWork = 2e10;

    public override AnalysisKind Kind => AnalysisKind.NowcastScore;

    public override IReadOnlyCollection<string>? Towns(NowcastScoreRequest request) => SourceCoverages.CitiesOf(request.Nowcast.Scope);

    protected override Task<List<ReportedCount>> Read(
        NowcastScoreRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) => NowcastReader.Read(
        request.Nowcast.Scope, request.Nowcast.SplitBy, Steps(request), snapshot.Connection, cancellation);

    protected override NowcastScoreAnswer Compute(
        NowcastScoreRequest request, List<ReportedCount> figures, long ledgerPosition, RunControl control)
    {
        var (asked, steps) = (request.Nowcast, Steps(request));
        var series = asked.Series(steps, figures);
        NowcastRequests.CheckSize(steps, series.Count * request.Ages);
        if ((double)steps.Over * series.Count * asked.Options.Window * asked.Options.MaxDelay > MostWork)
            throw new RefusedException(new(ErrorCode.TooMuchWork, "Too many steps of too many series; ask for a shorter period.", "from"));
        NowcastScoreOptions which = new()
        {
            From = asked.Scope.From < asked.Scope.Until ? steps.StepOf(asked.Scope.From) : 0,
            Until = asked.Scope.From < asked.Scope.Until ? steps.StepOf(asked.Scope.Until.PlusDays(-1)) + 1 : 0,
            Ages = request.Ages,
            LeastExpected = request.LeastExpected,
        };
        var results = series.Select((s, i) => NowcastScore.Of(
            s.Triangle, asked.Options, which,
            control with { Progress = done => control.Progress?.Invoke((i + done) / series.Count) })).ToArray();
        JudgedNowcast[] judged = [.. results.SelectMany(r => r.Judged)];
        var basis = NowcastScore.BasisOf(asked.Options, which, judged.Length);
        var count = series.Sum(s => Enumerable.Range(0, steps.Over).Sum(step => Count(s.Triangle, step)));
        return new(
            AnalysisBasis.Of(basis, asked.Scope, count, ledgerPosition, asked.More), asked.Grain, asked.SplitBy,
            NowcastScoreCoverage.Of(NowcastCoverage.Of(judged, null)),
            [
                .. Enumerable.Range(0, request.Ages).Select(age => NowcastScoreCoverage.Of(
                    NowcastCoverage.Of([.. judged.Where(j => j.Nowcast.Age == age)], age))),
            ],
            [.. series.Zip(results, (s, r) => Series(asked.WithGroup(s.Key), r))]);

        long Count(ReportingTriangle triangle, int step) => step >= which.From && step < which.Until
            && triangle.Known(step, steps.Over - 1) is var (added, withdrawn) ? added - withdrawn : 0;

        NowcastScoreSeries Series(SeriesKey key, NowcastScoreResult r) => new(
            NowcastScoreCoverage.Of(r.All), r.NotFinal, r.NotEstimable, r.NothingExpected,
            [.. r.Judged.Select(j => NowcastScorePoint.Of(steps, j))])
        { Of = key };
    }

    private static NowcastSteps Steps(NowcastScoreRequest request) => request.Nowcast.Steps(request.Nowcast.Scope.From);
}

/// <summary>Mutations that judge past nowcasts.</summary>
[MutationType]
internal static class NowcastScoreMutations
{
    private const int MostExpected = 1_000_000;

    /// <summary>
    /// Starts a score of past nowcasts, or finds the job of the same request: each step of the period is nowcast as known when it was over
    /// and at the following steps, and judged where its longest delay is over now. The job's result is its field `nowcastScore`. The job
    /// fails with `TOO_MANY_POINTS` beyond 100,000 nowcasts. Error `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer judged.</param>
    /// <param name="grain">Days, weeks or months.</param>
    /// <param name="splitBy">How the counts are split into series; default one series.</param>
    /// <param name="filter">What is counted; default all incidents. `bounds` is refused with `FILTER_UNSUPPORTED`.</param>
    /// <param name="asKnownOn">The day of knowledge of the counts judged against; default and latest: yesterday.</param>
    /// <param name="options">Parameters of each nowcast.</param>
    /// <param name="ages">Number of ages judged of each step, from 0 on, at most `maxDelay`; default all.</param>
    /// <param name="leastExpected">
    /// A nowcast is not judged where fewer changes than this are to come of an average step of its age: an interval of whole numbers then
    /// nearly always holds. From 0 to 1,000,000.
    /// </param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartNowcastScore(
        [FromServices] AnalysisJobService jobs, [FromServices] NowcastScoreAnalysis analysis, [FromServices] NowcastRequests requests,
        LocalDate from, LocalDate until, TrendGrain grain, SplitBy splitBy = SplitBy.All, CountFilter? filter = null,
        LocalDate? asKnownOn = null, NowcastInput? options = null, int? ages = null, double leastExpected = 1, double waitSeconds = 1,
        CancellationToken cancellation = default)
    {
        var request = await requests.Of(filter, from, until, grain, splitBy, asKnownOn, options, cancellation);
        if (ages < 1 || ages > request.Options.MaxDelay)
            throw RefusedException.BadInput("ages", $"From 1 to the longest delay, {request.Options.MaxDelay}.");
        if (leastExpected is not (>= 0 and <= MostExpected))
            throw RefusedException.BadInput("leastExpected", $"A number of changes is from 0 to {MostExpected}.");
        Checks.History(request.Scope.From.PlusDays(-31 * (request.Options.Window + 2)));
        NowcastRequests.CheckSize(request.Steps(request.Scope.From), 1);
        return await jobs.Submit(
            analysis, new NowcastScoreRequest(request, ages ?? request.Options.MaxDelay, leastExpected), waitSeconds, cancellation);
    }
}

/// <summary>The result of scores.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class NowcastScoreResults
{
    /// <summary>The result of `startNowcastScore`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<NowcastScoreAnswer?> NowcastScore(
        [Parent] AnalysisJob job, [FromServices] NowcastScoreAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
