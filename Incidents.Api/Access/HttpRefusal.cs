using Incidents.Domain;

namespace Incidents.Api.Access;

/// <summary>Answers a request that is refused before anything of it is done.</summary>
internal static class HttpRefusal
{
    /// <summary>Writes the refusal: in the form of GraphQL below <c>/graphql</c>, elsewhere as <c>{"code", "message"}</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Stable code.</param>
    /// <param name="message">The reason in a sentence.</param>
    public static Task Write(HttpContext http, int status, ErrorCode code, string message)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Request.Path.StartsWithSegments("/graphql")
            ? http.Response.WriteAsJsonAsync(
                new { errors = new[] { new { message, extensions = new { code = code.Text() } } } }, http.RequestAborted)
            : http.Response.WriteAsJsonAsync(new { code = code.Text(), message }, http.RequestAborted);
    }
}
