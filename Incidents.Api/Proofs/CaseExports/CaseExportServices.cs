namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Registers the exports of cases and their address.</summary>
internal static class CaseExportServices
{
    /// <summary>Adds the services.</summary>
    public static void AddCaseExports(this IServiceCollection services)
    {
        services.AddSingleton<CaseExports>();
        services.AddSingleton<ExportRecord>();
        services.AddSingleton<CaseExportEndpoint>();
    }

    /// <summary>Maps the address.</summary>
    public static void MapCaseExports(this IEndpointRouteBuilder endpoints)
    {
        CaseExportEndpoint.RemoveLeft();
        var endpoint = endpoints.ServiceProvider.GetRequiredService<CaseExportEndpoint>();
        endpoints.MapGet("/export/case/{id:guid}.zip", endpoint.Handle).WithDisplayName("Export a case");
    }
}
