using Incidents.Domain.Forecasts;
using Incidents.Statistics.Forecasting;
using Incidents.Statistics.Spatial;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>A forecast as its method makes it.</summary>
/// <param name="Expected">Expected count of each cell.</param>
/// <param name="Parameters">The method's parameters, given and fitted.</param>
public sealed record ModelForecast(IReadOnlyList<double> Expected, IReadOnlyDictionary<string, double> Parameters);

/// <summary>
/// Forecasts the counts of the cells of a <see cref="CellHistory"/> in the period that begins on a day, from what occurred before that day. One hundredth of what is
/// expected is spread evenly over all cells, so that none is given no chance.
/// </summary>
public static class ForecastModel
{
    /// <summary>Share of what is expected that is spread evenly.</summary>
    public const double EvenShare = 0.01;

    /// <summary>How far back the self-exciting model looks. Of one, two and three years this did best on Chicago's 2018, before 2019 was looked at.</summary>
    public const int SelfExcitingDays = 1095;

    /// <summary>How far back the kernel density looks. Of one, two and three years this did best on Chicago's 2018.</summary>
    public const int KernelDays = 365;

    /// <summary>How many years back the seasonal rate looks.</summary>
    public const int MostYears = 10;

    /// <summary>Radius of the kernel, in sides of a cell.</summary>
    public const double KernelSides = 2;

    /// <summary>Makes the forecast.</summary>
    /// <param name="method">How.</param>
    /// <param name="history">What is known; whatever occurred on <paramref name="begin"/> or later is not looked at.</param>
    /// <param name="period">How long periods are.</param>
    /// <param name="begin">First day of the period forecast.</param>
    public static ModelForecast Of(ForecastMethod method, CellHistory history, ForecastPeriod period, LocalDate begin)
    {
        var known = history.Before(begin);
        var (expected, parameters) = method switch
        {
            ForecastMethod.SelfExciting => SelfExciting(known, period, begin),
            ForecastMethod.SeasonalCellRate => Seasonal(known, period, begin),
            ForecastMethod.LastPeriod => (known.Counts(period.Later(begin, -1), begin), []),
            ForecastMethod.KernelDensity => Density(known, period, begin),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method."),
        };
        parameters["evenShare"] = EvenShare;
        return new(ForecastScore.MixedWithUniform(expected, EvenShare), parameters);
    }

    private static (IReadOnlyList<double>, Dictionary<string, double>) SelfExciting(CellHistory known, ForecastPeriod period, LocalDate begin)
    {
        var from = Recent(known, begin, SelfExcitingDays);
        var observed = Period.DaysBetween(from, begin);
        if (observed == 0)
            return (new double[known.Cells.Count], []);
        // The ledger knows days: a day's incidents are spread evenly over it. Were they all at noon, the likelihood would have no bound as excitement shrinks to a moment.
        (int, double)[] incidents =
        [
            .. known.Days.Where(d => d.Day >= from)
                .SelectMany(d => Enumerable.Range(0, d.Count).Select(n => (d.Cell, Period.DaysBetween(from, d.Day) + (n + 0.5) / d.Count))),
        ];
        var fit = SelfExcitingForecast.Fit(known.Cells.Count, incidents, observed, Period.DaysBetween(begin, period.Later(begin)));
        return (fit.Expected, new() { ["recentDays"] = observed, ["theta"] = fit.Theta, ["omegaPerDay"] = fit.Omega });
    }

    private static (IReadOnlyList<double>, Dictionary<string, double>) Seasonal(CellHistory known, ForecastPeriod period, LocalDate begin)
    {
        // Whole periods only, and no more than lie within the years looked at.
        var periods = 0;
        while (periods < MostYears * period.Cycle() && period.Later(begin, -periods - 1) >= known.From)
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

        // Without a whole cycle there is no season to tell.
        var cycle = periods >= period.Cycle() ? period.Cycle() : 1;
        var forecast = SeasonalCellRate.Next(counts, cycle);
        return (forecast.Expected, new() { ["periods"] = periods, ["cycle"] = cycle, ["ownWeight"] = (double)forecast.Basis.Parameters["ownWeight"]! });
    }

    private static int Number(ForecastPeriod period, LocalDate first, LocalDate day) => period is ForecastPeriod.Week
        ? Period.DaysBetween(first, day) / 7
        : (day.Year - first.Year) * 12 + day.Month - first.Month;

    private static (IReadOnlyList<double>, Dictionary<string, double>) Density(CellHistory known, ForecastPeriod period, LocalDate begin)
    {
        var from = Recent(known, begin, KernelDays);
        var days = Period.DaysBetween(from, begin);
        if (days == 0 || known.Cells.Count == 0)
            return (new double[known.Cells.Count], []);
        // A side of a cell is the unit: on the projected plane cells are squares, and within a town all but equal ones.
        var (west, south) = (known.Cells.Min(c => c.X), known.Cells.Max(c => c.Y));
        var grid = new PlanarGrid(0, 0, 1, 1, known.Cells.Max(c => c.X) - west + 1, south - known.Cells.Min(c => c.Y) + 1);
        PlanarPoint Centre(int cell) => new(known.Cells[cell].X - west + 0.5, south - known.Cells[cell].Y + 0.5);
        PlanarPoint[] points = [.. known.Days.Where(d => d.Day >= from).SelectMany(d => Enumerable.Repeat(Centre(d.Cell), d.Count))];
        var density = KernelDensity.Of(points, grid, Kernel.Quartic, KernelSides).Density;
        double[] own = [.. Enumerable.Range(0, known.Cells.Count).Select(i => Math.Max(0, density[grid.CellOf(Centre(i))]))];
        var (sum, whole) = (own.Sum(), points.Length * (double)Period.DaysBetween(begin, period.Later(begin)) / days);
        return ([.. own.Select(d => sum > 0 ? d / sum * whole : 0)], new() { ["recentDays"] = days, ["bandwidthCells"] = KernelSides });
    }

    private static LocalDate Recent(CellHistory known, LocalDate begin, int days) => LocalDate.Min(begin, LocalDate.Max(known.From, begin.PlusDays(-days)));
}
