using Incidents.Domain.Forecasts;
using Incidents.Statistics.Forecasting;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>The forecast of a method.</summary>
/// <param name="Expected">Expected count of each cell.</param>
/// <param name="Parameters">The method's parameters, given and fitted.</param>
public sealed record ModelForecast(IReadOnlyList<double> Expected, IReadOnlyDictionary<string, double> Parameters);

/// <summary>The settings of the methods.</summary>
public sealed record ForecastModelOptions
{
    /// <summary>Length of the history of the self-exciting model, in days.</summary>
    /// <remarks>Of one, two and three years this was the best on Chicago's 2018, chosen before 2019 was used.</remarks>
    public int SelfExcitingDays { get; init; } = 1095;

    /// <summary>Length of the history of the kernel density, in days.</summary>
    /// <remarks>Of one, two and three years this was the best on Chicago's 2018.</remarks>
    public int KernelDays { get; init; } = 365;

    /// <summary>Radius of the kernel, in sides of a cell.</summary>
    public double KernelSides { get; init; } = 2;

    /// <summary>Longest history of the seasonal rate, in years.</summary>
    public int SeasonYears { get; init; } = 10;

    /// <summary>Share of the expected count that is spread evenly.</summary>
    public double EvenShare { get; init; } = 0.01;

    /// <summary>The first setting that is out of bounds, with what it may be; null where all are within.</summary>
    public (string Name, string Range)? Fault() =>
        SelfExcitingDays is < 1 or > MostDays ? (nameof(SelfExcitingDays), $"from 1 to {MostDays} days")
        : KernelDays is < 1 or > MostDays ? (nameof(KernelDays), $"from 1 to {MostDays} days")
        : KernelSides is not (>= 1 and <= 100) ? (nameof(KernelSides), "from 1 to 100 sides of a cell")
        : SeasonYears is < 1 or > MostYears ? (nameof(SeasonYears), $"from 1 to {MostYears} years")
        : EvenShare is not (>= 0 and <= 1) ? (nameof(EvenShare), "from 0 to 1")
        : null;

    /// <summary>Longest history, in days.</summary>
    public const int MostDays = 7_305;

    /// <summary>Longest history, in years.</summary>
    public const int MostYears = 20;

    /// <summary>The longest history that any method looks at, in years.</summary>
    public int Years => Math.Max(SeasonYears, (Math.Max(SelfExcitingDays, KernelDays) + 364) / 365);
}

/// <summary>
/// Forecasts the counts of the cells of a <see cref="CellHistory"/> in the period that begins on a day, from the counts before that day.
/// </summary>
/// <remarks>One hundredth of the expected count is spread evenly over all cells, so that no cell has an expected count of zero.</remarks>
public static class ForecastModel
{
    private static readonly ForecastModelOptions Usual = new();

    /// <summary>Makes the forecast.</summary>
    /// <param name="method">How.</param>
    /// <param name="history">The history; counts on <paramref name="begin"/> or later are not used.</param>
    /// <param name="period">The kind of period.</param>
    /// <param name="begin">First day of the period forecast.</param>
    /// <param name="options">The settings of the methods; default their own.</param>
    public static ModelForecast Of(
        ForecastMethod method, CellHistory history, ForecastPeriod period, LocalDate begin, ForecastModelOptions? options = null)
    {
        options ??= Usual;
        var known = history.Before(begin);
        var (expected, parameters) = method switch
        {
            ForecastMethod.SelfExciting => SelfExciting(known, period, begin, options.SelfExcitingDays),
            ForecastMethod.SeasonalCellRate => Seasonal(known, period, begin, options.SeasonYears),
            ForecastMethod.LastPeriod => (known.Counts(period.Later(begin, -1), begin), []),
            ForecastMethod.KernelDensity => Density(known, period, begin, options),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method."),
        };
        parameters["evenShare"] = options.EvenShare;
        return new(ForecastScore.MixedWithUniform(expected, options.EvenShare), parameters);
    }

