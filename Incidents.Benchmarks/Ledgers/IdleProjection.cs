using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>Does nothing, so that only the daemon's own work is measured: reading events and keeping its progress.</summary>
internal sealed class IdleProjection : IProjection
{
    public const string Name = "idle";

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation) =>
        Task.CompletedTask;
}
