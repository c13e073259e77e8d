using Incidents.Api.Store;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Which alerts, calls and violations are linked to incidents, kept in memory as long as an incident has no more events.</summary>
/// <remarks>Masking changes no link, and nothing personal is kept.</remarks>
internal sealed class LinkedSignals(EventStreams streams, EventReader events)
{
    /// <summary>Most links, and incidents without any, that are kept: about 10 megabytes.</summary>
    public const int Most = 100_000;

    private readonly StreamCache<long, Guid[]> kept = new(Most);

    /// <summary>The signals of incidents as they were known at a moment; without incidents of which nothing was known.</summary>
    /// <param name="incidents">The incidents.</param>
    /// <param name="knownAt">The moment; null for now.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    public async Task<List<(Guid Incident, Guid[] Signals)>> Of(
        IReadOnlyCollection<Guid> incidents, Instant? knownAt, CancellationToken cancellation)
    {
        var (found, missing) = (new List<(Guid, Guid[])>(), new List<Guid>());
        foreach (var (id, version) in await streams.VersionsOf(incidents, cancellation))
        {
            if (knownAt is null && kept.Find(id, version) is { } known)
                found.Add((id, known));
            else
                missing.Add(id);
        }

        foreach (var (id, incident) in await events.Open<Incident>(missing, knownAt, cancellation))
        {
            Guid[] signals = [.. incident.State.Signals.Select(signal => signal.Id)];
            if (knownAt is null)
                kept.Keep(id, incident.Version, signals, signals.Length + 1);
            found.Add((id, signals));
        }

        return found;
    }
}
