using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>A client of <c>graphql-transport-ws</c> that sends whatever a test wants.</summary>
internal sealed class SocketClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[1 << 20];

    private SocketClient()
    {
    }

    /// <summary>Why the host has closed the connection.</summary>
    public int? CloseCode => (int?)socket.CloseStatus;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Opens a connection, without a word on it.</summary>
    public static async Task<SocketClient> Connect(
        RunningHost host, string? protocol = "graphql-transport-ws", string? origin = null, string? cookie = null)
    {
        var client = new SocketClient();
        if (protocol is not null)
            client.socket.Options.AddSubProtocol(protocol);
        if (origin is not null)
            client.socket.Options.SetRequestHeader("Origin", origin);
        if (cookie is not null)
            client.socket.Options.SetRequestHeader("Cookie", cookie);
        var address = new UriBuilder(new Uri(host.Client.BaseAddress!, "/graphql")) { Scheme = "ws" }.Uri;
        await client.socket.ConnectAsync(address, Cancellation);
        return client;
    }

    /// <summary>Opens a connection and signs in; as who may do everything, where no token is given.</summary>
    public static async Task<SocketClient> Open(RunningHost host, string? token = null)
    {
        var client = await Connect(host);
        await client.Send(new { type = "connection_init", payload = new { authorization = token ?? host.SignIn("op").ToString() } });
        Assert.Equal("connection_ack", (await client.Receive()).GetProperty("type").GetString());
        return client;
    }

    /// <summary>Sends a message.</summary>
    public Task Send(object message) => Send(JsonSerializer.Serialize(message));

    /// <summary>Sends a text.</summary>
    public Task Send(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, Cancellation);

    /// <summary>Subscribes.</summary>
    public Task Subscribe(string id, string query, object? variables = null) =>
        Send(new { id, type = "subscribe", payload = new { query, variables } });

    /// <summary>Subscribes, and comes back when it is told live: with the position from which on.</summary>
    public async Task<long> Begin(string id, string query, object? variables = null)
    {
        await Subscribe(id, query, variables);
        return Position(await Receive());
    }

    /// <summary>The next message of the host.</summary>
    public async Task<JsonElement> Receive() =>
        await TryReceive() ?? throw new InvalidOperationException($"The host has closed the connection with {CloseCode}.");

    /// <summary>The one field of the next result, whichever operation it is of.</summary>
    public async Task<JsonElement> Next() => Field(await Receive());

    /// <summary>The next message of the host; null where it closes the connection.</summary>
    public async Task<JsonElement?> TryReceive()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            if (received.MessageType is WebSocketMessageType.Close)
            {
                await Answer(patience.Token);
                return null;
            }
            length += received.Count;
            if (received.EndOfMessage)
                return JsonDocument.Parse(buffer.AsMemory(0, length).ToArray()).RootElement;
        }
    }

    private async Task Answer(CancellationToken cancellation)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
        }
        catch (WebSocketException)
        {
            // A host that stops does not wait for long.
        }
    }

    /// <summary>Comes back with the code with which the host closes the connection.</summary>
    public async Task<int?> Closed()
    {
        while (await TryReceive() is not null)
        {
        }
        return CloseCode;
    }

    /// <summary>The one field of a result.</summary>
    public static JsonElement Field(JsonElement message) =>
        message.GetProperty("payload").GetProperty("data").EnumerateObject().Single().Value;

    /// <summary>The position of a result.</summary>
    public static long Position(JsonElement message) => Field(message).GetProperty("position").GetInt64();

    /// <summary>The code of an <c>error</c>.</summary>
    public static string Code(JsonElement message)
    {
        Assert.Equal("error", message.GetProperty("type").GetString());
        return message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString()!;
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
