using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>What became of a message.</summary>
internal enum DialectStatus
{
    /// <summary>
    /// Its reports are committed, or were before, or are in conflict, or it is kept as a dead letter: it may be acknowledged.
    /// </summary>
    Taken,

    /// <summary>It tells a state only, and there is nothing to report: it may be acknowledged.</summary>
    Ignored,

    /// <summary>The store does not answer: it must not be acknowledged, and is to be sent again.</summary>
    Unavailable,
}

/// <summary>The answer to a message.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Reports">The answers to its reports, in their order.</param>
/// <param name="Refusal">The first rule broken by it or by one of its reports, or null; it is kept as a dead letter then.</param>
internal sealed record DialectAnswer(DialectStatus Status, IReadOnlyList<ReportAnswer> Reports, Refusal? Refusal)
{
    /// <summary>The store does not answer.</summary>
    public static readonly DialectAnswer Unavailable = new(DialectStatus.Unavailable, [], null);
}
