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
    private static readonly MqttClientFactory Clients = new();

    private readonly IMqttClient client = Clients.CreateMqttClient();
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MqttRoutes routes;
    private readonly MqttDelivery delivery;
    private readonly MqttMetrics metrics;
    private readonly IClock clock;
    private readonly TimeProvider time;
    private readonly int mostWithoutGuarantee;
    private volatile bool isClosing;

    private MqttConnection(
        MqttRoutes routes, MqttDelivery delivery, MqttMetrics metrics, IClock clock, TimeProvider time, int mostWithoutGuarantee)
    {
        (this.routes, this.delivery, this.metrics, this.clock, this.time) = (routes, delivery, metrics, clock, time);
        this.mostWithoutGuarantee = mostWithoutGuarantee;
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

    /// <summary>Connects and subscribes.</summary>
    /// <exception cref="MqttRefusedException">The broker does not let the host in, or does not let it subscribe.</exception>
    public static async Task<MqttConnection> Open(
        MqttClientOptions options, string group, MqttRoutes routes, MqttDelivery delivery, MqttMetrics metrics, IClock clock,
        TimeProvider time, CancellationToken cancellation)
    {
        var connection = new MqttConnection(routes, delivery, metrics, clock, time, 10 * options.ReceiveMaximum);
        try
        {
            var answer = await connection.client.ConnectAsync(options, cancellation);
            if (answer.ResultCode is not MqttClientConnectResultCode.Success)
                throw new MqttRefusedException($"the broker refuses the connection: {answer.ResultCode} {answer.ReasonString}".TrimEnd());
            (connection.IsShared, connection.WasKept) = (answer.SharedSubscriptionAvailable, answer.IsSessionPresent);
            await connection.Subscribe(group, cancellation);
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

    private async Task Subscribe(string group, CancellationToken cancellation)
    {
        var wanted = new MqttClientSubscribeOptions();
        foreach (var filter in routes.Filters)
        {
            wanted.TopicFilters.Add(new()
            {
                Topic = IsShared ? $"$share/{group}/{filter}" : filter,
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
        if (!IsShared || !WasKept)
            return;
        // The session may be from a time when the broker shared nothing: every message would come twice.
        var old = new MqttClientUnsubscribeOptions();
        old.TopicFilters.AddRange(routes.Filters);
        await client.UnsubscribeAsync(old, cancellation);
    }

    private Task Receive(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        if (isClosing)
            return Task.CompletedTask;
        var message = args.ApplicationMessage;
        // Without acknowledgements nothing holds a broker back: QoS 0 promises nothing, and must not take the memory of the rest.
        if (message.QualityOfServiceLevel is MqttQualityOfServiceLevel.AtMostOnce && delivery.Waiting >= mostWithoutGuarantee)
        {
            metrics.Drop();
            return Task.CompletedTask;
        }
        var (payload, now) = (message.Payload.ToArray(), clock.GetCurrentInstant());
        // A topic of no subscription may come from an earlier start's; it has no dialect, and so becomes a dead letter.
        var content = routes.Read(message.Topic, payload, now, message.ContentType)
            ?? new DialectMessage("", "", null, MqttRoute.DefaultSource, message.Topic, payload, now, message.ContentType);
        delivery.Add(new(message.Topic, content, time.GetTimestamp(), args.AcknowledgeAsync));
        return Task.CompletedTask;
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
