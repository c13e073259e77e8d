using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace Incidents.Benchmarks.Ledgers;

/// <summary>Does nothing: what remains is what the daemon itself takes to read events and keep its progress.</summary>
internal sealed class IdleProjection : IProjection
{
    public const string Name = "idle";

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation) => Task.CompletedTask;
}
