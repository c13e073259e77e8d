using GraphQL;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Access;

namespace Incidents.Api.Subscriptions;

/// <summary>What is asked of each message, by callers that see the same.</summary>
/// <param name="Request">The request.</param>
/// <param name="Caller">A caller with the grants of all of them.</param>
/// <param name="Topic">What equal selections of such callers have in common.</param>
/// <param name="Key">What equal requests have in common.</param>
internal sealed record LiveRequest(GraphQLRequest Request, Caller Caller, string Topic, string Key);

/// <summary>A message as its readers receive it.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Json">The result of the operation, with <c>data</c>.</param>
/// <param name="Thing">What it is about, or null.</param>
/// <param name="ThingType">The type of that.</param>
internal sealed record LivePayload(long Position, ReadOnlyMemory<byte> Json, Guid? Thing, string ThingType);

/// <summary>A message was executed with errors, so that it would tell less than happened.</summary>
/// <param name="message">What its reader is told.</param>
/// <param name="refusal">The same with its code.</param>
/// <param name="cause">The cause; the store's absence where the message is to be tried again.</param>
internal sealed class LiveRenderException(string message, Refusal refusal, Exception? cause) : Exception(message, cause)
{
    /// <summary>What its reader is told.</summary>
    public Refusal Refusal => refusal;
}

/// <summary>Executes an operation for a message: once for all who asked the same and see the same.</summary>
/// <remarks>So many at a time, beside the queries: neither do messages keep those waiting, nor those messages.</remarks>
internal sealed partial class LiveRenderer(
    OperationRunner operations, IServiceScopeFactory scopes, SubscriptionSettings settings, ILogger<LiveRenderer> log) : IDisposable
{
    private readonly SemaphoreSlim free = new(Math.Max(1, settings.MostExecutions));

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    /// <summary>
    /// A message as it is sent. Where one is at fault itself, its errors are sent beside a notice that it is missed: its reader learns that
    /// something happened, and the subscription goes on.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="selection">What is selected.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellation">Cancels it.</param>
    /// <exception cref="LiveRenderException">The store is away, or the notice has errors, too.</exception>
    public async Task<LivePayload> Make(
        LiveRequest request, LiveSelection selection, LiveMessage message, CancellationToken cancellation)
    {
        var executed = await Execute(request, message, cancellation);
        if (executed.Error is not { } error)
            return Payload(message, executed);
        var failed = Failed(error);
        if (StoreFault.IsAway(failed))
            throw failed;
        LogFaulty(failed, selection.Key, message.Position);
        var notice = selection.Notice(message.Position, new(1, message.Position - 1, message.Position));
        var told = await Execute(request, notice, cancellation);
        if (told.Error is { } other)
            throw Failed(other);
        told.Result.Errors = executed.Result.Errors;
        return Payload(notice, told);
    }

    /// <summary>A notice as it is sent.</summary>
    /// <exception cref="LiveRenderException">It has errors; the store is away where its cause says so.</exception>
    public async Task<LivePayload> Render(LiveRequest request, LiveMessage notice, CancellationToken cancellation)
    {
        var executed = await Execute(request, notice, cancellation);
        return executed.Error is { } error ? throw Failed(error) : Payload(notice, executed);
    }

    private async Task<ExecutedOperation> Execute(LiveRequest request, LiveMessage message, CancellationToken cancellation)
    {
        await free.WaitAsync(cancellation);
        try
        {
            using var caller = Callers.Enter(request.Caller);
            await using var scope = scopes.CreateAsyncScope();
            var executed = await operations.Execute(
                new(scope.ServiceProvider, new(), request.Request, OperationWay.Stream, null) { Root = message, IsMessage = true },
                cancellation);
            cancellation.ThrowIfCancellationRequested();
            return executed;
        }
        finally
        {
            free.Release();
        }
    }

    private static LivePayload Payload(LiveMessage message, ExecutedOperation executed) =>
        new(message.Position, Json(executed), message.Thing, message.ThingType);

    private static LiveRenderException Failed(ExecutionError error)
    {
        var (message, extensions) = ErrorMapper.Describe(error);
        var code = ErrorCodes.Find((string)extensions["code"]!) ?? ErrorCode.Internal;
        return new(message, new(code, message), code is ErrorCode.StoreAway ? new StoreUnavailableException() : error);
    }

    /// <summary>The JSON of a result.</summary>
    public static byte[] Json(ExecutedOperation executed)
    {
        var buffer = PooledBuffer.Pool.Get();
        try
        {
            ResponseWriter.Write(buffer.Writer, executed.Result);
            return buffer.Written.ToArray();
        }
        finally
        {
            PooledBuffer.Pool.Return(buffer);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The message at event {Position} of {Selection} cannot be made; it is told with its error as missed.")]
    private partial void LogFaulty(Exception cause, string selection, long position);
}
