using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Incidents.Benchmarks.Ingest;

/// <summary>A Mosquitto of its own, which keeps everything.</summary>
internal sealed class BenchmarkBroker : IAsyncDisposable
{
    private const int AtOnce = 1_000;
    private static readonly string? Program =
        new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto" }.FirstOrDefault(File.Exists);

    private readonly Process process;

    private BenchmarkBroker(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>Whether this machine has it.</summary>
    public static bool IsHere => Program is not null;

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts one.</summary>
    /// <param name="folder">The folder of its files.</param>
    public static async Task<BenchmarkBroker> Start(string folder)
    {
        Directory.CreateDirectory(folder);
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }
        var file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                 listener {port} 127.0.0.1
                 allow_anonymous true
                 max_queued_messages 0
                 max_inflight_messages 2000
                 set_tcp_nodelay true
                 log_type error
                 """));
        var broker = new BenchmarkBroker(Process.Start(new ProcessStartInfo(Program!, ["-c", file]))!, port);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return broker;
            }
            catch (SocketException) when (attempt < 200)
            {
                await Task.Delay(25);
            }
        }
    }

    /// <summary>A report as a device publishes it.</summary>
    public static (string Topic, byte[] Payload) Message(byte[] report)
    {
        using var json = JsonDocument.Parse(report);
        var device = json.RootElement.TryGetProperty("deviceId", out var id) ? id.GetString() : "register";
        return ($"incidents/{json.RootElement.GetProperty("city").GetString()}/reports/{device}", report);
    }

    /// <summary>Publishes messages, and comes back when the broker has acknowledged them.</summary>
    public async Task Publish(List<(string Topic, byte[] Payload)> messages, CancellationToken cancellation)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Port).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithTryPrivate(false).Build(),
            cancellation);
        foreach (var part in messages.Chunk(AtOnce))
        {
            await Task.WhenAll(part.Select(message => client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic(message.Topic).WithPayload(message.Payload)
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                cancellation)));
        }
        await client.DisconnectAsync(new MqttClientDisconnectOptions(), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
