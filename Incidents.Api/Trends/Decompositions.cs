using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Daily counts decomposed: count = sum of the seasonal components + trend + remainder.</summary>
/// <param name="Basis">Method, parameters, observations (days), period and what was known.</param>
/// <param name="IsTooFew">Whether the average is below 5 a day: the seasonal components are then mostly random.</param>
/// <param name="Counts">The counts, from the first day on.</param>
/// <param name="Seasons">The seasonal components, the shortest period first.</param>
/// <param name="Trend">The trend.</param>
/// <param name="Remainder">The remainder.</param>
/// <param name="Weights">Robustness weights, from 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record DailyDecomposition(
    AnalysisBasis Basis, bool IsTooFew, IReadOnlyList<int> Counts, IReadOnlyList<SeasonalComponent> Seasons, IReadOnlyList<double> Trend,
    IReadOnlyList<double> Remainder, IReadOnlyList<double> Weights);

/// <summary>One seasonal component.</summary>
/// <param name="PeriodDays">Length of its period in days.</param>
/// <param name="Values">The component, day by day.</param>
public sealed record SeasonalComponent(int PeriodDays, IReadOnlyList<double> Values);

/// <summary>Request of a decomposition.</summary>
internal sealed record DecompositionRequest(CountScope Scope, IReadOnlyList<int> PeriodsDays, int Seasonal, bool Robust);

/// <summary>STL of daily counts, or MSTL where there are several seasons.</summary>
internal sealed class DecompositionAnalysis : AnalysisDefinition<DecompositionRequest, long[], DailyDecomposition>
{
    public override AnalysisKind Kind => AnalysisKind.Decomposition;

    protected override async Task<long[]> Read(DecompositionRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) =>
        (await TrendReader.Read(new(request.Scope, TrendGrain.Day), snapshot.Connection, cancellation)).Single().Counts;

    protected override DailyDecomposition Compute(DecompositionRequest request, long[] figures, long ledgerPosition, RunControl control)
    {
        double[] series = [.. figures.Select(n => (double)n)];
        var total = figures.Sum();
        int[] counts = [.. figures.Select(n => n.ToInt())];
        if (request.PeriodsDays is [var only])
        {
            var found = Stl.Decompose(series, StlParameters.For(only, request.Seasonal, request.Robust));
            return new(
                BasisOf(found.Basis), total < 5L * figures.Length, counts, [new(only, found.Season)], found.Trend, found.Remainder,
                found.Weights);
        }

        var several = MultipleStl.Decompose(series, request.PeriodsDays, robust: request.Robust, control: control);
        return new(
            BasisOf(several.Basis), total < 5L * figures.Length, counts,
            [.. several.Seasons.Select(s => new SeasonalComponent(s.Period, s.Values))], several.Trend, several.Remainder, several.Weights);

        AnalysisBasis BasisOf(MethodBasis basis) => AnalysisBasis.Of(basis, request.Scope, total, ledgerPosition);
    }
}

/// <summary>Mutations that start decompositions.</summary>
[MutationType]
internal static class DecompositionMutations
{
    private const int MostDays = 20_000;

    /// <summary>
    /// Starts a decomposition of daily counts by loess, or finds the job of the same request: STL with one season, MSTL with several. The
    /// job's result is its field `decomposition`; with one period of a week it is fast. The series is cut to the days on which sources
    /// reported: `basis` has the first and the last of them. Errors `COVERAGE_NONE` where there are none, `COVERAGE_PARTIAL` where there is
    /// a gap between them, `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">
    /// First local day no longer counted; at least two of the longest cycles later (MSTL: more than two), at most 20,000 days.
    /// </param>
    /// <param name="periodsDays">Days in each cycle, each once and at least 2; default a week.</param>
    /// <param name="seasonal">
    /// Span of the seasonal smoother in cycles, odd, at least 3, for one season; several have the published 11, 15, 19 …
    /// </param>
    /// <param name="robust">Whether outliers get lower weights.</param>
    /// <param name="filter">What is counted; default all incidents.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartDecomposition(
        [FromServices] AnalysisJobService jobs, [FromServices] DecompositionAnalysis analysis, [FromServices] CountFilters filters,
        LocalDate from, LocalDate until, IEnumerable<int>? periodsDays = null, int seasonal = 7, bool robust = true,
        CountFilter? filter = null, LocalDate? asKnownOn = null, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        var request = await filters.Series(filter, from, until, asKnownOn, TrendGrain.Day, SplitBy.All, cancellation);
        int[] periods = [.. periodsDays ?? [7]];
        if (periods.Length is 0 or > 10 || periods.Any(p => p < 2) || periods.Distinct().Count() != periods.Length)
            throw RefusedException.BadInput("periodsDays", "From one to ten different periods of at least two days.");
        if (seasonal is < 3 or > MostDays || seasonal % 2 == 0)
            throw RefusedException.BadInput("seasonal", $"A span is odd and from 3 to {MostDays}.");
        var scope = CoveredPeriod.Cut(request.Scope);
        var days = Period.DaysBetween(scope.From, scope.Until);
        if (days > MostDays || days < 2L * periods.Max() || (periods.Length > 1 && days == 2L * periods.Max()))
        {
            throw RefusedException.BadInput(
                "until", $"{days} covered days are not two cycles of {periods.Max()}, or more than {MostDays}.");
        }
        return await jobs.Submit(
            analysis, new DecompositionRequest(scope, [.. periods.Order()], seasonal, robust), waitSeconds, cancellation);
    }
}

/// <summary>The result of decomposition jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class DecompositionResults
{
    /// <summary>The result of `startDecomposition`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<DailyDecomposition?> Decomposition(
        [Parent] AnalysisJob job, [FromServices] DecompositionAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
