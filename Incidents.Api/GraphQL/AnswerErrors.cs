using System.Diagnostics;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;

namespace Incidents.Api.GraphQL;

/// <summary>What the asker is told of an error: a stable code, never an exception.</summary>
internal sealed partial class AnswerErrors(ILogger<AnswerErrors> logger)
{
    /// <summary>A value that the types allow and the field does not, or that cannot be read.</summary>
    public const string BadInput = "BAD_INPUT";

    /// <summary>A fault of ours; the log has it under the trace id.</summary>
    public const string Internal = "INTERNAL";

    /// <summary>The request took longer than it may.</summary>
    public const string TimeLimit = "TIME_LIMIT";

    /// <summary>PostgreSQL does not answer.</summary>
    public const string StoreAway = "STORE_AWAY";

    /// <summary>GraphQL.NET asks here what an exception becomes: a refusal is told as it is, anything else is logged and masked.</summary>
    public Task OnException(UnhandledExceptionContext context)
    {
        context.Exception = context.OriginalException switch
        {
            RefusedException refused => Refusal(refused),
            OperationCanceledException when context.ExecutionOptions.CancellationToken.IsCancellationRequested => context.OriginalException,
            Npgsql.NpgsqlException away when away is not Npgsql.PostgresException || away.IsTransient => new ExecutionError("The store does not answer; ask again later.") { Code = StoreAway },
            var fault => Fault(fault, context.FieldContext?.FieldDefinition.Name),
        };
        return Task.CompletedTask;
    }

    /// <summary>Message and extensions of an error as they are written.</summary>
    public static (string Message, IReadOnlyDictionary<string, object?> Extensions) Describe(ExecutionError error)
    {
        var (code, message) = error switch
        {
            TimeoutError => (TimeLimit, "The request took longer than it may; ask for less."),
            { Code: "INVALID_VALUE" or "INVALID_LITERAL" } => (BadInput, IsMeantForAsker(error.InnerException) ? error.Message : "A value cannot be read."),
            _ => (error.Code ?? BadInput, error.Message),
        };
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (error is ValidationError { Number: { } number })
            extensions["number"] = number;
        if (error.Extensions is { } more)
        {
            foreach (var (key, value) in more)
                extensions[key] = value;
        }
        return (message, extensions);
    }

    /// <summary>GraphQL.NET repeats what a scalar or an input's constructor says; only of these is it said to the asker.</summary>
    private static bool IsMeantForAsker(Exception? cause) =>
        cause is null or ExecutionError or FormatException or ArgumentException or OverflowException or InvalidOperationException;

    private static ExecutionError Refusal(RefusedException refused)
    {
        var error = new ExecutionError(refused.Message) { Code = refused.Refusal.Code, Extensions = [] };
        if (refused.Refusal.Field is { } field)
            error.Extensions["field"] = field;
        if (refused.CurrentVersion is { } version)
            error.Extensions["currentVersion"] = version;
        return error;
    }

    public ExecutionError Fault(Exception fault, string? field)
    {
        var trace = (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
        LogFault(logger, fault, field ?? "(none)", trace);
        return new ExecutionError("Something went wrong here. The log has it under the trace id.")
        {
            Code = Internal,
            Extensions = new() { ["traceId"] = trace },
        };
    }

    [LoggerMessage(LogLevel.Error, "GraphQL field {Field} failed; told the asker trace id {TraceId}")]
    private static partial void LogFault(ILogger logger, Exception fault, string field, string traceId);
}
