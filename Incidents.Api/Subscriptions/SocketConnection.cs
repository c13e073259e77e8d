using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphQL.Transport;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>One WebSocket, by the protocol <c>graphql-transport-ws</c>: all operations of a page.</summary>
internal sealed class SocketConnection(
    HttpContext http, WebSocket socket, LiveOperations operations, LiveHub hub, SubscriptionSettings settings)
    : LiveConnection(operations, hub, settings)
{
    private const int Unauthorised = 4401, Forbidden = 4403, UnknownProtocol = 4406, InitTimeout = 4408;
    private const int AlreadySubscribed = 4409, TooMany = 4429;
    private static readonly TimeSpan RenewInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);
    private static readonly byte[] Acknowledged = """{"type":"connection_ack"}"""u8.ToArray();
    private static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    private readonly ConcurrentDictionary<string, SocketOperation> begun = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<(int Code, string Reason)> closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveCaller? caller;
    private bool isInitialised;
    private long? renewedAt;

    /// <summary>Finds who asks, by the token of the client or by what its request came with; null where nobody does.</summary>
    public required Func<string?, Task<(LiveCaller Caller, LiveSignIn SignIn)?>> Authenticate { get; init; }

    /// <summary>Prolongs a session whose operator asks for something.</summary>
    public required Func<LiveSignIn, Task> Renew { get; init; }

    /// <summary>Counts the connection as one of a person; false where there are too many.</summary>
    public required Func<Caller, bool> TryCount { get; init; }

    protected override ReadOnlyMemory<byte> KeepAlive => default;

    public override void EndSignIn() => Close(Unauthorised, "The session is over; sign in again.");

    /// <summary>Serves the connection until it ends.</summary>
    /// <param name="isKnown">Whether the client speaks the protocol.</param>
    /// <param name="cancellation">Cancelled when the host stops.</param>
    public async Task Run(bool isKnown, CancellationToken cancellation)
    {
        using var stop = cancellation.Register(() => Close((int)WebSocketCloseStatus.EndpointUnavailable, "The host stops."));
        if (!isKnown)
            Close(UnknownProtocol, "Subprotocol not acceptable");
        var (writing, reading) = (WriteLine(), Read());
        try
        {
            await Task.WhenAny(writing, reading, closing.Task, ExpectInit());
            Close((int)WebSocketCloseStatus.NormalClosure, "");
            StopWriting();
            await writing.WaitAsync(Settings.SendPatience);
            await SayGoodbye(await closing.Task);
            await Farewell(reading).WaitAsync(ClosePatience);
        }
        catch (Exception e) when (IsGone(e))
        {
            // The client has gone, or takes nothing: there is nobody to say goodbye to.
        }
        finally
        {
            socket.Abort();
            await Task.WhenAll([writing, reading, .. begun.Values.Select(operation => operation.Work)]).ContinueWith(
                static _ => { }, TaskScheduler.Default);
            await ForgetAll();
        }
    }

    protected override async ValueTask Send(ReadOnlyMemory<byte> bytes)
    {
        var sending = socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
            await sending.AsTask().WaitAsync(Settings.SendPatience, http.RequestAborted);
    }

    protected override async ValueTask SendNext(LiveSubscription subscription, ReadOnlyMemory<byte> json)
    {
        // Its client may have ended it meanwhile, and begun another one of the same id.
        if (!begun.TryGetValue(subscription.Id, out var operation) || operation.Subscription != subscription)
            return;
        var start = operation.Next;
        var frame = ArrayPool<byte>.Shared.Rent(start.Length + json.Length + 1);
        start.CopyTo(frame.AsSpan());
        json.Span.CopyTo(frame.AsSpan(start.Length));
        var length = start.Length + json.Length;
        frame[length++] = (byte)'}';
        await Send(frame.AsMemory(0, length));
        // Not where it failed: what is still being sent must not be written over by whoever rents it next.
        ArrayPool<byte>.Shared.Return(frame);
    }

    protected override async ValueTask SendEnd(LiveSubscription subscription, LiveEnd end)
    {
        if (!begun.TryGetValue(subscription.Id, out var operation) || operation.Subscription != subscription)
            return;
        begun.TryRemove(KeyValuePair.Create(subscription.Id, operation));
        if (end.Error is not null)
            await Send(SocketFrames.Of(subscription.Id, "error", end.Errors()));
    }

    private static bool IsGone(Exception e) => e is OperationCanceledException or WebSocketException or IOException or TimeoutException
        or ObjectDisposedException;

    // The first reason counts.
    private void Close(int code, string reason) => closing.TrySetResult((code, reason));

    private async Task SayGoodbye((int Code, string Reason) why)
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(
                (WebSocketCloseStatus)why.Code, SocketFrames.Reason(why.Reason), CancellationToken.None).WaitAsync(ClosePatience);
        }
    }

    // A connection that is broken off at once may lose the reason for which it is closed.
    private async Task Farewell(Task reading)
    {
        try
        {
            await reading;
        }
        catch (WebSocketException)
        {
            // Whoever breaks the framing was told so by the library, which reads no more.
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }
        var rest = new byte[1024];
        while (socket.State is WebSocketState.CloseSent)
            await socket.ReceiveAsync(rest.AsMemory(), http.RequestAborted);
    }

    private async Task ExpectInit()
    {
        await Task.Delay(Settings.InitPatience, Closed);
        if (!Volatile.Read(ref isInitialised))
            Close(InitTimeout, "Connection initialisation timeout");
        await closing.Task;
    }

    private async Task Read()
    {
        var input = new SocketInput(socket, Settings.MostMessageBytes);
        try
        {
            while (!closing.Task.IsCompleted && await input.Next(http.RequestAborted) is { } read)
            {
                if (read.Fault is (var code, var reason))
                    Close(code, reason);
                else
                    await Take(SocketMessage.Read(read.Message));
            }
        }
        catch (FormatException e)
        {
            Close(SocketInput.Invalid, e.Message);
        }
    }

    private Task Take(SocketMessage message)
    {
        switch (message.Type)
        {
            case SocketMessageType.Init:
                return Initialise(message);
            case SocketMessageType.Ping:
                return Answer(message.Payload.IsEmpty ? Pong : SocketFrames.Of(null, "pong", message.Payload));
            case SocketMessageType.Subscribe:
                return Subscribe(message);
            case SocketMessageType.Complete:
                return begun.TryRemove(message.Id, out var operation) ? operation.End(Forget) : Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    private async Task Initialise(SocketMessage message)
    {
        if (isInitialised)
        {
            Close(TooMany, "Too many initialisation requests");
            return;
        }
        Volatile.Write(ref isInitialised, true);
        if (await Authenticate(message.Authorization()) is not (var who, var signIn))
        {
            Close(Forbidden, "Forbidden");
            return;
        }
        if (!TryCount(who.Caller))
        {
            Close(TooMany, "There are too many connections of this person.");
            return;
        }
        SignIn = signIn;
        caller = who;
        await Answer(Acknowledged);
    }

    private async Task Subscribe(SocketMessage message)
    {
        if (caller is not { } asker)
        {
            Close(Unauthorised, "Unauthorized");
            return;
        }
        var request = message.Request();
        if (begun.Count >= Settings.MostOfConnection)
        {
            await Answer(SocketFrames.Of(message.Id, "error", new LiveEnd(new(
                ErrorCode.TooBusy, $"A connection has at most {Settings.MostOfConnection} operations at a time.")).Errors()));
            return;
        }
        var operation = new SocketOperation(SocketFrames.Next(message.Id));
        if (!begun.TryAdd(message.Id, operation))
        {
            Close(AlreadySubscribed, $"Subscriber for {message.Id} already exists");
            return;
        }
        // Beside the reading of further messages: the client may end it before it has begun.
        operation.Work = Task.Run(() => Begin(message.Id, request, asker, operation), CancellationToken.None);
    }

    private async Task Begin(string id, GraphQLRequest request, LiveCaller asker, SocketOperation operation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(operation.Ended.Token, Closed);
        try
        {
            await RenewSession();
            var result = await Operations.Begin(id, request, asker, OperationWay.Stream, Schedule, ended.Token);
            if (result.Subscription is not { } subscription)
            {
                await Result(id, operation, result);
                return;
            }
            operation.Subscription = subscription;
            // Its client may have ended it before there was a subscription to end.
            if (operation.Ended.IsCancellationRequested)
            {
                subscription.End(new(null));
                return;
            }
            try
            {
                await Follow(subscription, result.After, ended.Token);
            }
            finally
            {
                if (ended.IsCancellationRequested)
                    await Forget(subscription);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The client has ended it, or the connection ends.
        }
        catch (Exception e)
        {
            await Result(id, operation, Operations.Broken(e));
        }
        finally
        {
            if (ended.IsCancellationRequested)
                begun.TryRemove(KeyValuePair.Create(id, operation));
        }
    }

    // Whoever works over the socket alone is as present as who sends requests.
    private async Task RenewSession()
    {
        var now = Environment.TickCount64;
        if (SignIn is not { Session: not null } signIn || now - renewedAt < RenewInterval.TotalMilliseconds)
            return;
        renewedAt = now;
        await Renew(signIn);
    }

    // The operation counts as begun until its result has its place in the line: so many results are kept, and no more.
    private Task Result(string id, SocketOperation operation, BegunOperation result)
    {
        void Leave() => begun.TryRemove(KeyValuePair.Create(id, operation));
        if (result.IsExecuted)
            return Answer([SocketFrames.Of(id, "next", result.Result), SocketFrames.Of(id, "complete", default)], Leave);
        using var document = JsonDocument.Parse(result.Result);
        return Answer(
            [SocketFrames.Of(id, "error", Encoding.UTF8.GetBytes(document.RootElement.GetProperty("errors").GetRawText()))], Leave);
    }
}
