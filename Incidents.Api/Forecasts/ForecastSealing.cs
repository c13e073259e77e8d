using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Incidents.Api.GraphQL;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Forecasts;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Forecasts;

/// <summary>The forecasts of one period of a town by every method.</summary>
/// <param name="Plan">Code by which `forecasts` lists them.</param>
/// <param name="From">First local day of the period.</param>
/// <param name="Until">First local day no longer in it.</param>
/// <param name="Forecasts">The forecasts, the simplest method first.</param>
public sealed record SealedForecasts(string Plan, LocalDate From, LocalDate Until, IReadOnlyList<ForecastNode> Forecasts);

/// <summary>Mutations that seal forecasts on request.</summary>
[MutationType]
internal sealed class SealingMutations(
    ForecastLedger ledger, EventReader events, NpgsqlDataSource source, Cities cities, IClock clock)
{
    /// <summary>
    /// Seals the forecasts of a town's next period by every method, also for a town without a plan. They are scored by themselves like
    /// those of plans. A second call for the same period returns the forecasts that are sealed already. Errors `CITY_UNKNOWN`,
    /// `NOTHING_COUNTED`, `TOO_MANY_CELLS` beyond 50,000.
    /// </summary>
    /// <param name="city">City code.</param>
    /// <param name="by">Who has them sealed.</param>
    /// <param name="category">Category code; default all incidents.</param>
    /// <param name="period">The kind of period.</param>
    /// <param name="zoom">Zoom of the cells, 0 to 18.</param>
    /// <param name="bounds">
    /// The area, in degrees: all cells that touch it. Default: the city's bounds, or those of the cells in which anything of the city was
    /// counted within ten years.
    /// </param>
    public async Task<SealedForecasts> SealForecasts(
        string city, string by, string? category = null, ForecastPeriod period = ForecastPeriod.Week, int zoom = 16,
        GeoBounds? bounds = null, CancellationToken cancellation = default)
    {
        ForecastArguments.Check(cities, city, category, zoom, bounds);
        var today = cities.Local(clock.GetCurrentInstant(), city).Date;
        var next = period.Later(period.Begin(today));
        if (await ForecastTown.LastDay(source, city, today, cancellation) is null)
            throw new RefusedException(new(ErrorCode.NothingCounted, "Nothing was counted in this city."));
        var area = bounds ?? cities.Find(city)!.Bounds ?? await SealedArea(CodeOf(city, category, period, zoom, null), next, cancellation)
            ?? await ForecastTown.CountedArea(source, city, zoom, today.PlusYears(-10), next, cancellation)
            ?? throw new RefusedException(
                new(ErrorCode.NothingCounted, "Nothing was counted in a cell of this city within ten years.", "bounds"));
        ForecastTown.CheckCells(area, zoom);
        ForecastPlan plan = new(CodeOf(city, category, period, zoom, bounds), city, period, zoom, area, category);
        try
        {
            foreach (var (_, refusal) in await ledger.Seal(plan, next, cancellation, by))
            {
                if (refusal != SealForecast.SealedOtherwise)
                    throw new RefusedException(refusal);
            }
        }
        catch (StoreUnavailableException e)
        {
            throw new RefusedException(new(ErrorCode.StoreAway, e.Message));
        }

        var forecasts = new List<ForecastNode>();
        foreach (var method in ForecastBacktest.SimplestFirst)
        {
            var id = plan.Terms(method, next).StreamId;
            forecasts.Add(ForecastNode.Of(id, (await events.Open<Forecast>(id, null, cancellation))!, cities));
        }

        return new(plan.Code, next, period.Later(next), forecasts);
    }

    // The area of a plan must not change from call to call as new cells are counted: that of the forecast before stays.
    private async Task<GeoBounds?> SealedArea(string plan, LocalDate next, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select west, south, east, north from {Projections.ReadModels.Schema}.{ForecastRegister.Table}
             where plan = $1 and first_day <= $2 order by first_day desc limit 1
             """);
        command.Parameters.Add(new NpgsqlParameter { Value = plan });
        command.Parameters.Add(new NpgsqlParameter { Value = next.ToDateOnly() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation)
            ? new(rows.GetDouble(0), rows.GetDouble(1), rows.GetDouble(2), rows.GetDouble(3))
            : null;
    }

    private static string CodeOf(string city, string? category, ForecastPeriod period, int zoom, GeoBounds? bounds)
    {
        var code = string.Create(
            CultureInfo.InvariantCulture, $"{city}-{category ?? "all"}-{period.ToString().ToLowerInvariant()}-z{zoom}");
        if (bounds is not { } area)
            return code;
        var text = string.Create(CultureInfo.InvariantCulture, $"{area.West:R} {area.South:R} {area.East:R} {area.North:R}");
        return $"{code}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
    }
}

/// <summary>Mutations of patrols.</summary>
[MutationType]
internal sealed class PatrolMutations(Commands commands, Cities cities)
{
    /// <summary>
    /// Records for how many hours of a forecast's period a cell was patrolled, in total and whatever the number of patrols. A later record
    /// of the same cell replaces the earlier one. Scores made from then on keep it as `dosage`. Errors `FORECAST_CELL_UNKNOWN`,
    /// `PATROL_TOO_LONG` for more hours than the period has had until now, `FORECAST_MISSED`, `NOT_FOUND`.
    /// </summary>
    /// <param name="id">The forecast.</param>
    /// <param name="x">Column of the cell at the forecast's zoom.</param>
    /// <param name="y">Row of the cell at the forecast's zoom.</param>
    /// <param name="hours">The hours.</param>
    public async Task<ForecastNode> RecordPatrol(Guid id, int x, int y, double hours, CancellationToken cancellation = default)
    {
        var opened = await commands.Send<Forecast>(id, null, _ => new RecordPatrol(id, x, y, hours), cancellation);
        return ForecastNode.Of(id, opened, cities);
    }
}
