using NodaTime;

namespace Incidents.Api.Ingest;

/// <summary>Settings of dead letters, <c>DeadLetters</c>.</summary>
internal sealed class DeadLetterSettings
{
    /// <summary>How long a letter is kept after it came last, replayed or not, default 365 days; zero keeps it for ever.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);
}

/// <summary>Deletes dead letters whose time is over.</summary>
internal sealed class DeadLetterRetention(
    DeadLetters letters, DeadLetterSettings settings, IClock clock, ILogger<DeadLetterRetention> log)
    : RetentionService("dead letters", settings.Retention, clock, log)
{
    /// <inheritdoc/>
    protected override Task<int> Delete(Instant before, int most, CancellationToken cancellation) =>
        letters.Delete(before, most, cancellation);
}
