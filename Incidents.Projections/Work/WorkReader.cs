using Incidents.Domain;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Work;

/// <summary>Something on which a person works, and on which something is left to do.</summary>
/// <param name="Id">The alert, call, violation or incident.</param>
/// <param name="Kind">What it is.</param>
/// <param name="City">City code.</param>
/// <param name="TakenBy">The person.</param>
/// <param name="TakenAt">Since when they work on it.</param>
/// <param name="GivenBy">Who handed it over to them, or null where they took it themselves.</param>
public sealed record WorkItem(Guid Id, WorkKind Kind, string City, string TakenBy, OffsetDateTime TakenAt, string? GivenBy);

/// <summary>Reads who works on what.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class WorkReader(NpgsqlDataSource source, Cities cities)
{
    // As the domain's IsWorkOver says it: an alert that is acknowledged and ended, and a violation that is confirmed, are not over.
    private static readonly string IsOpen =
        $"""
         (kind = '{WorkRegister.KindName(WorkKind.Incident)}' and exists (
             select from {ReadModels.Schema}.{IncidentRegister.Table} i where i.id = w.id and i.{RegisterScope.Open})
         or kind <> '{WorkRegister.KindName(WorkKind.Incident)}' and exists (
             select from {ReadModels.Schema}.{SignalRegister.Table} where id = w.id and (
                 kind = 'alert' and is_counted
                 or kind = 'sosCall' and {SignalRow.OpenSql(SignalKind.SosCall)}
                 or kind = 'violation' and status not in ('fined', 'dismissed', 'cancelled'))))
         """;

    /// <summary>A page of what is worked on, in the order in which it was taken.</summary>
    /// <param name="person">Only what this person works on; null for everybody.</param>
    /// <param name="towns">City codes; null for all towns.</param>
    /// <param name="sight">Which rows the reader sees.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<WorkItem>> Read(
        string? person, IReadOnlyList<string>? towns, RowSight sight, (Instant At, Guid Id)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(person, towns, sight, command);
        if (after is { } key)
            where.And($"(taken_at, id) {(backward ? '<' : '>')} ({command.Add(key.At.ToDateTimeUtc())}, {command.Add(key.Id)})");
        var direction = backward ? "desc" : "asc";
        command.CommandText =
            $"""
             select id, kind, city, holder, taken_at, given_by from {ReadModels.Schema}.{WorkRegister.Table} w
             where {where.Sql} order by taken_at {direction}, id {direction} limit {command.Add(limit)}
             """;
        var items = new List<WorkItem>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var city = rows.GetString(2);
            items.Add(new(
                rows.GetGuid(0), WorkRegister.Kind(rows.GetString(1)), city, rows.GetString(3),
                cities.Local(Instant.FromDateTimeUtc(rows.GetDateTime(4)), city), rows.IsDBNull(5) ? null : rows.GetString(5)));
        }
        return items;
    }

    /// <summary>Number of rows.</summary>
    /// <param name="person">Only what this person works on; null for everybody.</param>
    /// <param name="towns">City codes; null for all towns.</param>
    /// <param name="sight">Which rows the reader sees.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<int> Count(
        string? person, IReadOnlyList<string>? towns, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText =
            $"select count(*) from {ReadModels.Schema}.{WorkRegister.Table} w where {Where(person, towns, sight, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private static RowFilter Where(string? person, IReadOnlyList<string>? towns, RowSight sight, NpgsqlCommand command) =>
        new RowFilter(command)
            .AnyOf("holder", person is null ? null : [person])
            .AnyOf("city", towns)
            .Seen(sight, "true")
            .And(IsOpen);
}
