using Incidents.Api.Ingest;
using NodaTime;

namespace Incidents.Api.AnalysisJobs;

/// <summary>Deletes jobs and results whose time is over.</summary>
internal sealed class AnalysisJobRetention(
    AnalysisJobStore jobs, AnalysisJobSettings settings, IClock clock, ILogger<AnalysisJobRetention> log)
    : RetentionService("analysis jobs", settings.Retention, clock, log)
{
    /// <inheritdoc/>
    protected override Task<int> Delete(Instant before, int most, CancellationToken cancellation) =>
        jobs.Delete(before, most, cancellation);
}
