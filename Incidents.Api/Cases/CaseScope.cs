using Incidents.Domain.Cases;
using NodaTime;

namespace Incidents.Api.Cases;

/// <summary>Whose entries a timeline has.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Cases">The case, and those that are part of it.</param>
/// <param name="Things">What is attached to it and seen by the caller, with the signals linked to attached incidents.</param>
/// <param name="CameFrom">The case from which each thing or item came by a merge or split; others are not in it.</param>
/// <param name="Via">The incident through which a thing belongs to it; others are not in it.</param>
/// <param name="Origin">The case that it was split off from, whose entries about the items that came along are its own too.</param>
/// <param name="Stars">Ids of entries with a star.</param>
/// <param name="Branch">The branch whose items are shown; null for the case itself.</param>
/// <param name="KnownAt">What became known later is left out; null for nothing.</param>
internal sealed record CaseScope(
    Guid CaseId, IReadOnlyCollection<Guid> Cases, IReadOnlyCollection<Guid> Things, IReadOnlyDictionary<Guid, Guid> CameFrom,
    IReadOnlyDictionary<Guid, Guid> Via, CasePart? Origin, IReadOnlyCollection<Guid> Stars, Guid? Branch, Instant? KnownAt)
{
    /// <summary>The filter that leaves nothing out, in the order of occurrence.</summary>
    public static readonly CaseViewFilter Everything = new([], [], null, false, null, null, false);
}
