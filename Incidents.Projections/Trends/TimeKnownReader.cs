using Incidents.Domain;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>How precisely the times of what is counted are known.</summary>
/// <param name="Minute">Number known to the minute or finer.</param>
/// <param name="Hour">Number known to the hour.</param>
/// <param name="Day">Number known to the day.</param>
/// <param name="Month">Number known to the month.</param>
/// <param name="Year">Number known to the year.</param>
/// <param name="Intervals">Number of which an interval is given; null where places are counted.</param>
public sealed record TimesKnown(long Minute, long Hour, long Day, long Month, long Year, long? Intervals)
{
    /// <summary>All of them.</summary>
    public long Total => Minute + Hour + Day + Month + Year;

    /// <summary>Number known less precisely than to a unit.</summary>
    /// <param name="unit">An hour, day or month.</param>
    public long CoarserThan(TimePrecision unit) =>
        Year + (unit < TimePrecision.Month ? Month : 0) + (unit < TimePrecision.Day ? Day : 0);
}

/// <summary>Counts how precisely times are known.</summary>
public static class TimeKnownReader
{
    /// <summary>The counts of a scope; its hours and <see cref="CountScope.KnownTo"/> are not used.</summary>
    /// <remarks>Within bounds only incidents are counted so: their register holds the precision of each.</remarks>
    /// <param name="scope">What is counted.</param>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<TimesKnown> Read(CountScope scope, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var asked = scope with { HoursOfWeek = null, KnownTo = null };
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        command.CommandText = scope.Bounds is null
            ? $"""
               select precision, sum(n), coalesce(sum(n) filter (where length > 0), 0) {FromIntervals(asked, parameters)} group by 1
               union all
               select -1::smallint, coalesce(sum(n), 0), 0 from {ReadModels.Schema}.{CountsByHour.Table}
               {LedgerConditions.Where(asked, "hour", parameters)} {LedgerConditions.Measure(asked, parameters)}
               """
            : $"""
               select time_precision, sum(n), 0::bigint from ({CountedIncidents.Sql(asked, "i.time_precision", parameters)}) as counted
               group by 1
               """;
        var (counts, all, intervals) = (new long[5], 0L, 0L);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (precision, n) = (rows.GetInt16(0), rows.GetInt64(1));
            if (precision < 0)
                all = n;
            else
                (counts[precision], intervals) = (n, intervals + rows.GetInt64(2));
        }
        // Of what is known to the minute, the table of intervals has some only.
        if (scope.Bounds is null)
            counts[0] = all - counts[1..].Sum();
        return new(counts[0], counts[1], counts[2], counts[3], counts[4], scope.Bounds is null ? intervals : null);
    }

    /// <summary>Number known less precisely than to a unit; bounds, hours and <see cref="CountScope.KnownTo"/> are not used.</summary>
    /// <param name="scope">What is counted.</param>
    /// <param name="unit">An hour, day or month.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<long> CoarserThan(
        CountScope scope, TimePrecision unit, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        command.CommandText =
            $"""
             select coalesce(sum(n), 0)::bigint {FromIntervals(scope with { HoursOfWeek = null, KnownTo = null }, parameters)}
             and precision > {(short)unit}
             """;
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string FromIntervals(CountScope scope, SqlParameters parameters) =>
        $"from {ReadModels.Schema}.{Intervals.Table} {LedgerConditions.Where(scope, "minute / 60", parameters)} "
        + LedgerConditions.Measure(scope, parameters);
}
