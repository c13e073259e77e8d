using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Requests;

/// <summary>Headers that every answer carries, so that a browser limits what can be done with it.</summary>
/// <remarks>
/// Pages set a content security policy of their own; what is no page may load nothing. docs/security.md lists the reasons.
/// </remarks>
internal static class SecurityHeaders
{
    /// <summary>The policy of what is no page.</summary>
    public const string NothingLoads = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The phone of a unit reports where it is, if its person agrees.
    private const string OnlyWhereItIs =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), "
        + "payment=(), publickey-credentials-get=(), usb=()";

    // A year, with subdomains, as ASVS 5 asks for at level 2 (3.4.1).
    private const string OnlyTls = "max-age=31536000; includeSubDomains";

    /// <summary>Adds the headers to every answer, and leaves out the name of the server.</summary>
    public static void Use(IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(static state => Write((HttpContext)state), http);
        return next(http);
    });

    private static Task Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = OnlyWhereItIs;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = OnlyTls;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = NothingLoads;
        // What nobody has said may be kept is not: answers hold what only their asker may see.
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = CacheControlHeaderValue.NoStoreString;
        return Task.CompletedTask;
    }
}
