namespace Incidents.Api.AnalysisJobs;

/// <summary>Limits of analysis jobs; configuration section <c>AnalysisJobs</c>.</summary>
public sealed class AnalysisJobSettings
{
    /// <summary>Most jobs that are queued or running, in all hosts together, default 32. Error <c>TOO_BUSY</c>.</summary>
    public int MostUnfinished { get; set; } = 32;

    /// <summary>Greatest total size of the stored results in bytes, default 1 GiB. The oldest are deleted beyond it.</summary>
    /// <remarks>A result that alone is larger is not stored: its job fails with <c>RESULT_TOO_LARGE</c>.</remarks>
    public long MostResultBytes { get; set; } = 1L << 30;

    /// <summary>How long a job and its result are kept after it ended, default 7 days; zero keeps them for ever.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
