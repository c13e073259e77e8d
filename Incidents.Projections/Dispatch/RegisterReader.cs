using System.Globalization;
using System.Text;
using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Dispatch;

/// <summary>Filter of the register. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Statuses">Statuses.</param>
/// <param name="Sources">The systems that opened them.</param>
/// <param name="DeviceIds">Devices that reported them.</param>
/// <param name="From">The local day on which they occurred is this one or a later one.</param>
/// <param name="Until">The local day on which they occurred is before this one.</param>
/// <param name="IsCounted">
/// Only those that are counted, i.e. neither withdrawn nor merged into another (true), or only those that are not (false).
/// </param>
/// <param name="OccurredFrom">They occurred then or later.</param>
/// <param name="OccurredUntil">They occurred before.</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
/// <param name="TimePrecisions">How precisely their time is known.</param>
public sealed record IncidentFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<IncidentStatus>? Statuses = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    LocalDate? From = null, LocalDate? Until = null, bool? IsCounted = null, Instant? OccurredFrom = null, Instant? OccurredUntil = null,
    Instant? KnownFrom = null, Instant? KnownUntil = null, GeoBounds? Bounds = null, IReadOnlyList<TimePrecision>? TimePrecisions = null);

/// <summary>Order of incidents.</summary>
public enum IncidentOrder
{
    /// <summary>The latest occurrence first; what is not known to the minute by the beginning of its hour, day, month or year.</summary>
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
/// <param name="cities">The cities with their clocks.</param>
public sealed class RegisterReader(NpgsqlDataSource source, Cities cities)
{
    private const string Columns =
        """
        id, version, source, source_id, city, district, street, longitude, latitude, category, status, device_id, description, occurred_at,
            known_at, last_known_at,
        unit, assigned_at, arrived_at, resolved_at, closed_at, merged_into, occurred_offset, occurred_day, offences, victims,
            time_precision, occurred_until
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
    public async Task<List<IncidentRow>> Read(
        IncidentFilter filter, IncidentOrder order, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, command);
        var key = order is IncidentOrder.KnownAscending or IncidentOrder.KnownDescending ? "known_at" : "occurred_at";
        var descending = order is IncidentOrder.OccurredDescending or IncidentOrder.KnownDescending != backward;
        if (after is { } row)
            where.Append(
                CultureInfo.InvariantCulture,
                $" and ({key}, id) {(descending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})");
        var direction = descending ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {ReadModels.Schema}.{IncidentRegister.Table}
             where {where} order by {key} {direction}, id {direction} limit {command.Add(limit)}
             """;
        return await Rows(command, cancellation);
    }

    /// <summary>Number of rows.</summary>
    public async Task<int> Count(IncidentFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{IncidentRegister.Table} where {Where(filter, command)}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>The incidents that are, or once were, merged into these.</summary>
    public async Task<ILookup<Guid, Guid>> EverMergedInto(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select into_id, id from {ReadModels.Schema}.{IncidentRegister.MergeTable} where into_id = any($1) order by into_id, id");
        command.Parameters.Add(new NpgsqlParameter { Value = ids.ToArray() });
        var merged = new List<(Guid Into, Guid Id)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            merged.Add((rows.GetGuid(0), rows.GetGuid(1)));
        return merged.ToLookup(m => m.Into, m => m.Id);
    }

    private static StringBuilder Where(IncidentFilter filter, NpgsqlCommand command)
    {
        var where = new RowFilter(command)
            .AnyOf("city", filter.Cities)
            .AnyOf("district", filter.Districts)
            .AnyOf("category", filter.Categories)
            .AnyOf("source", filter.Sources)
            .AnyOf("device_id", filter.DeviceIds)
            .AnyOf("status", filter.Statuses?.Select(s => IncidentRegister.StatusName(s)!).ToArray())
            .Days(filter.From, filter.Until)
            .Moments("occurred_at", filter.OccurredFrom, filter.OccurredUntil)
            .Moments("known_at", filter.KnownFrom, filter.KnownUntil)
            .Within(filter.Bounds);
        if (filter.TimePrecisions is { } precisions)
            where.And($"time_precision = any({command.Add(precisions.Select(p => (short)p).ToArray())})");
        if (filter.IsCounted is { } counted)
            where.And($"status {(counted ? "not " : "")}in ('withdrawn', 'merged')");
        return where.Sql;
    }

    private async Task<List<IncidentRow>> Rows(NpgsqlCommand command, CancellationToken cancellation)
    {
        var incidents = new List<IncidentRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = new Place(
                rows.GetString(4), Text(5), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(6));
            incidents.Add(new(
                rows.GetGuid(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), place, rows.GetString(9),
                IncidentRegister.Status(rows.GetString(10)), Text(11), Text(12), At(13).WithOffset(Offset.FromSeconds(rows.GetInt32(22))),
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(23)), Local(14), Local(15), Text(16), Maybe(17), Maybe(18), Maybe(19),
                Maybe(20), rows.IsDBNull(21) ? null : rows.GetGuid(21), rows.GetInt32(24), rows.IsDBNull(25) ? null : rows.GetInt32(25))
            {
                TimePrecision = (TimePrecision)rows.GetInt16(26),
                OccurredUntil = Maybe(27),
            });

            OffsetDateTime Local(int column) => cities.Local(At(column), place.City);
            OffsetDateTime? Maybe(int column) => rows.IsDBNull(column) ? null : Local(column);
        }
        return incidents;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }
}
