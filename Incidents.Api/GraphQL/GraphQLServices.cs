using System.Collections.Concurrent;
using System.Reflection;
using GraphQL;
using GraphQL.DI;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Registers the GraphQL server.</summary>
public static class GraphQLServices
{
    /// <summary>
    /// Adds the schema of the classes marked <see cref="QueryTypeAttribute"/>, <see cref="MutationTypeAttribute"/>,
    /// <see cref="SubscriptionTypeAttribute"/> and <see cref="ExtendObjectTypeAttribute"/>, and registers these as scoped services.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="assemblies">The assemblies of the classes.</param>
    /// <param name="configure">Changes limits after the configuration is read.</param>
    public static IServiceCollection AddIncidentsGraphQL(
        this IServiceCollection services, IEnumerable<Assembly> assemblies, Action<GraphQLSettings>? configure = null)
    {
        var contributors = new SchemaContributors(assemblies);
        services.AddOptions<GraphQLSettings>().BindConfiguration("GraphQL").Configure(settings => configure?.Invoke(settings));
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLSettings>>().Value);
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        foreach (var type in contributors.Instantiated)
            services.TryAddScoped(type);

        services.AddScoped<QueryWarnings>();
        services.AddSingleton<ErrorMapper>();
        // Rules that depend on variables or on the user; DocumentCache describes why they are registered as services.
        services.AddSingleton<IValidationRule>(FieldArgumentsAreValidRule.Instance);
        services.AddSingleton<IValidationRule, CostRule>();
        services.AddSingleton<IArgumentCheck, ArgumentLimits>();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<IConfigureExecution>(provider => provider.GetRequiredService<DocumentCache>());
        services.AddSingleton(new ExecutionStrategyRegistration(new DirectJsonExecution(), OperationType.Query));
        services.AddSingleton(new ExecutionStrategyRegistration(new DirectJsonExecution(), OperationType.Subscription));
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<QueryGate>();
        services.AddSingleton<GraphQLEndpoint>();
        services.AddSchema(contributors);
        services.AddGraphQL(graphql => graphql.AddSchema<IncidentsSchema>().AddSystemTextJson().ValidateServices());
        return services;
    }

    /// <summary>Adds the schema without the services of the resolvers, which only a request needs.</summary>
    internal static void AddSchema(this IServiceCollection services, SchemaContributors contributors)
    {
        services.AddSingleton(contributors);
        services.AddSingleton<IncidentsSchema>();
        services.AddSingleton<IGraphTypeMappingProvider, GraphTypes>();
        foreach (var type in GraphTypes.All)
            services.AddTransient(type);
    }

    /// <summary>Maps GraphQL over HTTP at the path, with the explorer page for a browser and the schema as text.</summary>
    /// <remarks>
    /// The schema is built here, so that an error in it, or a service that is not registered, prevents the start of the host.
    /// </remarks>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path)
    {
        var schema = endpoints.ServiceProvider.GetRequiredService<ISchema>();
        schema.Initialize();
        var view = endpoints.ServiceProvider.GetService<ISchemaView>();
        var texts = new ConcurrentDictionary<ulong, string>();
        ExplorerPage.MapFiles(endpoints, path);
        endpoints.MapGet(path + SchemaText.Path, () => Results.Text(texts.GetOrAdd(view?.Key ?? 0, _ => SchemaText.Of(schema, view))))
            .WithDisplayName("GraphQL schema");
        var endpoint = endpoints.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        return endpoints.Map(path, endpoint.Handle).WithDisplayName("GraphQL");
    }
}
