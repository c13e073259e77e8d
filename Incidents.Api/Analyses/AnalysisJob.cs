using NodaTime;

namespace Incidents.Api.Analyses;

/// <summary>How far a long computation has come.</summary>
public enum AnalysisState
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It is being computed.</summary>
    Running,

    /// <summary>Its result is there, and stays for a week.</summary>
    Done,

    /// <summary>Somebody cancelled it. Asked for again, it begins anew.</summary>
    Cancelled,

    /// <summary>It could not be computed; `failure` says why. Asked for again, it begins anew.</summary>
    Failed,
}

/// <summary>
/// A long computation. The same question about the same events is computed once: whoever asks again meets the job that is there, or its result. A job outlives
/// a restart: what was interrupted begins anew, at most three times.
/// </summary>
/// <param name="Id">Its id, to ask for it by `analysis`.</param>
/// <param name="Kind">Which computation: the name of the field that asked for it.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Progress">The share done, from 0 to 1.</param>
/// <param name="LedgerPosition">Sequence of the last event that the figures it read hold, exactly; null until it has read them.</param>
/// <param name="RequestedAt">When it was first asked for.</param>
/// <param name="StartedAt">When it was last started, or null.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Failure">Why it could not be computed, or null.</param>
public sealed record AnalysisJob(
    Guid Id, string Kind, AnalysisState State, double Progress, long? LedgerPosition, Instant RequestedAt, Instant? StartedAt, Instant? FinishedAt,
    AnalysisFailure? Failure)
{
    /// <summary>The result as JSON, where there is one.</summary>
    internal byte[]? Result { get; init; }
}

/// <summary>Why a computation failed.</summary>
/// <param name="Code">Stable code: a refusal's, `INTERRUPTED` after three interruptions, or `INTERNAL`.</param>
/// <param name="Message">A sentence in English.</param>
public sealed record AnalysisFailure(string Code, string Message);
