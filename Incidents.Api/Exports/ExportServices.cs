using Incidents.Api.GraphQL;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Exports;

/// <summary>Registers the exports and their addresses.</summary>
internal static class ExportServices
{
    /// <summary>Adds the services.</summary>
    public static void AddExports(this IServiceCollection services)
    {
        services.AddOptions<ExportSettings>().BindConfiguration("Exports");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ExportSettings>>().Value);
        services.AddSingleton<ListArguments>();
        services.AddSingleton<ExportEndpoint>();
    }

    /// <summary>Maps the addresses.</summary>
    public static void MapExports(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<ExportEndpoint>();
        endpoints.Map("/export/incidents.csv", http => endpoint.Handle(http, new CsvWriter(), "csv")).WithDisplayName("Export as CSV");
        endpoints.Map("/export/incidents.ndjson", http => endpoint.Handle(http, new NdjsonWriter(), "ndjson"))
            .WithDisplayName("Export as NDJSON");
    }
}
