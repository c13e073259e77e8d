using System.Collections.Frozen;
using Incidents.Domain.Cases;
using Incidents.Projections;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Whose entries a timeline has.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Own">
/// The events of the case and of those that are part of it, and those of the case that it was split off from which concern its items.
/// </param>
/// <param name="Things">What is attached to it and seen by the caller, with the signals linked to attached incidents.</param>
/// <param name="CameFrom">The case from which each thing or item came by a merge or split; others are not in it.</param>
/// <param name="Via">The incident through which a thing belongs to it; others are not in it.</param>
/// <param name="Stars">Ids of entries with a star.</param>
/// <param name="KnownAt">What became known later is left out; null for nothing.</param>
internal sealed record CaseScope(
    Guid CaseId, IReadOnlyList<StoredEvent> Own, IReadOnlySet<Guid> Things, IReadOnlyDictionary<Guid, Guid> CameFrom,
    IReadOnlyDictionary<Guid, Guid> Via, IReadOnlySet<Guid> Stars, Instant? KnownAt)
{
    /// <summary>Numbers of those of <see cref="Own"/> that are events of the case that it was split off from.</summary>
    public IReadOnlySet<long> OfOrigin { get; init; } = FrozenSet<long>.Empty;

    /// <summary>Whether an event of a case is an entry of its timeline, or of that of a branch.</summary>
    /// <remarks>Comments and stars are shown on the entries; what a view shows is no event of an investigation.</remarks>
    /// <param name="stored">The event.</param>
    /// <param name="branch">The branch; null for the case itself.</param>
    public static bool IsEntry(StoredEvent stored, Guid? branch) => stored.Event switch
    {
        CaseEntryCommented or CaseEntryStarred or CaseEntryUnstarred or CaseViewSaved or CaseViewRemoved => false,
        CaseItemAdded e => e.Branch is null || e.Branch == branch,
        CaseItemAmended e => e.Branch is null || e.Branch == branch,
        CaseItemRemoved e => e.Branch is null || e.Branch == branch,
        _ => true,
    };

    /// <summary>Whether an event of the case that one was split off from concerns items that came along.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="moved">The items.</param>
    public static bool IsOfOrigin(StoredEvent stored, IReadOnlySet<Guid> moved) => moved.Contains(
        stored.Event switch
        {
            CaseItemAdded { Branch: null } e => e.Item.Id,
            CaseItemAmended { Branch: null } e => e.Item.Id,
            CaseItemRemoved { Branch: null } e => e.Item.Id,
            _ => Guid.Empty,
        });
}
