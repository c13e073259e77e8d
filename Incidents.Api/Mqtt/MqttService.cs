using System.Security.Cryptography;
using NodaTime;

namespace Incidents.Api.Mqtt;

/// <summary>Keeps the host connected to its broker, and its messages on their way to the store.</summary>
internal sealed partial class MqttService(
    MqttSettings settings, MqttDelivery delivery, MqttFilters filters, MqttMetrics metrics, MqttState state, IClock clock,
    TimeProvider time, ILogger<MqttService> log, EmbeddedBroker? embedded = null)
    : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(15);

    private readonly MqttRoutes routes = embedded is null
        ? new(settings.Subscriptions, settings.Frigate) : EmbeddedBroker.Routes;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The delivery ends after the connections: what they gave it is completed and acknowledged first.
        using var ended = new CancellationTokenSource();
        var delivering = delivery.Run(ended.Token);
        MqttConnection? connection = null;
        try
        {
            var pause = ShortestPause;
            while (!stoppingToken.IsCancellationRequested)
            {
                // The broker sends what was not acknowledged again: not beside the same messages, which still wait for the store.
                await Task.WhenAny(delivery.WhenEmpty, delivering, Task.Delay(Timeout.Infinite, stoppingToken));
                if (stoppingToken.IsCancellationRequested || delivering.IsCompleted)
                    break;
                connection = await TryConnect(stoppingToken);
                if (connection is not null)
                {
                    var since = time.GetTimestamp();
                    await Task.WhenAny(connection.Lost, delivering, Task.Delay(Timeout.Infinite, stoppingToken));
                    if (stoppingToken.IsCancellationRequested || delivering.IsCompleted)
                        break;
                    var (reason, wasFull) = (await connection.Lost, connection.WasFull);
                    if (wasFull)
                        LogFull(reason);
                    else
                        Lose(reason);
                    await connection.DisposeAsync();
                    connection = null;
                    // Two hosts with one id would otherwise take the connection from each other without a pause.
                    if (time.GetElapsedTime(since) > settings.LongestPause)
                        pause = ShortestPause;
                    if (wasFull)
                        continue;
                }
                await Task.WhenAny(delivering, Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), stoppingToken));
                pause = pause * 2 < settings.LongestPause ? pause * 2 : settings.LongestPause;
                if (delivering.IsCompleted)
                    break;
            }
        }
        finally
        {
            connection?.Close();
            await ended.CancelAsync();
            try
            {
                await delivering;
            }
            finally
            {
                state.Disconnected("the host stops");
                if (connection is not null)
                    await connection.DisposeAsync();
            }
        }
    }

    private async Task<MqttConnection?> TryConnect(CancellationToken cancellation)
    {
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        inTime.CancelAfter(ConnectPatience);
        var broker = "";
        try
        {
            var options = embedded is null
                ? MqttAccess.Options(settings, settings.Host!, settings.Port, settings.ClientId!)
                : MqttAccess.Options(
                    embedded.Access, "127.0.0.1", await embedded.Port.WaitAsync(inTime.Token), EmbeddedBroker.HostClientId);
            broker = options.ChannelOptions.ToString()!;
            var connection = await MqttConnection.Open(
                options, settings, routes, delivery, embedded is null ? filters : null, metrics, clock, time, inTime.Token);
            metrics.Connect();
            state.Connected(connection.IsShared);
            LogConnected(broker, connection.IsShared ? "shared" : "ordinary", connection.WasKept ? "kept" : "new");
            return connection;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            Fail(broker, "it did not answer in time");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A wrong password or file may be put right meanwhile: it is tried again, and the reason is told.
            Fail(broker, e is CryptographicException ? $"a certificate cannot be used: {e.Message}" : e.GetBaseException().Message);
        }
        return null;
    }

    // Once for each reason, not at every attempt.
    private void Fail(string broker, string reason)
    {
        if (state.Disconnected(reason))
            LogNotConnected(broker, reason);
    }

    private void Lose(string reason)
    {
        state.Disconnected(reason);
        LogLost(reason);
    }

    [LoggerMessage(LogLevel.Information, "Connected to the MQTT broker {Broker}: {Kind} subscriptions, {Session} session.")]
    private partial void LogConnected(string broker, string kind, string session);

    [LoggerMessage(LogLevel.Information, "The connection to the MQTT broker is made again: {Reason}.")]
    private partial void LogFull(string reason);

    [LoggerMessage(LogLevel.Warning, "The MQTT broker {Broker} cannot be used, and is tried again: {Reason}")]
    private partial void LogNotConnected(string broker, string reason);

    [LoggerMessage(LogLevel.Warning, "The connection to the MQTT broker is lost, and made again: {Reason}")]
    private partial void LogLost(string reason);
}
