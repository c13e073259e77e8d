using System.Collections.Immutable;
using NodaTime;

namespace Incidents.Domain.Cases;

/// <summary>A branch of a case: a hypothesis that is tried without changing the case.</summary>
/// <param name="Id">The branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Note">The hypothesis in words, or null.</param>
/// <param name="Version">The version of the case that it began with: how many events the case had.</param>
/// <param name="Base">The items of the case at that version, by id.</param>
/// <param name="Items">The items of the branch, by id.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="BegunAt">When it was begun.</param>
/// <param name="By">Who began it.</param>
public sealed record CaseBranch(
    Guid Id, string Name, string? Note, int Version, ImmutableSortedDictionary<Guid, CaseItem> Base,
    ImmutableSortedDictionary<Guid, CaseItem> Items, CaseBranchStatus Status, OffsetDateTime BegunAt, string By)
{
    /// <summary>What its merge changed in the case; empty while it is not merged.</summary>
    public ImmutableList<CaseItemChange> Merged { get; init; } = [];

    /// <summary>Whether it has no item that differs from the case at the version that it began with.</summary>
    public bool IsUnchanged() => Items.Values.SequenceEqual(Base.Values);
}
