using System.Net.WebSockets;

namespace Incidents.Api.Subscriptions;

/// <summary>A message of a client, or why the connection is to be closed.</summary>
/// <param name="Message">The message.</param>
/// <param name="Fault">Close code and reason; null where the message is whole.</param>
internal readonly record struct SocketRead(ReadOnlyMemory<byte> Message, (int Code, string Reason)? Fault);

/// <summary>Reads whole messages of a client.</summary>
/// <remarks>Most messages are short, and most connections send few: what a long one took is not kept.</remarks>
internal sealed class SocketInput(WebSocket socket, int mostBytes)
{
    /// <summary>Close code of what is no message of the protocol.</summary>
    public const int Invalid = 4400;

    private const int FirstBytes = 4 << 10;

    private byte[] buffer = [];

    /// <summary>The next message, which holds until the one after it is read; null where the client closes the connection.</summary>
    public async Task<SocketRead?> Next(CancellationToken cancellation)
    {
        var first = Math.Min(FirstBytes, mostBytes);
        if (buffer.Length != first)
            buffer = new byte[first];
        for (var length = 0; ;)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * length, mostBytes));
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            length += received.Count;
            if (received.MessageType is WebSocketMessageType.Close)
                return null;
            if (received.MessageType is not WebSocketMessageType.Text)
                return new(default, (Invalid, "A message is text."));
            if (received.EndOfMessage)
                return new(buffer.AsMemory(0, length), null);
            if (length == mostBytes)
                return new(default, ((int)WebSocketCloseStatus.MessageTooBig, $"A message has at most {mostBytes} bytes."));
        }
    }
}
