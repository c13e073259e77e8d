using Incidents.Domain.Upkeep;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Upkeep;

/// <summary>What was observed of municipal property in a period, and what came of it.</summary>
/// <param name="City">City code.</param>
/// <param name="District">District as the source names it, or null for all of the town.</param>
/// <param name="IsWholeTown">Whether it is all of the town: what has no district has a row of its own.</param>
/// <param name="Observations">Number of observations, also those that are joined to another task or cancelled.</param>
/// <param name="Joined">Number of these that are the same thing as another task.</param>
/// <param name="Cancelled">Number of these that there was nothing to do for.</param>
/// <param name="Open">Number of tasks that have to be done.</param>
/// <param name="Overdue">Number of these whose deadline was over at that moment.</param>
/// <param name="Done">Number of tasks that are done, and were not found otherwise.</param>
/// <param name="DoneInTime">Number of these that were done by their deadline.</param>
/// <param name="DoneLate">Number of these that were done after it; what has no deadline is in neither.</param>
/// <param name="Confirmed">Number of these that were looked at again, and are done.</param>
/// <param name="MedianSeconds">Median seconds from the observation until it was done; null where nothing is done.</param>
/// <param name="P90Seconds">Nine of ten were done within so many seconds; null where nothing is done.</param>
public sealed record UpkeepFigures(
    string City, string? District, bool IsWholeTown, int Observations, int Joined, int Cancelled, int Open, int Overdue, int Done,
    int DoneInTime, int DoneLate, int Confirmed, double? MedianSeconds, double? P90Seconds)
{
    /// <summary>Number of tasks: observations that are neither joined nor cancelled.</summary>
    public int Tasks => Observations - Joined - Cancelled;
}

/// <summary>Reads the figures of municipal property as known at any moment.</summary>
/// <param name="source">The database.</param>
public sealed class UpkeepFigureReader(NpgsqlDataSource source)
{
    /// <summary>Figures of each town and each of its districts.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="categories">Codes of kinds, or null for all.</param>
    /// <param name="streetClasses">Classes of streets, or null for all.</param>
    /// <param name="from">First local day of the observations.</param>
    /// <param name="until">First local day after them.</param>
    /// <param name="asKnownAt">As known at this moment, which is also that at which something is overdue.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<UpkeepFigures>> Read(
        IReadOnlyList<string>? cities, IReadOnlyList<string>? categories, IReadOnlyList<StreetClass>? streetClasses, LocalDate from,
        LocalDate until, Instant asKnownAt, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var known = command.Add(asKnownAt.ToDateTimeUtc());
        // An observation that was reported late may move to another day, town or kind: what was known last counts, of each task that was
        // in the period and a town at any time.
        var first = command.Add(from.ToDateOnly());
        var end = command.Add(until.ToDateOnly());
        string Within() => new RowFilter(command)
            .And($"occurred_day >= {first}").And($"occurred_day < {end}").AnyOf("city", cities).Sql.ToString();
        var candidates = Within();
        var wanted = new RowFilter(command).And(Within())
            .AnyOf("kind", categories)
            .AnyOf("street_class", streetClasses?.Select(UpkeepRegister.ClassName).ToArray()).Sql;
        command.CommandText =
            $"""
             select city, district, grouping(district) = 1, count(*), count(*) filter (where status = 'joined'),
                 count(*) filter (where status = 'cancelled'), count(*) filter (where status = 'open'),
                 count(*) filter (where status = 'open' and deadline < {known}), count(*) filter (where is_done),
                 count(*) filter (where is_done and done_at <= deadline), count(*) filter (where is_done and done_at > deadline),
                 count(*) filter (where status = 'confirmed'),
                 percentile_cont(array[0.5, 0.9]::float8[]) within group (order by seconds) filter (where seconds is not null)
             from (
                 select city, coalesce(district, '') as district, status, deadline, done_at, status in ('done', 'confirmed') as is_done,
                     case when status in ('done', 'confirmed') and not is_assumed then
                         greatest(0, extract(epoch from done_at - occurred_at))::float8 end as seconds
                 from (select distinct on (id) * from {ReadModels.Schema}.{UpkeepRegister.VersionTable}
                     where known_at <= {known} and id in (
                         select id from {ReadModels.Schema}.{UpkeepRegister.VersionTable} where {candidates})
                     order by id, version desc) as known
                 where {wanted}) as task
             group by grouping sets ((city), (city, district)) order by city, grouping(district) desc, district
             """;
        var figures = new List<UpkeepFigures>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            int Count(int column) => checked((int)rows.GetInt64(column));
            var isWhole = rows.GetBoolean(2);
            var quantiles = rows.IsDBNull(12) ? null : rows.GetFieldValue<double[]>(12);
            figures.Add(new(
                rows.GetString(0), isWhole || rows.GetString(1).Length == 0 ? null : rows.GetString(1), isWhole, Count(3), Count(4),
                Count(5), Count(6), Count(7), Count(8), Count(9), Count(10), Count(11), quantiles?[0], quantiles?[1]));
        }
        return figures;
    }
}
