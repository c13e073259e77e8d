using JasperFx;
using JasperFx.Events.Daemon;

namespace Incidents.Api.Store;

/// <summary>A part of the projections that has stopped after a failure: its figures do not change until it runs again.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Failure">Why it stopped, or null where nothing was kept of it.</param>
public sealed record PausedShard(string Name, string? Failure);

/// <summary>How the daemon's shards on this host do.</summary>
internal sealed class ProjectionShards(IServiceProvider services, ReadModelStatus status, bool runsHere)
{
    /// <summary>Whether another process projects.</summary>
    public bool AreElsewhere => !runsHere;

    /// <summary>Why some read models stay as they are, though nothing fails.</summary>
    public IReadOnlyList<string> Aside => [.. status.Aside.Values.Order(StringComparer.Ordinal)];

    /// <summary>Whether the daemon no longer looks for new events.</summary>
    public bool AreBlind => !AreElsewhere && Daemon.IsHighWaterStale;

    private IProjectionDaemon Daemon => services.GetRequiredService<IProjectionCoordinator>().DaemonForMainDatabase();

    /// <summary>The paused shards; none where another process projects.</summary>
    public IReadOnlyList<PausedShard> Paused()
    {
        if (AreElsewhere)
            return [];
        var paused = Daemon.HasAnyPaused()
            ? Daemon.CurrentAgents().Where(a => a.Status is AgentStatus.Paused)
                .Select(a => new PausedShard(a.Name.Identity, a.Failure?.ToString()))
            : [];
        return [.. paused, .. status.Failures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new PausedShard(f.Key, f.Value))];
    }
}
