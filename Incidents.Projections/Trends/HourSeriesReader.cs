using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>Counts by local hour of a period.</summary>
/// <param name="Counts">24 counts for each day, from the first day's midnight on.</param>
/// <param name="WithoutHour">What is counted on these days without a known hour, and is in none of the counts.</param>
public sealed record HourSeries(long[] Counts, long WithoutHour);

/// <summary>Reads one series of counts by local hour.</summary>
/// <remarks>
/// Every day has 24 hours: an hour that the clocks showed twice has the counts of both, one that they left out has none.
/// </remarks>
public static class HourSeriesReader
{
    private const int HoursOfDay = 24;

    /// <summary>The series, read on a connection and within its transaction.</summary>
    /// <param name="scope">What is counted; within bounds incidents, from the register.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public static async Task<HourSeries> Read(CountScope scope, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var counts = new long[Period.DaysBetween(scope.From, scope.Until) * HoursOfDay];
        var without = 0L;
        await using var command = new NpgsqlCommand { Connection = connection };
        SqlParameters parameters = new(command.Parameters);
        command.CommandText = scope.Bounds is null
            ? $"""
               select day, hour::int, sum(n) from {ReadModels.Schema}.{CountsByHour.Table}
               {LedgerConditions.Where(scope, "hour", parameters)} {LedgerConditions.Measure(scope, parameters)} group by 1, 2
               """
            : $"""
               select occurred_day, occurred_hour::int, sum(n)
               from ({CountedIncidents.Sql(scope, "i.occurred_day, i.occurred_hour", parameters)}) as counted group by 1, 2
               """;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (day, hour, n) = (LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(0)), rows.GetInt32(1), rows.GetInt64(2));
            // The register keeps the hour of the week, the ledger that of the day.
            if (hour < 0)
                without += n;
            else
                counts[Period.DaysBetween(scope.From, day) * HoursOfDay + hour % HoursOfDay] += n;
        }
        return new(counts, without);
    }
}
