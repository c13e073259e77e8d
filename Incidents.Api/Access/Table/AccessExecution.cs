using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Validation;
using Incidents.Domain;

namespace Incidents.Api.Access.Table;

/// <summary>Refuses whoever has not signed in, and keeps names of the schema out of errors.</summary>
/// <remarks>
/// GraphQL.NET suggests names that resemble a wrong one. Only a caller who may use everything reads these suggestions: for any other they
/// could name a field that is not theirs.
/// </remarks>
internal sealed class AccessExecution : IConfigureExecution
{
    private const string Suggestion = " Did you mean ";

    /// <summary>Around the cache of documents.</summary>
    public float SortOrder => 100;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var caller = Callers.Current;
        if (caller.IsAnonymous)
        {
            return new(new RequestError("Nobody has signed in, or the session has ended.")
            {
                Code = ErrorCode.SignInNeeded.Text(),
            });
        }
        var result = await next(options);
        if (result.Errors is not { Count: > 0 } errors || DataClasses.IsEverything(DataClasses.Of(caller)))
            return result;
        var shown = new ExecutionErrors();
        foreach (var error in errors)
            shown.Add(WithoutSuggestion(error));
        result.Errors = shown;
        return result;
    }

    private static ExecutionError WithoutSuggestion(ExecutionError error)
    {
        var end = error.Message.IndexOf(Suggestion, StringComparison.Ordinal);
        if (end < 0)
            return error;
        var shown = new ValidationError(default, (error as ValidationError)?.Number, error.Message[..end])
        {
            Code = error.Code,
            Extensions = error.Extensions,
            Path = error.Path,
        };
        foreach (var location in error.Locations ?? [])
            shown.AddLocation(location);
        return shown;
    }
}
