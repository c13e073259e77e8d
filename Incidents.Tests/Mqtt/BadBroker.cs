using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Incidents.Tests.Mqtt;

/// <summary>A broker that does to its clients what the test says, byte by byte: one step for each connection.</summary>
internal sealed class BadBroker : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly ConcurrentQueue<long> connections = new();
    private readonly ConcurrentQueue<ushort> acknowledged = new();
    private readonly Task serving;

    /// <summary>Begins to listen.</summary>
    /// <param name="steps">What happens to each connection; the last step to all others too.</param>
    public BadBroker(params Func<BadBroker, NetworkStream, Task>[] steps)
    {
        listener.Start();
        serving = Serve(steps);
    }

    /// <summary>The numbers of the messages that were acknowledged, in their order.</summary>
    public IReadOnlyCollection<ushort> Acknowledged => acknowledged;

    /// <summary>The times between the connections.</summary>
    public IReadOnlyList<TimeSpan> Pauses => [.. connections.Zip(connections.Skip(1), Stopwatch.GetElapsedTime)];

    /// <summary>Settings of a host that connects to it.</summary>
    public Dictionary<string, string?> Settings => new()
    {
        ["Mqtt:Host"] = "127.0.0.1",
        ["Mqtt:Port"] = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture),
        ["Mqtt:ClientId"] = "one",
    };

    /// <summary>The answer to a connection is a refusal.</summary>
    public static Func<BadBroker, NetworkStream, Task> Refuse(byte code) => async (broker, stream) =>
    {
        await broker.Read(stream);
        await broker.Write(stream, [0x20, 3, 0, code, 0]);
    };

    /// <summary>The connection is accepted, and closed in the same moment.</summary>
    public static Task CloseAfterAccepting(BadBroker broker, NetworkStream stream) => Refuse(0)(broker, stream);

    /// <summary>It is no broker.</summary>
    public static async Task SpeakHttp(BadBroker broker, NetworkStream stream)
    {
        await broker.Read(stream);
        await broker.Write(stream, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
    }

    /// <summary>Accepts the connection and its subscription, sends messages of QoS 1, and takes the acknowledgements.</summary>
    /// <param name="messages">Number, topic and text, and whether it claims to come again.</param>
    public static Func<BadBroker, NetworkStream, Task> Send(params (ushort Number, string Topic, string Text, bool IsAgain)[] messages) =>
        async (broker, stream) =>
        {
            await broker.Read(stream);
            await broker.Write(stream, [0x20, 3, 0, 0, 0]);
            var subscribe = (await broker.Read(stream)).Body;
            await broker.Write(stream, [0x90, 4, subscribe[0], subscribe[1], 0, 1]);
            foreach (var (number, topic, text, isAgain) in messages)
                await broker.Write(stream, Publish(number, topic, text, isAgain));
            while (true)
            {
                var (kind, body) = await broker.Read(stream);
                if (kind == 0x40)
                    broker.acknowledged.Enqueue(BinaryPrimitives.ReadUInt16BigEndian(body));
                else if (kind == 0xC0)
                    await broker.Write(stream, [0xD0, 0]);
            }
        };

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        await serving;
        ended.Dispose();
    }

    private static byte[] Publish(ushort number, string topic, string text, bool isAgain)
    {
        var (name, payload) = (Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(text));
        byte[] body =
        [
            (byte)(name.Length >> 8), (byte)name.Length, .. name, (byte)(number >> 8), (byte)number, 0, .. payload,
        ];
        byte[] length = [(byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7)];
        return [(byte)(isAgain ? 0x3A : 0x32), .. length, .. body];
    }

    private async Task Serve(Func<BadBroker, NetworkStream, Task>[] steps)
    {
        for (var number = 0; !ended.IsCancellationRequested; number++)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(ended.Token);
                connections.Enqueue(Stopwatch.GetTimestamp());
                await steps[Math.Min(number, steps.Length - 1)](this, client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<(byte Kind, byte[] Body)> Read(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one, ended.Token);
        var (kind, length, shift) = (one[0], 0, 0);
        do
        {
            await stream.ReadExactlyAsync(one, ended.Token);
            length |= (one[0] & 0x7F) << shift;
            shift += 7;
        }
        while (one[0] > 0x7F);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, ended.Token);
        return (kind, body);
    }

    private ValueTask Write(NetworkStream stream, byte[] bytes) => stream.WriteAsync(bytes, ended.Token);
}
