using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.Reactions;

/// <summary>An event to which a reaction reacts.</summary>
/// <param name="Sequence">Its number in the store.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its number there.</param>
/// <param name="Content">What happened.</param>
internal sealed record ReactionEvent(long Sequence, Guid Stream, long Version, IDomainEvent Content)
{
    /// <summary>Its id, which what follows from it names as its cause.</summary>
    public Guid Id { get; init; }

    /// <summary>When it was appended, by the clock of the database.</summary>
    public Instant AppendedAt { get; init; }
}
