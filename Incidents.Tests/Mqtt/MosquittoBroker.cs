using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Incidents.Tests.Postgres;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>A real Mosquitto on a port of its own, with the shipped configuration's way of keeping everything.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    /// <summary>Why tests that need it are skipped.</summary>
    public const string Absent = "Mosquitto (Debian's mosquitto) is not installed here.";

    private const int PublishersInFlight = 200;
    private static readonly string? Program = new[] { "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin" }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists);

    private readonly TemporaryFolder folder = new();
    private Process? process;

    private MosquittoBroker()
    {
    }

    /// <summary>Whether this machine has it.</summary>
    public static bool IsHere => Program is not null;

    /// <summary>Where it listens.</summary>
    public int Port { get; private set; }

    /// <summary>The folder of its files.</summary>
    public string Folder => folder.Path;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one that lets everybody in.</summary>
    public static Task<MosquittoBroker> Start() => Start((port, folder) =>
        string.Create(CultureInfo.InvariantCulture, $"{Kept(folder)}listener {port} 127.0.0.1\nallow_anonymous true\n"));

    /// <summary>Starts one.</summary>
    /// <param name="configuration">Its configuration, from its port and folder.</param>
    public static async Task<MosquittoBroker> Start(Func<int, string, string> configuration)
    {
        Assert.SkipUnless(IsHere, Absent);
        var broker = new MosquittoBroker { Port = FreePort() };
        await File.WriteAllTextAsync(
            Path.Combine(broker.Folder, "mosquitto.conf"),
            configuration(broker.Port, broker.Folder) + (Environment.UserName == "root" ? "user root\n" : ""), Cancellation);
        await broker.GoOn();
        return broker;
    }

    /// <summary>The shipped configuration, with a folder in the place of its own.</summary>
    public static string Shipped(string folder) =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "mosquitto", "mosquitto.conf"))
            .Replace("/mosquitto/data/", $"{folder}/", StringComparison.Ordinal)
            .Replace("/mosquitto/config/", $"{folder}/", StringComparison.Ordinal);

    /// <summary>Starts it again, with what it has kept.</summary>
    public async Task GoOn()
    {
        process = Process.Start(new ProcessStartInfo(Program!, ["-c", Path.Combine(Folder, "mosquitto.conf")])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = new StringBuilder();
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        await RunningHost.Until(
            () => Task.FromResult(process.HasExited ? throw new InvalidOperationException($"Mosquitto ended: {said}") : Answers()),
            "Mosquitto to listen");
    }

    /// <summary>Stops it as its service would be stopped.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancellation);
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    /// <summary>Settings of a host that takes its messages.</summary>
    /// <param name="clientId">The id of its session.</param>
    /// <param name="group">The group that shares them; null where it takes all.</param>
    public Dictionary<string, string?> Settings(string clientId, string? group = null) => new()
    {
        ["Mqtt:Group"] = group,
        ["Mqtt:Host"] = "127.0.0.1",
        ["Mqtt:Port"] = Port.ToString(CultureInfo.InvariantCulture),
        ["Mqtt:ClientId"] = clientId,
        ["Mqtt:LongestPause"] = "00:00:01",
    };

    /// <summary>The same as variables of a process.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environ(string clientId, string? group = null) => Settings(clientId, group)
        .Where(s => s.Value is not null).Select(s => KeyValuePair.Create(s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value!));

    /// <summary>Publishes in order, and again what the broker has not acknowledged, over as many connections as it needs.</summary>
    public Task Publish(params IEnumerable<(string Topic, string Payload)> messages) =>
        Publish(messages.Select(m => (m.Topic, Encoding.UTF8.GetBytes(m.Payload))), null);

    /// <summary>Publishes in order.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">How to connect; null for no password and no TLS.</param>
    /// <param name="published">Is told how many were acknowledged by the broker so far.</param>
    public async Task Publish(
        IEnumerable<(string Topic, byte[] Payload)> messages, MqttClientOptionsBuilder? options, Action<int>? published = null)
    {
        var connection = (options ?? new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", Port))
            .WithProtocolVersion(MqttProtocolVersion.V500).WithTryPrivate(false).Build();
        var count = 0;
        foreach (var part in messages.Chunk(PublishersInFlight))
        {
            // A part is sent until the broker has acknowledged each of it: it may stop in the middle.
            await RunningHost.Until(() => TryPublish(part, connection), "the broker to take what is published");
            published?.Invoke(count += part.Length);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
        process?.Dispose();
        folder.Dispose();
    }

    private static async Task<bool> TryPublish((string Topic, byte[] Payload)[] part, MqttClientOptions connection)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        inTime.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            await client.ConnectAsync(connection, inTime.Token);
            var sent = part.Select(message => client.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic(message.Topic).WithPayload(message.Payload)
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                inTime.Token));
            var answers = await Task.WhenAll(sent);
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), inTime.Token);
            return Array.TrueForAll(answers, answer => answer.IsSuccess);
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException
            && !Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    // What the shipped file says about keeping, with this folder.
    private static string Kept(string folder) => string.Concat(
        Shipped(folder).Split('\n')
            .Where(line => line.Split(' ')[0] is "persistence" or "persistence_location" or "autosave_on_changes" or "autosave_interval"
                or "max_queued_messages" or "max_queued_bytes" or "queue_qos0_messages" or "max_inflight_messages" or "max_packet_size"
                or "set_tcp_nodelay" or "log_dest" or "log_type")
            .Select(line => line + "\n"));

    private bool Answers()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
