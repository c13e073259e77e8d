using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Incidents.Api.GraphQL;

namespace Incidents.Api.Pictures;

/// <summary>Finds the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> NameLookup(string name, CancellationToken cancellation);

/// <summary>Fetches from the listed origins, and from nowhere else.</summary>
/// <remarks>
/// A name is resolved once for each connection, and the connection is made to the address that was checked: what the name resolves to a
/// moment later does not matter. A redirect is a new address, which is checked as the first one. Nothing of the client's request goes on.
/// </remarks>
internal sealed partial class PictureClient(
    PictureSources sources, PictureSettings settings, NameLookup lookup, ILogger<PictureClient> logger) : IDisposable
{
    private const int MostRedirects = 3;

    private HttpMessageInvoker? client;

    /// <summary>Begins to fetch.</summary>
    /// <param name="address">The address.</param>
    /// <param name="range">The range that is asked for, or null.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <returns>The answer, whose body has not come yet: 200, and where a range was asked for also 206 and 416.</returns>
    /// <exception cref="RefusedException">It is not fetched, or the video system does not give it.</exception>
    public async Task<HttpResponseMessage> Open(Uri address, RangeHeaderValue? range, CancellationToken cancellation)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            if (!sources.Allows(address))
                throw PictureRefusals.AddressRefused();
            var response = await Send(address, range, cancellation);
            var (status, location) = (response.StatusCode, response.Headers.Location);
            if (status is HttpStatusCode.OK
                || (range is not null && status is HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable))
            {
                return response;
            }
            response.Dispose();
            if (status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
                throw PictureRefusals.Missing();
            if (location is null || (int)status is not (301 or 302 or 303 or 307 or 308) || !Uri.TryCreate(address, location, out var next))
                break;
            address = next;
        }
        throw PictureRefusals.Unavailable();
    }

    /// <summary>Reads the next bytes of a body.</summary>
    /// <exception cref="RefusedException">They do not come.</exception>
    public async Task<int> Read(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var patience = Patience(cancellation);
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (Exception e) when (IsOfOrigin(e) && !cancellation.IsCancellationRequested)
        {
            LogUnavailable("(body)", e.Message);
            throw PictureRefusals.Unavailable();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client?.Dispose();

    private async Task<HttpResponseMessage> Send(Uri address, RangeHeaderValue? range, CancellationToken cancellation)
    {
        using var patience = Patience(cancellation);
        // HTTP/1.1: another origin on the same address must not come over the connection of this one.
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11 };
        request.Headers.Range = range;
        request.Headers.AcceptEncoding.ParseAdd("identity");
        try
        {
            return await (client ??= Client()).SendAsync(request, patience.Token);
        }
        catch (HttpRequestException e) when (e.InnerException is RefusedException refused)
        {
            throw refused;
        }
        catch (Exception e) when (IsOfOrigin(e) && !cancellation.IsCancellationRequested)
        {
            LogUnavailable(address.Authority, e.Message);
            throw PictureRefusals.Unavailable();
        }
    }

    private static bool IsOfOrigin(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException;

    private CancellationTokenSource Patience(CancellationToken cancellation)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        return patience;
    }

    private HttpMessageInvoker Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        // The rest of a body that is not wanted is not read.
        ResponseDrainTimeout = TimeSpan.Zero,
        // The video system is told nothing of the request that led to it.
        ActivityHeadersPropagator = null,
        ConnectCallback = Connect,
    });

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (name, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        // An origin that is listed as an address is allowed as such.
        var addresses = IPAddress.TryParse(name, out var literal) ? [literal]
            : Array.FindAll(await lookup(name, cancellation), sources.MayLeadTo);
        if (addresses.Length == 0)
            throw PictureRefusals.AddressRefused();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Origin} gives no picture: {Reason}")]
    private partial void LogUnavailable(string origin, string reason);
}
