using System.IO.Compression;
using Incidents.Api.Store;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.BaseMaps;

/// <summary>Serves the tiles of the base map at <c>/tiles/{z}/{x}/{y}.mvt</c>.</summary>
/// <remarks>
/// They are compressed when they are made and sent as they are stored. An address with the version of the load never changes its tile, so
/// that browsers keep it; without a version they ask again each time and are told that nothing has changed.
/// </remarks>
internal static class TileEndpoint
{
    /// <summary>Where the addresses of tiles begin.</summary>
    public const string Path = "/tiles";

    /// <summary>The greatest zoom that has tiles.</summary>
    public const int MostZoom = 14;

    private const string Type = "application/vnd.mapbox-vector-tile";

    /// <summary>The address template of a load's tiles.</summary>
    /// <param name="version">The load.</param>
    public static string Template(Guid version) => $"{Path}/{{z}}/{{x}}/{{y}}.mvt?v={Short(version)}";

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods(
        Path + "/{z:int}/{x:int}/{y:int}.mvt", [HttpMethods.Get, HttpMethods.Head], Serve).ExcludeFromDescription();

    private static async Task<IResult> Serve(int z, int x, int y, HttpContext http, BaseMapReader reader)
    {
        if (z is < 0 or > MostZoom || x < 0 || y < 0 || x >= 1 << z || y >= 1 << z)
            return Results.NotFound();
        ServedTile? tile;
        try
        {
            tile = await reader.Tile(z, x, y, http.RequestAborted);
        }
        catch (Exception e) when (StoreFault.IsAway(e))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        if (tile is null)
            return Results.NotFound();
        var headers = http.Response.Headers;
        headers.CacheControl = http.Request.Query["v"] == Short(tile.Version) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (tile.Content is not { } content)
            return Results.NoContent();
        headers.Vary = HeaderNames.AcceptEncoding;
        var accepts = http.Request.GetTypedHeaders().AcceptEncoding.Any(a => a.Value is { Value: "gzip" or "*" } && a.Quality is not 0);
        if (accepts)
            headers.ContentEncoding = "gzip";
        var tag = new EntityTagHeaderValue($"\"{Short(tile.Version)}{(accepts ? "" : "-identity")}\"");
        return Results.Bytes(accepts ? content : Decompress(content), Type, entityTag: tag);
    }

    private static string Short(Guid version) => version.ToString("N")[..12];

    private static byte[] Decompress(byte[] content)
    {
        using var tile = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
            gzip.CopyTo(tile);
        return tile.ToArray();
    }
}
