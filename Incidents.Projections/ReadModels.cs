using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Projections;

/// <summary>All table projections.</summary>
/// <remarks>
/// The host gives them the events apart. Registered by itself, as a benchmark does, it is one shard of the daemon with all tables at the
/// same event.
/// </remarks>
/// <param name="projections">The projections.</param>
public sealed class ReadModels(IReadOnlyList<TableProjection> projections) : IProjection
{
    /// <summary>Schema of the tables that readers read.</summary>
    public const string Schema = "read";

    /// <summary>Schema of the tables under construction during a rebuild.</summary>
    public const string RebuildSchema = "rebuild";

    /// <summary>Name of the daemon's projection.</summary>
    public const string Name = "read-models";

    /// <summary>Name of the daemon's shard, as in <c>mt_event_progression</c>.</summary>
    public const string Shard = Name + ":All";

    /// <summary>The projections.</summary>
    public IReadOnlyList<TableProjection> Projections => projections;

    /// <inheritdoc/>
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        Write(operations, Statements(events));
        return Task.CompletedTask;
    }

    /// <summary>
    /// The statements that write a page of events, in the order of the projections: a pure function, which may run before earlier pages are
    /// written.
    /// </summary>
    /// <param name="events">Events in order of sequence.</param>
    public List<SqlStatement> Statements(IReadOnlyList<IEvent> events) =>
        [.. projections.SelectMany(projection => projection.Apply(events, Schema))];

    /// <summary>Queues the statements for the transaction that advances the daemon.</summary>
    /// <param name="operations">The daemon's session.</param>
    /// <param name="statements">The result of <see cref="Statements"/>.</param>
    public static void Write(IDocumentOperations operations, IReadOnlyList<SqlStatement> statements)
    {
        // A crash loses the same pages of the tables and of the daemon's progress, and the daemon writes them again: no page waits for the
        // disk.
        operations.QueueSqlCommand("set local synchronous_commit to off");
        foreach (var statement in statements)
            operations.QueueSqlCommand(statement.Sql, statement.Parameters);
    }
}
