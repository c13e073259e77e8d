namespace Incidents.Api.Access.SignIn;

/// <summary>Names of the ways to sign in, as ASP.NET Core's authentication knows them.</summary>
internal static class SignInSchemes
{
    /// <summary>Chooses one of the others for each request: by its <c>Authorization</c>, or the session's cookie without one.</summary>
    public const string Any = "any";

    /// <summary>A bearer token.</summary>
    public const string Token = "token";

    /// <summary>The key of a device.</summary>
    public const string Key = "key";

    /// <summary>The session of the pages.</summary>
    public const string Session = "session";

    /// <summary>Begins a session. It never continues one: each sign-in has an id of its own.</summary>
    public const string NewSession = "new-session";

    /// <summary>The OIDC provider.</summary>
    public const string Provider = "provider";

    /// <summary>The scheme for a request.</summary>
    /// <param name="http">The request.</param>
    public static string Choose(HttpContext http)
    {
        string? given = http.Request.Headers.Authorization;
        return given is null ? Session
            : given.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? Token
            : given.StartsWith("Key ", StringComparison.OrdinalIgnoreCase) ? Key
            : Session;
    }
}
