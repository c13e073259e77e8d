using System.Globalization;
using System.Threading.RateLimiting;
using Incidents.Domain;
using Microsoft.AspNetCore.RateLimiting;

namespace Incidents.Api.Access.SignIn;

/// <summary>How often an address may do what costs others.</summary>
internal static class RateLimits
{
    /// <summary>Limits sign-ins by address.</summary>
    public const string SignIn = "sign-in";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Adds the limits.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddRateLimiter(limits => limits.OnRejected = Reject);
        services.AddOptions<RateLimiterOptions>().Configure<AccessSettings>(static (limits, settings) =>
            limits.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new() { PermitLimit = Math.Max(1, settings.SignInsPerMinute), Window = Window })));
    }

    private static async ValueTask Reject(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var http = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Window;
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<RefusalLog>().Note(http, "too many requests", Callers.Current.Id);
        await HttpRefusal.Write(
            http, StatusCodes.Status429TooManyRequests, ErrorCode.RateExceeded, "Too many requests; the same request is accepted later.");
    }
}
