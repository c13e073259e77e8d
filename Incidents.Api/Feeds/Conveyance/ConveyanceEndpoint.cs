using System.Security.Cryptography;
using Incidents.Api.Access;
using Incidents.Domain;
using Incidents.Domain.Feeds;
using Microsoft.AspNetCore.WebUtilities;

namespace Incidents.Api.Feeds.Conveyance;

/// <summary>WebSockets at <c>/feeds/eido</c>: EIDO is conveyed as NENA-STA-024.1a says, with this host as the notifier.</summary>
/// <remarks>A receiver proves who it is by <c>Authorization: Feed id.secret</c> of the request that opens the WebSocket.</remarks>
internal sealed class ConveyanceEndpoint(
    FeedStore store, FeedLanes lanes, FeedSettings settings, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<ConveyanceEndpoint> logger)
{
    /// <summary>The address.</summary>
    public const string Path = "/feeds/eido";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private int open;

    /// <summary>Answers a request.</summary>
    public async Task Handle(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await HttpRefusal.Write(
                http, StatusCodes.Status426UpgradeRequired, ErrorCode.BadInput, "EIDO is conveyed over a WebSocket at this address.");
            return;
        }
        if (settings.Interval == TimeSpan.Zero)
        {
            await HttpRefusal.Write(http, StatusCodes.Status503ServiceUnavailable, ErrorCode.FeedsOff, "This host sends no feeds.");
            return;
        }
        if (await Receiver(http) is not { } target)
        {
            await HttpRefusal.Write(
                http, StatusCodes.Status401Unauthorized, ErrorCode.KeyInvalid, "No receiver of EIDO has this id and secret.");
            return;
        }
        if (Interlocked.Increment(ref open) > settings.MostConnections)
        {
            Interlocked.Decrement(ref open);
            await HttpRefusal.Write(
                http, StatusCodes.Status503ServiceUnavailable, ErrorCode.TooBusy, "There are too many open connections; try again later.");
            return;
        }
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = KeepAlive,
                KeepAliveTimeout = settings.Patience,
            });
            using var session = new ConveyanceSession(socket, target, store, lanes, settings, time, logger);
            await session.Run(lifetime.ApplicationStopping);
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task<FeedTarget?> Receiver(HttpContext http)
    {
        if (http.Request.Headers.Authorization is not [{ } given]
            || !given.StartsWith(FeedSignature.Scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var parts = given[FeedSignature.Scheme.Length..].Trim().Split('.', 2);
        if (parts.Length != 2 || !Guid.TryParse(parts[0], out var id) || Secret(parts[1]) is not { } secret)
            return null;
        var target = (await store.Targets(http.RequestAborted)).Find(known => known.Id == id);
        return target is { Address: null, Format: FeedFormat.Eido }
            && target.Secrets.Any(known => CryptographicOperations.FixedTimeEquals(known, secret))
                ? target
                : null;
    }

    private static byte[]? Secret(string text)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
