using Incidents.Api.CommandLine;

namespace Incidents.Api.Dashboard;

/// <summary>Format of a base map.</summary>
public enum BaseMapKind
{
    /// <summary>Raster tiles; the URL contains <c>{z}</c>, <c>{x}</c> and <c>{y}</c>.</summary>
    Raster,

    /// <summary>A MapLibre style with vector tiles.</summary>
    Style,

    /// <summary>A PMTiles archive of raster tiles.</summary>
    Pmtiles,
}

/// <summary>The map below the layers of the pages: settings <c>Dashboard:BaseMap:Kind</c>, <c>Url</c> and <c>Attribution</c>.</summary>
/// <remarks>Without a base map the pages draw only data of the installation and need no internet.</remarks>
/// <param name="Kind">Its format.</param>
/// <param name="Url">Its URL: absolute, or a path of this host.</param>
/// <param name="Attribution">The attribution on the map, as plain text, or null.</param>
public sealed record BaseMap(BaseMapKind Kind, string Url, string? Attribution)
{
    /// <summary>The origin that the pages must be allowed to load from, or null if it is this host.</summary>
    internal string? Origin => Url.StartsWith('/') ? null : new Uri(Placeholderless(Url)).GetLeftPart(UriPartial.Authority);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">They are not valid.</exception>
    internal static BaseMap? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Dashboard:BaseMap");
        if (section["Url"] is not { Length: > 0 } url)
            return null;
        if (!Enum.TryParse<BaseMapKind>(section["Kind"] ?? nameof(BaseMapKind.Raster), ignoreCase: true, out var kind)
                || !Enum.IsDefined(kind))
            throw new HostOptionsException(
                $"Dashboard:BaseMap:Kind is one of {string.Join(", ", Enum.GetNames<BaseMapKind>())}, not {section["Kind"]}.");
        var isPath = url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !(Uri.TryCreate(Placeholderless(url), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new HostOptionsException($"Dashboard:BaseMap:Url is an http URL or a path that starts with /, not {url}.");
        return new(kind, url, section["Attribution"] is { Length: > 0 } named ? named : null);
    }

    private static string Placeholderless(string url) => url.Replace('{', '0').Replace('}', '0');
}
