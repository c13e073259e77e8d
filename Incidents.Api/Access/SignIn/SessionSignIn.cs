using System.Security.Claims;
using System.Text.Json.Nodes;
using Incidents.Domain.Access;
using Microsoft.AspNetCore.Authentication;

namespace Incidents.Api.Access.SignIn;

/// <summary>Begins and ends sessions of the pages, and puts both on the access log.</summary>
internal sealed class SessionSignIn(SessionStore sessions, GrantClaims claims, IAccessLog log)
{
    /// <summary>The item of a session's properties with its id.</summary>
    private const string SessionId = ".session_id";

    /// <summary>Remembers the id of a session in what was read of it.</summary>
    /// <param name="properties">Properties of the session.</param>
    /// <param name="id">Its id.</param>
    public static void Mark(AuthenticationProperties properties, string id) => properties.SetParameter(SessionId, id);

    /// <summary>The id of the session that was read; null where it is none.</summary>
    /// <param name="properties">Properties of a sign-in.</param>
    public static string? IdOf(AuthenticationProperties properties) => properties.GetParameter<string>(SessionId);

    /// <summary>The claims of a demo user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="settings">Name the claims.</param>
    public static ClaimsPrincipal Of(DemoUser user, AccessSettings settings) => new(new ClaimsIdentity(
        [
            new("iss", DemoIssuer.Name), new("sub", user.Id), new("name", user.Name),
            .. GrantClaims.Write(user.Grants).Select(grant => new Claim(settings.RolesClaim, grant)),
        ],
        SignInSchemes.Session));

    /// <summary>Begins a session. One that the browser had before is over.</summary>
    /// <param name="http">The request.</param>
    /// <param name="principal">Who signs in.</param>
    /// <exception cref="AccessLogException">The sign-in cannot be put on record, so there is none.</exception>
    public async Task Begin(HttpContext http, ClaimsPrincipal principal)
    {
        await Note(http, principal);
        await http.SignInAsync(SignInSchemes.NewSession, principal);
    }

    /// <summary>Puts a sign-in on record, and ends the session that the browser had before.</summary>
    /// <param name="http">The request.</param>
    /// <param name="principal">Who signs in.</param>
    /// <exception cref="AccessLogException">The sign-in cannot be put on record.</exception>
    public async Task Note(HttpContext http, ClaimsPrincipal principal)
    {
        await Write(http, AccessKind.SignedIn, claims.Read(principal));
        if (await Current(http) is { } before)
            await sessions.RemoveAsync(before.Id);
    }

    /// <summary>Ends the session of a request.</summary>
    /// <param name="http">The request.</param>
    /// <returns>Properties of the session that is over, or null where there was none.</returns>
    public async Task<AuthenticationProperties?> End(HttpContext http)
    {
        var current = await Current(http);
        await http.SignOutAsync(SignInSchemes.Session);
        if (current is not { } session)
            return null;
        try
        {
            await Write(http, AccessKind.SignedOut, Callers.Current);
        }
        catch (AccessLogException)
        {
            // The session is over all the same.
        }
        return session.Properties;
    }

    private static async Task<(string Id, AuthenticationProperties Properties)?> Current(HttpContext http) =>
        await http.AuthenticateAsync(SignInSchemes.Session) is { Succeeded: true, Properties: { } properties }
            && IdOf(properties) is { } id ? (id, properties) : null;

    private Task Write(HttpContext http, AccessKind kind, Caller caller)
    {
        var details = new JsonObject
        {
            ["address"] = http.Connection.RemoteIpAddress?.ToString(),
            ["grants"] = new JsonArray([.. GrantClaims.Write(caller.Grants).Select(grant => JsonValue.Create(grant))]),
        };
        return log.Write(new(kind, caller.Id, caller.Name, details), http.RequestAborted);
    }
}
