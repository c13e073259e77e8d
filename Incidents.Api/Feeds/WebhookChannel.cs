using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Incidents.Api.Pictures;

namespace Incidents.Api.Feeds;

/// <summary>Posts messages to receivers, at addresses that they may have and nowhere else.</summary>
/// <remarks>
/// A name is resolved for each connection, which is made to an address that was checked; a redirect is not followed, because it would take
/// the message to where nobody has subscribed.
/// </remarks>
internal sealed class WebhookClient(FeedAddresses addresses, FeedSettings settings, NameLookup lookup, TimeProvider time) : IDisposable
{
    private readonly Lazy<HttpMessageInvoker> client = new(() => Client(addresses, lookup));

    /// <summary>Posts a message.</summary>
    /// <returns>Null where the receiver has taken it; otherwise why not.</returns>
    public async Task<string?> Post(FeedTarget target, FeedMessage message, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(settings.Patience);
        using var request = Request(target, message);
        try
        {
            using var response = await client.Value.SendAsync(request, patience.Token);
            // What else it says is of no use: the rest is drained, so that the connection can be used again.
            return response.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"It answered with status {(int)response.StatusCode}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"It did not answer within {settings.Patience.TotalSeconds} s.");
        }
        catch (HttpRequestException e)
        {
            return e.InnerException is AddressRefusedException refused ? refused.Message : e.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private HttpRequestMessage Request(FeedTarget target, FeedMessage message)
    {
        var (id, seconds) = (message.Claim.Id.ToString(), time.GetUtcNow().ToUnixTimeSeconds());
        var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, target.Address) { Content = content };
        request.Headers.Add(FeedSignature.IdHeader, id);
        request.Headers.Add(FeedSignature.TimeHeader, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(FeedSignature.Header, FeedSignature.Of(target.Secrets, id, seconds, message.Body));
        request.Headers.Add("incidents-thing", message.Claim.Thing.ToString());
        request.Headers.Add("incidents-version", message.Claim.Version.ToString(CultureInfo.InvariantCulture));
        if (message.Claim.IsReplay)
            request.Headers.Add("incidents-replay", "true");
        return request;
    }

    private static HttpMessageInvoker Client(FeedAddresses addresses, NameLookup lookup) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // The receiver is told nothing of what led to the message.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) =>
            Connect(context.DnsEndPoint, context.InitialRequestMessage.RequestUri!.Scheme, addresses, lookup, cancellation),
    });

    private static async ValueTask<Stream> Connect(
        DnsEndPoint wanted, string scheme, FeedAddresses addresses, NameLookup lookup, CancellationToken cancellation)
    {
        var found = IPAddress.TryParse(wanted.Host, out var literal) ? [literal] : await lookup(wanted.Host, cancellation);
        var allowed = Array.FindAll(found, address => addresses.MayLeadTo(address, scheme));
        if (allowed.Length == 0)
            throw new AddressRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, wanted.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException() : Exception("Its name leads to no address that messages may be posted to.");
}

/// <summary>The way to a receiver that has an address.</summary>
internal sealed class WebhookChannel(WebhookClient client, FeedTarget target) : IFeedChannel
{
    /// <inheritdoc/>
    public Task<string?> Send(FeedMessage message, CancellationToken cancellation) => client.Post(target, message, cancellation);
}
