using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Transport;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>What a request may ask for, by the way on which it came.</summary>
internal enum OperationWay
{
    /// <summary>A GET: queries only.</summary>
    Get,

    /// <summary>A POST: all but subscriptions.</summary>
    Post,

    /// <summary>A stream that a GET began: all but mutations.</summary>
    GetStream,

    /// <summary>Any other stream: everything.</summary>
    Stream,
}

/// <summary>An operation that is to be executed.</summary>
/// <param name="Scope">The services of the request.</param>
/// <param name="User">Who asks.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Way">How it came.</param>
/// <param name="Record">Puts the answer on record; null for what is not put on record here.</param>
internal sealed record AskedOperation(
    IServiceProvider Scope, ClaimsPrincipal User, GraphQLRequest Request, OperationWay Way, IAnswerRecord? Record)
{
    /// <summary>The root value: of a subscription its beginning or a message; null for any other operation.</summary>
    public object? Root { get; init; }

    /// <summary>Whether the root value is a message, whose result has no extensions: its position says how fresh it is.</summary>
    public bool IsMessage { get; init; }
}

/// <summary>An operation that was executed, or refused.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Result">The result.</param>
/// <param name="Context">The user context of the request.</param>
/// <param name="Begun">What <see cref="IAnswerRecord.Begin"/> returned.</param>
internal sealed record ExecutedOperation(
    GraphQLRequest Request, ExecutionResult Result, IDictionary<string, object?> Context, object? Begun)
{
    /// <summary>The first error, or null.</summary>
    public ExecutionError? Error => Result.Errors is { Count: > 0 } all ? all[0] : null;
}

/// <summary>Executes operations, over whatever transport they came, under the same limits.</summary>
internal sealed class OperationRunner(
    IDocumentExecuter executer, ISchema schema, GraphQLSettings settings, ErrorMapper errors, QueryGate gate, IServiceProvider services)
{
    private readonly bool hasExtensions = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IResponseExtension));
    private readonly IReadPositions? positions = services.GetService<IReadPositions>();

    /// <summary>Executes an operation.</summary>
    public async Task<ExecutedOperation> Execute(AskedOperation asked, CancellationToken cancellation)
    {
        var request = asked.Request;
        var options = new ExecutionOptions
        {
            Schema = schema,
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            RequestServices = asked.Scope,
            User = asked.User,
            Root = asked.Root,
            CancellationToken = cancellation,
            Timeout = settings.TimeLimit,
            TimeoutAction = TimeoutAction.ReturnTimeoutError,
            MaxParallelExecutionCount = settings.MaxParallelFields,
            UnhandledExceptionDelegate = errors.OnException,
            UserContext = new Dictionary<string, object?>(),
        };
        options.Listeners.Add(new WayListener(asked.Way));
        // Before the gate: what waits for a position takes no place of a query that is executed.
        options.Listeners.Add(new AtLeast.Listener(positions, cancellation));
        using var place = gate.Begin();
        options.Listeners.Add(place);
        var extensions = hasExtensions && !asked.IsMessage
            ? new ResponseExtensions(asked.Scope.GetServices<IResponseExtension>())
            : null;
        if (extensions is not null)
            options.Listeners.Add(extensions);
        var recorded = asked.Record is { } on ? new AnswerRecordListener(on) : null;
        if (recorded is not null)
            options.Listeners.Add(recorded);
        var result = await executer.ExecuteAsync(options);
        if (extensions is not null)
            await extensions.MoveTo(result.Extensions ??= [], cancellation);
        if (asked.Scope.GetService<QueryWarnings>()?.All is { Count: > 0 } warnings)
            (result.Extensions ??= []).TryAdd(QueryWarnings.Extension, warnings);
        if (!asked.IsMessage)
            QueryCost.Write(options.UserContext, result.Extensions ??= []);
        return new(request, result, options.UserContext, recorded?.Begun);
    }

    /// <summary>Puts the answer of an operation on record before it is sent.</summary>
    /// <param name="record">Where; null for nowhere.</param>
    /// <param name="executed">The operation.</param>
    /// <param name="data">The JSON of <c>data</c>.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    /// <exception cref="Incidents.Api.Access.AccessLogException">The answer cannot be put on record.</exception>
    public ValueTask Keep(
        IAnswerRecord? record, ExecutedOperation executed, ReadOnlyMemory<byte> data, CancellationToken cancellation) =>
        record is null ? default : record.Write(
            new(
                executed.Request, executed.Result, executed.Context, RowCounts.Of(executed.Result.Data, schema), data, executed.Begun),
            cancellation);

    /// <summary>The error of an operation that does not go the way on which it came.</summary>
    public sealed class HttpMethodError() : RequestError("Use POST for anything but a query.");

    private sealed class WayListener(OperationWay way) : DocumentExecutionListenerBase
    {
        public override Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult) =>
            (way, context.Operation.Operation) switch
            {
                (OperationWay.Get, not OperationType.Query) or (OperationWay.GetStream, OperationType.Mutation) =>
                    throw new HttpMethodError { Code = ErrorCode.MethodNotAllowed.Text() },
                // What the caller may not ask at all is refused for that.
                (OperationWay.Post, OperationType.Subscription) when validationResult.IsValid => throw new RequestError(
                    "A subscription is answered as text/event-stream, which Accept must name, or over a WebSocket.")
                {
                    Code = ErrorCode.OperationUnsupported.Text(),
                },
                _ => Task.CompletedTask,
            };
    }
}
