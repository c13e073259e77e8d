using Incidents.Api.Access;
using Incidents.Api.Access.SignIn;
using Incidents.Domain;

namespace Incidents.Api.Subscriptions;

/// <summary>WebSockets at <c>/graphql</c>: the protocol <c>graphql-transport-ws</c>.</summary>
internal sealed class SocketEndpoint(
    LiveOperations operations, LiveHub hub, LiveConnections connections, LiveSignIns signIns, RequestSignIn tokens, GrantClaims claims,
    SubscriptionSettings settings, IHostApplicationLifetime lifetime)
{
    /// <summary>Name of the protocol.</summary>
    public const string Protocol = "graphql-transport-ws";

    private static readonly PathString Path = "/graphql";

    /// <summary>Answers a request that opens a WebSocket, or goes on with any other.</summary>
    public Task Invoke(HttpContext http, RequestDelegate next) =>
        http.Request.Path == Path && http.WebSockets.IsWebSocketRequest ? Serve(http) : next(http);

    private async Task Serve(HttpContext http)
    {
        using var place = connections.TryEnter(http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (place is null)
        {
            http.Response.Headers.RetryAfter = "5";
            await HttpRefusal.Write(
                http, StatusCodes.Status503ServiceUnavailable, ErrorCode.TooBusy, "There are too many open connections; try again later.");
            return;
        }
        var isKnown = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = isKnown ? Protocol : null,
            KeepAliveInterval = settings.KeepAlive,
            KeepAliveTimeout = settings.SendPatience,
        });
        var connection = new SocketConnection(http, socket, operations, hub, settings)
        {
            Renew = signIns.Renew,
            Authenticate = authorization => Authenticate(http, authorization),
            TryCount = place.TryCount,
        };
        place.Hold(connection);
        await connection.Run(isKnown, lifetime.ApplicationStopping);
    }

    // By the token of the client, or by what its request came with.
    private async Task<(LiveCaller Caller, LiveSignIn SignIn)?> Authenticate(HttpContext http, string? authorization)
    {
        if (authorization is not null)
        {
            if (await tokens.Later(http, authorization) is not { Principal: { } principal } read)
                return null;
            return (new(claims.Of(principal), principal), new(null, read.Properties?.ExpiresUtc));
        }
        // The key of a device posts reports, and nothing else.
        if (Callers.Current.IsAnonymous || http.User.Identity?.AuthenticationType == SignInSchemes.Key
            || await signIns.Of(http) is not { } signIn)
            return null;
        return (new(Callers.Current, http.User), signIn);
    }
}
