using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Incidents.Domain.Access;

namespace Incidents.Api.Access;

/// <summary>Reads grants from the claims of a token.</summary>
/// <remarks>
/// Each value of the roles claim is a role, <c>analyst</c>, which holds in the towns of the towns claim, or a role with a town of its own,
/// <c>operator:karaganda</c>. The town <c>*</c> is all towns. A role without any town holds in none. A value that is no role is ignored:
/// providers have roles of other programs.
/// </remarks>
/// <param name="settings">Name the claims.</param>
internal sealed class GrantClaims(AccessSettings settings)
{
    /// <summary>The town that stands for all.</summary>
    public const string AllTowns = "*";

    private const int LongestName = 200;

    private readonly ConditionalWeakTable<ClaimsPrincipal, Caller> read = [];

    /// <summary>Who a request is from; read once for each identity.</summary>
    /// <param name="identity">Its claims.</param>
    /// <returns>The caller; anonymous where nobody has signed in.</returns>
    public Caller Of(ClaimsPrincipal identity) =>
        identity.Identity?.IsAuthenticated is true ? read.GetValue(identity, Read) : Caller.Anonymous;

    /// <summary>Who a signed-in identity is.</summary>
    /// <remarks>A name that an event could not keep is replaced by the subject.</remarks>
    /// <param name="identity">Its claims; the subject is <c>sub</c>, the name <c>name</c> or <c>preferred_username</c>.</param>
    /// <returns>The caller; anonymous where the claims have no subject that an event could keep.</returns>
    public Caller Read(ClaimsPrincipal identity)
    {
        if (identity.FindFirst("sub")?.Value is not { } subject || !IsName(subject))
            return Caller.Anonymous;
        var name = identity.FindFirst("name")?.Value ?? identity.FindFirst("preferred_username")?.Value;
        if (name is null || !IsName(name))
            name = subject;
        var everywhere = Values(identity, settings.TownsClaim).ToArray();
        var grants = new Dictionary<Role, HashSet<string>>();
        foreach (var value in Values(identity, settings.RolesClaim))
        {
            var parts = value.Split(':', 2);
            if (!TryRole(parts[0], out var role))
                continue;
            var held = grants.TryGetValue(role, out var known) ? known : grants[role] = new(StringComparer.Ordinal);
            held.UnionWith(parts.Length == 2 ? [parts[1]] : everywhere);
        }
        return new(
            subject, name,
            [
                .. grants.OrderBy(grant => grant.Key).Select(grant => new Grant(
                    grant.Key, grant.Value.Contains(AllTowns) ? null : [.. grant.Value.Order(StringComparer.Ordinal)])),
            ]);
    }

    /// <summary>The values of the roles claim that give grants.</summary>
    /// <param name="grants">The grants.</param>
    public static IEnumerable<string> Write(IEnumerable<Grant> grants) =>
        from grant in grants
        from town in grant.Towns ?? [AllTowns]
        select $"{TextOf(grant.Role)}:{town}";

    /// <summary>The text of a role in tokens and settings, e.g. <c>feed-receiver</c>.</summary>
    /// <param name="role">The role.</param>
    public static string TextOf(Role role) => JsonNamingPolicy.KebabCaseLower.ConvertName(role.ToString());

    // As a text of a command may be: neither blank nor too long, without NUL and half of a surrogate pair.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= LongestName && !string.IsNullOrWhiteSpace(text) && !text.Contains('\0')
        && !text.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static bool TryRole(string text, out Role role)
    {
        role = Enum.GetValues<Role>().FirstOrDefault(known => TextOf(known) == text);
        return role != default;
    }

    private static IEnumerable<string> Values(ClaimsPrincipal identity, string claim) =>
        identity.FindAll(claim).SelectMany(c => c.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries));
}
