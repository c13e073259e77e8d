using System.Buffers;
using Incidents.Api.Dialects;
using MQTTnet;
using MQTTnet.Protocol;
using NodaTime;

namespace Incidents.Api.Mqtt;

/// <summary>One connection to the broker, from its beginning to its loss; each has a client of its own.</summary>
/// <remarks>
/// So an acknowledgement goes to the connection by which its message came, or nowhere: a broker may give the number of that message to
/// another one on the next connection.
/// </remarks>
internal sealed class MqttConnection : IAsyncDisposable
{
    // Its objects, about.
    private const int BesidesPayload = 1_000;
    private static readonly MqttClientFactory Clients = new();

    private readonly IMqttClient client = Clients.CreateMqttClient();
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MqttRoutes routes;
    private readonly MqttDelivery delivery;
    private readonly MqttMetrics metrics;
    private readonly IClock clock;
    private readonly TimeProvider time;
    private readonly int mostWithoutGuarantee;
    private readonly long mostBytes;
    private volatile bool isClosing;

    private MqttConnection(
        MqttRoutes routes, MqttDelivery delivery, MqttMetrics metrics, IClock clock, TimeProvider time, int mostWithoutGuarantee,
        long mostBytes)
    {
        (this.routes, this.delivery, this.metrics, this.clock, this.time) = (routes, delivery, metrics, clock, time);
        (this.mostWithoutGuarantee, this.mostBytes) = (mostWithoutGuarantee, mostBytes);
        client.ApplicationMessageReceivedAsync += Receive;
        client.DisconnectedAsync += args =>
        {
            lost.TrySetResult(Why(args));
            return Task.CompletedTask;
        };
    }

    /// <summary>Why the connection was lost, when it is.</summary>
    public Task<string> Lost => lost.Task;

    /// <summary>Whether the hosts of a group share the messages.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Whether the broker had kept the session since the last connection.</summary>
    public bool WasKept { get; private set; }

    /// <summary>Whether it ends because more bytes came than may wait: the rest comes by the next one.</summary>
    public bool WasFull { get; private set; }

