using Incidents.Domain.Forecasts;
using Incidents.Statistics;
using Incidents.Statistics.Forecasting;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Projections.Forecasts;

/// <summary>How past periods are forecast and scored.</summary>
public sealed record BacktestOptions
{
    /// <summary>Settings of the methods.</summary>
    public ForecastModelOptions Models { get; init; } = new();

    /// <summary>Share of the area at which methods are compared, in (0, 1].</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>Draws of the bootstrap over periods; 0 for no intervals.</summary>
    public int Draws { get; init; } = 999;

    /// <summary>Seed of the draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Confidence of the intervals, in (0, 1).</summary>
    public double Confidence { get; init; } = 0.95;
}

/// <summary>A method's forecast of a past period, scored.</summary>
/// <param name="Begin">First day of the period.</param>
/// <param name="Method">The method.</param>
/// <param name="Figures">The score.</param>
/// <param name="AtShare">The score at the share by which methods are compared.</param>
/// <param name="Parameters">The method's parameters, given and fitted.</param>
public sealed record BacktestPeriod(
    LocalDate Begin, ForecastMethod Method, ForecastFigures Figures, ForecastShare AtShare, IReadOnlyDictionary<string, double> Parameters);

/// <summary>All methods over the same past periods.</summary>
/// <param name="Basis">Method, parameters and n (incidents, inside the area and outside).</param>
/// <param name="Methods">The methods, the simplest first.</param>
/// <param name="Periods">Each period by each method.</param>
/// <param name="Comparison">The comparison; its methods are in the order of <paramref name="Methods"/>.</param>
public sealed record BacktestResult(
    MethodBasis Basis, IReadOnlyList<ForecastMethod> Methods, IReadOnlyList<BacktestPeriod> Periods, ForecastComparisonResult Comparison)
{
    /// <summary>The method chosen.</summary>
    public ForecastMethod Chosen => Methods[Comparison.Chosen];
}

/// <summary>Forecasts past periods by every method, each from what occurred before it and nothing else, and compares the methods.</summary>
public static class ForecastBacktest
{
    /// <summary>The methods from the simplest on: the first is the baseline of comparisons, and a tie goes to the simpler one.</summary>
    public static readonly IReadOnlyList<ForecastMethod> SimplestFirst =
        [ForecastMethod.LastPeriod, ForecastMethod.KernelDensity, ForecastMethod.SeasonalCellRate, ForecastMethod.SelfExciting];

    /// <summary>Runs the backtest.</summary>
    /// <param name="history">The counts of the area, those of the periods forecast included.</param>
    /// <param name="outside">Counts outside the area by day: they are missed.</param>
    /// <param name="period">The kind of period.</param>
    /// <param name="begins">First days of the periods to forecast.</param>
    /// <param name="options">How.</param>
    /// <param name="control">Cancels it, and takes its progress.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of bounds.</exception>
    public static BacktestResult Of(
        CellHistory history, IReadOnlyDictionary<LocalDate, int> outside, ForecastPeriod period, IReadOnlyList<LocalDate> begins,
        BacktestOptions options, RunControl? control = null)
    {
        if (options.Models.Fault() is { } fault)
            throw new ArgumentOutOfRangeException(fault.Name, $"{fault.Name} is {fault.Range}.");
        if (options.Share is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.Share, "A share lies above 0 and at most at 1.");
        double[] shares = [.. ForecastLists.Shares.Append(options.Share).Distinct().Order()];
        var periods = new List<BacktestPeriod>();
        foreach (var begin in begins)
        {
            var until = period.Later(begin);
            var observed = history.Counts(begin, until);
            long missed = outside.Where(o => o.Key >= begin && o.Key < until).Sum(o => (long)o.Value);
            foreach (var method in SimplestFirst)
            {
                control?.Cancellation.ThrowIfCancellationRequested();
                var model = ForecastModel.Of(method, history, period, begin, options.Models);
                var list = ForecastLists.Sealed(history.Cells, model.Expected);
                var figures = ForecastLists.Scored(history.Cells, list, observed, missed, shares);
                periods.Add(new(begin, method, figures, figures.Shares.Single(s => s.Share == options.Share), model.Parameters));
            }

            control?.Progress?.Invoke((periods.Count / SimplestFirst.Count) / (double)begins.Count);
        }

        var comparison = ForecastComparison.Of(
            [.. SimplestFirst.Select(method => periods.Where(p => p.Method == method).Select(Outcome).ToArray())], options.Share,
            options.Draws, options.Seed, options.Confidence);
        return new(Basis(history, outside, period, begins, options), SimplestFirst, periods, comparison);

        static PeriodOutcome Outcome(BacktestPeriod p) =>
            new(p.AtShare.Hits, p.Figures.Observed, p.Figures.Outside ?? 0, p.AtShare.Pei, p.Figures.LogScore);
    }

    private static MethodBasis Basis(
        CellHistory history, IReadOnlyDictionary<LocalDate, int> outside, ForecastPeriod period, IReadOnlyList<LocalDate> begins,
        BacktestOptions options) => new(
        "forecast-backtest",
        "the methods' own sources; Chainey et al. 2008; Hunt 2016; Levine 2008; Good 1952; Efron and Tibshirani 1993",
        history.Days.Sum(d => d.Count) + outside.Values.Sum(),
        new Dictionary<string, object?>
        {
            ["period"] = period.ToString(),
            ["firstPeriod"] = begins.Count == 0 ? null : LocalDatePattern.Iso.Format(begins[0]),
            ["lastPeriod"] = begins.Count == 0 ? null : LocalDatePattern.Iso.Format(begins[^1]),
            ["historyFrom"] = LocalDatePattern.Iso.Format(history.From),
            ["zoom"] = history.Cells.Count == 0 ? null : history.Cells[0].Zoom,
            ["cells"] = history.Cells.Count,
            ["squareKilometres"] = history.Cells.Sum(c => c.SquareKilometres()),
            ["share"] = options.Share,
            ["draws"] = options.Draws,
            ["seed"] = options.Seed,
            ["confidence"] = options.Confidence,
            ["leastEvents"] = ForecastComparison.LeastEvents,
            ["leastPeriods"] = ForecastComparison.LeastPeriods,
            ["selfExcitingDays"] = options.Models.SelfExcitingDays,
            ["kernelDays"] = options.Models.KernelDays,
            ["kernelCells"] = options.Models.KernelSides,
            ["seasonYears"] = options.Models.SeasonYears,
            ["evenShare"] = options.Models.EvenShare,
        });
}
