using Incidents.Api.Timelines;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>An entry of the timeline of a case.</summary>
/// <param name="Id">Id of its event, which comments and stars name.</param>
/// <param name="Event">What happened.</param>
/// <param name="Clock">The clock by which it occurred.</param>
/// <param name="IsStarred">Whether it has a star.</param>
/// <param name="Comments">The comments on it, in order of time.</param>
/// <param name="CameFromCaseId">The case from which it came by a merge or split; null for the case's own.</param>
/// <param name="ViaIncidentId">The attached incident to which its alert, call or violation is linked; null where it is attached.</param>
public sealed record CaseEntry(
    Guid Id, TimelineEntry Event, CaseClock Clock, bool IsStarred, IReadOnlyList<CaseComment> Comments, Guid? CameFromCaseId,
    Guid? ViaIncidentId)
{
    /// <summary>
    /// Whether its order after the entry before it cannot be told. Of different clocks: their times, each less its `offsetSeconds`
    /// where that is measured, differ by less than the sum of their `uncertaintySeconds`, or stand the other way round. Of one clock:
    /// by less than the hour, day, month or year to which they are known. Never so in the order in which entries became known, which
    /// the centre's own clock gives.
    /// </summary>
    public bool IsOrderUnknown { get; init; }

    /// <summary>
    /// The item of the case that it added, changed or removed; null where it is about none. What it says of the item is in `event.data`.
    /// </summary>
    public Guid? ItemId { get; init; }

    /// <summary>The item of evidence that it is about; null where it is about none.</summary>
    public Guid? EvidenceId { get; init; }
}

/// <summary>A comment on an entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Note">What it says; null where it is masked.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="OccurredAt">When.</param>
public sealed record CaseComment(Guid Id, string? Note, string By, OffsetDateTime OccurredAt);
