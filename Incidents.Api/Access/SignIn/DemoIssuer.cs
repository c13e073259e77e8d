using Incidents.Domain.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Incidents.Api.Access.SignIn;

/// <summary>Issues tokens to demo users where no provider is configured.</summary>
/// <remarks>Its tokens are accepted only where <see cref="DemoSignIn"/> says so.</remarks>
internal sealed class DemoIssuer(TimeProvider time, AccessSettings settings, DemoKey key)
{
    /// <summary>Name of the issuer in tokens.</summary>
    public const string Name = "incidents-demo";

    /// <summary>How long a token is valid.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromHours(8);

    /// <summary>A token of a demo user, valid for eight hours.</summary>
    /// <param name="id">Id of the user.</param>
    /// <param name="name">Name of the user.</param>
    /// <param name="grants">What the user may.</param>
    public string Issue(string id, string name, IEnumerable<Grant> grants)
    {
        var now = time.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = settings.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Life).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = id,
                ["name"] = name,
                [settings.RolesClaim] = GrantClaims.Write(grants).ToArray(),
            },
            SigningCredentials = new(key.Key, SecurityAlgorithms.EcdsaSha256),
        });
    }
}
