using Incidents.Api.Alarms;
using Incidents.Api.Store;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Registers the storage of evidence and its addresses.</summary>
internal static class EvidenceServices
{
    private const string FolderName = "evidence";

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="keeps">Whether this host removes by itself what is over.</param>
    public static void AddEvidence(this IServiceCollection services, bool keeps)
    {
        services.AddOptions<EvidenceSettings>().BindConfiguration("Evidence");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<EvidenceSettings>>().Value);
        services.AddSingleton<IEvidenceStore>(provider =>
            provider.GetRequiredService<EvidenceSettings>() is { S3.Endpoint.Length: > 0 } remote
                ? new S3Store(remote.S3)
                : new FolderStore(FolderOf(provider), provider.GetRequiredService<EvidenceSettings>()));
        services.AddUpkeep<EvidenceFaults>();
        services.AddUpkeep<EvidenceContents>();
        services.AddSingleton<IAlarmCheck>(provider => provider.GetRequiredService<EvidenceFaults>());
        services.AddSingleton<EvidenceReader>();
    }

    private static string FolderOf(IServiceProvider provider) =>
        provider.GetRequiredService<EvidenceSettings>().Folder is { Length: > 0 } folder ? Path.GetFullPath(folder)
        : Path.Combine(provider.GetService<HostOptions>()?.DataDirectory ?? Path.Combine(HostOptions.Home(), ".data"), FolderName);
}
