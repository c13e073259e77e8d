using Incidents.Domain;
using Incidents.Projections.Recorders;
using Incidents.Statistics.Series;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Recorders;

/// <summary>The rows of what is usual of recorders.</summary>
internal static class RecorderRows
{
    private const string Columns =
        "city, device_id, longitude, latitude, speeds, ids, learned, mean, square_sum, high, low, high_since, low_since, suspected, drift, "
        + "captures, last_at";

    /// <summary>The recorders of some towns, in order.</summary>
    public static async Task<List<WatchedRecorder>> Read(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, string[] cities, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select {Columns} from {RecorderTables.Recorders} where city = any($1) order by city, device_id", connection, transaction);
        command.Parameters.Add(new() { Value = cities });
        var found = new List<WatchedRecorder>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(rows.GetString(0), rows.GetString(1), new GeoPoint(rows.GetDouble(2), rows.GetDouble(3)))
            {
                Speeds = [.. rows.GetFieldValue<double[]>(4)],
                Ids = [.. rows.GetFieldValue<Guid[]>(5)],
                Chart = new(
                    rows.GetInt32(6), rows.GetDouble(7), rows.GetDouble(8),
                    new CumulativeSum(rows.GetDouble(9), rows.GetDouble(10), rows.GetInt32(11), rows.GetInt32(12))),
                IsSuspected = rows.GetBoolean(13),
                DriftKmPerHour = rows.IsDBNull(14) ? null : rows.GetDouble(14),
                Captures = rows.GetInt64(15),
                LastAt = Instant.FromDateTimeUtc(rows.GetDateTime(16)),
            });
        }
        return found;
    }

    /// <summary>Writes recorders in the transaction.</summary>
    public static async Task Write(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<WatchedRecorder> recorders,
        CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var recorder in recorders)
        {
            var command = new NpgsqlBatchCommand(
                $"""
                 insert into {RecorderTables.Recorders} ({Columns})
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                 on conflict (city, device_id) do update set longitude = excluded.longitude, latitude = excluded.latitude,
                     speeds = excluded.speeds, ids = excluded.ids, learned = excluded.learned, mean = excluded.mean,
                     square_sum = excluded.square_sum, high = excluded.high, low = excluded.low, high_since = excluded.high_since,
                     low_since = excluded.low_since, suspected = excluded.suspected, drift = excluded.drift,
                     captures = excluded.captures, last_at = excluded.last_at
                 """);
            var (chart, sum) = (recorder.Chart, recorder.Chart.Sum);
            object[] values =
            [
                recorder.City, recorder.DeviceId, recorder.Point.Longitude, recorder.Point.Latitude, recorder.Speeds.ToArray(),
                recorder.Ids.ToArray(), chart.Count, chart.Mean, chart.SquareSum, sum.High, sum.Low, sum.HighSince, sum.LowSince,
                recorder.IsSuspected,
            ];
            foreach (var value in values)
                command.Parameters.Add(new() { Value = value });
            command.Parameters.Add(new() { Value = (object?)recorder.DriftKmPerHour ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Double });
            command.Parameters.Add(new() { Value = recorder.Captures });
            command.Parameters.Add(new() { Value = recorder.LastAt.ToDateTimeUtc() });
            batch.BatchCommands.Add(command);
        }
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancellation);
    }
}
