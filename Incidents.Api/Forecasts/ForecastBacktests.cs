using System.ComponentModel;
using GraphQL;
using Incidents.Api.Analyses;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.GraphQL;
using Incidents.Api.Sources;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using Incidents.Statistics;
using Incidents.Statistics.Forecasting;
using NodaTime;

namespace Incidents.Api.Forecasts;

/// <summary>How every method would have forecast past periods of a town, and the forecast of the next one.</summary>
/// <param name="Basis">Methods, parameters, observations (incidents), period and what was known.</param>
/// <param name="City">City code.</param>
/// <param name="Period">The kind of period.</param>
/// <param name="AreaIsGiven">
/// Whether the area is the given bounds. Else it is every cell in which anything of the city was counted before the first scored period,
/// whatever its category.
/// </param>
/// <param name="Cells">Number of cells of the area.</param>
/// <param name="SquareKm">The area, in km².</param>
/// <param name="PeriodCount">Number of periods scored.</param>
/// <param name="Events">Incidents of the scored periods, inside the area and outside.</param>
/// <param name="IsTooFew">Whether there are too few events or periods to compare methods.</param>
/// <param name="TooFew">What there is too little of.</param>
/// <param name="Methods">The methods over all scored periods, the simplest first.</param>
/// <param name="Chosen">The method chosen by the backtest. Of methods that cannot be distinguished, the simplest.</param>
/// <param name="ChosenBecause">Why.</param>
/// <param name="Periods">Each period by each method.</param>
/// <param name="Next">The forecast of the period that begins after what is known.</param>
[DisplayName("ForecastBacktest")]
public sealed record ForecastBacktestReport(
    AnalysisBasis Basis, string City, ForecastPeriod Period, bool AreaIsGiven, int Cells, double SquareKm, int PeriodCount, int Events,
    bool IsTooFew, IReadOnlyList<TooFewReason> TooFew, IReadOnlyList<MethodRecord> Methods, ForecastMethod Chosen,
    ChoiceReason ChosenBecause, IReadOnlyList<BacktestScore> Periods, NextForecast Next);

/// <summary>A method's forecast of a past period, scored.</summary>
/// <param name="From">First local day of the period.</param>
/// <param name="Method">The method.</param>
/// <param name="Count">Incidents in the area.</param>
/// <param name="OutsideArea">Incidents of the city outside the area.</param>
/// <param name="Expected">Expected count in the area.</param>
/// <param name="Hits">Incidents in the cells of highest expectation, at the compared share.</param>
/// <param name="Pai">Prediction accuracy index; null where nothing occurred.</param>
/// <param name="Pei">Prediction efficiency index; null where nothing occurred.</param>
/// <param name="LogScore">Logarithmic score; null for minus infinity.</param>
public sealed record BacktestScore(
    LocalDate From, ForecastMethod Method, int Count, int OutsideArea, double Expected, double Hits, double? Pai, double? Pei,
    double? LogScore);

/// <summary>A forecast that is not sealed.</summary>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
/// <param name="Method">The method.</param>
/// <param name="Expected">Total expected count.</param>
/// <param name="Parameters">The method's parameters, given and fitted.</param>
/// <param name="Cells">The cells listed one by one, highest expectation first.</param>
/// <param name="OtherCellCount">Number of further cells.</param>
/// <param name="ExpectedOfOthers">The expected count of each of them.</param>
public sealed record NextForecast(
    LocalDate From, LocalDate Until, ForecastMethod Method, double Expected, IReadOnlyList<ForecastParameter> Parameters,
    ForecastColumns Cells, int OtherCellCount, double ExpectedOfOthers);

/// <summary>Request of a backtest.</summary>
internal sealed record ForecastBacktestRequest(
    string City, string? Category, ForecastPeriod Period, int Zoom, GeoBounds? Bounds, LocalDate Begin, LocalDate HistoryFrom,
    LocalDate[] Begins, ForecastMethod? Method, LocalDate? AsKnownOn, BacktestOptions Options)
{
    public CountScope Scope => new(Measure.Incidents, HistoryFrom, Begin, AsKnownOn)
    {
        Cities = [City],
        Categories = Category is null ? null : [Category],
    };
}

/// <summary>Counts of a town by cell and day.</summary>
/// <param name="Cells">Codes of the cells of the area, in order.</param>
/// <param name="Counts">The counts.</param>
/// <param name="Skipped">Number of periods before which nothing was counted.</param>
internal sealed record TownFigures(long[] Cells, TownCount[] Counts, int Skipped);

/// <summary>A count of a cell on a day.</summary>
/// <param name="Cell">Number of the cell; −1 outside the area.</param>
/// <param name="Day">The day.</param>
/// <param name="N">The count.</param>
internal readonly record struct TownCount(int Cell, LocalDate Day, int N);

/// <summary>Backtests of a town's forecasts.</summary>
internal sealed class ForecastBacktestAnalysis : AnalysisDefinition<ForecastBacktestRequest, TownFigures, ForecastBacktestReport>
{
    private const int MostIncidents = 1_000_000;

    public override AnalysisKind Kind => AnalysisKind.ForecastBacktest;

    public override IReadOnlyCollection<string>? Towns(ForecastBacktestRequest request) => SourceCoverages.CitiesOf(request.Scope);

