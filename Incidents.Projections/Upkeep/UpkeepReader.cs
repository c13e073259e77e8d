using System.Runtime.CompilerServices;
using Incidents.Domain;
using Incidents.Domain.Upkeep;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Upkeep;

/// <summary>Reads the tasks of municipal property.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class UpkeepReader(NpgsqlDataSource source, Cities cities)
{
    private const string Table = $"{ReadModels.Schema}.{UpkeepRegister.Table}";
    private const string Open = "status = 'open'";

    private const string Columns =
        """
        id, version, source, source_id, kind, city, district, longitude, latitude, street, street_class, deadline, occurred_at, known_at,
            last_known_at, device_id, is_assumed, status, done_at, joined_into, due_at
        """;

    /// <summary>A page of the list, with the key of each row in its order.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="order">The order.</param>
    /// <param name="sight">What the reader sees.</param>
    /// <param name="now">The present moment: what is overdue.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<(UpkeepTaskRow Row, Instant Key)>> Read(
        UpkeepTaskFilter filter, UpkeepOrder order, RowSight sight, Instant now, (Instant At, Guid Id)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, sight, now, command);
        var key = order is UpkeepOrder.DeadlineAscending ? "due_at" : "occurred_at";
        var descending = order is UpkeepOrder.OccurredDescending != backward;
        if (after is { } row)
            where.And($"({key}, id) {(descending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})");
        var direction = descending ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {Table} where {where.Sql} order by {key} {direction}, id {direction} limit {command.Add(limit)}
             """;
        var tasks = new List<(UpkeepTaskRow Row, Instant Key)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var task = Task(rows);
            var at = order is UpkeepOrder.DeadlineAscending
                ? Instant.FromDateTimeUtc(rows.GetDateTime(20))
                : task.OccurredAt.ToInstant();
            tasks.Add((task.SeenBy(sight), at));
        }
        return tasks;
    }

    /// <summary>Number of tasks.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="sight">What the reader sees.</param>
    /// <param name="now">The present moment: what is overdue.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<int> Count(UpkeepTaskFilter filter, RowSight sight, Instant now, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return checked((int)await Count(filter, sight, now, connection, cancellation));
    }

    /// <summary>The same on a connection of the caller.</summary>
    public static async Task<long> Count(
        UpkeepTaskFilter filter, RowSight sight, Instant now, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select count(*) from {Table} where {Where(filter, sight, now, command).Sql}";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>
    /// All tasks in an order, as they come from the database: one statement, so that they are of one moment, and few in memory at a time.
    /// </summary>
    /// <param name="filter">The filter.</param>
    /// <param name="order">The order.</param>
    /// <param name="sight">What the reader sees.</param>
    /// <param name="now">The present moment: what is overdue.</param>
    /// <param name="connection">The connection; it is used until the last row is read.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async IAsyncEnumerable<UpkeepTaskRow> All(
        UpkeepTaskFilter filter, UpkeepOrder order, RowSight sight, Instant now, NpgsqlConnection connection,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var key = order is UpkeepOrder.DeadlineAscending ? "due_at" : "occurred_at";
        var direction = order is UpkeepOrder.OccurredDescending ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {Table} where {Where(filter, sight, now, command).Sql} order by {key} {direction}, id {direction}
             """;
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var isRead = false;
        try
        {
            while (await rows.ReadAsync(cancellation))
                yield return Task(rows).SeenBy(sight);
            isRead = true;
        }
        finally
        {
            // Otherwise the driver would read all the rest before it gives the connection back.
            if (!isRead)
                command.Cancel();
        }
    }

    /// <summary>The observations that are joined to some tasks, by the task, in order of their occurrence.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="sight">What the reader sees.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<ILookup<Guid, UpkeepTaskRow>> JoinedTo(
        IReadOnlyCollection<Guid> tasks, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = new RowFilter(command).And($"joined_into = any({command.Add(tasks.ToArray())})").Seen(sight, Open);
        command.CommandText = $"select {Columns} from {Table} where {where.Sql} order by occurred_at, id";
        var joined = new List<UpkeepTaskRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            joined.Add(Task(rows).SeenBy(sight));
        return joined.ToLookup(row => row.JoinedInto!.Value);
    }

    /// <summary>Observations that came after an event, in the order in which they came.</summary>
    /// <param name="after">Number of the event.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<NewObservation>> NewSince(long after, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select sequence, id, city, kind, longitude, latitude, {Open} from {Table}
             where sequence > $1 order by sequence limit $2
             """);
        command.Add(after);
        command.Add(limit);
        var observations = new List<NewObservation>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            observations.Add(new(
                rows.GetInt64(0), rows.GetGuid(1), rows.GetString(2), rows.GetString(3),
                rows.IsDBNull(4) ? null : new GeoPoint(rows.GetDouble(4), rows.GetDouble(5)), rows.GetBoolean(6)));
        }
        return observations;
    }

    /// <summary>Open tasks that came before an observation, of its kind and near it: the nearest first, of these what came first.</summary>
    /// <param name="observation">The observation, which has coordinates.</param>
    /// <param name="metres">Within how many metres.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<Guid>> Near(NewObservation observation, double metres, CancellationToken cancellation)
    {
        var point = observation.Point!.Value;
        // A little more than the circle, which then decides.
        var north = metres * 1.01 / PointDistance.MetresOfDegree;
        var east = north / Math.Max(0.01, Math.Cos(point.Latitude * Math.PI / 180));
        await using var command = source.CreateCommand(
            $"""
             select id, longitude, latitude from {Table}
             where {Open} and city = $1 and kind = $2 and sequence < $3 and latitude between $4 and $5 and longitude between $6 and $7
             order by sequence
             """);
        command.Add(observation.City);
        command.Add(observation.Category);
        command.Add(observation.Sequence);
        command.Add(point.Latitude - north);
        command.Add(point.Latitude + north);
        command.Add(point.Longitude - east);
        command.Add(point.Longitude + east);
        var near = new List<(Guid Id, double Metres)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            near.Add((rows.GetGuid(0), PointDistance.Metres(point, new(rows.GetDouble(1), rows.GetDouble(2)))));
        return [.. near.Where(task => task.Metres <= metres).OrderBy(task => task.Metres).Select(task => task.Id)];
    }

    private static RowFilter Where(UpkeepTaskFilter filter, RowSight sight, Instant now, NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("city", filter.Cities)
            .AnyOf("district", filter.Districts)
            .AnyOf("kind", filter.Categories)
            .AnyOf("street_class", filter.StreetClasses?.Select(UpkeepRegister.ClassName).ToArray())
            .AnyOf("status", filter.Statuses?.Select(UpkeepRegister.StatusName).ToArray())
            .Days(filter.From, filter.Until)
            .Within(filter.Bounds, sight, Open)
            .Seen(sight, Open);
        if (filter.Statuses is null)
            where.And("status <> 'joined'");
        return filter.IsOverdue is { } overdue
            ? where.And($"({Open} and due_at < {command.Add(now.ToDateTimeUtc())}) is {(overdue ? "true" : "false")}")
            : where;
    }

    private UpkeepTaskRow Task(NpgsqlDataReader rows)
    {
        var city = rows.GetString(5);
        var place = new Place(
            city, Text(6), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(9));
        return new(
            rows.GetGuid(0), rows.GetInt64(1), Text(2) ?? "", Text(3) ?? "", rows.GetString(4), place,
            Text(10) is { } of ? UpkeepRegister.Class(of) : null, At(11), At(12)!.Value, (At(13) ?? At(14))!.Value, At(14)!.Value, Text(15),
            !rows.GetBoolean(16), UpkeepRegister.Status(rows.GetString(17)), At(18), rows.IsDBNull(19) ? null : rows.GetGuid(19));

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

        OffsetDateTime? At(int column) =>
            rows.IsDBNull(column) ? null : cities.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), city);
    }
}
