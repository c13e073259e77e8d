using System.Collections.Concurrent;
using System.Globalization;
using Incidents.Domain;
using Incidents.Projections;
using JasperFx.Events;
using Npgsql;

namespace Incidents.Api.Store;

/// <summary>An event that a read model cannot apply.</summary>
/// <param name="Event">The event.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record UnappliableEvent(IEvent Event, string Reason);

/// <summary>Writes pages of events into one read model, around the events that it cannot apply.</summary>
/// <remarks>
/// A read model's rows do not depend on where pages begin and end. So a page with an event that cannot be applied is halved until that
/// event stands alone, and the others are written as if it were not there.
/// </remarks>
/// <param name="projection">The read model.</param>
/// <param name="schema">Schema that holds its tables.</param>
internal sealed class PageWriter(TableProjection projection, string schema)
{
    private static readonly ConcurrentDictionary<string, string> Numbered = new();

    /// <summary>The statements of a page; null where an event of it cannot be turned into statements.</summary>
    public IReadOnlyList<SqlStatement>? Prepare(IReadOnlyList<IEvent> events)
    {
        try
        {
            return Statements(events);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            return null;
        }
    }

    /// <summary>Writes a prepared page within the connection's transaction.</summary>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="statements">The result of <see cref="Prepare"/>.</param>
    /// <param name="cancellation">Cancels it; the transaction must then be rolled back.</param>
    public static async Task Write(
        NpgsqlConnection connection, IReadOnlyList<SqlStatement> statements, CancellationToken cancellation)
    {
        if (statements.Count == 0)
            return;
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        foreach (var statement in statements)
        {
            var command = new NpgsqlBatchCommand(Numbered.GetOrAdd(statement.Sql, Number));
            foreach (var value in statement.Parameters)
                command.Parameters.Add(new() { Value = value });
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Writes a page within the connection's transaction around the events that cannot be applied, and returns those.</summary>
    /// <param name="connection">A connection in a transaction.</param>
    /// <param name="events">Events in order of sequence.</param>
    /// <param name="cancellation">Cancels it; the transaction must then be rolled back.</param>
    public async Task<IReadOnlyList<UnappliableEvent>> WriteAround(
        NpgsqlConnection connection, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var unappliable = new List<UnappliableEvent>();
        await WriteAround(connection, events, unappliable, cancellation);
        return unappliable;
    }

    private async Task WriteAround(
        NpgsqlConnection connection, IReadOnlyList<IEvent> events, List<UnappliableEvent> unappliable, CancellationToken cancellation)
    {
        await Execute(connection, "savepoint part", cancellation);
        try
        {
            await Write(connection, Statements(events), cancellation);
            await Execute(connection, "release savepoint part", cancellation);
        }
        catch (Exception e) when (StoreFault.IsOfContent(e))
        {
            await Execute(connection, "rollback to savepoint part; release savepoint part", cancellation);
            // The statements after the one that failed were never prepared, and Npgsql takes them as prepared.
            connection.UnprepareAll();
            if (events.Count == 1)
            {
                unappliable.Add(new(events[0], StoreFault.Reason(e)));
                return;
            }
            var half = events.Count / 2;
            await WriteAround(connection, [.. events.Take(half)], unappliable, cancellation);
            await WriteAround(connection, [.. events.Skip(half)], unappliable, cancellation);
        }
    }

    private IReadOnlyList<SqlStatement> Statements(IReadOnlyList<IEvent> events) =>
        events.Any(e => e.Data is IEventRelease)
            ? throw new InvalidOperationException("The release holds no event that this build can read.")
            : [.. projection.Apply(events, schema)];

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Number(string sql) => string.Concat(
        sql.Split('?').Select((part, i) => i == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"${i}{part}")));
}
