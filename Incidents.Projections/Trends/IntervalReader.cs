using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>What is counted at one time that is not known to the minute, or of which an interval is given.</summary>
/// <param name="City">City code: its zone decides where an hour, day or month ends.</param>
/// <param name="Beginning">Its beginning, in whole minutes.</param>
/// <param name="Precision">How precisely that is known.</param>
/// <param name="LengthMinutes">
/// Elapsed minutes of the interval where one is given; 0 where it is the hour, day, month or year itself.
/// </param>
/// <param name="Count">A sum of signed entries.</param>
public readonly record struct CountedInterval(
    string City, OffsetDateTime Beginning, TimePrecision Precision, int LengthMinutes, long Count);

/// <summary>What is not known to the minute, or of which an interval is given.</summary>
/// <param name="WholeHours">
/// Number known to an hour of the local clock: all of it lies in one hour of the week, in which it is counted.
/// </param>
/// <param name="Others">The others.</param>
public sealed record CountedIntervals(long WholeHours, List<CountedInterval> Others);

/// <summary>Reads from the ledger what is not known to the minute.</summary>
public static class IntervalReader
{
    /// <summary>What begins in the period, with one entry for each time.</summary>
    /// <param name="scope">
    /// What is counted: an interval at its beginning. Bounds are not used: intervals are kept without place. With hours, what has no hour
    /// is left out.
    /// </param>
    /// <param name="connection">The connection, in the caller's transaction.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<CountedIntervals> Read(CountScope scope, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        var whole = new NpgsqlBatchCommand();
        batch.BatchCommands.Add(whole);
        SqlParameters parameters = new(whole.Parameters);
        whole.CommandText = $"select coalesce(sum(n), 0)::bigint {From(scope, parameters)} and {IsWholeHour}";
        var others = new NpgsqlBatchCommand();
        batch.BatchCommands.Add(others);
        parameters = new(others.Parameters);
        others.CommandText =
            $"""
             select label.text, day, minute, offset_seconds, precision, length, n from (
                 select city, day, minute, offset_seconds, precision, length, sum(n) as n {From(scope, parameters)} and not {IsWholeHour}
                 group by 1, 2, 3, 4, 5, 6 having sum(n) <> 0) as i
             join {ReadModels.Schema}.{DimensionKeys.Table} on label.id = city order by 1, 2, 3, 4, 5, 6
             """;
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        CountedIntervals counted = new(rows.GetInt64(0), []);
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (day, minute) = (LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(1)), rows.GetInt16(2));
            counted.Others.Add(new(
                rows.GetString(0), (day + new LocalTime(minute / 60, minute % 60)).WithOffset(Offset.FromSeconds(rows.GetInt32(3))),
                (TimePrecision)rows.GetInt16(4), rows.GetInt32(5), rows.GetInt64(6)));
        }
        return counted;
    }

    private static string From(CountScope scope, SqlParameters parameters) =>
        $"from {ReadModels.Schema}.{Intervals.Table} {LedgerConditions.Where(scope, Hour, parameters)} "
        + LedgerConditions.Measure(scope, parameters);

    private static readonly string IsWholeHour = $"(precision = {(short)TimePrecision.Hour} and length = 0 and minute % 60 = 0)";

    // As in the tables of hours (LedgerHour).
    private static readonly string Hour =
        $"case when precision <= {(short)TimePrecision.Hour} then minute / 60 else {(short)TimePrecision.Hour} - precision end";
}
