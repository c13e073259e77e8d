using System.IO.Pipelines;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Transport;
using Incidents.Api.Access;
using Incidents.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace Incidents.Api.GraphQL;

/// <summary>GraphQL over HTTP: POST with a JSON body, GET for queries.</summary>
/// <remarks>
/// A POST must be <c>application/json</c>, which a page of another site cannot send without a CORS preflight; a GET changes nothing.
/// </remarks>
internal sealed class GraphQLEndpoint(
    OperationRunner operations, GraphQLSettings settings, IServiceProvider services)
{
    private const string GetAndPost = "GET, POST";
    private readonly IAnswerRecord? record = services.GetService<IAnswerRecord>();
    private readonly IEventStreams? streams = services.GetService<IEventStreams>();
    private readonly RefusalLog? refusals = services.GetService<RefusalLog>();

    public async Task Handle(HttpContext http)
    {
        var isPost = HttpMethods.IsPost(http.Request.Method);
        var mediaType = MediaTypes.Negotiate(http.Request.Headers.Accept);
        if (!isPost && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Allow = GetAndPost;
            await Refuse(
                http, mediaType, StatusCodes.Status405MethodNotAllowed, ErrorCode.MethodNotAllowed, "Use POST, or GET for a query.");
            return;
        }
        if (!isPost && mediaType == ResponseMediaType.Html && !http.Request.Query.ContainsKey("query"))
        {
            await ExplorerPage.Write(http);
            return;
        }
        if (mediaType is ResponseMediaType.None || (mediaType is ResponseMediaType.EventStream && streams is null))
        {
            await Refuse(http, mediaType, StatusCodes.Status406NotAcceptable, ErrorCode.NotAcceptable,
                "Responses are application/graphql-response+json, application/json or text/event-stream, in UTF-8.");
            return;
        }

        GraphQLRequest request;
        try
        {
            if (!isPost)
            {
                request = GraphQLRequestReader.Read(http.Request.Query);
            }
            else if (!MediaTypes.IsJson(http.Request.ContentType))
            {
                await Refuse(
                    http, mediaType, StatusCodes.Status415UnsupportedMediaType, ErrorCode.UnsupportedMediaType,
                    "The body must be application/json in UTF-8.");
                return;
            }
            else
            {
                request = await ReadBody(http.Request);
            }
        }
        catch (FormatException e)
        {
            await Refuse(http, mediaType, StatusCodes.Status400BadRequest, ErrorCode.BadRequest, e.Message);
            return;
        }
        catch (BadHttpRequestException e)
        {
            var code = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCode.BodyTooLarge : ErrorCode.BadRequest;
            await Refuse(http, mediaType, e.StatusCode, code, e.Message);
            return;
        }

        if (mediaType is ResponseMediaType.EventStream)
        {
            await streams!.Serve(http, request, isPost);
            return;
        }
        var way = isPost ? OperationWay.Post : OperationWay.Get;
        var executed = await operations.Execute(new(http.RequestServices, http.User, request, way, record), http.RequestAborted);
        var error = executed.Error;
        if (error is OperationRunner.HttpMethodError)
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            await (refusals?.Note(http, "mutation by GET") ?? Task.CompletedTask);
        }
        if (error is QueryGate.BusyError || error?.Code == ErrorCode.ReadModelsBehind.Text())
            http.Response.Headers.RetryAfter = "1";
        try
        {
            await Write(http, mediaType, Status(mediaType, executed.Result.Executed, error), executed);
        }
        catch (AccessLogException e) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "1";
            await Refuse(http, mediaType, StatusCodes.Status503ServiceUnavailable, ErrorCode.AccessLogAway, e.Message);
        }
    }

    /// <summary>The JSON of <c>data</c> of a query's answer, which nobody puts on record.</summary>
    /// <param name="scope">The services of the request.</param>
    /// <param name="request">The query.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task<byte[]> Data(IServiceProvider scope, GraphQLRequest request, CancellationToken cancellation)
    {
        var executed = await operations.Execute(new(scope, new(), request, OperationWay.Get, null), cancellation);
        var buffer = PooledBuffer.Pool.Get();
        try
        {
            var data = ResponseWriter.Write(buffer.Writer, executed.Result);
            return buffer.Written[data].ToArray();
        }
        finally
        {
            PooledBuffer.Pool.Return(buffer);
        }
    }

    private async Task<GraphQLRequest> ReadBody(HttpRequest http)
    {
        if (http.ContentLength > settings.MaxBodyBytes)
        {
            // Kestrel reads what is left of a body before the next request, but of none that is longer than it takes.
            if (http.ContentLength > http.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize)
                http.HttpContext.Response.Headers.Connection = "close";
            throw TooLarge();
        }
        var body = http.BodyReader;
        while (true)
        {
            var read = await Read(body, http.HttpContext.RequestAborted);
            var consumed = read.Buffer.Start;
            // However this ends, the read is finished: the connection can serve the next request only then.
            try
            {
                if (read.Buffer.Length > settings.MaxBodyBytes)
                {
                    consumed = read.Buffer.End;
                    throw TooLarge();
                }
                if (read.IsCompleted)
                {
                    consumed = read.Buffer.End;
                    return GraphQLRequestReader.Read(read.Buffer);
                }
            }
            finally
            {
                body.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    private static async ValueTask<ReadResult> Read(PipeReader body, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(cancellation);
        }
        // Of a compressed body: the libraries of the encodings throw either.
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new FormatException("The body is not what its Content-Encoding states, or too large.", e);
        }
    }

    private BadHttpRequestException TooLarge() =>
        new($"The body is larger than {settings.MaxBodyBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

    // By the specification: application/json has 200 for every request, graphql-response+json another status for one that was not executed.
    private static int Status(ResponseMediaType mediaType, bool executed, ExecutionError? error) => error switch
    {
        _ when executed => StatusCodes.Status200OK,
        OperationRunner.HttpMethodError => StatusCodes.Status405MethodNotAllowed,
        QueryGate.BusyError => StatusCodes.Status503ServiceUnavailable,
        _ when mediaType is not ResponseMediaType.GraphQLResponse => StatusCodes.Status200OK,
        TimeoutError => StatusCodes.Status503ServiceUnavailable,
        { Code: { } code } when code == ErrorCode.ReadModelsBehind.Text() || code == ErrorCode.AccessLogAway.Text() =>
            StatusCodes.Status503ServiceUnavailable,
        { Code: { } code } when code == ErrorCode.SignInNeeded.Text() => StatusCodes.Status401Unauthorized,
        { Code: { } code } when code == ErrorCode.AccessDenied.Text() || code == ErrorCode.PurposeMissing.Text() =>
            StatusCodes.Status403Forbidden,
        { Code: { } code } when code == ErrorCode.Internal.Text() => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Task Refuse(HttpContext http, ResponseMediaType mediaType, int status, ErrorCode code, string message) =>
        Send(http, mediaType, status, new ExecutionResult(new ExecutionError(message) { Code = code.Text() }), null);

    private Task Write(HttpContext http, ResponseMediaType mediaType, int status, ExecutedOperation executed) => Send(
        http, mediaType, status, executed.Result, data => operations.Keep(record, executed, data, http.RequestAborted));

    private static async Task Send(
        HttpContext http, ResponseMediaType mediaType, int status, ExecutionResult result, Func<ReadOnlyMemory<byte>, ValueTask>? before)
    {
        var buffer = PooledBuffer.Pool.Get();
        try
        {
            var data = ResponseWriter.Write(buffer.Writer, result);
            if (before is not null)
                await before(buffer.Written[data]);
            var response = http.Response;
            response.StatusCode = status;
            response.ContentType = mediaType is ResponseMediaType.GraphQLResponse ? MediaTypes.GraphQLResponse : MediaTypes.Json;
            response.Headers.XContentTypeOptions = "nosniff";
            await ResponseBody.Send(http, buffer.Written);
        }
        finally
        {
            PooledBuffer.Pool.Return(buffer);
        }
    }
}
