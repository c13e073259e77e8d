using NodaTime;

namespace Incidents.Domain;

/// <summary>
/// What every event is: something that happened at one time and became known at another. Both are kept with the local offset of
/// the city at that moment, so that local day and hour are read off the event itself and a later change of time-zone rules
/// rewrites no history. Precision is the microsecond, PostgreSQL's own.
/// </summary>
public interface IDomainEvent
{
    /// <summary>When it happened, as the device, register or person says.</summary>
    OffsetDateTime OccurredAt { get; }

    /// <summary>When the centre learned it: the moment of appending for what is live, the batch's date for an imported register.</summary>
    OffsetDateTime KnownAt { get; }
}

/// <summary>
/// The key under which a thing is counted: a correction carries the countKey that it undoes, so that no projection looks anything up.
/// </summary>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where the thing occurred.</param>
/// <param name="OccurredAt">When the thing occurred (not the correction); the earliest moment where only an interval is known.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, where only an interval is known; else null.</param>
public sealed record CountKey(string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? OccurredUntil = null);

/// <summary>A clip or picture kept elsewhere, named by address and content.</summary>
/// <param name="Uri">Where it can be fetched.</param>
/// <param name="Sha256">SHA-256 of its bytes, 64 lower-case hexadecimal digits, or null where the source gives none.</param>
public sealed record MediaReference(string Uri, string? Sha256);
