using Incidents.Domain.Alerts;

namespace Incidents.Api.Data;

/// <summary>Reads the catalogue of the outcomes of alerts.</summary>
internal static class OutcomeCatalogues
{
    /// <summary>Reasons and meanings, from <c>outcomes.json</c>.</summary>
    /// <param name="folder">The folder of catalogues, or null for the one that comes with the program.</param>
    /// <exception cref="CatalogueException">The file is wrong.</exception>
    public static OutcomeCatalogue Read(string? folder = null)
    {
        var file = new CatalogueFile(folder, "outcomes.json");
        var reasons = file.Entries<OutcomeReason>("reasons", r => $"{r.Code} of {r.Outcome}", Fault);
        var resolutions = file.Entries<ResolutionMeaning>("resolutions", r => r.Code, r => CatalogueFile.CodeFault(r.Code));
        file.Read<OutcomeFile>();
        return file.Make(() => new OutcomeCatalogue(reasons, resolutions));
    }

    private static string? Fault(OutcomeReason reason) =>
        CatalogueFile.CodeFault(reason.Code)
        ?? (new[] { reason.NameEn, reason.NameRu, reason.NameKk }.Any(string.IsNullOrWhiteSpace) ? "a name is empty" : null);

    private sealed record OutcomeFile(string Source, OutcomeReason[] Reasons, ResolutionMeaning[] Resolutions);
}