    private static (IReadOnlyList<double>, Dictionary<string, double>) SelfExciting(
        CellHistory known, ForecastPeriod period, LocalDate begin, int mostDays)
    {
        var from = Recent(known, begin, mostDays);
        var observed = Period.DaysBetween(from, begin);
        if (observed == 0)
            return (new double[known.Cells.Count], []);
        // The ledger has days: the incidents of a day are spread evenly over it. If all were at noon, the likelihood would be unbounded as
        // the decay time goes to zero.
        (int, double)[] incidents =
        [
            .. known.Days.Where(d => d.Day >= from)
                .SelectMany(d => Enumerable.Range(0, d.Count).Select(n => (d.Cell, Period.DaysBetween(from, d.Day) + (n + 0.5) / d.Count))),
        ];
        var fit = SelfExcitingForecast.Fit(known.Cells.Count, incidents, observed, Period.DaysBetween(begin, period.Later(begin)));
        return (fit.Expected, new() { ["recentDays"] = observed, ["theta"] = fit.Theta, ["omegaPerDay"] = fit.Omega });
    }

    private static (IReadOnlyList<double>, Dictionary<string, double>) Seasonal(
        CellHistory known, ForecastPeriod period, LocalDate begin, int mostYears)
    {
        // Whole periods only, within the years of the history.
        var periods = 0;
        while (periods < mostYears * period.Cycle() && period.Later(begin, -periods - 1) >= known.From)
            periods++;
        if (periods == 0)
            return (new double[known.Cells.Count], []);
        var counts = Enumerable.Range(0, periods).Select(_ => new double[known.Cells.Count]).ToArray();
        var first = period.Later(begin, -periods);
        foreach (var (cell, day, count) in known.Days)
        {
            if (day >= first)
                counts[Number(period, first, day)][cell] += count;
        }

        // Without a whole cycle there is no season to estimate.
        var cycle = periods >= period.Cycle() ? period.Cycle() : 1;
        var forecast = SeasonalCellRate.Next(counts, cycle);
        var ownWeight = (double)forecast.Basis.Parameters["ownWeight"]!;
        return (forecast.Expected, new() { ["periods"] = periods, ["cycle"] = cycle, ["ownWeight"] = ownWeight });
    }

    private static int Number(ForecastPeriod period, LocalDate first, LocalDate day) => period is ForecastPeriod.Week
        ? Period.DaysBetween(first, day) / 7
        : (day.Year - first.Year) * 12 + day.Month - first.Month;

    private static (IReadOnlyList<double>, Dictionary<string, double>) Density(
        CellHistory known, ForecastPeriod period, LocalDate begin, ForecastModelOptions options)
    {
        var from = Recent(known, begin, options.KernelDays);
        var days = Period.DaysBetween(from, begin);
        if (days == 0 || known.Cells.Count == 0)
            return (new double[known.Cells.Count], []);
        // The unit is the side of a cell: on the projected plane cells are squares, within a town of nearly the same size on the ground.
        var (west, south) = (known.Cells.Min(c => c.X), known.Cells.Max(c => c.Y));
        var grid = new PlanarGrid(0, 0, 1, 1, known.Cells.Max(c => c.X) - west + 1, south - known.Cells.Min(c => c.Y) + 1);
        PlanarPoint Centre(int cell) => new(known.Cells[cell].X - west + 0.5, south - known.Cells[cell].Y + 0.5);
        PlanarPoint[] points = [.. known.Days.Where(d => d.Day >= from).SelectMany(d => Enumerable.Repeat(Centre(d.Cell), d.Count))];
        var density = KernelDensity.Of(points, grid, Kernel.Quartic, options.KernelSides).Density;
        double[] own = [.. Enumerable.Range(0, known.Cells.Count).Select(i => Math.Max(0, density[grid.CellOf(Centre(i))]))];
        var (sum, whole) = (own.Sum(), points.Length * (double)Period.DaysBetween(begin, period.Later(begin)) / days);
        return (
            [.. own.Select(d => sum > 0 ? d / sum * whole : 0)],
            new() { ["recentDays"] = days, ["bandwidthCells"] = options.KernelSides });
    }

    private static LocalDate Recent(CellHistory known, LocalDate begin, int days) =>
        LocalDate.Min(begin, LocalDate.Max(known.From, begin.PlusDays(-days)));
}
