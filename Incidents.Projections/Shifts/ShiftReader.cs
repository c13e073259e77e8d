using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Shifts;

/// <summary>Filter of shifts. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="IsOn">Only those that last (true), or only those that are over (false).</param>
/// <param name="IsOwn">Only the caller's own (true), or only those of others (false).</param>
/// <param name="IsForMe">Only those that wait for the caller to accept them (true), or only the others (false).</param>
public sealed record ShiftFilter(
    IReadOnlyList<string>? Cities = null, bool? IsOn = null, bool? IsOwn = null, bool? IsForMe = null);

/// <summary>Reads the register of shifts.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class ShiftReader(NpgsqlDataSource source, Cities cities)
{
    private const string Table = $"{ReadModels.Schema}.{ShiftRegister.Table}";

    /// <summary>A page of the list, the shift that began last first.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="caller">Name of the caller.</param>
    /// <param name="sight">Which towns the reader sees.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<ShiftRow>> Read(
        ShiftFilter filter, string caller, RowSight sight, (Instant At, Guid Id, int Number)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, caller, sight, command);
        if (after is { } key)
        {
            where.And(
                $"(begun_at, id, number) {(backward ? '>' : '<')} "
                + $"({command.Add(key.At.ToDateTimeUtc())}, {command.Add(key.Id)}, {command.Add(key.Number)})");
        }
        var direction = backward ? "asc" : "desc";
        command.CommandText =
            $"""
             select city, person, number, begun_at, ended_at, receiver, handed_over_at, accepted_at, open from {Table}
             where {where.Sql} order by begun_at {direction}, id {direction}, number {direction} limit {command.Add(limit)}
             """;
        var shifts = new List<ShiftRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var city = rows.GetString(0);
            shifts.Add(new(
                city, rows.GetString(1), rows.GetInt32(2), Local(3)!.Value, Local(4), Text(5), Local(6), Local(7),
                Text(8) is { } open ? ShiftRegister.Open(open, city, cities) : []));

            OffsetDateTime? Local(int column) => rows.IsDBNull(column)
                ? null
                : cities.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), city);
        }
        return shifts;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>Number of shifts.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="caller">Name of the caller.</param>
    /// <param name="sight">Which towns the reader sees.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<int> Count(ShiftFilter filter, string caller, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {Table} where {Where(filter, caller, sight, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static RowFilter Where(ShiftFilter filter, string caller, RowSight sight, NpgsqlCommand command)
    {
        var where = new RowFilter(command).AnyOf("city", filter.Cities).Is("ended_at is null", filter.IsOn).Seen(sight, "true");
        if (filter.IsOwn is not null)
            where.Is($"person = {command.Add(caller)}", filter.IsOwn);
        if (filter.IsForMe is not null)
            where.Is($"ended_at is null and receiver is not distinct from {command.Add(caller)}", filter.IsForMe);
        return where;
    }
}
