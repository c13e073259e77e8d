using Incidents.Api.Alarms;
using Incidents.Api.Backups;
using Incidents.Api.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Cases.EvidenceFiles;

/// <summary>Registers the storage of evidence and its addresses.</summary>
internal static class EvidenceServices
{
    private const string Root = "/cases";

    /// <summary>Adds the services.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="keeps">Whether this host removes by itself what is over.</param>
    public static void AddEvidence(this IServiceCollection services, bool keeps)
    {
        services.AddOptions<EvidenceSettings>().BindConfiguration("Evidence");
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<EvidenceSettings>>().Value);
        services.AddSingleton<IEvidenceStore>(provider =>
        {
            var settings = provider.GetRequiredService<EvidenceSettings>();
            return settings.S3.Endpoint is { Length: > 0 } ? new S3Store(settings) : new FolderStore(FolderOf(settings.Folder), settings);
        });
        services.AddUpkeep<EvidenceFaults>();
        services.AddUpkeep<EvidenceUses>();
        services.AddSingleton<IAlarmCheck>(provider => provider.GetRequiredService<EvidenceFaults>());
        services.AddSingleton<IEvidenceDamage>(provider => provider.GetRequiredService<EvidenceFaults>());
        services.AddSingleton<EvidenceReader>();
        services.AddSingleton<EvidenceAccess>();
        services.AddSingleton<EvidenceAnswers>();
        services.AddSingleton<EvidenceUpkeep>();
        services.AddSingleton<UploadEndpoint>();
        services.AddSingleton<DownloadEndpoint>();
        if (keeps)
            services.AddHostedService(provider => provider.GetRequiredService<EvidenceUpkeep>());
    }

    /// <summary>Maps the addresses.</summary>
    public static void MapEvidence(this IEndpointRouteBuilder endpoints)
    {
        var upload = endpoints.ServiceProvider.GetRequiredService<UploadEndpoint>();
        var download = endpoints.ServiceProvider.GetRequiredService<DownloadEndpoint>();
        endpoints.MapPost($"{Root}/{{id:guid}}/evidence", (HttpContext http, Guid id) => upload.Handle(http, id))
            .WithMetadata(new DisableRequestSizeLimitAttribute()).WithDisplayName("Upload of evidence");
        endpoints.MapGet(
            $"{Root}/{{id:guid}}/evidence/{{evidenceId:guid}}",
            (HttpContext http, Guid id, Guid evidenceId) => download.Handle(http, id, evidenceId)).WithDisplayName("Download of evidence");
    }

    /// <summary>Whether a body is decompressed on its way in; evidence is taken as it is.</summary>
    public static bool IsDecompressed(HttpContext http) => !http.Request.Path.StartsWithSegments(Root);

    /// <summary>The folder of the bytes in a data folder.</summary>
    public static string FolderIn(string data) => Path.Combine(data, "evidence");

    // The host's own command line names the data folder.
    private static string FolderOf(string? folder) =>
        Path.GetFullPath(string.IsNullOrEmpty(folder) ? FolderIn(Path.Combine(Environment.CurrentDirectory, ".data")) : folder);
}
