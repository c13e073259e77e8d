using System.Diagnostics;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.Exceptions;
using Incidents.Api.Store;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Maps exceptions to the errors of a response: each has a stable code, and none shows the exception.</summary>
internal sealed partial class ErrorMapper(ILogger<ErrorMapper> logger)
{
    /// <summary>The rule that a value fits its type, whether it is a literal or a variable.</summary>
    private const string ValueRule = "VALUES_OF_CORRECT_TYPE";

    /// <summary>Maps an exception of a resolver: a refusal keeps its code and message, anything else is logged and masked.</summary>
    public Task OnException(UnhandledExceptionContext context)
    {
        context.Exception = context.OriginalException switch
        {
            RefusedException refused => Refusal(refused),
            GraphQLMaxDepthExceededException => new RequestError("The query nests values or selections too deeply.")
            {
                Code = ErrorCode.QueryTooDeep.Text(),
            },
            OperationCanceledException when context.ExecutionOptions.CancellationToken.IsCancellationRequested => context.OriginalException,
            var away when StoreFault.IsAway(away) =>
                new ExecutionError(
                    away is StoreUnavailableException ? away.Message : "The database cannot be reached; try again later.")
                {
                    Code = ErrorCode.StoreAway.Text(),
                },
            var fault => Fault(fault, context.FieldContext?.FieldDefinition.Name),
        };
        return Task.CompletedTask;
    }

    /// <summary>The message and the extensions of an error in the response.</summary>
    public static (string Message, IReadOnlyDictionary<string, object?> Extensions) Describe(ExecutionError error)
    {
        var (code, message) = error switch
        {
            TimeoutError => (ErrorCode.TimeLimit.Text(), "The request exceeded the time limit; request less."),
            { Code: "INVALID_VALUE" or "INVALID_LITERAL" } =>
                (ValueRule, IsMeantForClient(error.InnerException) ? error.Message : "A value cannot be read."),
            { Code: "ARGUMENTS_OF_CORRECT_TYPE" or "DEFAULT_VALUES_OF_CORRECT_TYPE" } => (ValueRule, error.Message),
            _ => (error.Code ?? ErrorCode.BadInput.Text(), error.Message),
        };
        // Any other code is the name of a rule of the library.
        var extensions = ErrorCodes.Find(code) is null
            ? new Dictionary<string, object?> { ["code"] = ErrorCode.ValidationFailed.Text(), ["rule"] = code }
            : new Dictionary<string, object?> { ["code"] = code };
        if (error is ValidationError { Number: { } number })
            extensions["number"] = number;
        if (error.Extensions is { } more)
        {
            foreach (var (key, value) in more)
                extensions[key] = value;
        }
        return (message, extensions);
    }

    /// <summary>Logs an unexpected exception and gives the error that replaces it in the response.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="field">The field that failed, or null.</param>
    public ExecutionError Fault(Exception fault, string? field)
    {
        var trace = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        LogFault(logger, fault, field ?? "(none)", trace);
        return new ExecutionError("An internal error occurred. The server's log contains it with the trace id.")
        {
            Code = ErrorCode.Internal.Text(),
            Extensions = new() { ["traceId"] = trace },
        };
    }

    // GraphQL.NET copies the message of whatever a scalar or the constructor of an input throws; these types carry messages for the client.
    private static bool IsMeantForClient(Exception? cause) =>
        cause is null or ExecutionError or FormatException or ArgumentException or OverflowException or InvalidOperationException;

    private static ExecutionError Refusal(RefusedException refused)
    {
        var error = new ExecutionError(refused.Message) { Code = refused.Refusal.Code.Text(), Extensions = [] };
        if (refused.Refusal.Field is { } field)
            error.Extensions["field"] = field;
        if (refused.CurrentVersion is { } version)
            error.Extensions["currentVersion"] = version;
        foreach (var (name, value) in refused.Details ?? new Dictionary<string, object?>())
            error.Extensions[name] = value;
        return error;
    }

    [LoggerMessage(LogLevel.Error, "GraphQL field {Field} failed; trace id {TraceId}")]
    private static partial void LogFault(ILogger logger, Exception fault, string field, string traceId);
}
