using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Caching.Memory;

namespace Incidents.Api.GraphQL;

/// <summary>
/// Keeps the documents that were parsed and found valid, so that a query asked again is neither. What depends on more than the
/// document must hold on a hit too: a rule that looks at variables or at the user is registered as a service
/// (<see cref="IValidationRule"/>) and runs every time. Left to the core's rules alone, a hit would skip it, authorisation included.
/// </summary>
internal sealed class DocumentCache(GraphQLSettings settings, IEnumerable<IValidationRule> rules) : IConfigureExecution, IDisposable
{
    private readonly MemoryCache documents = new(new MemoryCacheOptions { SizeLimit = settings.DocumentCacheSize });
    private readonly IValidationRule[] rulesForNew = [.. DocumentValidator.CoreRules.Union(rules)];
    private readonly IValidationRule[] rulesForEvery = [.. rules];

    public float SortOrder => 200;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var query = options.Query;
        if (query is null || options.Document is not null)
            return await next(options);
        if (query.Length > settings.MaxQueryLength)
            return new ExecutionResult(new RequestError($"The query is longer than {settings.MaxQueryLength} characters.") { Code = "QUERY_TOO_LONG" });

        if (documents.TryGetValue(query, out GraphQLDocument? document))
        {
            options.Document = document;
            options.ValidationRules = rulesForEvery;
            return await next(options);
        }

        options.ValidationRules = rulesForNew;
        var keeper = new Keeper();
        options.Listeners.Add(keeper);
        var result = await next(options);
        if (keeper.Valid is { } valid)
            documents.Set(query, valid, new MemoryCacheEntryOptions { Size = query.Length });
        return result;
    }

    public void Dispose() => documents.Dispose();

    private sealed class Keeper : DocumentExecutionListenerBase
    {
        public GraphQLDocument? Valid { get; private set; }

        public override Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult)
        {
            if (validationResult.IsValid)
                Valid = context.Document;
            return Task.CompletedTask;
        }
    }
}
