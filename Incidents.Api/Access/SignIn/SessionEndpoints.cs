using Incidents.Domain;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Authentication;

namespace Incidents.Api.Access.SignIn;

/// <summary>The addresses below <c>/session</c>: who has signed in, sign-in and sign-out.</summary>
internal sealed class SessionEndpoints(
    SessionSignIn signIn, Provider provider, DemoSignIn demo, DemoIssuer issuer, AccessSettings settings, RefusalLog refusals)
{
    /// <summary>Where the addresses begin.</summary>
    public const string Path = "/session";

    /// <summary>Address of the sign-in.</summary>
    public const string SignInPath = Path + "/sign-in";

    /// <summary>Where the provider sends the browser after a sign-out.</summary>
    public const string SignedOutPath = Path + "/signed-out";

    // The pages have a sign-in page of their own, which offers the demo users.
    private const string DemoPage = "/sign-in";

    private const string StartPage = "/";

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var session = endpoints.ServiceProvider.GetRequiredService<SessionEndpoints>();
        var group = endpoints.MapGroup(Path).AllowAnonymous();
        group.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });
        // As a plain delegate: one that takes the request alone would be a handler that writes its answer itself.
        group.MapGet("", (Delegate)session.Show);
        group.MapGet("/sign-in", session.Begin).RequireRateLimiting(RateLimits.SignIn);
        group.MapPost("/demo", session.BeginDemo).RequireRateLimiting(RateLimits.SignIn);
        group.MapPost("/demo/token", session.IssueDemoToken).RequireRateLimiting(RateLimits.SignIn);
        group.MapGet("/signed-out", () => Results.Redirect(StartPage));
        group.MapPost("/sign-out", (Delegate)session.End);
    }

    private static GrantAnswer[] Grants(IEnumerable<Grant> grants) =>
        [.. grants.Select(grant => new GrantAnswer(GrantClaims.TextOf(grant.Role), grant.Towns))];

    private static IResult NoDemo() => Results.Json(
        new { code = ErrorCode.NotFound.Text(), message = "There is no such demo user, or no demo sign-in for this request." },
        statusCode: StatusCodes.Status404NotFound);

    private async Task<SessionAnswer> Show(HttpContext http)
    {
        var caller = Callers.Current;
        var isDemo = demo.MayBegin(http);
        var result = await http.AuthenticateAsync();
        return new(
            !caller.IsAnonymous, caller.IsAnonymous ? null : caller.Id, caller.IsAnonymous ? null : caller.Name, Grants(caller.Grants),
            caller.IsAnonymous ? null : result.Properties?.ExpiresUtc, isDemo,
            isDemo ? [.. DemoUsers.All.Select(user => new DemoUserAnswer(user.Id, user.Name, Grants(user.Grants)))] : [], SignInPath);
    }

    private async Task<IResult> Begin(HttpContext http, string? returnTo = null)
    {
        var target = ReturnAddress.Of(returnTo);
        return !settings.HasProvider ? Results.Redirect(DemoPage + QueryString.Create("returnTo", target))
            : await provider.Describe(http.RequestAborted) is null ? Results.Redirect(Provider.FailurePage(ErrorCode.ProviderAway))
            : Results.Challenge(new() { RedirectUri = target }, [SignInSchemes.Provider]);
    }

    private async Task<IResult> BeginDemo(HttpContext http, DemoRequest request)
    {
        if (await DemoUser(http, request) is not { } user)
            return NoDemo();
        try
        {
            await signIn.Begin(http, SessionSignIn.Of(user, settings));
        }
        catch (AccessLogException e)
        {
            return Results.Json(
                new { code = ErrorCode.AccessLogAway.Text(), e.Message }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        return Results.Json(new { user.Id, user.Name, Grants = Grants(user.Grants) });
    }

    private async Task<IResult> IssueDemoToken(HttpContext http, DemoRequest request)
    {
        if (await DemoUser(http, request) is not { } user)
            return NoDemo();
        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = issuer.Issue(user.Id, user.Name, user.Grants),
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)DemoIssuer.Life.TotalSeconds,
        });
    }

    private async Task<IResult> End(HttpContext http) => Results.Json(new
    {
        redirect = await signIn.End(http) is { } session ? await provider.SignOutAddress(http, session) ?? StartPage : StartPage,
    });

    private async Task<DemoUser?> DemoUser(HttpContext http, DemoRequest request)
    {
        if (demo.MayBegin(http))
            return DemoUsers.Find(request.User);
        await refusals.Note(http, "demo sign-in where there is none");
        return null;
    }

    private sealed record DemoRequest(string? User);

    private sealed record GrantAnswer(string Role, IReadOnlyList<string>? Towns);

    private sealed record DemoUserAnswer(string Id, string Name, IReadOnlyList<GrantAnswer> Grants);

    private sealed record SessionAnswer(
        bool SignedIn, string? Id, string? Name, IReadOnlyList<GrantAnswer> Grants, DateTimeOffset? ExpiresAt, bool IsDemo,
        IReadOnlyList<DemoUserAnswer> DemoUsers, string SignInUrl);
}
