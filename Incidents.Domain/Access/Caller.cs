namespace Incidents.Domain.Access;

/// <summary>Who asks: a person or a system that has signed in, with what it was granted.</summary>
/// <param name="Id">Its lasting id: the subject of its token, or the id of its key.</param>
/// <param name="Name">Its name, as events keep who acted; at most 200 characters.</param>
/// <param name="Grants">Its roles with their towns; none for a caller without sign-in.</param>
public sealed record Caller(string Id, string Name, IReadOnlyList<Grant> Grants)
{
    /// <summary>Nobody has signed in.</summary>
    public static Caller Anonymous { get; } = new("", "anonymous", []);

    /// <summary>The host itself, which is not limited: its upkeep, its simulation, its commands at the terminal.</summary>
    public static Caller Host { get; } = new("host", "host", []);

    /// <summary>Whether this is the host itself.</summary>
    public bool IsHost => ReferenceEquals(this, Host);

    /// <summary>Whether nobody has signed in.</summary>
    public bool IsAnonymous => ReferenceEquals(this, Anonymous);

    /// <summary>Whether it has a role, in whatever towns.</summary>
    /// <param name="role">The role.</param>
    public bool Has(Role role) => Grants.Any(grant => grant.Role == role);

    /// <summary>The towns in which it has one of the roles: null for all towns, empty for none.</summary>
    /// <param name="roles">The roles.</param>
    public IReadOnlyList<string>? TownsOf(IReadOnlyCollection<Role> roles)
    {
        if (IsHost)
            return null;
        var towns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var grant in Grants)
        {
            if (!roles.Contains(grant.Role))
                continue;
            if (grant.Towns is null)
                return null;
            towns.UnionWith(grant.Towns);
        }
        return [.. towns];
    }
}
