using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Projections;

/// <summary>
/// All table projections as one shard of the daemon: events are read and deserialised once, and all tables stand at the same
/// event, so that figures and lists in one answer agree.
/// </summary>
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
        // What a crash takes of the tables it takes of the daemon's progress as well, and the daemon writes it again: no page waits for the disk.
        operations.QueueSqlCommand("set local synchronous_commit to off");
        foreach (var projection in projections)
        {
            foreach (var statement in projection.Apply(events, Schema))
                operations.QueueSqlCommand(statement.Sql, statement.Parameters);
        }
        return Task.CompletedTask;
    }
}
