using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Incidents.Api.Access.SignIn;

/// <summary>How bearer tokens are checked.</summary>
/// <remarks>
/// Only signatures by a private key are accepted: with a shared secret the provider's public key could be taken for the secret.
/// </remarks>
internal static class Tokens
{
    /// <summary>How much the clocks of provider and host may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the host waits for the provider.</summary>
    public static TimeSpan ProviderPatience { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The algorithms that are accepted.</summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Whether an address is on this machine, where plain HTTP is enough.</summary>
    /// <param name="authority">Address of the provider.</param>
    public static bool IsOnThisMachine(string authority) => Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.IsLoopback
        || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address)));

    /// <summary>Configures the check.</summary>
    public static void Configure(JwtBearerOptions bearer, AccessSettings settings, DemoKey demo, KnownTokens known)
    {
        bearer.MapInboundClaims = false;
        bearer.Events = new() { OnMessageReceived = known.Find, OnTokenValidated = known.Add };
        var rules = bearer.TokenValidationParameters;
        rules.ValidAudience = settings.Audience;
        rules.ClockSkew = Skew;
        if (settings.HasProvider)
        {
            bearer.Authority = settings.Authority;
            bearer.RequireHttpsMetadata = !IsOnThisMachine(settings.Authority!);
            bearer.BackchannelTimeout = ProviderPatience;
            rules.ValidAlgorithms = Algorithms;
            return;
        }
        rules.ValidIssuer = DemoIssuer.Name;
        rules.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256];
        // The key is read from the database before the host starts.
        rules.IssuerSigningKeyResolver = (_, _, _, _) => [demo.Key];
    }
}
