using System.Collections.Frozen;

namespace Incidents.Api.Store;

/// <summary>Events that are read together: those of whole streams, and single ones of others.</summary>
/// <param name="Streams">The streams.</param>
internal sealed record EventSelection(IReadOnlySet<Guid> Streams)
{
    /// <summary>The condition on a row, with the streams as <c>$1</c> and the single ones as <c>$2</c>.</summary>
    public const string Condition = "(stream_id = any($1) or seq_id = any($2))";

    /// <summary>Numbers of the single events.</summary>
    public IReadOnlySet<long> Single { get; init; } = FrozenSet<long>.Empty;

    /// <summary>Whether an event is among them.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="sequence">Its number.</param>
    public bool Has(Guid stream, long sequence) => Streams.Contains(stream) || Single.Contains(sequence);
}
