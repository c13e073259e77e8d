using Incidents.Api.Ingest;
using NodaTime;

namespace Incidents.Api.Dialects;

/// <summary>Deletes transitions of states of which no end is looked for any more.</summary>
internal sealed class EpisodeRetention(Episodes episodes, IClock clock, ILogger<EpisodeRetention> log)
    : RetentionService("states of devices", TimeSpan.FromDays(62), clock, log)
{
    /// <inheritdoc/>
    protected override Task<int> Delete(Instant before, int most, CancellationToken cancellation) =>
        episodes.Delete(before, most, cancellation);
}
