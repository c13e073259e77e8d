using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.Counts;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Projections.Ledgers;
using Incidents.Projections.Trends;
using Incidents.Statistics;
using Incidents.Statistics.Series;

namespace Incidents.Api.Trends;

/// <summary>Counts by day or hour, decomposed: count = sum of the seasonal components + trend + remainder.</summary>
/// <param name="Basis">Method, parameters, observations (steps), period and what was known.</param>
/// <param name="StepHours">Length of a step: 24 for days, 1 for hours.</param>
/// <param name="IsTooFew">Whether the average is below 5 a step: the seasonal components are then mostly random.</param>
/// <param name="WithoutHour">
/// What is counted in the period without a known hour, and is in none of the hourly counts; null for days.
/// </param>
/// <param name="Counts">The counts, from the first day on: one for each day, or 24 for each day.</param>
/// <param name="Seasons">The seasonal components, the shortest period first.</param>
/// <param name="Trend">The trend.</param>
/// <param name="Remainder">The remainder.</param>
/// <param name="Weights">Robustness weights, from 0 (an outlier) to 1; all 1 where not robust.</param>
public sealed record DailyDecomposition(
    AnalysisBasis Basis, int StepHours, bool IsTooFew, int? WithoutHour, IReadOnlyList<int> Counts,
    IReadOnlyList<SeasonalComponent> Seasons, IReadOnlyList<double> Trend, IReadOnlyList<double> Remainder, IReadOnlyList<double> Weights);

/// <summary>One seasonal component.</summary>
/// <param name="PeriodDays">Length of its period in days; null for hourly counts.</param>
/// <param name="PeriodHours">Length of its period in hours.</param>
/// <param name="Values">The component, step by step.</param>
public sealed record SeasonalComponent(int? PeriodDays, int PeriodHours, IReadOnlyList<double> Values);

/// <summary>Request of a decomposition.</summary>
/// <param name="Scope">What is counted.</param>
/// <param name="Hourly">Whether a step is an hour.</param>
/// <param name="Periods">Steps in each cycle, ascending.</param>
/// <param name="Windows">Seasonal spans in the order of the periods; null for the published ones of several periods.</param>
/// <param name="Iterations">Rounds over several periods.</param>
/// <param name="Options">The other parameters of STL.</param>
internal sealed record DecompositionRequest(
    CountScope Scope, bool Hourly, IReadOnlyList<int> Periods, IReadOnlyList<int>? Windows, int Iterations, StlOptions Options)
{
    /// <summary>About the number of products that it takes.</summary>
    public double Work(int steps) =>
        MultipleStl.Parameters(steps, Periods, Windows, Options).Sum(p => p.Work(steps)) * (Periods.Count == 1 ? 1 : Iterations);
}

/// <summary>STL of counts by day or hour, or MSTL where there are several seasons.</summary>
internal sealed class DecompositionAnalysis : AnalysisDefinition<DecompositionRequest, HourSeries, DailyDecomposition>
{
    public override AnalysisKind Kind => AnalysisKind.Decomposition;

    public override IReadOnlyCollection<string>? Towns(DecompositionRequest request) => SourceCoverages.CitiesOf(request.Scope);

    protected override async Task<HourSeries> Read(DecompositionRequest request, LedgerSnapshot snapshot, CancellationToken cancellation) =>
        request.Hourly
            ? await HourSeriesReader.Read(request.Scope, snapshot.Connection, cancellation)
            : new((await TrendReader.Read(new(request.Scope, TrendGrain.Day), snapshot.Connection, cancellation)).Single().Counts, 0);

    protected override DailyDecomposition Compute(
        DecompositionRequest request, HourSeries figures, long ledgerPosition, RunControl control)
    {
        double[] series = [.. figures.Counts.Select(n => (double)n)];
        if (request.Periods is [var only])
        {
            var found = Stl.Decompose(series, request.Options.For(only, request.Windows![0]));
            return Result(found.Basis, [Component(only, found.Season)], found.Trend, found.Remainder, found.Weights);
        }

        var several = MultipleStl.Decompose(series, request.Periods, request.Windows, request.Iterations, request.Options, control);
        return Result(
            several.Basis, [.. several.Seasons.Select(s => Component(s.Period, s.Values))], several.Trend, several.Remainder,
            several.Weights);

        SeasonalComponent Component(int period, IReadOnlyList<double> values) =>
            new(request.Hourly ? null : period, request.Hourly ? period : 24 * period, values);

        DailyDecomposition Result(
            MethodBasis basis, SeasonalComponent[] seasons, IReadOnlyList<double> trend, IReadOnlyList<double> remainder,
            IReadOnlyList<double> weights) => new(
            AnalysisBasis.Of(basis, request.Scope, figures.Counts.Sum(), ledgerPosition, ("stepHours", request.Hourly ? 1 : 24)),
            request.Hourly ? 1 : 24, figures.Counts.Sum() < 5L * figures.Counts.Length,
            request.Hourly ? figures.WithoutHour.ToInt() : null, [.. figures.Counts.Select(n => n.ToInt())], seasons, trend, remainder,
            weights);
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
