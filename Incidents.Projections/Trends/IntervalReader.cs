using Incidents.Projections.Ledgers;
using Incidents.Statistics.Series;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>Reads incidents known to an interval off the ledger.</summary>
public static class IntervalReader
{
    /// <summary>Intervals that begin in the period, by minute of the week and length; none twice.</summary>
    /// <param name="request">Which: its period, cities, districts, categories and day of knowledge.</param>
    /// <param name="connection">Where to read, in a transaction of the caller's.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<List<WeekInterval>> Read(TrendRequest request, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
             select (extract(isodow from day)::int - 1) * 1440 + minute, length, sum(n) from {ReadModels.Schema}.{Intervals.Table}
             where day >= $1 and day < $2 and ($3::bigint[] is null or city = any($3)) and ($4::bigint[] is null or district = any($4))
                 and ($5::bigint[] is null or category = any($5)) and ($6::date is null or known <= $6)
             group by 1, 2 having sum(n) <> 0 order by 1, 2
             """,
            connection);
        command.Parameters.Add(new() { Value = request.From.ToDateOnly() });
        command.Parameters.Add(new() { Value = request.Until.ToDateOnly() });
        foreach (var texts in new[] { request.Cities, request.Districts, request.Categories })
            command.Parameters.Add(new() { Value = Labels.Ids(texts) ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = request.KnownOn?.ToDateOnly() ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date });
        List<WeekInterval> intervals = [];
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            intervals.Add(new(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2)));
        return intervals;
    }
}
