using System.Threading.RateLimiting;
using Incidents.Api.Requests;
using Incidents.Api.Store;
using Incidents.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Tokens;

namespace Incidents.Api.Access.SignIn;

/// <summary>Reads the sign-in of a request; one that is not valid is put on the access log, and the request goes on without.</summary>
/// <remarks>
/// A browser sends the cookie of a session with whatever a page asks for. So a request that could change something and signs in by the
/// cookie must name our own pages as its origin.
/// </remarks>
internal sealed class RequestSignIn(
    RefusalLog refusals, DemoSignIn demo, AccessSettings settings, Provider provider) : IDisposable
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly PartitionedRateLimiter<string> refusedByAddress = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetFixedWindowLimiter(address, _ => new()
        {
            PermitLimit = Math.Max(1, settings.RefusalsPerMinute),
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <inheritdoc/>
    public void Dispose() => refusedByAddress.Dispose();

    /// <summary>Reads the sign-in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">Goes on with the request.</param>
    public async Task Invoke(HttpContext http, RequestDelegate next)
    {
        try
        {
            var result = await http.AuthenticateAsync();
            if (result.Failure is { } failure)
                await Refuse(http, await Reason(http, failure));
            else if (result.Succeeded && IsDemo(result) && !demo.Accepts(http))
                await Refuse(http, RefusedSignIn.DemoElsewhere);
            else if (result.Ticket?.AuthenticationScheme == SignInSchemes.Session && !IsOwnPage(http.Request)
                && (!IsReading(http.Request) || Sockets.IsOpened(http.Request)))
            {
                await refusals.Note(http, "change by a session from another site");
                await HttpRefusal.Write(
                    http, StatusCodes.Status403Forbidden, ErrorCode.OriginRefused,
                    "A session changes something only from our own pages: the request names another origin, or none.");
                return;
            }
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            http.Response.Headers.RetryAfter = "1";
            await HttpRefusal.Write(
                http, StatusCodes.Status503ServiceUnavailable, ErrorCode.StoreAway,
                "The database does not answer, so the sign-in cannot be read; the same request is accepted later.");
            return;
        }
        await next(http);
    }

    /// <summary>Reads the token that a client gives on a connection that is open; one that is not valid is put on the access log.</summary>
    /// <param name="http">The request that opened the connection.</param>
    /// <param name="authorization">The token, as <c>Authorization</c> has it.</param>
    /// <returns>The sign-in; null where it is not valid.</returns>
    public async Task<AuthenticateResult?> Later(HttpContext http, string authorization)
    {
        http.Request.Headers.Authorization = authorization;
        var result = await http.AuthenticateAsync(SignInSchemes.Token);
        if (result.Succeeded && (!IsDemo(result) || demo.Accepts(http)))
            return result;
        await Refuse(
            http, result.Failure is { } failure ? await Reason(http, failure)
                : result.Succeeded ? RefusedSignIn.DemoElsewhere : RefusedSignIn.Token("no bearer token"));
        return null;
    }

    private static bool IsDemo(AuthenticateResult result) =>
        result.Principal!.Claims.FirstOrDefault(claim => claim.Type == "iss")?.Value == DemoIssuer.Name;

    private static bool IsReading(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    private static bool IsOwnPage(HttpRequest request) => request.Headers.Origin is [_, ..] origins
        ? origins.All(origin => KnownSites.IsOwn(origin, request.Host))
        : request.Headers[FetchSite] == "same-origin";

    private async Task Refuse(HttpContext http, RefusedSignIn refused)
    {
        using var counted = refusedByAddress.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (!counted.IsAcquired)
            refused = RefusedSignIn.TooMany;
        await refusals.Note(http, refused.Reason, refused.KeyId);
        http.Features.Set(refused);
    }

    private async Task<RefusedSignIn> Reason(HttpContext http, Exception failure)
    {
        if (SignInSchemes.Choose(http) == SignInSchemes.Session)
            return RefusedSignIn.Session;
        // Without the provider's description every token looks like one of another issuer.
        return failure is SecurityTokenInvalidIssuerException or SecurityTokenSignatureKeyNotFoundException
            && settings.HasProvider && await provider.Describe(http.RequestAborted) is null
            ? RefusedSignIn.ProviderAway
            : RefusedSignIn.Of(failure);
    }
}
