using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.AnalysisJobs;

/// <summary>State of a job.</summary>
public enum AnalysisState
{
    /// <summary>The job waits in the queue.</summary>
    Queued,

    /// <summary>The job is being computed.</summary>
    Running,

    /// <summary>The result is there. Job and result are kept for a week by default, and until newer results need their space.</summary>
    Done,

    /// <summary>The job was cancelled. The same request starts it again.</summary>
    Cancelled,

    /// <summary>The job failed; `failure` contains the reason. The same request starts it again.</summary>
    Failed,
}

/// <summary>
/// A long computation. The same request on the same events is computed once: a second request gets the existing job or its result. A job
/// survives a restart of the server: a job that was interrupted starts again, at most three times. A new version of the server computes
/// results of its own.
/// </summary>
/// <param name="Id">The job's id, for the query `analysis`.</param>
/// <param name="Kind">Which computation.</param>
/// <param name="State">State of the job.</param>
/// <param name="Progress">Share of the work that is done, from 0 to 1.</param>
/// <param name="LedgerPosition">Sequence of the last event in the figures that it read; null until it has read them.</param>
/// <param name="RequestedAt">When it was first requested.</param>
/// <param name="StartedAt">When it last started, or null.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record AnalysisJob(
    Guid Id, AnalysisKind Kind, AnalysisState State, double Progress, long? LedgerPosition, Instant RequestedAt, Instant? StartedAt,
    Instant? FinishedAt, AnalysisFailure? Failure)
{
    /// <summary>What a result counts as in the cost of a query, in fields: a result may have 32 MB, and a query has few of them.</summary>
    internal const double ResultCost = 15_000;
}

/// <summary>Why a job failed.</summary>
/// <param name="Code">Stable code: that of a refusal, `INTERRUPTED` after three interruptions, or `INTERNAL`.</param>
/// <param name="Message">A sentence in English.</param>
public sealed record AnalysisFailure(ErrorCode Code, string Message);
