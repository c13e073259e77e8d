using Incidents.Api.Store;
using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Settings of the accepted reports as they were received, <c>Originals</c>.</summary>
internal sealed class OriginalSettings
{
    /// <summary>How long they are kept, default 90 days; zero keeps them for ever.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);
}

/// <summary>Deletes originals whose time is over.</summary>
internal sealed class OriginalRetention(Originals originals, OriginalSettings settings, IClock clock, ILogger<OriginalRetention> log)
    : RetentionService("blocks of original reports", settings.Retention, clock, log)
{
    /// <inheritdoc/>
    protected override Task<int> Delete(Instant before, int most, CancellationToken cancellation) =>
        originals.Delete(before, most, cancellation);
}
