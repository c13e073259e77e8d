using System.Security.Claims;
using Incidents.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Incidents.Api.Access.SignIn;

/// <summary>The OIDC provider, where one is configured.</summary>
internal sealed partial class Provider(IOptionsMonitor<OpenIdConnectOptions> options, AccessSettings settings)
{
    private const string IdToken = "id_token";

    /// <summary>The address to which the provider sends the browser back.</summary>
    public const string CallbackPath = SessionEndpoints.Path + "/callback";

    // The page shows the words of the code.
    private const string Page = "/sign-in";

    /// <summary>The provider's own description, or null where it does not answer.</summary>
    /// <param name="cancellation">Cancels the request for it.</param>
    public async Task<OpenIdConnectConfiguration?> Describe(CancellationToken cancellation)
    {
        if (!settings.HasProvider || options.Get(SignInSchemes.Provider).ConfigurationManager is not { } manager)
            return null;
        try
        {
            return await manager.GetConfigurationAsync(cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>The address that ends the provider's own session, or null where it has none or does not answer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="session">Properties of the session, with the provider's ID token.</param>
    public async Task<string?> SignOutAddress(HttpContext http, AuthenticationProperties session)
    {
        if (await Describe(http.RequestAborted) is not { EndSessionEndpoint: { Length: > 0 } address })
            return null;
        return new OpenIdConnectMessage
        {
            IssuerAddress = address,
            ClientId = settings.ClientId,
            IdTokenHint = session.GetTokenValue(IdToken),
            PostLogoutRedirectUri = $"{http.Request.Scheme}://{http.Request.Host}{SessionEndpoints.SignedOutPath}",
        }.CreateLogoutRequestUrl();
    }

    /// <summary>The address of the page that says why nobody has signed in.</summary>
    /// <param name="code">Why.</param>
    public static string FailurePage(ErrorCode code) => Page + QueryString.Create("error", code.Text());

    /// <summary>Configures the sign-in of the pages at the provider.</summary>
    public static void Configure(OpenIdConnectOptions oidc, AccessSettings settings, SessionSignIn sessions, RefusalLog refusals)
    {
        oidc.Authority = settings.Authority;
        oidc.RequireHttpsMetadata = !Tokens.IsOnThisMachine(settings.Authority!);
        oidc.BackchannelTimeout = Tokens.ProviderPatience;
        oidc.ClientId = settings.ClientId;
        oidc.ClientSecret = settings.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("profile");
        oidc.CallbackPath = CallbackPath;
        oidc.SignInScheme = SignInSchemes.NewSession;
        oidc.MapInboundClaims = false;
        oidc.SaveTokens = true;
        oidc.GetClaimsFromUserInfoEndpoint = true;
        oidc.ClaimActions.Clear();
        foreach (var claim in Claims(settings))
            oidc.ClaimActions.MapJsonKey(claim, claim);
        oidc.TokenValidationParameters.ValidAlgorithms = Tokens.Algorithms;
        oidc.TokenValidationParameters.ClockSkew = Tokens.Skew;
        // The provider sends the browser back by a link, with which lax cookies go; without TLS browsers keep no others.
        foreach (var cookie in (CookieBuilder[])[oidc.CorrelationCookie, oidc.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        }
        oidc.Events.OnTicketReceived = context => Begin(context, settings, sessions);
        oidc.Events.OnRemoteFailure = async context =>
        {
            if (context.HttpContext.RequestServices.GetService<ILogger<Provider>>() is { } logger)
                LogFailure(logger, context.Failure?.Message);
            await refusals.Note(context.HttpContext, "sign-in at the provider failed");
            context.Response.Redirect(FailurePage(ErrorCode.TokenInvalid));
            context.HandleResponse();
        };
    }

    // Of what the provider says only that is kept which this host uses.
    private static async Task Begin(TicketReceivedContext context, AccessSettings settings, SessionSignIn sessions)
    {
        var kept = Claims(settings).ToHashSet(StringComparer.Ordinal);
        var claims = context.Principal!.Claims.Where(claim => kept.Contains(claim.Type))
            .Select(claim => new Claim(claim.Type, claim.Value));
        context.Principal = new(new ClaimsIdentity(claims.DistinctBy(claim => (claim.Type, claim.Value)), SignInSchemes.Session));
        if (context.Properties!.GetTokenValue(IdToken) is { } idToken)
            context.Properties!.StoreTokens([new() { Name = IdToken, Value = idToken }]);
        try
        {
            await sessions.Note(context.HttpContext, context.Principal);
        }
        catch (AccessLogException)
        {
            context.Response.Redirect(FailurePage(ErrorCode.AccessLogAway));
            context.HandleResponse();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in at the provider failed: {Reason}")]
    private static partial void LogFailure(ILogger logger, string? reason);

    private static string[] Claims(AccessSettings settings) =>
        ["iss", "sub", "name", "preferred_username", settings.RolesClaim, settings.TownsClaim];
}
