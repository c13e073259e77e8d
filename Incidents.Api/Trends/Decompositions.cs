using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.GraphQL;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Daily counts decomposed: count = sum of the seasonal components + trend + remainder.</summary>
/// <param name="Basis">Method, parameters, n (days), period and what was known.</param>
/// <param name="TooFew">Whether the average is below 5 a day: the seasonal components are then mostly random.</param>
/// <param name="Counts">The counts, from the first day on.</param>
/// <param name="Seasons">The seasonal components, the shortest period first.</param>
/// <param name="Trend">The trend.</param>
/// <param name="Remainder">The remainder.</param>
/// <param name="Weights">Robustness weights, from 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record DailyDecomposition(
    AnalysisBasis Basis, bool TooFew, IReadOnlyList<long> Counts, IReadOnlyList<SeasonalComponent> Seasons, IReadOnlyList<double> Trend,
    IReadOnlyList<double> Remainder, IReadOnlyList<double> Weights);

/// <summary>One seasonal component.</summary>
/// <param name="PeriodDays">Length of its period in days.</param>
/// <param name="Values">The component, day by day.</param>
public sealed record SeasonalComponent(int PeriodDays, IReadOnlyList<double> Values);

/// <summary>Request of a decomposition.</summary>
internal sealed record DecompositionRequest(
    AnalysisScope Scope, IReadOnlyList<string>? Cities, IReadOnlyList<string>? Districts, IReadOnlyList<int> PeriodsDays, int Seasonal,
    bool Robust);

/// <summary>STL of daily counts, or MSTL where there are several seasons.</summary>
internal sealed class DecompositionAnalysis : AnalysisDefinition<DecompositionRequest, long[], DailyDecomposition>
{
    public override string Kind => "decomposition";

    protected override async Task<long[]> Read(DecompositionRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var (scope, days) = (request.Scope, TrendGrain.Day);
        return (await TrendReader.Read(
            new(
                scope.Measure, scope.From, scope.Until, days, TrendSeriesBy.All, request.Cities, request.Districts, scope.Categories,
                scope.KnownOn),
            snapshot.Connection, cancellation)).Single().Counts;
    }

    protected override DailyDecomposition Compute(DecompositionRequest request, long[] figures, long ledgerPosition, RunControl control)
    {
        double[] series = [.. figures.Select(n => (double)n)];
        var total = figures.Sum();
        if (request.PeriodsDays is [var only])
        {
            var found = Stl.Decompose(series, StlParameters.For(only, request.Seasonal, request.Robust));
            return new(
                BasisOf(found.Basis), total < 5L * figures.Length, figures, [new(only, found.Season)], found.Trend, found.Remainder,
                found.Weights);
        }

        var several = MultipleStl.Decompose(series, request.PeriodsDays, robust: request.Robust, control: control);
        return new(
            BasisOf(several.Basis), total < 5L * figures.Length, figures,
            [.. several.Seasons.Select(s => new SeasonalComponent(s.Period, s.Values))], several.Trend, several.Remainder, several.Weights);

        AnalysisBasis BasisOf(MethodBasis basis) => AnalysisBasis.Of(
            basis, request.Scope, total, ledgerPosition, ("cities", request.Cities), ("districts", request.Districts));
    }
}

/// <summary>Mutations that start decompositions.</summary>
[MutationType]
internal static class DecompositionMutations
{
    private const int MostDays = 20_000;

    /// <summary>
    /// Starts a decomposition of daily counts by loess, or finds the job of the same request: STL with one season, MSTL with several. The
    /// job's result is its field `decomposition`; with one period of a week it is fast. Error `TOO_BUSY` if too many jobs wait.
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
    /// <param name="cities">City codes; default all.</param>
    /// <param name="districts">Districts as the source names them; default all.</param>
    /// <param name="categories">Category codes; default all.</param>
    /// <param name="knownAt">Count as known at the end of this day; default: as known now.</param>
    /// <param name="measure">What is counted; default incidents.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static Task<AnalysisJob> StartDecomposition(
        [FromServices] AnalysisJobService jobs, [FromServices] DecompositionAnalysis analysis, LocalDate from, LocalDate until,
        IEnumerable<int>? periodsDays = null, int seasonal = 7, bool robust = true, IEnumerable<string>? cities = null,
        IEnumerable<string>? districts = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        Measure measure = Measure.Incidents, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        int[] periods = [.. periodsDays ?? [7]];
        if (periods.Length is 0 or > 10 || periods.Any(p => p < 2) || periods.Distinct().Count() != periods.Length)
            throw RefusedException.BadInput("periodsDays", "From one to ten different periods of at least two days.");
        if (seasonal is < 3 or > MostDays || seasonal % 2 == 0)
            throw RefusedException.BadInput("seasonal", $"A span is odd and from 3 to {MostDays}.");
        var days = Period.DaysBetween(from, until);
        if (days > MostDays || days < 2L * periods.Max() || (periods.Length > 1 && days == 2L * periods.Max()))
            throw RefusedException.BadInput("until", $"{days} days are not two cycles of {periods.Max()}, or more than {MostDays}.");
        return jobs.Submit(
            analysis, new DecompositionRequest(scope, Sorted(cities), Sorted(districts), [.. periods.Order()], seasonal, robust),
            waitSeconds, cancellation);
    }

    private static string[]? Sorted(IEnumerable<string>? values) => values?.Distinct().Order(StringComparer.Ordinal).ToArray();
}

/// <summary>The result of decomposition jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class DecompositionResults
{
    /// <summary>The result of `startDecomposition`; null for other jobs and until it is done.</summary>
    public static DailyDecomposition? Decomposition([Parent] AnalysisJob job, [FromServices] DecompositionAnalysis analysis) =>
        analysis.ResultOf(job);
}
