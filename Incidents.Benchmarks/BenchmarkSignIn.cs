using System.Security.Cryptography;
using Incidents.Api.Access;
using Incidents.Api.Access.SignIn;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Incidents.Benchmarks;

/// <summary>The sign-in of clients by tokens, which every host of this process accepts.</summary>
/// <remarks>Requests are prepared before their host starts, so the key cannot be the host's own.</remarks>
internal static class BenchmarkSignIn
{
    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "benchmarks" };

    /// <summary>The token with every role.</summary>
    public static string Token { get; } = TokenOf([.. Enum.GetValues<Role>().Select(role => new Grant(role, null))]);

    /// <summary>Makes a token.</summary>
    /// <param name="grants">Roles with their towns.</param>
    public static string TokenOf(params Grant[] grants) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = DemoIssuer.Name,
        Audience = new AccessSettings().Audience,
        Expires = DateTime.UtcNow.AddDays(2),
        Claims = new Dictionary<string, object>
        {
            ["sub"] = "benchmark",
            ["name"] = "benchmark",
            [new AccessSettings().RolesClaim] = GrantClaims.Write(grants).ToArray(),
        },
        SigningCredentials = new(Key, SecurityAlgorithms.EcdsaSha256),
    });

    /// <summary>Makes a host accept the tokens.</summary>
    public static void AddTo(IServiceCollection services) => services.PostConfigure<JwtBearerOptions>(
        SignInSchemes.Token, bearer => bearer.TokenValidationParameters.IssuerSigningKeyResolver = static (_, _, _, _) => [Key]);
}
