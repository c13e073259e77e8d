using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Incidents.Api.Store;

namespace Incidents.Api.Feeds.Conveyance;

/// <summary>The WebSocket of one receiver of EIDO.</summary>
/// <remarks>
/// While it is subscribed, its messages are taken from the same outbox as those that are posted: what it did not answer with 200 comes
/// again, on this connection or on the next, in order per incident. A subscription ends with its connection.
/// </remarks>
internal sealed partial class ConveyanceSession(
    WebSocket socket, FeedTarget target, FeedStore store, FeedLanes lanes, FeedSettings settings, TimeProvider time, ILogger logger)
    : IFeedChannel, IDisposable
{
    private const int MostRequestBytes = 64 * 1024;
    private const int ShortestLife = 60;
    private const int DefaultLife = 3_600;
    private const int LongestLife = 86_400;

    private readonly SemaphoreSlim writing = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string?>> waiting = new();
    private readonly ILogger logger = logger;
    // Who takes or changes the subscription holds it: what is ending is neither renewed nor ended twice.
    private readonly Lock gate = new();
    private volatile Subscribed? subscription;

    /// <summary>Serves the connection until either side ends it.</summary>
    /// <param name="cancellation">Ends it, because the host stops.</param>
    public async Task Run(CancellationToken cancellation)
    {
        // A read that is cancelled closes the WebSocket at once: the host that stops says so first.
        using var closed = new CancellationTokenSource();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = cancellation.Register(() => stopped.TrySetResult());
        var (reading, watching) = (Read(closed.Token), Watch(closed.Token));
        await Task.WhenAny(reading, stopped.Task);
        if (Ending(_ => true) is { } ended)
        {
            if (!reading.IsCompleted)
                await TrySend(ConveyanceAnswers.Terminated(ended.Id));
            await End(ended);
        }
        await Close();
        await closed.CancelAsync();
        await watching;
        try
        {
            await reading;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            LogGone(target.Name, e.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> Send(FeedMessage message, CancellationToken cancellation)
    {
        if (subscription is not { } known)
            return "It is not subscribed.";
        var id = message.Claim.Id.ToString();
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        try
        {
            await Write(ConveyanceAnswers.Event(known.Id, message.Claim.Id, JsonNode.Parse(message.Body)!), cancellation);
            return await answer.Task.WaitAsync(settings.Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"It did not answer within {settings.Patience.TotalSeconds} s.");
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        writing.Dispose();
        subscription?.Source.Dispose();
    }

    private async Task Read(CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            buffer.ResetWrittenCount();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.GetMemory(4096), cancellation);
                buffer.Advance(part.Count);
                if (part.MessageType is WebSocketMessageType.Close || buffer.WrittenCount > MostRequestBytes)
                    return;
            }
            while (!part.EndOfMessage);
            if (ConveyanceRequest.Read(buffer.WrittenMemory) is { } request)
                await Answer(request, cancellation);
            else
                await Write(
                    ConveyanceAnswers.Subscribed("", null, null, ConveyanceStatus.BadRequest, "A message is a JSON object with one member"),
                    cancellation);
        }
    }

    private async Task Answer(ConveyanceRequest request, CancellationToken cancellation)
    {
        switch (request.Name)
        {
            case "subscribe":
                await Write(await Subscribe(request, cancellation), cancellation);
                // The answer comes before the first event.
                lock (gate)
                {
                    if (subscription is { Work: null, IsEnding: false } begun)
                        subscription = begun with { Work = Begin(begun.Source.Token) };
                }
                break;
            case "unsubscribe":
                await Write(await Unsubscribe(request), cancellation);
                break;
            case "eventResponse":
                if (request.Text("transactionId") is { } id && waiting.TryGetValue(id, out var answer))
                    answer.TrySetResult(request.Number("statusCode") is ConveyanceStatus.Ok ? null : Refusal(request));
                break;
            case "terminateResponse":
                break;
            default:
                await Write(
                    ConveyanceAnswers.Subscribed(
                        request.Text("requestId") ?? "", null, null, ConveyanceStatus.BadRequest, "There is no such request"),
                    cancellation);
                break;
        }
    }

    private async Task<JsonObject> Subscribe(ConveyanceRequest request, CancellationToken cancellation)
    {
        var requestId = request.Text("requestId") ?? "";
        var life = Math.Clamp(request.Number("expires") ?? DefaultLife, ShortestLife, LongestLife);
        var until = time.GetUtcNow().AddSeconds(life);
        if (request.Text("subscriptionId") is { } id)
        {
            lock (gate)
            {
                if (subscription is not { IsEnding: false } renewed || !Guid.TryParse(id, out var named) || renewed.Id != named)
                    return ConveyanceAnswers.Subscribed(
                        requestId, null, null, ConveyanceStatus.NoSuchSubscription, "There is no such subscription on this connection");
                subscription = renewed with { Until = until };
                return ConveyanceAnswers.Subscribed(requestId, renewed.Id, life, ConveyanceStatus.Ok, "OK");
            }
        }
        if (request.Fault() is { } fault)
            return ConveyanceAnswers.Subscribed(requestId, null, null, fault.Status, fault.Text);
        if (subscription is not null)
            return ConveyanceAnswers.Subscribed(
                requestId, null, null, ConveyanceStatus.BadRequest, "This connection is subscribed already");
        // Only while the receiver has not ended, and with the secrets that it has now.
        if (!(await store.Targets(cancellation)).Exists(known => known.Id == target.Id))
            return ConveyanceAnswers.Subscribed(requestId, null, null, ConveyanceStatus.NoSuchSubscription, "The receiver was ended");
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var made = subscription = new(Guid.NewGuid(), until, source, null, false);
        return ConveyanceAnswers.Subscribed(requestId, made.Id, life, ConveyanceStatus.Ok, "OK");
    }

    private Task Begin(CancellationToken cancellation) => Task.Run(() => lanes.Of(target, this).Run(cancellation), CancellationToken.None);

    private async Task<JsonObject> Unsubscribe(ConveyanceRequest request)
    {
        var requestId = request.Text("requestId") ?? "";
        if (Ending(one => request.Text("subscriptionId") == one.Id.ToString()) is not { } known)
            return ConveyanceAnswers.Unsubscribed(
                requestId, null, ConveyanceStatus.NoSuchSubscription, "There is no such subscription on this connection");
        await End(known);
        return ConveyanceAnswers.Unsubscribed(requestId, known.Id, ConveyanceStatus.Ok, "Unsubscribed");
    }

    // A subscription that is not renewed in time, or whose receiver was ended, is over.
    private async Task Watch(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5), time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                if (subscription is null)
                    continue;
                var isSame = (await store.Targets(cancellation)).Exists(target.IsLike);
                if (Ending(one => !isSame || time.GetUtcNow() >= one.Until) is not { } ended)
                    continue;
                await TrySend(ConveyanceAnswers.Terminated(ended.Id));
                await End(ended);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            LogGone(target.Name, "closed");
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            LogGone(target.Name, e.Message);
            socket.Abort();
        }
    }

    // The subscription, where it holds and a condition is met: it is renewed no more, and whoever has it here ends it.
    private Subscribed? Ending(Func<Subscribed, bool> condition)
    {
        lock (gate)
            return subscription is { IsEnding: false } known && condition(known) ? subscription = known with { IsEnding = true } : null;
    }

    private async Task End(Subscribed known)
    {
        await known.Source.CancelAsync();
        foreach (var answer in waiting.Values)
            answer.TrySetCanceled(CancellationToken.None);
        if (known.Work is { } work)
            await work;
        subscription = null;
        known.Source.Dispose();
    }

    private async Task Write(JsonObject message, CancellationToken cancellation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(message);
        await writing.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task TrySend(JsonObject message)
    {
        using var patience = new CancellationTokenSource(settings.Patience);
        try
        {
            await Write(message, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            LogGone(target.Name, e.Message);
        }
    }

    private async Task Close()
    {
        using var patience = new CancellationTokenSource(settings.Patience);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            LogGone(target.Name, e.Message);
        }
    }

    // Its words may quote the message, and are not kept.
    private static string Refusal(ConveyanceRequest request) => string.Create(
        CultureInfo.InvariantCulture, $"It answered with status {request.Number("statusCode") ?? 0}.");

    [LoggerMessage(LogLevel.Debug, "The WebSocket of {Receiver} has ended: {Reason}")]
    private partial void LogGone(string receiver, string reason);

    private sealed record Subscribed(Guid Id, DateTimeOffset Until, CancellationTokenSource Source, Task? Work, bool IsEnding);
}
