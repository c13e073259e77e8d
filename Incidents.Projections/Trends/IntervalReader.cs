using Incidents.Projections.Ledgers;
using Incidents.Statistics.Series;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>Reads from the ledger the incidents of which only an interval is known.</summary>
public static class IntervalReader
{
    /// <summary>Intervals that begin in the period, by minute of the week and length; each once.</summary>
    /// <param name="scope">What is counted: an interval at its beginning. Bounds are not used: intervals are kept without place.</param>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<List<WeekInterval>> Read(CountScope scope, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        command.CommandText =
            $"""
             select (extract(isodow from day)::int - 1) * 1440 + minute, length, sum(n) from {ReadModels.Schema}.{Intervals.Table}
             {LedgerConditions.Where(scope, "minute / 60", new(command.Parameters))}
             group by 1, 2 having sum(n) <> 0 order by 1, 2
             """;
        List<WeekInterval> intervals = [];
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            intervals.Add(new(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt64(2)));
        return intervals;
    }
}