    protected override async Task<TownFigures> Read(
        ForecastBacktestRequest request, LedgerSnapshot snapshot, CancellationToken cancellation)
    {
        var scope = request.Scope;
        var counts = await HeatmapReader.ReadSteps(
            new(scope, ForecastTown.World, request.Zoom), 1, snapshot.Connection, cancellation);
        // A period before which nothing was counted cannot be forecast: a young town has fewer periods.
        var first = counts.Where(c => c.Count > 0).Select(c => c.Step).DefaultIfEmpty(int.MaxValue).Min();
        var skipped = request.Begins.Count(begin => Period.DaysBetween(scope.From, begin) <= first);
        var cells = request.Bounds is { } bounds
            ? [.. ForecastPlan.Cells(bounds, request.Zoom)]
            : await ForecastTown.CountedCells(
                snapshot.Connection, request.City, request.Zoom, request.HistoryFrom,
                skipped == request.Begins.Length ? request.Begin : request.Begins[skipped], request.AsKnownOn, cancellation);
        if (cells.Length == 0)
            throw new RefusedException(new(ErrorCode.NothingCounted, "Nothing was counted before the first scored period."));
        if (cells.Length > ForecastPlan.MostCells)
            throw Checks.TooManyCells(cells.Length, ForecastPlan.MostCells, "would be forecast");
        var numbers = cells.Select((cell, i) => (cell.Code, i)).ToDictionary(c => c.Code, c => c.i);
        if (counts.Sum(c => Math.Max(0, c.Count)) > MostIncidents)
            throw new RefusedException(
                new(ErrorCode.TooManyIncidents, $"More than {MostIncidents} incidents; ask for a shorter history.", "seasonYears"));
        return new(
            [.. cells.Select(c => c.Code)],
            [
                .. counts.Where(c => c.Count > 0)
                    .Select(c => new TownCount(numbers.GetValueOrDefault(c.Cell.Code, -1), scope.From.PlusDays(c.Step), (int)c.Count))
                    .OrderBy(c => c.Day).ThenBy(c => c.Cell),
            ],
            skipped);
    }

    protected override ForecastBacktestReport Compute(
        ForecastBacktestRequest request, TownFigures figures, long ledgerPosition, RunControl control)
    {
        GridCell[] cells = [.. figures.Cells.Select(code => new GridCell(request.Zoom, code))];
        CellDay[] days = [.. figures.Counts.Where(c => c.Cell >= 0).Select(c => new CellDay(c.Cell, c.Day, c.N))];
        // A town's records begin with its first incident: the time before is unknown, not quiet.
        CellHistory history = new(cells, days.Length == 0 ? request.Begin : days.Min(d => d.Day), days);
        var outside = figures.Counts.Where(c => c.Cell < 0).GroupBy(c => c.Day).ToDictionary(g => g.Key, g => g.Sum(c => c.N));
        var begins = request.Begins[figures.Skipped..];
        var found = ForecastBacktest.Of(history, outside, request.Period, begins, request.Options, control);
        var comparison = found.Comparison;
        return new(
            AnalysisBasis.Of(
                found.Basis, request.Scope, figures.Counts.Sum(c => (long)c.N), ledgerPosition, ("bounds", request.Bounds),
                ("area", request.Bounds is null ? "CELLS_WITH_ANYTHING_COUNTED" : "BOUNDS")),
            request.City, request.Period, request.Bounds is not null, cells.Length, cells.Sum(c => c.SquareKilometres()),
            begins.Length, checked((int)comparison.Events), comparison.TooFew.Count > 0, comparison.TooFew,
            MethodRecord.Of(comparison), found.Chosen, comparison.Reason, [.. found.Periods.Select(Score)],
            Next(request, history, request.Method ?? found.Chosen));
    }

    private static BacktestScore Score(BacktestPeriod p) => new(
        p.Begin, p.Method, checked((int)p.Figures.Observed), checked((int)(p.Figures.Outside ?? 0)), p.Figures.Expected, p.AtShare.Hits,
        p.AtShare.Pai, p.AtShare.Pei, p.Figures.LogScore);

    private static NextForecast Next(ForecastBacktestRequest request, CellHistory history, ForecastMethod method)
    {
        var model = ForecastModel.Of(method, history, request.Period, request.Begin, request.Options.Models);
        var list = ForecastLists.Sealed(history.Cells, model.Expected);
        GridCell[] cells = [.. list.Codes.Select(code => new GridCell(request.Zoom, code))];
        return new(
            request.Begin, request.Period.Later(request.Begin), method, list.Total,
            [.. model.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new ForecastParameter(p.Key, p.Value))],
            new([.. cells.Select(c => c.X)], [.. cells.Select(c => c.Y)], list.Expected), list.Others, list.ExpectedOfOthers);
    }
}

/// <summary>The result of backtest jobs.</summary>
[ExtendObjectType(typeof(AnalysisJob))]
internal static class ForecastBacktestResults
{
    /// <summary>The result of `startForecastBacktest`; null for other jobs and until it is done.</summary>
    [Complexity(AnalysisJob.ResultCost)]
    public static Task<ForecastBacktestReport?> ForecastBacktest(
        [Parent] AnalysisJob job, [FromServices] ForecastBacktestAnalysis analysis, [FromServices] AnalysisJobStore store,
        CancellationToken cancellation = default) => analysis.ResultOf(job, store, cancellation);
}
