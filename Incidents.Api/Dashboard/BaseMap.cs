namespace Incidents.Api.Dashboard;

/// <summary>How a base map comes.</summary>
public enum BaseMapKind
{
    /// <summary>Pictures, by an address with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>.</summary>
    Raster,

    /// <summary>A MapLibre style with vector tiles.</summary>
    Style,

    /// <summary>One PMTiles archive of pictures.</summary>
    Pmtiles,
}

/// <summary>
/// The map that lies under the pages' own: settings <c>Dashboard:BaseMap:Kind</c>, <c>Url</c> and <c>Attribution</c>. Without one the pages draw
/// what the installation knows itself, and need no internet.
/// </summary>
/// <param name="Kind">How it comes.</param>
/// <param name="Url">Its address: absolute, or a path of this host.</param>
/// <param name="Attribution">Whom to name on the map, as plain text, or null.</param>
public sealed record BaseMap(BaseMapKind Kind, string Url, string? Attribution)
{
    /// <summary>The other server that the pages must be allowed to ask, or null where it is this host.</summary>
    internal string? Origin => Url.StartsWith('/') ? null : new Uri(Placeholderless(Url)).GetLeftPart(UriPartial.Authority);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">They name no map that can be shown.</exception>
    internal static BaseMap? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Dashboard:BaseMap");
        if (section["Url"] is not { Length: > 0 } url)
            return null;
        if (!Enum.TryParse<BaseMapKind>(section["Kind"] ?? nameof(BaseMapKind.Raster), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw new HostOptionsException($"Dashboard:BaseMap:Kind is {string.Join(", ", Enum.GetNames<BaseMapKind>())}, not {section["Kind"]}.");
        var isPath = url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !(Uri.TryCreate(Placeholderless(url), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new HostOptionsException($"Dashboard:BaseMap:Url is an http address or a path that begins with /, not {url}.");
        return new(kind, url, section["Attribution"] is { Length: > 0 } named ? named : null);
    }

    private static string Placeholderless(string url) => url.Replace('{', '0').Replace('}', '0');
}