    /// <summary>Connects and subscribes.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="settings">The group and the bounds.</param>
    /// <param name="routes">What is subscribed to.</param>
    /// <param name="delivery">Takes the messages.</param>
    /// <param name="filters">What was subscribed to before; null for a broker that keeps no session.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="clock">Says when a message came.</param>
    /// <param name="time">Says how long it waits.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="MqttRefusedException">The broker does not let the host in, or does not let it subscribe.</exception>
    public static async Task<MqttConnection> Open(
        MqttClientOptions options, MqttSettings settings, MqttRoutes routes, MqttDelivery delivery, MqttFilters? filters,
        MqttMetrics metrics, IClock clock, TimeProvider time, CancellationToken cancellation)
    {
        // Before the broker sends what it has: without the store none of it could be taken.
        string[] all = [.. Topics(routes, null), .. Topics(routes, settings.Group)];
        var known = filters is null ? [] : await filters.Note(options.ClientId, all, cancellation);
        var connection = new MqttConnection(
            routes, delivery, metrics, clock, time, 10 * options.ReceiveMaximum, settings.MostBytes);
        try
        {
            var answer = await connection.client.ConnectAsync(options, cancellation);
            if (answer.ResultCode is not MqttClientConnectResultCode.Success)
                throw new MqttRefusedException($"the broker refuses the connection: {answer.ResultCode} {answer.ReasonString}".TrimEnd());
            var group = settings.Group is { Length: > 0 } && answer.SharedSubscriptionAvailable ? settings.Group : null;
            (connection.IsShared, connection.WasKept) = (group is not null, answer.IsSessionPresent);
            var topics = Topics(routes, group);
            await connection.Subscribe(topics, cancellation);
            // After the new ones, so that nothing falls between them.
            string[] old = [.. known.Except(topics)];
            if (connection.WasKept && old.Length > 0)
                await connection.Unsubscribe(old, cancellation);
            if (old.Length > 0)
                await filters!.Forget(options.ClientId, old, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes no more messages: what is not acknowledged the broker sends to the next connection.</summary>
    public void Close() => isClosing = true;

    public async ValueTask DisposeAsync()
    {
        isClosing = true;
        try
        {
            if (client.IsConnected)
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        }
        catch (Exception e) when (e is MQTTnet.Exceptions.MqttCommunicationException or OperationCanceledException or IOException)
        {
            // It was lost in the same moment, which ends it too.
        }
        client.Dispose();
    }

    private static string[] Topics(MqttRoutes routes, string? group) =>
        [.. routes.Filters.Select(filter => group is { Length: > 0 } ? $"$share/{group}/{filter}" : filter)];

    private async Task Unsubscribe(string[] topics, CancellationToken cancellation)
    {
        var unwanted = new MqttClientUnsubscribeOptions();
        unwanted.TopicFilters.AddRange(topics);
        await client.UnsubscribeAsync(unwanted, cancellation);
    }

    private async Task Subscribe(string[] topics, CancellationToken cancellation)
    {
        var wanted = new MqttClientSubscribeOptions();
        foreach (var topic in topics)
        {
            wanted.TopicFilters.Add(new()
            {
                Topic = topic,
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                RetainHandling = MqttRetainHandling.SendAtSubscribeIfNewSubscriptionOnly,
            });
        }
        var answer = await client.SubscribeAsync(wanted, cancellation);
        foreach (var item in answer.Items)
        {
            // QoS 0 would be a subscription that may lose messages, without a word.
            if (item.ResultCode is not MqttClientSubscribeResultCode.GrantedQoS1 and not MqttClientSubscribeResultCode.GrantedQoS2)
                throw new MqttRefusedException($"the broker does not grant QoS 1 on '{item.TopicFilter.Topic}': {item.ResultCode}");
        }
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        if (isClosing)
            return Task.CompletedTask;
        var message = args.ApplicationMessage;
        var isFull = delivery.WaitingBytes >= mostBytes;
        // Without acknowledgements nothing holds a broker back: QoS 0 promises nothing, and must not take the memory of the rest.
        if (message.QualityOfServiceLevel is MqttQualityOfServiceLevel.AtMostOnce && (isFull || delivery.Waiting >= mostWithoutGuarantee))
        {
            metrics.Drop();
            return Task.CompletedTask;
        }
        if (isFull)
        {
            _ = CloseWhenTaken();
            return Task.CompletedTask;
        }
        var (payload, now) = (message.Payload.ToArray(), clock.GetCurrentInstant());
        // A topic of no subscription may come from an earlier start's; it has no dialect, and so becomes a dead letter.
        var content = routes.Read(message.Topic, payload, now, message.ContentType, out var isIgnored)
            ?? new DialectMessage("", "", null, MqttRoute.DefaultSource, message.Topic, payload, now, message.ContentType);
        delivery.Add(new(message.Topic, content, time.GetTimestamp(), args.AcknowledgeAsync, payload.Length + BesidesPayload)
        {
            // In its turn among the others, as MQTT wants the acknowledgements.
            IsDone = isIgnored,
        });
        return Task.CompletedTask;
    }

    // A broker counts messages and not their bytes, and cannot be told to wait. What comes from now on is left to the next connection; what
    // came before is acknowledged on this one.
    private async Task CloseWhenTaken()
    {
        (isClosing, WasFull) = (true, true);
        await delivery.WhenEmpty;
        lost.TrySetResult($"{mostBytes} bytes of messages waited, and the broker is asked for the next ones");
    }

    private static string Why(MqttClientDisconnectedEventArgs args) => args.Reason switch
    {
        MqttClientDisconnectReason.SessionTakenOver =>
            "another client has connected with the same Mqtt:ClientId; each host needs one of its own",
        _ => args.ReasonString ?? args.Exception?.GetBaseException().Message ?? args.Reason.ToString(),
    };
}

/// <summary>The broker does not do what the host needs.</summary>
internal sealed class MqttRefusedException(string message) : Exception(message);
