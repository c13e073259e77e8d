using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.GraphQL;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;
using NodaTime;

namespace Incidents.Api.Trends;

/// <summary>Daily counts as seasons, trend and remainder: count = sum of the seasons + trend + remainder.</summary>
/// <param name="Basis">Method, parameters, n (days), period and what was known.</param>
/// <param name="TooFew">Whether fewer than 5 a day were counted on average: the seasons are then mostly chance.</param>
/// <param name="Counts">The counts, from the first day on.</param>
/// <param name="Seasons">One for each period, the shortest first.</param>
/// <param name="Trend">The trend.</param>
/// <param name="Remainder">What is left.</param>
/// <param name="Weights">Robustness weights, from 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record DailyDecomposition(
    AnalysisBasis Basis, bool TooFew, IReadOnlyList<long> Counts, IReadOnlyList<SeasonalComponent> Seasons, IReadOnlyList<double> Trend, IReadOnlyList<double> Remainder,
    IReadOnlyList<double> Weights);

/// <summary>One seasonal component.</summary>
/// <param name="PeriodDays">Days in its cycle.</param>
/// <param name="Values">The component, day by day.</param>
public sealed record SeasonalComponent(int PeriodDays, IReadOnlyList<double> Values);

/// <summary>What is asked of a decomposition.</summary>
internal sealed record DecompositionRequest(
    AnalysisScope Scope, IReadOnlyList<string>? Cities, IReadOnlyList<string>? Districts, IReadOnlyList<int> PeriodsDays, int Seasonal, bool Robust);

/// <summary>STL of daily counts, or MSTL where there are several seasons.</summary>
internal sealed class DecompositionAnalysis : LongAnalysis<DecompositionRequest, long[], DailyDecomposition>
{
    public override string Kind => "decomposition";

    protected override async Task<long[]> Read(DecompositionRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var (scope, days) = (request.Scope, TrendGrain.Day);
        return (await TrendReader.Read(
            new(scope.Measure, scope.From, scope.Until, days, TrendSeriesBy.All, request.Cities, request.Districts, scope.Categories, scope.KnownOn),
            snapshot.Connection, cancellation)).Single().Counts;
    }

    protected override DailyDecomposition Compute(DecompositionRequest request, long[] figures, long ledgerPosition, RunControl control)
    {
        double[] series = [.. figures.Select(n => (double)n)];
        var total = figures.Sum();
        if (request.PeriodsDays is [var only])
        {
            var found = Stl.Decompose(series, StlParameters.For(only, request.Seasonal, request.Robust));
            return new(BasisOf(found.Basis), total < 5L * figures.Length, figures, [new(only, found.Season)], found.Trend, found.Remainder, found.Weights);
        }

        var several = MultipleStl.Decompose(series, request.PeriodsDays, robust: request.Robust, control: control);
        return new(
            BasisOf(several.Basis), total < 5L * figures.Length, figures, [.. several.Seasons.Select(s => new SeasonalComponent(s.Period, s.Values))], several.Trend,
            several.Remainder, several.Weights);

        AnalysisBasis BasisOf(Basis basis) => AnalysisBasis.Of(
            basis, request.Scope, total, ledgerPosition, ("cities", request.Cities), ("districts", request.Districts));
    }
}

/// <summary>Decompositions.</summary>
[QueryType]
public static class DecompositionQueries
{
    private const int MostDays = 20_000;

    /// <summary>
    /// Daily counts decomposed by loess: STL with one season, MSTL with several. A long computation: the answer is a job, with the result in `decomposition` once it
    /// is done, which for a season of a week is at once.
    /// </summary>
    /// <param name="from">First local day.</param>
    /// <param name="until">First local day no longer counted; at least two of the longest cycles later (MSTL: more than two), at most 20,000 days.</param>
    /// <param name="periodsDays">Days in each cycle, each once and at least 2; a week unless told.</param>
    /// <param name="seasonal">Span of the seasonal smoother in cycles, odd, at least 3, for one season; several have the published 11, 15, 19 …</param>
    /// <param name="robust">Whether outliers weigh less.</param>
    /// <param name="cities">City codes; all unless told.</param>
    /// <param name="districts">Districts as the source names them; all unless told.</param>
    /// <param name="categories">Category codes; all unless told.</param>
    /// <param name="knownAt">Count as known at the end of this day; as known now unless told.</param>
    /// <param name="measure">What is counted; incidents unless told.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static Task<AnalysisJob> Decomposition(
        [FromServices] AnalysisDesk desk, [FromServices] LongAnalyses analyses, LocalDate from, LocalDate until, IEnumerable<int>? periodsDays = null, int seasonal = 7,
        bool robust = true, IEnumerable<string>? cities = null, IEnumerable<string>? districts = null, IEnumerable<string>? categories = null, LocalDate? knownAt = null,
        Measure measure = Measure.Incidents, double waitSeconds = 1, CancellationToken cancellationToken = default)
    {
        var scope = AnalysisScope.Checked(from, until, categories, knownAt, measure);
        int[] periods = [.. periodsDays ?? [7]];
        if (periods.Length is 0 or > 10 || periods.Any(p => p < 2) || periods.Distinct().Count() != periods.Length)
            throw RefusedException.BadInput("periodsDays", "From one to ten different periods of at least two days.");
        if (seasonal < 3 || seasonal % 2 == 0)
            throw RefusedException.BadInput("seasonal", "A span is odd and at least 3.");
        var days = Period.DaysBetween(from, until);
        if (days > MostDays || days < 2L * periods.Max() || (periods.Length > 1 && days == 2L * periods.Max()))
            throw RefusedException.BadInput("until", $"{days} days are not two cycles of {periods.Max()}, or more than {MostDays}.");
        return desk.Ask(
            analyses.Decomposition,
            DecompositionAnalysis.Write(new(scope, Sorted(cities), Sorted(districts), [.. periods.Order()], seasonal, robust)), waitSeconds, cancellationToken);
    }

    private static string[]? Sorted(IEnumerable<string>? values) => values?.Distinct().Order(StringComparer.Ordinal).ToArray();
}

/// <summary>The result of decomposition jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
public static class DecompositionResults
{
    /// <summary>The result of `decomposition`; null for other jobs and until it is done.</summary>
    public static DailyDecomposition? Decomposition([Parent] AnalysisJob job, [FromServices] LongAnalyses analyses) => analyses.Decomposition.ResultOf(job);
}
