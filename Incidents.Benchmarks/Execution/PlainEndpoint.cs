using GraphQL;
using GraphQL.Transport;
using GraphQL.Types;
using Incidents.Api.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Incidents.Benchmarks.Execution;

/// <summary>GraphQL.NET with the schema of the host and the serializer of the library.</summary>
internal static class PlainEndpoint
{
    public const string Path = "/plain/graphql";

    public static void Map(WebApplication app) => app.MapPost(Path, Respond);

    private static async Task Respond(HttpContext http)
    {
        var services = http.RequestServices;
        var serializer = services.GetRequiredService<IGraphQLSerializer>();
        var request = await serializer.ReadAsync<GraphQLRequest>(http.Request.Body, http.RequestAborted);
        // The host reads the freshness for each request; here it costs the same and is not written.
        var extensions = new Dictionary<string, object?>();
        foreach (var extension in services.GetServices<IResponseExtension>())
            await extension.Write(extensions, http.RequestAborted);
        var result = await services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new ExecutionOptions
        {
            Schema = services.GetRequiredService<ISchema>(),
            Query = request!.Query,
            Variables = request.Variables,
            RequestServices = services,
            CancellationToken = http.RequestAborted,
        });
        http.Response.ContentType = "application/json";
        await serializer.WriteAsync(http.Response.Body, result, http.RequestAborted);
    }
}
