using System.Globalization;
using System.Text;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>A row of the register.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Version">Number of events.</param>
/// <param name="Source">The system that opened it.</param>
/// <param name="SourceId">Its id in that system.</param>
/// <param name="City">City code.</param>
/// <param name="District">District as the source names it, or null.</param>
/// <param name="Street">Street as the source names it, or null.</param>
/// <param name="Point">Where it occurred, or null where no coordinates are known.</param>
/// <param name="Category">Present category code.</param>
/// <param name="Status">Present status.</param>
/// <param name="DeviceId">The device that reported it, or null.</param>
/// <param name="Description">Description by the source, or null.</param>
/// <param name="OccurredAt">When it occurred.</param>
/// <param name="KnownAt">When it became known.</param>
/// <param name="LastKnownAt">When its last event became known.</param>
/// <param name="Unit">The unit sent last, or null.</param>
/// <param name="AssignedAt">When the first unit was sent, or null.</param>
/// <param name="ArrivedAt">When the first unit arrived, or null.</param>
/// <param name="ResolvedAt">When it was last resolved, or null.</param>
/// <param name="ClosedAt">When it was last closed, or null.</param>
/// <param name="MergedInto">The incident that it was merged into, or null.</param>
public sealed record RegisteredIncident(
    Guid Id, long Version, string Source, string SourceId, string City, string? District, string? Street, GeoPoint? Point, string Category,
    IncidentStatus Status, string? DeviceId, string? Description, Instant OccurredAt, Instant KnownAt, Instant LastKnownAt, string? Unit,
    Instant? AssignedAt, Instant? ArrivedAt, Instant? ResolvedAt, Instant? ClosedAt, Guid? MergedInto);

/// <summary>Filter of the register. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Statuses">Statuses.</param>
/// <param name="Sources">The systems that opened them.</param>
/// <param name="DeviceIds">Devices that reported them.</param>
/// <param name="OccurredFrom">They occurred then or later.</param>
/// <param name="OccurredUntil">They occurred before.</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
public sealed record IncidentFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<IncidentStatus>? Statuses = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    Instant? OccurredFrom = null, Instant? OccurredUntil = null, Instant? KnownFrom = null, Instant? KnownUntil = null,
    GeoBounds? Bounds = null);

/// <summary>Order of incidents.</summary>
public enum IncidentOrder
{
    /// <summary>The latest occurrence first.</summary>
    OccurredDescending,

    /// <summary>The earliest occurrence first.</summary>
    OccurredAscending,

    /// <summary>The latest known first.</summary>
    KnownDescending,

    /// <summary>The earliest known first.</summary>
    KnownAscending,
}

/// <summary>Reads the register.</summary>
/// <param name="source">The database.</param>
public sealed class RegisterReader(NpgsqlDataSource source)
{
    private const string Columns =
        """
        id, version, source, source_id, city, district, street, longitude, latitude, category, status, device_id, description, occurred_at,
            known_at, last_known_at,
        unit, assigned_at, arrived_at, resolved_at, closed_at, merged_into
        """;

    /// <summary>
    /// The statement for the latest incidents; public so that a benchmark can run it alone. The parameter is how many at most.
    /// </summary>
    public static readonly string LatestSql =
        $"select {Columns} from {ReadModels.Schema}.{IncidentRegister.Table} where true order by occurred_at desc, id desc limit $1";

    /// <summary>A page of the list.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<RegisteredIncident>> Read(
        IncidentFilter filter, IncidentOrder order, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, command);
        var key = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending ? "known_at" : "occurred_at";
        var descending = order is IncidentOrder.OccurredDescending or IncidentOrder.KnownDescending != backward;
        if (after is { } row)
            where.Append(
                CultureInfo.InvariantCulture,
                $" and ({key}, id) {(descending ? '<' : '>')} ({Add(command, row.At.ToDateTimeUtc())}, {Add(command, row.Id)})");
        var direction = descending ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {ReadModels.Schema}.{IncidentRegister.Table}
             where {where} order by {key} {direction}, id {direction} limit {Add(command, limit)}
             """;
        return await Rows(command, cancellation);
    }

    /// <summary>Number of rows.</summary>
    public async Task<long> Count(IncidentFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{IncidentRegister.Table} where {Where(filter, command)}";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The incidents that are, or once were, merged into this one.</summary>
    public async Task<List<Guid>> EverMergedInto(Guid id, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select id from {ReadModels.Schema}.{IncidentRegister.MergeTable} where into_id = $1 order by id");
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        var merged = new List<Guid>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            merged.Add(rows.GetGuid(0));
        return merged;
    }

    private static StringBuilder Where(IncidentFilter filter, NpgsqlCommand command)
    {
        var where = new StringBuilder("true");
        AnyOf("city", filter.Cities);
        AnyOf("district", filter.Districts);
        AnyOf("category", filter.Categories);
        AnyOf("source", filter.Sources);
        AnyOf("device_id", filter.DeviceIds);
        AnyOf("status", filter.Statuses?.Select(s => IncidentRegister.StatusName(s)!).ToArray());
        Compare("occurred_at >=", filter.OccurredFrom);
        Compare("occurred_at <", filter.OccurredUntil);
        Compare("known_at >=", filter.KnownFrom);
        Compare("known_at <", filter.KnownUntil);
        if (filter.Bounds is { } b)
        {
            where.Append(CultureInfo.InvariantCulture, $" and longitude between {Add(command, b.West)} and {Add(command, b.East)}");
            where.Append(CultureInfo.InvariantCulture, $" and latitude between {Add(command, b.South)} and {Add(command, b.North)}");
        }
        return where;

        void AnyOf(string column, IReadOnlyList<string>? values)
        {
            // A single value is compared with =, so that an index in order of time can be used.
            if (values is [var only])
                where.Append(CultureInfo.InvariantCulture, $" and {column} = {Add(command, only)}");
            else if (values is not null)
                where.Append(CultureInfo.InvariantCulture, $" and {column} = any({Add(command, values.ToArray())})");
        }

        void Compare(string comparison, Instant? moment)
        {
            if (moment is { } at)
                where.Append(CultureInfo.InvariantCulture, $" and {comparison} {Add(command, at.ToDateTimeUtc())}");
        }
    }

    private static string Add(NpgsqlCommand command, object value)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        return "$" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<List<RegisteredIncident>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var incidents = new List<RegisteredIncident>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            incidents.Add(new(
                rows.GetGuid(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), Text(5), Text(6),
                rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), rows.GetString(9),
                IncidentRegister.Status(rows.GetString(10)), Text(11), Text(12), At(13), At(14), At(15), Text(16), Maybe(17), Maybe(18),
                Maybe(19), Maybe(20), rows.IsDBNull(21) ? null : rows.GetGuid(21)));
        }
        return incidents;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
        Instant? Maybe(int column) => rows.IsDBNull(column) ? null : At(column);
    }
}
