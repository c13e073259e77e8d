using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Signals;

/// <summary>Filter of the register of signals. Null means any, an empty list none.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">Districts as the source names them.</param>
/// <param name="Categories">Category codes.</param>
/// <param name="Sources">The systems that reported them.</param>
/// <param name="DeviceIds">Devices that reported them.</param>
/// <param name="From">They occurred on this local day or later.</param>
/// <param name="Until">They occurred before this local day.</param>
/// <param name="IsCounted">Only those that are (not) counted.</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
public sealed record SignalFilter(
    SignalKind Kind, IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null,
    IReadOnlyList<string>? Categories = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    LocalDate? From = null, LocalDate? Until = null, bool? IsCounted = null, Instant? KnownFrom = null, Instant? KnownUntil = null,
    GeoBounds? Bounds = null)
{
    /// <summary>Names of statuses.</summary>
    public IReadOnlyList<string>? Statuses { get; init; }

    /// <summary>Articles of violations.</summary>
    public IReadOnlyList<string>? Articles { get; init; }

    /// <summary>Normalised plates of violations.</summary>
    public IReadOnlyList<string>? Plates { get; init; }

    /// <summary>Only those that somebody has (not) acknowledged or answered.</summary>
    public bool? IsTaken { get; init; }

    /// <summary>Only alerts that are (not) over.</summary>
    public bool? IsEnded { get; init; }

    /// <summary>Which rows the reader sees.</summary>
    public required RowSight Sight { get; init; }
}

/// <summary>Order of alerts, calls or violations.</summary>
public enum SignalOrder
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

/// <summary>Reads the register of signals.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class SignalReader(NpgsqlDataSource source, Cities cities)
{
    internal const string Columns =
        """
        id, version, source, source_id, city, district, street, longitude, latitude, category, status, is_counted, device_id, occurred_at,
            occurred_offset, occurred_day, known_at, last_known_at, is_beginning_assumed, taken_by, taken_at, ended_at, reason, article,
            part, plate, fine_units, fine_unit_value, time_precision, is_historic
        """;

    /// <summary>A page of the list.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<SignalRow>> Read(
        SignalFilter filter, SignalOrder order, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, command);
        var key = order is SignalOrder.KnownAscending or SignalOrder.KnownDescending ? "known_at" : "occurred_at";
        var descending = order is SignalOrder.OccurredDescending or SignalOrder.KnownDescending != backward;
        if (after is { } row)
            where.And($"({key}, id) {(descending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})");
        var direction = descending ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {ReadModels.Schema}.{SignalRegister.Table}
             where {where.Sql} order by {key} {direction}, id {direction} limit {command.Add(limit)}
             """;
        return await Rows(command, filter, cancellation);
    }

    /// <summary>Number of rows.</summary>
    public async Task<int> Count(SignalFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{SignalRegister.Table} where {Where(filter, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    internal static RowFilter Where(SignalFilter filter, NpgsqlCommand command)
    {
        var open = SignalRow.OpenSql(filter.Kind);
        var where = new RowFilter(command)
            .AnyOf("kind", [SignalRegister.KindName(filter.Kind)])
            .AnyOf("city", filter.Cities)
            .AnyOf("district", filter.Districts)
            .AnyOf("category", filter.Categories)
            .AnyOf("source", filter.Sources)
            .AnyOf("device_id", filter.DeviceIds)
            .AnyOf("status", filter.Statuses)
            .AnyOf("article", filter.Articles)
            .AnyOf("plate", filter.Plates)
            .Days(filter.From, filter.Until)
            .Moments("known_at", filter.KnownFrom, filter.KnownUntil)
            .Within(filter.Bounds, filter.Sight, open)
            .Seen(filter.Sight, open)
            .Is("is_counted", filter.IsCounted)
            .Is("taken_by is not null", filter.IsTaken)
            .Is("ended_at is not null", filter.IsEnded);
        // Whoever does not see the device and plate of a row cannot search by them either.
        if ((filter.DeviceIds is not null || filter.Plates is not null) && filter.Sight.ExactCondition(open, command) is { } exact)
            where.And(exact);
        return where;
    }

    /// <summary>Some rows in their present state, whoever asks; without those that the register does not hold.</summary>
    /// <param name="ids">Alerts, calls and violations.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Dictionary<Guid, SignalRow>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, SignalRow>();
        if (ids.Count == 0)
            return found;
        foreach (var kind in Enum.GetValues<SignalKind>())
        {
            await using var command = source.CreateCommand();
            command.CommandText =
                $"""
                 select {Columns} from {ReadModels.Schema}.{SignalRegister.Table}
                 where id = any({command.Add(ids.ToArray())}) and kind = '{SignalRegister.KindName(kind)}'
                 """;
            foreach (var row in await Rows(command, new(kind) { Sight = RowSight.All }, cancellation))
                found.Add(row.Id, row);
        }
        return found;
    }

    /// <summary>The rows of a command that selects <see cref="Columns"/>, as the filter's reader sees them.</summary>
    internal async Task<List<SignalRow>> Rows(NpgsqlCommand command, SignalFilter filter, CancellationToken cancellation)
    {
        var signals = new List<SignalRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = new Place(
                rows.GetString(4), Text(5), rows.IsDBNull(7) ? null : new GeoPoint(rows.GetDouble(7), rows.GetDouble(8)), Text(6));
            var signal = new SignalRow(
                rows.GetGuid(0), filter.Kind, rows.GetInt64(1), rows.GetString(2), rows.GetString(3), place, rows.GetString(9), Text(10),
                rows.GetBoolean(11), Text(12), At(13).WithOffset(Offset.FromSeconds(rows.GetInt32(14))),
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(15)), Local(16), Local(17), !rows.GetBoolean(18), Text(19), Maybe(20),
                Maybe(21), Text(22), Text(23), Text(24), Text(25), Number(26), Number(27))
            {
                TimePrecision = (TimePrecision)rows.GetInt16(28),
                IsHistoric = rows.GetBoolean(29),
            };
            signals.Add(signal.SeenBy(filter.Sight));

            OffsetDateTime Local(int column) => cities.Local(At(column), place.City);
            OffsetDateTime? Maybe(int column) => rows.IsDBNull(column) ? null : Local(column);
        }
        return signals;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
        decimal? Number(int column) => rows.IsDBNull(column) ? null : rows.GetDecimal(column);
        Instant At(int column) => Instant.FromDateTimeUtc(rows.GetDateTime(column));
    }
}
