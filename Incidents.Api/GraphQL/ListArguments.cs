using GraphQL;
using GraphQL.Instrumentation;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Incidents.Domain;

namespace Incidents.Api.GraphQL;

/// <summary>Reads the filter and order of a list from JSON, as its field in GraphQL reads them from variables.</summary>
/// <remarks>So the same values are refused, with the same codes and messages.</remarks>
internal sealed class ListArguments(ISchema schema, IDocumentValidator validator)
{
    /// <summary>The arguments.</summary>
    /// <typeparam name="TFilter">Type of the filter.</typeparam>
    /// <typeparam name="TOrder">Type of the order.</typeparam>
    /// <param name="list">Name of the list's field of <c>Query</c>.</param>
    /// <param name="filter">The filter as JSON, or null.</param>
    /// <param name="order">Name of the order; null for the default one.</param>
    /// <param name="services">Services of the request.</param>
    /// <exception cref="RefusedException">The filter or the order is not valid.</exception>
    public async Task<(TFilter? Filter, TOrder Order)> Read<TFilter, TOrder>(
        string list, string? filter, string? order, IServiceProvider services)
        where TFilter : class where TOrder : struct, Enum
    {
        var (filterType, orderType) = (TypeNames.Input(typeof(TFilter)), TypeNames.Output(typeof(TOrder)));
        var arguments = order is null ? "filter: $filter" : "filter: $filter, order: $order";
        var variables = order is null ? $"$filter: {filterType}" : $"$filter: {filterType}, $order: {orderType}!";
        var document = Parser.Parse($"query({variables}) {{ {list}({arguments}) {{ totalCount }} }}");
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var values = new Dictionary<string, object?>();
        try
        {
            if (GraphQLRequestReader.Variables(filter, "filter") is { } members)
                values["filter"] = new Dictionary<string, object?>(members);
        }
        catch (FormatException e)
        {
            throw RefusedException.BadInput("filter", e.Message);
        }
        if (order is not null)
            values["order"] = order;
        var result = await validator.ValidateAsync(new()
        {
            Schema = schema,
            Document = document,
            Operation = operation,
            Variables = new(values),
            Extensions = Inputs.Empty,
            UserContext = new Dictionary<string, object?>(),
            Metrics = Metrics.None,
            RequestServices = services,
            Rules = DocumentValidator.CoreRules,
        });
        if (!result.IsValid)
        {
            var (message, extensions) = ErrorMapper.Describe(result.Errors[0]);
            var code = ErrorCodes.Find((string)extensions["code"]!) ?? ErrorCode.ValidationFailed;
            throw new RefusedException(new(code, message, message.Contains("$order", StringComparison.Ordinal) ? "order" : "filter"));
        }
        var field = operation.SelectionSet.Selections.OfType<GraphQLField>().Single();
        var read = result.ArgumentValues![field];
        foreach (var (name, argument) in read)
        {
            if (ArgumentChecks.Fault(services, name, argument.Value, isMutation: false) is { } fault)
                throw new RefusedException(fault);
        }
        return (
            read.TryGetValue("filter", out var ofFilter) ? ofFilter.Value as TFilter : null,
            read.TryGetValue("order", out var ofOrder) && ofOrder.Value is TOrder given ? given : default);
    }
}
