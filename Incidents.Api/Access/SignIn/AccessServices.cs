using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Access.SignIn;

/// <summary>Registers who signs in, and reads the sign-in of each request.</summary>
internal static class AccessServices
{
    private const string CookieName = "incidents-session";

    /// <summary>Adds the services.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessSettings>().BindConfiguration("Access");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AccessSettings>>().Value);
        services.AddSingleton<GrantClaims>();
        services.AddSingleton<DemoKey>();
        services.AddSingleton<DemoIssuer>();
        services.AddSingleton<DemoSignIn>();
        services.AddSingleton<RefusalLog>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusalLog>());
        services.AddHostedService<OpenAddressCheck>();
        services.AddSingleton<RequestSignIn>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionSignIn>();
        services.AddSingleton<Provider>();
        services.AddSingleton<KnownTokens>();
        services.AddSingleton<SessionEndpoints>();
        AddKeyRing(builder);
        RateLimits.AddTo(services);
        services.AddAuthentication(SignInSchemes.Any)
            .AddPolicyScheme(SignInSchemes.Any, null, any => any.ForwardDefaultSelector = SignInSchemes.Choose)
            .AddJwtBearer(SignInSchemes.Token)
            .AddCookie(SignInSchemes.Session)
            .AddCookie(SignInSchemes.NewSession);
        services.AddOptions<JwtBearerOptions>(SignInSchemes.Token).Configure<AccessSettings, DemoKey, KnownTokens>(Tokens.Configure);
        if (builder.Configuration.GetSection("Access").Get<AccessSettings>()?.HasProvider is true)
        {
            services.AddAuthentication().AddOpenIdConnect(SignInSchemes.Provider, static _ => { });
            services.AddOptions<OpenIdConnectOptions>(SignInSchemes.Provider)
                .Configure<AccessSettings, SessionSignIn, RefusalLog>(Provider.Configure);
        }
        AddSession(services, SignInSchemes.Session, continues: true);
        AddSession(services, SignInSchemes.NewSession, continues: false);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
            // The key of a device posts reports, and nothing else.
            .RequireAssertion(static context => context.User.Identity?.AuthenticationType != SignInSchemes.Key).Build());
    }

    /// <summary>Makes what the hosts of a database share: keys. Only one host at a time may do this.</summary>
    /// <param name="app">The host, before it starts.</param>
    /// <param name="cancellation">Cancels it.</param>
    public static async Task PrepareSignIn(this IHost app, CancellationToken cancellation)
    {
        // Makes the first key, so that the next host finds it.
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Incidents.First").Protect([1]);
        if (!app.Services.GetRequiredService<AccessSettings>().HasProvider)
            await app.Services.GetRequiredService<DemoKey>().Load(cancellation);
    }

    /// <summary>Reads who asks, for everything that a request does.</summary>
    public static void UseCallers(this WebApplication app)
    {
        var claims = app.Services.GetRequiredService<GrantClaims>();
        app.Use(app.Services.GetRequiredService<RequestSignIn>().Invoke);
        app.UseAuthentication();
        app.Use(async (http, next) =>
        {
            if (http.Features.Get<RefusedSignIn>() is not null)
                http.User = new();
            using var caller = Callers.Enter(claims.Of(http.User));
            await next(http);
        });
        app.UseRateLimiter();
    }

    private static void AddKeyRing(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddDataProtection().SetApplicationName("incidents");
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyRing>((options, keys) => options.XmlRepository = keys);
        // It warns that nothing encrypts the keys: whoever reads the database reads the sessions anyway.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    private static void AddSession(IServiceCollection services, string scheme, bool continues) =>
        services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<SessionStore, AccessSettings, IDataProtectionProvider>(
            (cookie, sessions, settings, protection) =>
            {
                cookie.Cookie.Name = CookieName;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.Path = "/";
                // The provider sends the browser back from its own site, which a strict cookie would not survive.
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.CookieManager = new SessionCookies(continues);
                cookie.TicketDataFormat = new TicketDataFormat(protection.CreateProtector("Incidents.SessionCookie"));
                cookie.SessionStore = sessions;
                cookie.ExpireTimeSpan = settings.SessionIdle;
                cookie.SlidingExpiration = continues;
            });
}
