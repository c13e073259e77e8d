using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;
using Incidents.Domain;
using Microsoft.Extensions.Caching.Memory;

namespace Incidents.Api.GraphQL;

/// <summary>Caches valid documents, so that a repeated query is neither parsed nor validated again.</summary>
/// <remarks>
/// A rule that depends on more than the document, such as variables or the user, is registered as a service
/// (<see cref="IValidationRule"/>) and runs for every request. As one of the core's rules it would be skipped on a hit, which
/// includes authorisation.
/// </remarks>
internal sealed class DocumentCache(GraphQLSettings settings, IEnumerable<IValidationRule> rules) : IConfigureExecution, IDisposable
{
    private readonly MemoryCache documents = new(new MemoryCacheOptions { SizeLimit = settings.DocumentCacheSize });
    private readonly IValidationRule[] rulesOnMiss = [new EqualNamesRule(settings), .. DocumentValidator.CoreRules.Union(rules)];
    private readonly IValidationRule[] rulesOnHit = [.. rules];

    public float SortOrder => 200;

    public async Task<ExecutionResult> ExecuteAsync(ExecutionOptions options, ExecutionDelegate next)
    {
        var query = options.Query;
        if (query is null || options.Document is not null)
            return await next(options);
        if (query.Length > settings.MaxQueryLength)
        {
            return new ExecutionResult(new RequestError($"The query is longer than {settings.MaxQueryLength} characters.")
            {
                Code = ErrorCode.QueryTooLong.Text(),
            });
        }

        if (documents.TryGetValue(query, out GraphQLDocument? document))
        {
            options.Document = document;
            options.ValidationRules = rulesOnHit;
            return await next(options);
        }

        options.ValidationRules = rulesOnMiss;
        var validated = new ValidDocument();
        options.Listeners.Add(validated);
        var result = await next(options);
        if (validated.Document is { } valid)
            documents.Set(query, valid, new MemoryCacheEntryOptions { Size = query.Length });
        return result;
    }

    public void Dispose() => documents.Dispose();

    private sealed class ValidDocument : DocumentExecutionListenerBase
    {
        public GraphQLDocument? Document { get; private set; }

        public override Task AfterValidationAsync(IExecutionContext context, IValidationResult validationResult)
        {
            if (validationResult.IsValid)
                Document = context.Document;
            return Task.CompletedTask;
        }
    }
}
