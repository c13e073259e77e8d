using Incidents.Domain.Access;

namespace Incidents.Api.Access.SignIn;

/// <summary>Somebody for trying the product out on one machine.</summary>
/// <param name="Id">Id of the user, by which it signs in.</param>
/// <param name="Name">Its name, as events keep who acted.</param>
/// <param name="Grants">What it was granted.</param>
internal sealed record DemoUser(string Id, string Name, IReadOnlyList<Grant> Grants);

/// <summary>The demo users: one for each role of people, and one that has all of these roles.</summary>
internal static class DemoUsers
{
    private static readonly Role[] People =
    [
        Role.Operator, Role.Supervisor, Role.Unit, Role.Analyst, Role.Investigator, Role.Akimat, Role.Auditor, Role.Administrator,
        Role.Utility,
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DemoUser> All { get; } =
    [
        new("operator", "Demo operator", [new(Role.Operator, ["karaganda"])]),
        new("supervisor", "Demo supervisor", [new(Role.Supervisor, null)]),
        new("unit", "Demo unit", [new(Role.Unit, ["karaganda"])]),
        new("analyst", "Demo analyst", [new(Role.Analyst, null)]),
        new("investigator", "Demo investigator", [new(Role.Investigator, ["karaganda", "temirtau"])]),
        new("akimat", "Demo akimat", [new(Role.Akimat, null)]),
        new("auditor", "Demo auditor", [new(Role.Auditor, null)]),
        new("administrator", "Demo administrator", [new(Role.Administrator, null)]),
        new("utility", "Demo utility", [new(Role.Utility, ["karaganda"])]),
        new("all", "Demo user", [.. People.Select(role => new Grant(role, null))]),
    ];

    /// <summary>The user of an id, or null.</summary>
    /// <param name="id">The id.</param>
    public static DemoUser? Find(string? id) => All.FirstOrDefault(user => user.Id == id);
}
