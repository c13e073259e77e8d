using Incidents.Domain.Access;

namespace Incidents.Api.Access.Table;

/// <summary>What a role may do with the fields of a data class.</summary>
/// <remarks>The greatest of a caller's roles counts, in the towns of that role.</remarks>
internal enum Permission
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Sees counts of which small ones are suppressed.</summary>
    Suppressed,

    /// <summary>Sees and changes what is open only.</summary>
    Open,

    /// <summary>Sees places snapped to cells.</summary>
    Snapped,

    /// <summary>Sees or does it.</summary>
    Full,
}

/// <summary>A class of fields that the same roles may use.</summary>
/// <param name="Name">Its name, as in <c>fields.txt</c>, in <c>me.may</c> and in <c>docs/access.md</c>.</param>
/// <param name="Summary">What its fields are, in a sentence.</param>
/// <param name="Permissions">What each role may; a role that is not in it may do nothing.</param>
internal sealed record DataClass(string Name, string Summary, IReadOnlyDictionary<Role, Permission> Permissions)
{
    /// <summary>Whether its values are of persons.</summary>
    public bool HoldsPersons { get; init; }

    /// <summary>Whether each read of it is on the access log.</summary>
    public bool IsLogged { get; init; }

    /// <summary>Whether each read of it is a search for a person or plate, and so needs a purpose.</summary>
    public bool NeedsPurpose { get; init; }

    /// <summary>Whether it is used without sign-in.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Its bit in a set of classes.</summary>
    public ulong Bit { get; init; }

    /// <summary>What a role may do with its fields.</summary>
    /// <param name="role">The role.</param>
    public Permission Of(Role role) => Permissions.GetValueOrDefault(role);
}
