using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>A WebSocket whose bytes a test writes itself, and which answers nothing by itself.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private readonly TcpClient client = new() { NoDelay = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private NetworkStream Stream => client.GetStream();

    /// <summary>Opens a connection and signs in.</summary>
    public static async Task<RawSocket> Open(RunningHost host)
    {
        var socket = new RawSocket();
        await socket.client.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, Cancellation);
        await socket.Send(Encoding.ASCII.GetBytes(
            "GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"));
        var answer = new StringBuilder();
        var one = new byte[1];
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await socket.Stream.ReadExactlyAsync(one, Cancellation);
            answer.Append((char)one[0]);
        }
        Assert.StartsWith("HTTP/1.1 101 ", answer.ToString(), StringComparison.Ordinal);
        await socket.Send(Frame(0x81, JsonSerializer.SerializeToUtf8Bytes(
            new { type = "connection_init", payload = new { authorization = host.SignIn("op").ToString() } })));
        Assert.Contains("connection_ack", Encoding.UTF8.GetString((await socket.Receive())!.Value.Payload), StringComparison.Ordinal);
        return socket;
    }

    /// <summary>A frame of a client, masked with zeros.</summary>
    /// <param name="first">Its first byte: whether it is the last of its message, reserved bits, what it is.</param>
    /// <param name="payload">What it carries.</param>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload)
    {
        byte[] head = payload.Length < 126
            ? [first, (byte)(0x80 | payload.Length)]
            : payload.Length <= ushort.MaxValue
                ? [first, 0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length]
                : [first, 0x80 | 127, .. Length(payload.Length)];
        return [.. head, 0, 0, 0, 0, .. payload];
    }

    /// <summary>A length of eight bytes.</summary>
    public static byte[] Length(long length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, length);
        return bytes;
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task Send(byte[] bytes) => await Stream.WriteAsync(bytes, Cancellation);

    /// <summary>Comes back with the code with which the host closes the connection; null where it breaks it off without one.</summary>
    public async Task<int?> Closed()
    {
        while (await Receive() is { } frame)
        {
            if (frame.Kind == 8)
                return BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
        }
        return null;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    // The next frame of the host, which are all short; null at the end.
    private async Task<(int Kind, byte[] Payload)?> Receive()
    {
        try
        {
            var head = new byte[2];
            await Stream.ReadExactlyAsync(head, Cancellation);
            var (kind, length) = (head[0] & 0x0f, (int)head[1]);
            if (length == 126)
            {
                await Stream.ReadExactlyAsync(head, Cancellation);
                length = BinaryPrimitives.ReadUInt16BigEndian(head);
            }
            var payload = new byte[length];
            await Stream.ReadExactlyAsync(payload, Cancellation);
            return (kind, payload);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
