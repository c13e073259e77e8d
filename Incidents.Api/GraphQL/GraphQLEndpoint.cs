using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Incidents.Api.GraphQL;

/// <summary>
/// GraphQL over HTTP: POST with a JSON body, GET for queries. A POST must be <c>application/json</c>, which no page of another site can
/// send without asking first (CORS preflight); a GET changes nothing.
/// </summary>
internal sealed class GraphQLEndpoint(
    IDocumentExecuter executer, ISchema schema, GraphQLSettings settings, AnswerErrors faults, IServiceProvider services)
{
    private const string GetAndPost = "GET, POST";
    private readonly bool hasExtensions = services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IAnswerExtension));

    public async Task HandleAsync(HttpContext http)
    {
        var isPost = HttpMethods.IsPost(http.Request.Method);
        var form = MediaTypes.Accepted(http.Request.Headers.Accept);
        if (!isPost && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Allow = GetAndPost;
            await RefuseAsync(http, form, StatusCodes.Status405MethodNotAllowed, "METHOD_NOT_ALLOWED", "Ask with POST, or with GET for a query.");
            return;
        }
        if (!isPost && form == AnswerForm.Html && !http.Request.Query.ContainsKey("query"))
        {
            await ExplorerPage.WriteAsync(http);
            return;
        }
        if (form is AnswerForm.None)
        {
            await RefuseAsync(http, form, StatusCodes.Status406NotAcceptable, "NOT_ACCEPTABLE", "Answers are application/graphql-response+json or application/json, in UTF-8.");
            return;
        }

        GraphQLAsk ask;
        try
        {
            if (!isPost)
            {
                ask = GraphQLRequestReader.Read(http.Request.Query);
            }
            else if (!MediaTypes.IsJson(http.Request.ContentType))
            {
                await RefuseAsync(http, form, StatusCodes.Status415UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8.");
                return;
            }
            else
            {
                ask = await ReadBodyAsync(http.Request);
            }
        }
        catch (FormatException e)
        {
            await RefuseAsync(http, form, StatusCodes.Status400BadRequest, "BAD_REQUEST", e.Message);
            return;
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(http, form, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "BODY_TOO_LARGE" : "BAD_REQUEST", e.Message);
            return;
        }

        // Before: an answer is then at least as fresh as its extensions say, and never less.
        var extensions = hasExtensions ? new Dictionary<string, object?>() : null;
        if (extensions is not null)
        {
            foreach (var extension in http.RequestServices.GetServices<IAnswerExtension>())
                await extension.WriteAsync(extensions, http.RequestAborted);
        }
        var result = await ExecuteAsync(http, ask, isPost);
        foreach (var (name, value) in extensions ?? [])
            (result.Extensions ??= []).TryAdd(name, value);
        var error = result.Errors is { Count: > 0 } errors ? errors[0] : null;
        if (error is HttpMethodError)
            http.Response.Headers.Allow = HttpMethods.Post;
        await WriteAsync(http, form, Status(form, result.Executed, error), result);
    }

    private Task<ExecutionResult> ExecuteAsync(HttpContext http, GraphQLAsk ask, bool isPost)
    {
        var options = new ExecutionOptions
        {
            Schema = schema,
            Query = ask.Query,
            OperationName = ask.OperationName,
            Variables = ask.Variables,
            Extensions = ask.Extensions,
            RequestServices = http.RequestServices,
            User = http.User,
            CancellationToken = http.RequestAborted,
            Timeout = settings.TimeLimit,
            TimeoutAction = TimeoutAction.ReturnTimeoutError,
            MaxParallelExecutionCount = settings.MaxParallelFields,
            UnhandledExceptionDelegate = faults.OnException,
        };
        if (!isPost)
            options.Listeners.Add(QueriesOnly.Instance);
        return executer.ExecuteAsync(options);
    }

    private async Task<GraphQLAsk> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > settings.MaxBodyBytes)
            throw TooLarge();
        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > settings.MaxBodyBytes)
                throw TooLarge();
            if (read.IsCompleted)
            {
                var ask = GraphQLRequestReader.Read(read.Buffer);
                body.AdvanceTo(read.Buffer.End);
                return ask;
            }
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private BadHttpRequestException TooLarge() => new($"The body is larger than {settings.MaxBodyBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>By the specification: JSON says 200 to whatever was a request, graphql-response+json tells by the status that nothing was executed.</summary>
    private static int Status(AnswerForm form, bool executed, ExecutionError? error) => error switch
    {
        _ when executed => StatusCodes.Status200OK,
        HttpMethodError => StatusCodes.Status405MethodNotAllowed,
        _ when form is not AnswerForm.GraphQLResponse => StatusCodes.Status200OK,
        TimeoutError => StatusCodes.Status503ServiceUnavailable,
        { Code: AnswerErrors.Internal } => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    private static Task RefuseAsync(HttpContext http, AnswerForm form, int status, string code, string message) =>
        WriteAsync(http, form, status, new ExecutionResult(new ExecutionError(message) { Code = code }));

    private static async Task WriteAsync(HttpContext http, AnswerForm form, int status, ExecutionResult result)
    {
        var buffer = PooledBuffer.Pool.Get();
        try
        {
            AnswerWriter.Write(buffer.Writer, result);
            var response = http.Response;
            response.StatusCode = status;
            response.ContentType = form is AnswerForm.GraphQLResponse ? MediaTypes.GraphQLResponse : MediaTypes.Json;
            response.ContentLength = buffer.Written.Length;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.Vary = "Accept";
            await response.BodyWriter.WriteAsync(buffer.Written, http.RequestAborted);
        }
        finally
        {
            PooledBuffer.Pool.Return(buffer);
        }
    }

    private sealed class HttpMethodError() : RequestError("Ask for anything but a query with POST.");

    private sealed class QueriesOnly : DocumentExecutionListenerBase
    {
        public static QueriesOnly Instance { get; } = new();

        public override Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult) =>
            context.Operation.Operation == OperationType.Query ? Task.CompletedTask : throw new HttpMethodError { Code = "METHOD_NOT_ALLOWED" };
    }
}
