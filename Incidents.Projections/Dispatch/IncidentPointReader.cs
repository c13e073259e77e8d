using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>Where and when an incident occurred.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="Latitude">In degrees.</param>
/// <param name="Day">Local day of occurrence.</param>
public readonly record struct IncidentPoint(Guid Id, double Longitude, double Latitude, LocalDate Day);

/// <summary>Reads incidents as points from the register: the ledger holds cells only.</summary>
public static class IncidentPointReader
{
    /// <summary>The incidents that are counted, by local day, time and id.</summary>
    /// <remarks>Those without coordinates are left out, and those that are known to the month or year only.</remarks>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="scope">Which incidents; its measure is not used.</param>
    /// <param name="bounds">Where they lie, by their coordinates; points on the edge are included.</param>
    /// <param name="isSnapped">Whether each lies in the middle of its cell of zoom 18.</param>
    /// <param name="limit">The most incidents to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<IncidentPoint>> Read(
        NpgsqlConnection connection, CountScope scope, GeoBounds bounds, bool isSnapped, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        var (longitude, latitude) = Point(isSnapped);
        var counted = CountedIncidents.Sql(
            scope with { KnownTo = TimePrecision.Day },
            $"i.id, {longitude} as longitude, {latitude} as latitude, i.occurred_day, i.occurred_at", parameters,
            Inside(bounds, isSnapped, parameters));
        command.CommandText =
            $"""
             select id, longitude, latitude, occurred_day from ({counted}) as counted
             group by id, longitude, latitude, occurred_day, occurred_at having sum(n) > 0
             order by occurred_day, occurred_at, id limit {parameters.Add(limit)}
             """;

        var points = new List<IncidentPoint>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            points.Add(new(rows.GetGuid(0), rows.GetDouble(1), rows.GetDouble(2), LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(3))));
        return points;
    }

    /// <summary>Number of the incidents that are left out because they are known to the month or year only.</summary>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="scope">Which incidents; its measure and its hours are not used.</param>
    /// <param name="bounds">Where they lie, by their coordinates; points on the edge are included.</param>
    /// <param name="isSnapped">Whether each lies in the middle of its cell of zoom 18.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<long> NotKnownToDay(
        NpgsqlConnection connection, CountScope scope, GeoBounds bounds, bool isSnapped, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        var coarse = $"{Inside(bounds, isSnapped, parameters)} and i.time_precision > {(short)TimePrecision.Day}";
        var counted = CountedIncidents.Sql(scope with { HoursOfWeek = null, KnownTo = null }, "i.time_precision", parameters, coarse);
        command.CommandText = $"select coalesce(sum(n), 0)::bigint from ({counted}) as counted";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string Inside(GeoBounds bounds, bool isSnapped, SqlParameters parameters)
    {
        var (longitude, latitude) = Point(isSnapped);
        return $" and {longitude} between {parameters.Add(bounds.West)} and {parameters.Add(bounds.East)} "
            + $"and {latitude} between {parameters.Add(bounds.South)} and {parameters.Add(bounds.North)}";
    }

    private static (string Longitude, string Latitude) Point(bool isSnapped) =>
        isSnapped ? (SnappedSql.Longitude("i."), SnappedSql.Latitude("i.")) : ("i.longitude", "i.latitude");
}
