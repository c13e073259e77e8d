using System.Data;
using Npgsql;

namespace Incidents.Projections.Trends;

/// <summary>Counts by hour of the week.</summary>
/// <param name="Hours">The 168 hours, Monday 00:00 first.</param>
/// <param name="Known">How precisely the times are known.</param>
/// <param name="Intervals">What is not known to the minute; null where it was not asked for.</param>
public sealed record WeekCounts(long[] Hours, TimesKnown Known, CountedIntervals? Intervals);

/// <summary>Reads counts by hour of the week from the ledger.</summary>
/// <param name="source">The database.</param>
public class WeekReader(NpgsqlDataSource source)
{
    /// <summary>The counts of all weeks of the period together.</summary>
    /// <param name="request">What is counted, by hours of the week, in one series.</param>
    /// <param name="withIntervals">Whether to read what is not known to the minute.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public virtual async Task<WeekCounts> Read(TrendRequest request, bool withIntervals, CancellationToken cancellation)
    {
        // All tables as of one event: an interval must also be in the counts of its hour.
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var counts = (await TrendReader.Read(request, connection, cancellation)).Single().Counts;
        var known = await TimeKnownReader.Read(request.Scope, connection, cancellation);
        return new(counts, known, withIntervals ? await IntervalReader.Read(request.Scope, connection, cancellation) : null);
    }
}
