using System.Threading.RateLimiting;
using Incidents.Api.Access.SignIn;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.RateLimiting;

namespace Incidents.Api.Access.Keys;

/// <summary>Registers the keys of devices, and who may post reports.</summary>
internal static class DeviceKeyServices
{
    /// <summary>The policy of who may post reports, and the limit of how often.</summary>
    public const string Reports = "reports";

    private const int SecondsOfMinute = 60;

    /// <summary>Adds the services.</summary>
    public static void AddDeviceKeys(this IServiceCollection services)
    {
        services.AddSingleton<DeviceKeyStore>();
        services.AddSingleton<DeviceKeys>();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, DeviceKeyHandler>(SignInSchemes.Key, null);
        services.AddAuthorizationBuilder().AddPolicy(Reports, policy => policy.RequireAuthenticatedUser()
            .RequireAssertion(_ => Callers.Current.Has(Role.Device) || Callers.Current.Has(Role.Administrator)));
        services.AddOptions<RateLimiterOptions>().Configure(limits => limits.AddPolicy(Reports, Limit));
    }

    // A key whose rate is changed begins anew.
    private static RateLimitPartition<(Guid, int)> Limit(HttpContext http) => http.Features.Get<KnownKey>() is { Key: var key }
        ? RateLimitPartition.GetTokenBucketLimiter((key.Id, key.PerMinute), static of => Bucket(of.Item2))
        : RateLimitPartition.GetNoLimiter((Guid.Empty, 0));

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => perMinute < SecondsOfMinute
        ? new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)SecondsOfMinute / perMinute),
        }
        : new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perMinute / SecondsOfMinute,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        };
}
