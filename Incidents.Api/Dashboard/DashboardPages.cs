using Incidents.Api.BaseMaps;
using Incidents.Api.CommandLine;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Incidents.Api.Dashboard;

/// <summary>Serves the pages that <c>npm run build</c> in <c>Incidents.Dashboard</c> makes.</summary>
/// <remarks>
/// A path that is not a file is a route of the pages and gets the start page, whose script resolves it. The paths of the programming
/// interfaces are never pages.
/// </remarks>
internal sealed class DashboardPages
{
    private const string Folder = "dashboard";
    private const string Start = "index.html";
    private const string Assets = "assets/";

    private const string NotBuilt = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Incidents</title>
        <h1>Incidents</h1>
        <p>The pages are not built yet. With Node 20.19 or newer, in the folder <code>Incidents.Dashboard</code>:</p>
        <pre>npm ci &amp;&amp; npm run build</pre>
        <p>Then start Incidents again with <code>./run</code>. <a href="/graphql">GraphQL</a> is there already.</p>
        """;

    private static readonly PathString[] Interfaces = ["/graphql", "/ingest", "/health", "/session", TileEndpoint.Path];
    private static readonly FileExtensionContentTypeProvider Types = new();

    // The files that the build compresses, the smallest first.
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    private readonly IFileProvider files;
    private readonly string policy;

    private DashboardPages(IFileProvider files, BaseMap? baseMap)
    {
        this.files = files;
        var elsewhere = baseMap?.Origin is { } origin ? $" {origin}" : "";
        // Styles may be inline: component libraries set them. Scripts may not. MapLibre starts its worker from a blob.
        policy = $"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{elsewhere}; " +
            $"connect-src 'self'{elsewhere}; worker-src 'self' blob:; " +
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    /// <summary>Handles requests without a mapped endpoint.</summary>
    /// <exception cref="HostOptionsException">The settings of the base map are not valid.</exception>
    public static void Use(WebApplication app)
    {
        var pages = new DashboardPages(app.Environment.WebRootFileProvider, BaseMap.From(app.Configuration));
        app.Use((http, next) => http.GetEndpoint() is null && IsForPages(http.Request)
            ? pages.Serve(http, http.Request.Path.Value!.TrimStart('/')).ExecuteAsync(http)
            : next(http));
    }

    private static bool IsForPages(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Array.Exists(Interfaces, i => request.Path.StartsWithSegments(i));

    private IResult Serve(HttpContext http, string path)
    {
        if (path.Length > 0 && Find(path) is { } file)
            return File(http, path, file);
        if (path.Length > 0 && (Path.HasExtension(path) || path.StartsWith(Assets, StringComparison.Ordinal)))
            return Results.NotFound();
        return Find(Start) is { } start ? File(http, Start, start)
            : path.Length > 0 ? Results.NotFound()
            : Results.Content(NotBuilt, "text/html; charset=utf-8");
    }

    private IFileInfo? Find(string path) =>
        files.GetFileInfo($"{Folder}/{path}") is { Exists: true, IsDirectory: false } file ? file : null;

    private IResult File(HttpContext http, string path, IFileInfo file)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = path.StartsWith(Assets, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.Vary = HeaderNames.AcceptEncoding;
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        if (type.StartsWith("text/", StringComparison.Ordinal))
            type += "; charset=utf-8";

        var accepted = http.Request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, extension) in Encodings)
        {
            if (!accepted.Any(a => a.Value == encoding && a.Quality is not 0) || Find(path + extension) is not { } smaller)
                continue;
            headers.ContentEncoding = encoding;
            return Send(smaller, type, encoding);
        }
        return Send(file, type, "");
    }

    private static IResult Send(IFileInfo file, string type, string encoding) => Results.Stream(
        file.CreateReadStream(), type, lastModified: file.LastModified,
        entityTag: new EntityTagHeaderValue($"\"{file.LastModified.UtcTicks:x}-{file.Length:x}{encoding}\""));
}
