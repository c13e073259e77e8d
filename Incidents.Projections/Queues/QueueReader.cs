using System.Globalization;
using Incidents.Domain;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Signals;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Queues;

/// <summary>Order of a queue of alerts, calls or violations.</summary>
public enum QueueOrder
{
    /// <summary>What has waited longest first.</summary>
    OldestFirst,

    /// <summary>What came last first.</summary>
    NewestFirst,
}

/// <summary>Place of an incident in its queue.</summary>
/// <param name="Urgency">Urgency of its category, 1 to 4.</param>
/// <param name="At">When it occurred.</param>
/// <param name="Id">The incident.</param>
public readonly record struct UrgencyKey(int Urgency, Instant At, Guid Id);

/// <summary>Reads what waits now for somebody of the control centre.</summary>
/// <remarks>
/// Indexes hold the rows that wait, by town and time, and nothing else: a page takes as long beside millions of rows that are closed. Each
/// town is read in order for itself, and their beginnings are put in order together.
/// </remarks>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
/// <param name="categories">The categories with their urgency.</param>
/// <param name="signals">Reads rows of the register of signals.</param>
public sealed class QueueReader(NpgsqlDataSource source, Cities cities, Categories categories, SignalReader signals)
{
    private const string SignalTable = $"{ReadModels.Schema}.{SignalRegister.Table}";
    private const string IncidentTable = $"{ReadModels.Schema}.{IncidentRegister.Table}";

    /// <summary>A page of a queue of alerts, calls or violations.</summary>
    /// <param name="filter">What they are, and which of them.</param>
    /// <param name="order">The order.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<SignalRow>> Signals(
        SignalFilter filter, QueueOrder order, (Instant At, Guid Id)? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = Command(filter, order, after, backward, limit);
        return await signals.Rows(command, filter, cancellation);
    }

    // The caller disposes of it.
    internal NpgsqlCommand Command(SignalFilter filter, QueueOrder order, (Instant At, Guid Id)? after, bool backward, int limit)
    {
        var command = source.CreateCommand();
        var where = SignalReader.Where(filter, command).And(SignalRow.QueuedSql(filter.Kind));
        var descending = order is QueueOrder.NewestFirst != backward;
        if (after is { } row)
        {
            where.And(
                $"(occurred_at, id) {(descending ? '<' : '>')} ({command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})");
        }
        var direction = descending ? "desc" : "asc";
        var sorted = $"order by occurred_at {direction}, id {direction} limit {command.Add(limit)}";
        command.CommandText =
            $"""
             select {SignalReader.Columns} from unnest({command.Add(Towns(filter))}) as town (code)
             cross join lateral (
                 select {SignalReader.Columns} from {SignalTable} where {where.Sql} and city = town.code {sorted}) as queued
             {sorted}
             """;
        return command;
    }

    /// <summary>Number of alerts, calls or violations that wait.</summary>
    public async Task<int> Count(SignalFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = SignalReader.Where(filter, command).And(SignalRow.QueuedSql(filter.Kind));
        command.CommandText = $"select count(*) from {SignalTable} where {where.Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>A page of the open incidents: the most urgent first, and of these what occurred first.</summary>
    /// <param name="scope">Which of them; its filter has no search.</param>
    /// <param name="after">Key of the row to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most rows to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<IncidentRow>> Incidents(
        RegisterScope scope, UrgencyKey? after, bool backward, int limit, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = scope.Where(command).And(RegisterScope.Open);
        var known = categories.All.Where(category => category.Urgency is not null).ToArray();
        var (codes, urgencies) = (
            command.Add(Array.ConvertAll(known, category => category.Code)),
            command.Add(Array.ConvertAll(known, category => category.Urgency!.Value)));
        var from = after is { } row
            ? $"where (urgency, occurred_at, id) {(backward ? '<' : '>')} "
                + $"({command.Add(row.Urgency)}, {command.Add(row.At.ToDateTimeUtc())}, {command.Add(row.Id)})"
            : "";
        var direction = backward ? "desc" : "asc";
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
             select {RegisterRows.Columns} from (
                 select i.*, coalesce(u.urgency, {Category.UsualUrgency}) as urgency
                 from (select * from {IncidentTable} where {where.Sql}) as i
                 left join unnest({codes}, {urgencies}) as u (code, urgency) on u.code = i.category) as queued
             {from} order by urgency {direction}, occurred_at {direction}, id {direction} limit {command.Add(limit)}
             """);
        var incidents = new List<IncidentRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            incidents.Add(RegisterRows.Read(rows, cities).SeenBy(scope.Sight));
        return incidents;
    }

    /// <summary>Number of open incidents.</summary>
    public async Task<int> Count(RegisterScope scope, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {IncidentTable} where {scope.Where(command).And(RegisterScope.Open).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    private string[] Towns(SignalFilter filter)
    {
        var asked = filter.Cities ?? filter.Sight.Towns ?? [.. cities.All.Select(city => city.Code)];
        return [.. asked.Where(filter.Sight.SeesTown).Distinct(StringComparer.Ordinal)];
    }
}
