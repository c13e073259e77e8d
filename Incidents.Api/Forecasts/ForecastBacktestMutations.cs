using System.Text.Json;
using GraphQL;
using Incidents.Api.AnalysisJobs;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using Incidents.Statistics.Forecasting;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Forecasts;

/// <summary>Mutations that start backtests.</summary>
[MutationType]
internal static class ForecastBacktestMutations
{
    private const int MostPeriods = 104;

    /// <summary>
    /// Starts a backtest of all methods for any town that has incidents, also one that an import declared, or finds the job of the same
    /// request. Each scored period is forecast from what occurred before it. The job's result is its field `forecastBacktest`, with the
    /// forecast of the next period by the method that the backtest chooses. It seals nothing: `sealForecasts` does. Errors:
    /// `CITY_UNKNOWN`, `NOTHING_COUNTED`, `TOO_MANY_CELLS` beyond 50,000; `TOO_BUSY` if too many jobs wait.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="category">Category code; default all incidents.</param>
    /// <param name="period">The kind of period.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="bounds">
    /// The area, in degrees; default every cell in which anything of the city was counted before the first scored period.
    /// </param>
    /// <param name="begin">
    /// First day of the period that is forecast, a Monday or the first of a month. Default: the period that contains the day after the last
    /// incident of the city, or today if that is earlier.
    /// </param>
    /// <param name="periods">Number of periods scored, the last ones that are over before `begin`; 0 to 104.</param>
    /// <param name="method">Method of the forecast of the next period; default the one that the backtest chooses.</param>
    /// <param name="share">Share of the area at which methods are compared, above 0 and up to 1.</param>
    /// <param name="draws">Draws of the bootstrap over periods, 0 to 9,999; 0 for no intervals.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="confidence">Confidence of the intervals, above 0 and below 1.</param>
    /// <param name="selfExcitingDays">Days of history of the self-exciting model, 1 to 7,305.</param>
    /// <param name="kernelDays">Days of history of the kernel density, 1 to 7,305.</param>
    /// <param name="kernelCells">Radius of the kernel in sides of a cell, 1 to 100.</param>
    /// <param name="seasonYears">Most years of history of the seasonal cell rate, 1 to 20.</param>
    /// <param name="evenShare">Share of the expected count that is spread evenly over all cells, 0 to 1.</param>
    /// <param name="asKnownOn">Count as known at the end of this day; default: as known now.</param>
    /// <param name="waitSeconds">How long to wait for the result before answering, 0 to 8.</param>
    public static async Task<AnalysisJob> StartForecastBacktest(
        [FromServices] AnalysisJobService jobs, [FromServices] ForecastBacktestAnalysis analysis, [FromServices] NpgsqlDataSource source,
        [FromServices] Cities cities, [FromServices] IClock clock, string city, string? category = null,
        ForecastPeriod period = ForecastPeriod.Week, int zoom = 16, GeoBounds? bounds = null, LocalDate? begin = null, int periods = 12,
        ForecastMethod? method = null, double share = 0.01, int draws = 999, long seed = 1, double confidence = 0.95,
        int selfExcitingDays = 1095, int kernelDays = 365, double kernelCells = 2, int seasonYears = 10, double evenShare = 0.01,
        LocalDate? asKnownOn = null, double waitSeconds = 1, CancellationToken cancellation = default)
    {
        ForecastArguments.Check(cities, city, category, zoom, bounds);
        if (periods is < 0 or > MostPeriods)
            throw RefusedException.BadInput("periods", $"From 0 to {MostPeriods} periods are scored.");
        if (share is not (> 0 and <= 1))
            throw RefusedException.BadInput("share", "A share lies above 0 and at most at 1.");
        if (draws is < 0 or > PeriodBootstrap.MostDraws)
            throw RefusedException.BadInput("draws", $"Draws are from 0 to {PeriodBootstrap.MostDraws}.");
        if (confidence is not (> 0 and < 1))
            throw RefusedException.BadInput("confidence", "A confidence lies above 0 and below 1.");
        ForecastModelOptions models = new()
        {
            SelfExcitingDays = selfExcitingDays,
            KernelDays = kernelDays,
            KernelSides = kernelCells,
            SeasonYears = seasonYears,
            EvenShare = evenShare,
        };
        if (models.Fault() is { } fault)
            throw RefusedException.BadInput(ForecastArguments.FieldOf(fault.Name), $"It is {fault.Range}.");
        var today = cities.Local(clock.GetCurrentInstant(), city).Date;
        var first = await ForecastArguments.Begin(source, city, period, begin, today, cancellation);
        var scored = ForecastArguments.Scored(period, first, today, periods);
        var historyFrom = period.Begin((scored.Length == 0 ? first : scored[0]).PlusYears(-models.Years));
        ForecastBacktestRequest request = new(
            city, category, period, zoom, bounds, first, historyFrom, scored, method, asKnownOn,
            new() { Models = models, Share = share, Draws = draws, Seed = seed, Confidence = confidence });
        return await jobs.Submit(analysis, request, waitSeconds, cancellation);
    }
}

/// <summary>Arguments that fields of forecasts share.</summary>
internal static class ForecastArguments
{
    /// <summary>Refuses what no forecast can be of.</summary>
    public static void Check(Cities cities, string city, string? category, int zoom, GeoBounds? bounds)
    {
        if (cities.Find(city) is null)
            throw new RefusedException(Refusals.CityUnknown(city, "city"));
        if (category is not null && CategoryCode.Check(category, "category") is { } fault)
            throw new RefusedException(fault);
        Checks.Cells(bounds ?? new(0, 0, 0, 0), zoom);
        if (bounds is { } area)
            ForecastTown.CheckCells(area, zoom);
    }

    /// <summary>The argument of a setting of the methods.</summary>
    public static string FieldOf(string setting) =>
        setting == nameof(ForecastModelOptions.KernelSides) ? "kernelCells" : JsonNamingPolicy.CamelCase.ConvertName(setting);

    /// <summary>First day of the period to forecast.</summary>
    /// <exception cref="RefusedException">It is no first day, or nothing was counted in the city.</exception>
    public static async Task<LocalDate> Begin(
        NpgsqlDataSource source, string city, ForecastPeriod period, LocalDate? begin, LocalDate today, CancellationToken cancellation)
    {
        if (begin is { } given)
        {
            return given.Year is >= 100 and <= 9000 && period.Begin(given) == given
                ? given
                : throw RefusedException.BadInput("begin", "A period begins on a Monday, or on the first of a month.");
        }

        return await ForecastTown.LastDay(source, city, today, cancellation) is { } last
            ? period.Begin(LocalDate.Min(last.PlusDays(1), today))
            : throw new RefusedException(new(ErrorCode.NothingCounted, "Nothing was counted in this city."));
    }

    /// <summary>First days of the last periods that are over before a period, oldest first.</summary>
    public static LocalDate[] Scored(ForecastPeriod period, LocalDate begin, LocalDate today, int periods)
    {
        var last = LocalDate.Min(begin, period.Begin(today));
        return [.. Enumerable.Range(1, periods).Select(i => period.Later(last, -i)).Reverse()];
    }
}
