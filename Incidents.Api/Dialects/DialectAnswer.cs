using Incidents.Api.Ingest;
using Incidents.Domain;

namespace Incidents.Api.Dialects;

/// <summary>What became of one message.</summary>
/// <param name="Status">Whether it may be acknowledged.</param>
/// <param name="Reports">The answers to its reports.</param>
/// <param name="Refusal">The reason of its dead letter, or null.</param>
internal sealed record DialectAnswer(DialectStatus Status, IReadOnlyList<ReportAnswer> Reports, Refusal? Refusal);

/// <summary>Whether a message may be acknowledged.</summary>
internal enum DialectStatus
{
    /// <summary>The store did not answer: it must not be acknowledged, and is sent again.</summary>
    Unavailable,

    /// <summary>Its reports are committed, were committed before, or are kept as a dead letter.</summary>
    Taken,

    /// <summary>It states how things are, and nothing is to be reported.</summary>
    Ignored,
}
