namespace Incidents.Api.Proofs.CaseExports;

/// <summary>Registers the exports of cases.</summary>
internal static class CaseExportServices
{
    /// <summary>Adds the services.</summary>
    public static void AddCaseExports(this IServiceCollection services) => services.AddSingleton<CaseExports>();
}
