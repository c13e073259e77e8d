namespace Incidents.Api.Dashboard;

/// <summary>Serves the product's icon at <c>/favicon.ico</c>, where browsers look for that of a page that names none.</summary>
/// <remarks>It is part of the program, so that GraphiQL and the plain form have it where the pages are not built.</remarks>
internal static class Icon
{
    private static readonly byte[] Picture = Read();

    /// <summary>Maps the address.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/favicon.ico", [HttpMethods.Get, HttpMethods.Head], (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=86400";
            return Results.Bytes(Picture, "image/svg+xml");
        }).ExcludeFromDescription().AllowAnonymous();

    private static byte[] Read()
    {
        using var resource = typeof(Icon).Assembly.GetManifestResourceStream("icon.svg")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
