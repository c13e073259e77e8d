using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Api.GraphQL;
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

/// <summary>Executes an operation for a message: once for all who asked the same and see the same.</summary>
internal sealed class LiveRenderer(OperationRunner operations, IServiceScopeFactory scopes)
{
    /// <summary>The message as it is sent.</summary>
    public async Task<LivePayload> Render(LiveRequest request, LiveMessage message, CancellationToken cancellation)
    {
        using var caller = Callers.Enter(request.Caller);
        await using var scope = scopes.CreateAsyncScope();
        var executed = await operations.Execute(
            new(scope.ServiceProvider, new(), request.Request, OperationWay.Stream, null) { Root = message, IsMessage = true },
            cancellation);
        return new(message.Position, Json(executed), message.Thing, message.ThingType);
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
}
