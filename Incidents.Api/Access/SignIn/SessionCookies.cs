using Microsoft.AspNetCore.Authentication.Cookies;

namespace Incidents.Api.Access.SignIn;

/// <summary>Names the cookie of a session <c>__Host-…</c> where the request came by TLS, so that no other host can set it.</summary>
/// <remarks>A browser accepts that name only with <c>Secure</c>, the path <c>/</c> and no domain.</remarks>
/// <param name="continues">Whether the cookie that a browser sends is read.</param>
internal sealed class SessionCookies(bool continues) : ICookieManager
{
    private const string HostPrefix = "__Host-";
    private readonly ChunkingCookieManager cookies = new();

    /// <inheritdoc/>
    public string? GetRequestCookie(HttpContext context, string key) =>
        continues ? cookies.GetRequestCookie(context, Name(context, key)) : null;

    /// <inheritdoc/>
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, Name(context, key), value, Secured(context, options));

    /// <inheritdoc/>
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        cookies.DeleteCookie(context, Name(context, key), Secured(context, options));

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? HostPrefix + key : key;

    private static CookieOptions Secured(HttpContext context, CookieOptions options)
    {
        options.Secure = context.Request.IsHttps;
        return options;
    }
}
