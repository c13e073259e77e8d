using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Incidents.Benchmarks.Subscriptions;

/// <summary>When each alert was sent, and how long after that it was told.</summary>
/// <param name="alerts">Number of alerts at most.</param>
internal sealed class Deliveries(int alerts)
{
    private const int Buckets = 60_000;
    private readonly long[] sentAt = new long[alerts];
    private readonly int[] told = new int[alerts];
    private readonly int[] milliseconds = new int[Buckets];
    private long count;
    private Exception? failure;

    /// <summary>Why a client that should read on does not; null while all do.</summary>
    public Exception? Failure => Volatile.Read(ref failure);

    /// <summary>Notes why a client reads no more.</summary>
    public void Fail(Exception cause) => Interlocked.CompareExchange(ref failure, cause, null);

    /// <summary>How many messages were told.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>Notes that an alert is about to be sent.</summary>
    public void Sent(int number) => sentAt[number] = Stopwatch.GetTimestamp();

    /// <summary>Notes that a client was told of an alert.</summary>
    public void Told(int number)
    {
        var took = (int)Stopwatch.GetElapsedTime(sentAt[number]).TotalMilliseconds;
        Interlocked.Increment(ref milliseconds[Math.Min(took, Buckets - 1)]);
        Interlocked.Increment(ref told[number]);
        Interlocked.Increment(ref count);
    }

    /// <summary>How often an alert was told.</summary>
    public int TimesTold(int number) => Volatile.Read(ref told[number]);

    /// <summary>The milliseconds that this share of all messages did not exceed.</summary>
    public double Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(share * Count);
        for (var (at, seen) = (0, 0L); at < Buckets; at++)
        {
            seen += milliseconds[at];
            if (seen >= wanted)
                return at + 1;
        }
        return double.NaN;
    }
}

/// <summary>A client of <c>graphql-transport-ws</c> with one subscription that costs next to nothing.</summary>
/// <remarks>It shares the machine's cores with what is measured. It reads numbers of alerts out of the frames as they are.</remarks>
internal sealed class LiveClient : IDisposable
{
    private const int Ping = 9, Pong = 10;
    private static readonly byte[] SourceId = "\"sourceId\":\""u8.ToArray();
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Deliveries deliveries;
    private readonly TaskCompletionSource live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] buffer = new byte[4 << 10];
    private volatile bool isDisposed;

    private LiveClient(Deliveries deliveries) => this.deliveries = deliveries;

    /// <summary>Connects and subscribes; comes back when it is told live.</summary>
    public static async Task<LiveClient> Open(int port, string query, object variables, Deliveries deliveries)
    {
        var client = new LiveClient(deliveries);
        await client.socket.ConnectAsync(IPAddress.Loopback, port);
        await client.socket.SendAsync(Encoding.ASCII.GetBytes(
            "GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
            + $"Authorization: Bearer {BenchmarkSignIn.Token}\r\n\r\n"));
        await client.socket.SendAsync(Frame(new { type = "connection_init" }));
        await client.socket.SendAsync(Frame(new { id = "1", type = "subscribe", payload = new { query, variables } }));
        _ = client.Read();
        await client.live.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return client;
    }

    public void Dispose()
    {
        isDisposed = true;
        socket.Dispose();
    }

    // With a mask of zeros, which leaves the text as it is.
    private static byte[] Frame(object message)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(message);
        byte[] head = text.Length < 126
            ? [0x81, (byte)(0x80 | text.Length)]
            : [0x81, 0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length];
        return [.. head, 0, 0, 0, 0, .. text];
    }

    private async Task Read()
    {
        try
        {
            var filled = 0;
            var isOpen = false;
            while (true)
            {
                if (filled == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0)
                    throw new IOException("The host has closed the connection.");
                filled += read;
                var taken = isOpen ? 0 : Opened(buffer.AsSpan(0, filled));
                isOpen |= taken > 0;
                while (isOpen && Next(buffer.AsSpan(taken, filled - taken)) is var length and > 0)
                    taken += length;
                buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
                filled -= taken;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            if (!live.TrySetException(e) && !isDisposed)
                deliveries.Fail(e);
        }
    }

    private static int Opened(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end >= 0 && !bytes.StartsWith("HTTP/1.1 101"u8))
            throw new InvalidOperationException(Encoding.ASCII.GetString(bytes[..end]));
        return end < 0 ? 0 : end + 4;
    }

    // The length of the first frame; 0 where it is not all there.
    private int Next(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return 0;
        var (length, head) = ((int)(bytes[1] & 0x7f), 2);
        if (length == 126)
        {
            if (bytes.Length < 4)
                return 0;
            (length, head) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4);
        }
        if (length == 127)
            throw new InvalidOperationException("A frame is larger than any message of this benchmark.");
        if (bytes.Length < head + length)
            return 0;
        var content = bytes.Slice(head, length);
        if ((bytes[0] & 0xf) == Ping)
            Answer(content);
        else
            Take(content);
        return head + length;
    }

    // A host takes a client for gone that leaves its pings unanswered.
    private void Answer(ReadOnlySpan<byte> ping) => socket.Send([0x80 | Pong, (byte)(0x80 | ping.Length), 0, 0, 0, 0, .. ping]);

    private void Take(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"error\""u8) >= 0)
            throw new InvalidOperationException(Encoding.UTF8.GetString(message));
        if (message.IndexOf("\"next\""u8) < 0)
            return;
        if (message.IndexOf("\"count\":"u8) >= 0)
            throw new InvalidOperationException("A client that reads missed messages.");
        var at = message.IndexOf(SourceId);
        if (at < 0)
        {
            live.TrySetResult();
            return;
        }
        var id = message[(at + SourceId.Length)..];
        id = id[..id.IndexOf((byte)'"')];
        // A Frigate's id has the time before it.
        deliveries.Told(int.Parse(id[(id.LastIndexOf((byte)'-') + 1)..], CultureInfo.InvariantCulture));
    }
}
