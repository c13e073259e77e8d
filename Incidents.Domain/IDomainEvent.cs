using NodaTime;

namespace Incidents.Domain;

/// <summary>An event: something that happened at one time and became known at another.</summary>
/// <remarks>
/// Both times are kept with the local offset of the city at that moment, so that local day and hour are read off the event itself and a
/// later change of time-zone rules rewrites no history. Precision is the microsecond, PostgreSQL's own.
/// </remarks>
public interface IDomainEvent
{
    /// <summary>When it happened, as the device, register or person says.</summary>
    OffsetDateTime OccurredAt { get; }

    /// <summary>When the centre learned it: when it was appended if it is live, the batch's date for an imported register.</summary>
    OffsetDateTime KnownAt { get; }
}

/// <summary>Category, place and time under which something is counted.</summary>
/// <remarks>A correction carries the key that it undoes, so that no projection looks anything up.</remarks>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where it occurred.</param>
/// <param name="OccurredAt">When it occurred (not the correction); the earliest moment where only an interval is known.</param>
/// <param name="OccurredUntil">The latest moment at which it may have occurred, where only an interval is known; else null.</param>
/// <param name="Precision">
/// How precisely <paramref name="OccurredAt"/> is known: it is then the beginning of the hour, local day, month or year. Null for a time to
/// the minute, as in old events.
/// </param>
public sealed record CountKey(
    string Category, Place Place, OffsetDateTime OccurredAt, OffsetDateTime? OccurredUntil = null, TimePrecision? Precision = null);
