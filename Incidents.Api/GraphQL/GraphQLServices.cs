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
    /// Adds the schema of the classes marked <see cref="QueryTypeAttribute"/>, <see cref="MutationTypeAttribute"/> and
    /// <see cref="ExtendObjectTypeAttribute"/>, and registers them and the batch loaders as scoped services.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="assemblies">Where to look for the classes.</param>
    /// <param name="configure">Sets limits other than the default ones.</param>
    public static IServiceCollection AddIncidentsGraphQL(this IServiceCollection services, IEnumerable<Assembly> assemblies, Action<GraphQLSettings>? configure = null)
    {
        var slices = new Slices(assemblies);
        services.AddOptions<GraphQLSettings>().BindConfiguration("GraphQL").Configure(settings => configure?.Invoke(settings));
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<GraphQLSettings>>().Value);
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        foreach (var type in slices.Instantiated.Concat(slices.Loaders))
            services.TryAddScoped(type);

        services.AddSingleton<AnswerErrors>();
        // Rules that look at variables or at the user: DocumentCache says why they stand apart from the core's.
        services.AddSingleton<IValidationRule>(FieldArgumentsAreValidRule.Instance);
        services.AddSingleton<IValidationRule, CostRule>();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<IConfigureExecution>(provider => provider.GetRequiredService<DocumentCache>());
        services.AddSingleton(new ExecutionStrategyRegistration(new ShapedExecution(), OperationType.Query));
        services.AddSingleton<GraphQLEndpoint>();
        services.AddSchema(slices);
        services.AddGraphQL(graphql => graphql.AddSchema<IncidentsSchema>().AddSystemTextJson().ValidateServices());
        return services;
    }

    /// <summary>The schema alone: no resolver's services are asked for until something is resolved.</summary>
    internal static void AddSchema(this IServiceCollection services, Slices slices)
    {
        services.AddSingleton(slices);
        services.AddSingleton<IncidentsSchema>();
        services.AddSingleton<IGraphTypeMappingProvider, GraphTypes>();
        foreach (var type in GraphTypes.All)
            services.AddTransient(type);
    }

    /// <summary>
    /// Answers GraphQL requests at the path; a browser that opens it sees a page to try queries on. The schema is built here, so that
    /// a mistake in it, or a service that a resolver asks for and nobody registered, stops the host from starting.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string path)
    {
        var schema = endpoints.ServiceProvider.GetRequiredService<ISchema>();
        schema.Initialize();
        var sdl = new Lazy<string>(() => SchemaText.Of(schema));
        ExplorerPage.MapFiles(endpoints, path);
        endpoints.MapGet(path + SchemaText.Path, () => Results.Text(sdl.Value)).WithDisplayName("GraphQL schema");
        var endpoint = endpoints.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        return endpoints.Map(path, endpoint.HandleAsync).WithDisplayName("GraphQL");
    }
}
