using System.Text.Json.Nodes;
using Incidents.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Access.SignIn;

/// <summary>Answers what needs a sign-in and has none, or not one that may do it.</summary>
internal sealed class AccessRefusals(IAccessLog log) : IAuthorizationMiddlewareResultHandler
{
    private static readonly PathString Explorer = "/graphql";

    /// <inheritdoc/>
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            await next(context);
        else if (authorizeResult.Forbidden)
            await Forbid(context);
        else
            await Challenge(context);
    }

    private static async Task Challenge(HttpContext http)
    {
        var refused = http.Features.Get<RefusedSignIn>() ?? RefusedSignIn.None;
        if (IsVisit(http.Request))
        {
            http.Response.Redirect(SignInAddress(http.Request));
            return;
        }
        if (refused.Status is StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate =
                refused.Code is ErrorCode.SignInNeeded ? "Bearer" : "Bearer error=\"invalid_token\"";
        }
        else
        {
            http.Response.Headers.RetryAfter = refused.Status is StatusCodes.Status429TooManyRequests ? "60" : "5";
        }
        await HttpRefusal.Write(http, refused.Status, refused.Code, refused.Message);
    }

    private async Task Forbid(HttpContext http)
    {
        try
        {
            await log.Write(
                AccessEntry.OfCurrent(
                    AccessKind.Denied, new JsonObject { ["method"] = http.Request.Method, ["path"] = http.Request.Path.Value }),
                http.RequestAborted);
        }
        catch (AccessLogException)
        {
            // Nothing is answered but the refusal.
        }
        await HttpRefusal.Write(
            http, StatusCodes.Status403Forbidden, ErrorCode.AccessDenied, "Your roles do not allow this; docs/access.md says which do.");
    }

    // A person who opens the explorer in a browser signs in first.
    private static bool IsVisit(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == Explorer && !request.Query.ContainsKey("query")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
        && request.Headers[HeaderNames.Authorization].Count == 0;

    private static string SignInAddress(HttpRequest request) =>
        UriHelper.BuildRelative(request.PathBase, SessionEndpoints.SignInPath, QueryString.Create("returnTo", request.Path));
}
