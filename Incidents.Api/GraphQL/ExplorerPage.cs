namespace Incidents.Api.GraphQL;

/// <summary>What a person sees who opens the endpoint in a browser.</summary>
internal static class ExplorerPage
{
    private const string Plain = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Incidents: GraphQL</title>
        <style>
          body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
          textarea { width: 100%; box-sizing: border-box; font: 14px/1.5 monospace }
          pre { background: #f4f4f4; padding: 1rem; overflow: auto }
        </style>
        <h1>GraphQL</h1>
        <p>Write a query and send it. <a href="graphql/schema.graphql">The schema</a> says what there is.</p>
        <form>
          <label>Query <textarea name="query" rows="14" spellcheck="false">{ __typename }</textarea></label>
          <label>Variables (JSON) <textarea name="variables" rows="4" spellcheck="false">{}</textarea></label>
          <p><button>Send</button></p>
        </form>
        <pre aria-live="polite"></pre>
        <script>
          const form = document.querySelector('form'), answer = document.querySelector('pre');
          form.addEventListener('submit', async event => {
            event.preventDefault();
            try {
              const body = JSON.stringify({ query: form.query.value, variables: JSON.parse(form.variables.value || '{}') });
              const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
              answer.textContent = JSON.stringify(await (await fetch(location.pathname, { method: 'POST', headers, body })).json(), null, 2);
            } catch (error) {
              answer.textContent = error;
            }
          });
        </script>
        """;

    public static Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(Plain, http.RequestAborted);
    }
}
