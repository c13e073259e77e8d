using Incidents.Api.BaseMaps;
using Incidents.Api.CommandLine;
using Incidents.Domain;
using NodaTime;

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

    /// <summary>Vector tiles of this host, which `incidents basemap` loaded; the URL contains `{z}`, `{x}` and `{y}`.</summary>
    Vector,
}

/// <summary>The map below the layers of the pages: settings <c>Dashboard:BaseMap:Kind</c>, <c>Url</c> and <c>Attribution</c>.</summary>
/// <remarks>
/// Without these settings it is the map that <c>incidents basemap</c> loaded. Without either the pages draw only data of the installation
/// and need no internet.
/// </remarks>
/// <param name="Kind">Its format.</param>
/// <param name="Url">Its URL: absolute, or a path of this host.</param>
/// <param name="Attribution">
/// The attribution on the map, as plain text, or null; where there are vector tiles beside a map of the settings, that of both.
/// </param>
public sealed record BaseMap(BaseMapKind Kind, string Url, string? Attribution)
{
    private static readonly BaseMapKind[] Configurable = [BaseMapKind.Raster, BaseMapKind.Style, BaseMapKind.Pmtiles];

    /// <summary>
    /// Address template of the vector tiles of this host, with `{z}` from 0 to 14, `{x}` and `{y}`; null where none are loaded. It changes
    /// with each load.
    /// </summary>
    public string? Tiles { get; init; }

    /// <summary>The rectangle around the data of the vector tiles, or null.</summary>
    public GeoBounds? Bounds { get; init; }

    /// <summary>The moment of the data of the vector tiles, or null where that is not known.</summary>
    public Instant? DataAt { get; init; }

    /// <summary>The origin that the pages must be allowed to load from, or null if it is this host.</summary>
    internal string? Origin => Url.StartsWith('/') ? null : new Uri(Placeholderless(Url)).GetLeftPart(UriPartial.Authority);

    /// <summary>Combines the map of the settings with the one that is loaded; the pages draw that of the settings.</summary>
    /// <param name="configured">The map of the settings, or null.</param>
    /// <param name="loaded">The map that is loaded, or null.</param>
    internal static BaseMap? Of(BaseMap? configured, LoadedBaseMap? loaded)
    {
        if (loaded is null)
            return configured;
        var tiles = TileEndpoint.Template(loaded.Version);
        string?[] attributions = [configured?.Attribution, loaded.Attribution];
        return (configured ?? new(BaseMapKind.Vector, tiles, null)) with
        {
            Attribution = string.Join(" · ", attributions.OfType<string>().Distinct()),
            Tiles = tiles,
            Bounds = loaded.Bounds,
            DataAt = loaded.DataAt,
        };
    }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="HostOptionsException">They are not valid.</exception>
    internal static BaseMap? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Dashboard:BaseMap");
        if (section["Url"] is not { Length: > 0 } url)
            return null;
        if (!Enum.TryParse<BaseMapKind>(section["Kind"] ?? nameof(BaseMapKind.Raster), ignoreCase: true, out var kind)
                || !Configurable.Contains(kind))
            throw new HostOptionsException(
                $"Dashboard:BaseMap:Kind is one of {string.Join(", ", Configurable)}, not {section["Kind"]}.");
        var isPath = url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal);
        if (!isPath && !(Uri.TryCreate(Placeholderless(url), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            throw new HostOptionsException($"Dashboard:BaseMap:Url is an http URL or a path that starts with /, not {url}.");
        return new(kind, url, section["Attribution"] is { Length: > 0 } named ? named : null);
    }

    private static string Placeholderless(string url) => url.Replace('{', '0').Replace('}', '0');
}
