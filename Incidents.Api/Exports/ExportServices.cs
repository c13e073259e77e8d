using Incidents.Api.GraphQL;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Upkeep;
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
        services.AddSingleton<ExportTurns>();
        services.AddExport<IncidentExport, IncidentRow, IncidentFilter, IncidentOrder>();
        services.AddExport<UpkeepExport, UpkeepTaskRow, UpkeepTaskFilter, UpkeepOrder>();
    }

    /// <summary>Maps the addresses.</summary>
    public static void MapExports(this IEndpointRouteBuilder endpoints)
    {
        foreach (var endpoint in endpoints.ServiceProvider.GetServices<ExportEndpoint>())
        {
            endpoints.Map($"/export/{endpoint.List}.csv", http => endpoint.Handle(http, new CsvWriter(), "csv"))
                .WithDisplayName($"Export {endpoint.List} as CSV");
            endpoints.Map($"/export/{endpoint.List}.ndjson", http => endpoint.Handle(http, new NdjsonWriter(), "ndjson"))
                .WithDisplayName($"Export {endpoint.List} as NDJSON");
        }
    }

    private static void AddExport<TList, TRow, TFilter, TOrder>(this IServiceCollection services)
        where TList : ExportList<TRow, TFilter, TOrder> where TFilter : class where TOrder : struct, Enum =>
        services.AddSingleton<ExportList<TRow, TFilter, TOrder>, TList>()
            .AddSingleton<ExportEndpoint, ExportEndpoint<TRow, TFilter, TOrder>>();
}
