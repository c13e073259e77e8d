using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Projections;
using Incidents.Projections.Forecasts;
using Incidents.Projections.Heatmaps;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Forecasts;

/// <summary>What is forecast of a town that has no plan: its counts and its area, from the ledger.</summary>
internal static class ForecastTown
{
    /// <summary>All cells.</summary>
    public static readonly GeoBounds World = new(-180, -90, 180, 90);

    /// <summary>The last local day on which an incident of a city occurred, up to a day; null where there is none.</summary>
    public static async Task<LocalDate?> LastDay(NpgsqlDataSource source, string city, LocalDate until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select max(day) from {ReadModels.Schema}.{CountsByHour.Table} where measure = $1 and city = $2 and day <= $3");
        command.Parameters.Add(new NpgsqlParameter { Value = (short)Measure.Incidents });
        command.Parameters.Add(new NpgsqlParameter { Value = DimensionKeys.Id(city) });
        command.Parameters.Add(new NpgsqlParameter { Value = until.ToDateOnly() });
        return await command.ExecuteScalarAsync(cancellation) is DateOnly day ? LocalDate.FromDateOnly(day) : null;
    }

    /// <summary>Bounds of the cells in which anything of a city was counted; null where nothing was.</summary>
    public static async Task<GeoBounds?> CountedArea(
        NpgsqlDataSource source, string city, int zoom, LocalDate from, LocalDate until, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        GeoPoint[] middles = [.. (await CountedCells(connection, city, zoom, from, until, null, cancellation)).Select(c => c.Centre())];
        return middles.Length == 0 ? null : new(
            middles.Min(m => m.Longitude), middles.Min(m => m.Latitude), middles.Max(m => m.Longitude), middles.Max(m => m.Latitude));
    }

    /// <summary>The cells in which anything of a city was counted, whatever its category, in order of code.</summary>
    public static async Task<GridCell[]> CountedCells(
        NpgsqlConnection connection, string city, int zoom, LocalDate from, LocalDate until, LocalDate? asKnownOn,
        CancellationToken cancellation)
    {
        CountScope scope = new(Measure.Incidents, from, until, asKnownOn) { Cities = [city] };
        var counts = await HeatmapReader.ReadSteps(
            new(scope, World, zoom), Math.Max(1, Period.DaysBetween(from, until)), connection, cancellation);
        return [.. counts.Where(c => c.Count > 0).Select(c => c.Cell).OrderBy(c => c.Code)];
    }

    /// <summary>Refuses an area of more cells than a forecast has.</summary>
    /// <exception cref="RefusedException">There are more.</exception>
    public static void CheckCells(GeoBounds area, int zoom)
    {
        if (!ForecastPlan.TooManyCells(area, zoom))
            return;
        var (west, north, east, south) = CellRanges.Extent(area, zoom);
        throw Checks.TooManyCells((east - west + 1L) * (south - north + 1L), ForecastPlan.MostCells, "would be forecast");
    }
}
