using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Incidents.Api.Simulation;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Incidents.Api.Mqtt;

/// <summary>A broker in the host's own process, for the demo: on loopback, and without shared subscriptions.</summary>
/// <remarks>
/// <para>
/// Anybody on this machine may publish, as anybody on it is a demo user; where people sign in at a provider, nobody else may. Nobody but
/// the host subscribes.
/// </para>
/// <para>
/// It keeps what it has not delivered in memory. So <see cref="Publish"/> ends only when the host has acknowledged the message, and what
/// others have published and the host has not taken is lost with the process. A broker for devices is one of its own.
/// </para>
/// </remarks>
internal sealed partial class EmbeddedBroker(MqttSettings settings, IConfiguration configuration, ILogger<EmbeddedBroker> log)
    : IHostedService, IDisposable
{
    /// <summary>The id by which the host is a client of its own broker.</summary>
    public const string HostClientId = "incidents";

    private const int MostOnTheirWay = 100_000;
    private static readonly string[] Prefixes = [$"{SimulatedMessages.Topics}/", "incidents/"];

    private readonly string secret = RandomNumberGenerator.GetHexString(32);
    private readonly bool isOpen = string.IsNullOrWhiteSpace(configuration["Access:Authority"]);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> published = new();
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttServer? server;
    private long last;
    private int onTheirWay;

    /// <summary>What the host subscribes to on it: the simulator's topics, and those of the product.</summary>
    /// <remarks>
    /// MQTTnet 5.2 does not match <c>a/+/#</c> with the topic <c>a/b</c>, as MQTT wants it; so the filters are wider than the routes.
    /// </remarks>
    public static MqttRoutes Routes => new(
        [
            new() { Filter = $"{SimulatedMessages.Topics}/{{city}}/frigate/+/#", Dialect = "frigate", Source = DayScript.Source },
            new() { Filter = $"{SimulatedMessages.Topics}/{{city}}/{{dialect}}/{{device}}/#", Source = DayScript.Source },
            .. MqttRoutes.OfTheProduct("events"),
        ],
        filters: [.. Prefixes.Select(prefix => $"{prefix}#")]);

    /// <summary>Where it listens, when it does.</summary>
    public Task<int> Port => port.Task;

    /// <summary>How the host itself connects.</summary>
    public MqttSettings Access => new()
    {
        User = HostClientId,
        Password = secret,
        MostInFlight = settings.MostInFlight,
        MostBytes = settings.MostBytes,
    };

    /// <summary>Publishes a message, and ends when the host has acknowledged it.</summary>
    public async Task Publish(string topic, byte[] payload, CancellationToken cancellation)
    {
        await subscribed.Task.WaitAsync(cancellation);
        var number = Interlocked.Increment(ref last);
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        published[number] = acknowledged;
        try
        {
            var message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithCorrelationData(BitConverter.GetBytes(number)).Build();
            await server!.InjectApplicationMessage(
                new InjectedMqttApplicationMessage(message) { SenderClientId = DayScript.Source }, cancellation);
            await acknowledged.Task.WaitAsync(cancellation);
        }
        finally
        {
            published.TryRemove(number, out _);
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = settings.EmbeddedPort;
        if (wanted == 0 || IsTaken(wanted))
        {
            if (wanted != 0)
                LogTaken(wanted);
            wanted = FreePort();
        }
        server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(wanted)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithPersistentSessions().WithMaxPendingMessagesPerClient(int.MaxValue).Build());
        server.ValidatingConnectionAsync += args =>
        {
            // Nobody else takes the host's own session.
            if (args.Password != secret && (!isOpen || args.ClientId is HostClientId or DayScript.Source))
                args.ReasonCode = MqttConnectReasonCode.NotAuthorized;
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += args =>
        {
            // Others publish: what is kept for whoever subscribes, and does not read, would be without bounds.
            if (args.ClientId != HostClientId)
                (args.ProcessSubscription, args.Response.ReasonCode) = (false, MqttSubscribeReasonCode.NotAuthorized);
            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += args =>
        {
            // Nobody would take it, or too much waits already: the sender is told.
            var isFull = !subscribed.Task.IsCompleted || Volatile.Read(ref onTheirWay) >= MostOnTheirWay;
            // The simulator waits for each of its own.
            if (isFull && args.ClientId != DayScript.Source)
                (args.ProcessPublish, args.Response.ReasonCode) = (false, MqttPubAckReasonCode.QuotaExceeded);
            else if (args.ApplicationMessage.QualityOfServiceLevel > 0 && Prefixes.Any(IsOf))
                Interlocked.Increment(ref onTheirWay);
            return Task.CompletedTask;

            bool IsOf(string prefix) => args.ApplicationMessage.Topic.StartsWith(prefix, StringComparison.Ordinal);
        };
        server.ClientSubscribedTopicAsync += args =>
        {
            if (args.ClientId == HostClientId)
                subscribed.TrySetResult();
            return Task.CompletedTask;
        };
        server.ClientAcknowledgedPublishPacketAsync += args =>
        {
            if (args.ClientId != HostClientId)
                return Task.CompletedTask;
            Interlocked.Decrement(ref onTheirWay);
            if (args.PublishPacket.CorrelationData is { Length: sizeof(long) } number
                && published.TryGetValue(BitConverter.ToInt64(number), out var acknowledged))
                acknowledged.TrySetResult();
            return Task.CompletedTask;
        };
        await server.StartAsync();
        port.SetResult(wanted);
        LogStarted(wanted);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is { IsStarted: true })
            await server.StopAsync(new MqttServerStopOptions());
    }

    public void Dispose() => server?.Dispose();

    private static bool IsTaken(int number) => System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
        .GetActiveTcpListeners().Any(listener => listener.Port == number);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LoggerMessage(LogLevel.Information, "The embedded MQTT broker listens on 127.0.0.1:{Port}.")]
    private partial void LogStarted(int port);

    [LoggerMessage(LogLevel.Warning, "Port {Port} is taken, so the embedded MQTT broker listens on another one.")]
    private partial void LogTaken(int port);
}
