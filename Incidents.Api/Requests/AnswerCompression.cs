using Incidents.Api.GraphQL;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Incidents.Api.Requests;

/// <summary>Compresses the answers of <c>/graphql</c> and <c>/ingest</c> for clients that accept it: <c>br</c>, else <c>gzip</c>.</summary>
/// <remarks>
/// Also over TLS. BREACH finds a secret that an answer contains beside a text that an attacker chooses, by requests that the browser of the
/// victim sends with the victim's credentials. Answers contain no such secret (no token, no cookie), and a page of another site makes no
/// browser send credentials: the host has no cookies, and <c>Authorization</c> is sent by the page's own script only.
/// </remarks>
internal sealed class AnswerCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    private static readonly PathString[] Paths = ["/graphql", "/ingest"];

    private static readonly string[] Types =
        ["application/json", "application/graphql-response+json", "application/x-ndjson", "text/plain", "text/javascript", "text/css"];

    /// <inheritdoc/>
    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < ResponseBody.LeastCompressedBytes && base.ShouldCompressResponse(context);

    /// <summary>Adds the services; the level of both encodings is the fastest by default.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<IResponseCompressionProvider, AnswerCompression>();
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, Types));
    }

    /// <summary>Compresses the answers of what is used after it.</summary>
    public static void Use(IApplicationBuilder app) =>
        app.UseWhen(
            http => Array.Exists(Paths, path => http.Request.Path.StartsWithSegments(path)), branch => branch.UseResponseCompression());
}
