using System.Security.Cryptography;
using System.Text;

namespace Incidents.Api.GraphQL;

/// <summary>The page for a browser at the endpoint's path: GraphiQL if it was built, else a plain form.</summary>
/// <remarks>
/// GraphiQL is built by <c>npm ci &amp;&amp; npm run build</c> in <c>Incidents.Api/GraphQL/graphiql</c>. Neither page loads anything from
/// another server.
/// </remarks>
internal static class ExplorerPage
{
    private const string Script = "graphiql.js";
    private const string Styles = "graphiql.css";

    private const string Plain = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Incidents: GraphQL</title>
        <link rel="icon" href="/favicon.ico" type="image/svg+xml">
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
          textarea { width: 100%; box-sizing: border-box; font: 14px/1.5 monospace }
          pre { background: #f4f4f4; padding: 1rem; overflow: auto }
        </style>
        <h1>GraphQL</h1>
        <p>Write a query and send it. See <a href="{{path}}/schema.graphql">the schema</a>.</p>
        <form>
          <label>Query <textarea name="query" rows="14" spellcheck="false">{ __typename }</textarea></label>
          <label>Variables (JSON) <textarea name="variables" rows="4" spellcheck="false">{}</textarea></label>
          <p><button>Send</button></p>
        </form>
        <pre aria-live="polite"></pre>
        <script>
          const form = document.querySelector('form'), response = document.querySelector('pre');
          form.addEventListener('submit', async event => {
            event.preventDefault();
            try {
              const body = JSON.stringify({ query: form.query.value, variables: JSON.parse(form.variables.value || '{}') });
              const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
              const reply = await fetch(location.pathname, { method: 'POST', headers, body });
              response.textContent = JSON.stringify(await reply.json(), null, 2);
            } catch (error) {
              response.textContent = error;
            }
          });
        </script>
        """;

    private const string GraphiQL = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Incidents: GraphQL</title>
        <link rel="icon" href="/favicon.ico" type="image/svg+xml">
        <link rel="stylesheet" href="{{path}}/graphiql.css">
        <style>body { margin: 0 } #graphiql { height: 100vh }</style>
        <div id="graphiql"></div>
        <script src="{{path}}/graphiql.js"></script>
        """;

    // GraphiQL's editor has inline styles and starts workers from blobs; scripts are files of the host, or the one of the plain form.
    private static readonly string Policy =
        $"default-src 'self'; script-src 'self' '{HashOf(Plain)}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Serves the bundle's files below the endpoint's path.</summary>
    public static void MapFiles(IEndpointRouteBuilder endpoints, string path)
    {
        foreach (var (name, type) in new[] { (Script, "text/javascript"), (Styles, "text/css") })
        {
            endpoints.MapGet($"{path}/{name}", (IWebHostEnvironment host) =>
                host.WebRootFileProvider.GetFileInfo($"graphiql/{name}") is { Exists: true, PhysicalPath: { } file }
                    ? Results.File(file, type)
                    : Results.NotFound()).ExcludeFromDescription().AllowAnonymous();
        }
    }

    public static Task Write(HttpContext http)
    {
        var files = http.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider;
        var page = files.GetFileInfo($"graphiql/{Script}").Exists ? GraphiQL : Plain;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        var html = page.Replace("{{path}}", http.Request.PathBase + http.Request.Path, StringComparison.Ordinal);
        return http.Response.WriteAsync(html, http.RequestAborted);
    }

    private static string HashOf(string page)
    {
        const string Begin = "<script>", End = "</script>";
        var script = page[(page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..page.IndexOf(End, StringComparison.Ordinal)];
        return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}";
    }
}
