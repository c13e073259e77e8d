namespace Incidents.Domain.Access;

/// <summary>A role and the towns in which it holds: its jurisdiction.</summary>
/// <param name="Role">The role.</param>
/// <param name="Towns">City codes; null for all towns, empty for none.</param>
public sealed record Grant(Role Role, IReadOnlyList<string>? Towns)
{
    /// <summary>Whether the role holds in a town.</summary>
    /// <param name="town">City code.</param>
    public bool Covers(string town) => Towns is null || Towns.Contains(town);
}
