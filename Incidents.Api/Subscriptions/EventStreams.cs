using System.Text;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Domain;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Incidents.Api.Subscriptions;

/// <summary>Server-Sent Events: the protocol of graphql-sse, with a connection for each operation.</summary>
internal sealed class EventStreams(
    LiveOperations operations, LiveHub hub, LiveConnections connections, LiveSignIns signIns, SubscriptionSettings settings,
    IHostApplicationLifetime lifetime) : IEventStreams
{
    /// <inheritdoc/>
    public async Task Serve(HttpContext http, GraphQLRequest request, bool isPost)
    {
        using var place = connections.TryEnter(null);
        var caller = new LiveCaller(Callers.Current, http.User);
        if (place?.TryCount(caller.Caller) is not true)
        {
            http.Response.Headers.RetryAfter = "5";
            await HttpRefusal.Write(
                http, StatusCodes.Status503ServiceUnavailable, ErrorCode.TooBusy, "There are too many open streams; ask again later.");
            return;
        }
        var connection = new EventStream(http, operations, hub, settings) { Entered = await signIns.Of(http) };
        place.Hold(connection);
        await connection.Run(request, caller, isPost ? OperationWay.Stream : OperationWay.GetStream, lifetime.ApplicationStopping);
    }
}

/// <summary>One stream of Server-Sent Events.</summary>
internal sealed class EventStream(HttpContext http, LiveOperations operations, LiveHub hub, SubscriptionSettings settings)
    : LiveConnection(operations, hub, settings)
{
    private const string OperationId = "";
    private static readonly byte[] Next = "event: next\ndata: "u8.ToArray();
    private static readonly byte[] Complete = "event: complete\ndata: \n\n"u8.ToArray();
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();
    private static readonly byte[] EndOfEvent = "\n\n"u8.ToArray();
    private static readonly LiveEnd SignInOver = new(new(ErrorCode.SignInNeeded, "The session is over; sign in again."));

    private LiveSubscription? subscription;
    private Task following = Task.CompletedTask;

    /// <summary>How the client has signed in.</summary>
    public required LiveSignIn? Entered
    {
        init => SignIn = value;
    }

    protected override ReadOnlyMemory<byte> KeepAlive => Comment;

    /// <summary>Answers a request; comes back when the stream ends, also where it is cancelled because the host stops.</summary>
    public async Task Run(GraphQLRequest request, LiveCaller caller, OperationWay way, CancellationToken cancellation)
    {
        var begun = await Operations.Begin(OperationId, request, caller, way, Schedule, http.RequestAborted);
        var response = http.Response;
        response.ContentType = $"{MediaTypes.EventStream}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        // A proxy that collects an answer before it passes it on would pass on nothing.
        response.Headers["X-Accel-Buffering"] = "no";
        // A slow reader is told what it missed; how long it may take nothing at all is a limit of its own.
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        if (begun.Subscription is not { } told)
        {
            await Send(Event(begun.Result));
            await Send(Complete);
            return;
        }
        subscription = told;
        using var stop = cancellation.Register(StopWriting);
        using var abort = http.RequestAborted.Register(StopWriting);
        try
        {
            await Send(Comment);
            following = Follow(told, begun.After, Closed);
            await WriteLine();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or TimeoutException)
        {
            // The client has gone, takes nothing, or the host stops.
            http.Abort();
        }
        finally
        {
            StopWriting();
            await following.ContinueWith(static _ => { }, TaskScheduler.Default);
            await ForgetAll();
        }
    }

    public override void EndSignIn() => subscription?.End(SignInOver);

    protected override async ValueTask Send(ReadOnlyMemory<byte> bytes)
    {
        var sending = http.Response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
            await sending.AsTask().WaitAsync(Settings.SendPatience, http.RequestAborted);
    }

    protected override ValueTask SendNext(LiveSubscription subscription, ReadOnlyMemory<byte> json) => Send(Event(json.Span));

    protected override async ValueTask SendEnd(LiveSubscription subscription, LiveEnd end)
    {
        if (end.Error is not null)
            await Send(Event(Encoding.UTF8.GetBytes($$"""{"errors":{{Encoding.UTF8.GetString(end.Errors())}}}""")));
        await Send(Complete);
        StopWriting();
    }

    private static byte[] Event(ReadOnlySpan<byte> json) => [.. Next, .. json, .. EndOfEvent];
}
