using Microsoft.AspNetCore.Http.Features;

namespace Incidents.Api.Requests;

/// <summary>Requests that open a WebSocket.</summary>
internal static class Sockets
{
    /// <summary>Whether a request opens one.</summary>
    /// <remarks>
    /// It is a GET that a page of another site can have a browser send, with the cookies of its user and without asking first; and then it
    /// can write. So it is checked as what could change something.
    /// </remarks>
    /// <param name="request">The request.</param>
    public static bool IsOpened(HttpRequest request) =>
        request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || request.HttpContext.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect is true;
}
