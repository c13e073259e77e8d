using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Incidents.Api.GraphQL;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Incidents.Tests.GraphQL;

/// <summary>The GraphQL endpoint over the sample schema, in memory or on a loopback port.</summary>
public sealed class SampleServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleServer(WebApplication app, HttpClient client) => (this.app, Client) = (app, client);

    public HttpClient Client { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<SampleServer> Start(
        Action<GraphQLSettings>? configure =
            null, Action<IServiceCollection>? services = null, bool onLoopback = false, string? webRoot = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = webRoot });
        builder.Logging.ClearProviders();
        if (onLoopback)
            builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        else
            builder.WebHost.UseTestServer();
        builder.Services.AddScoped<Greeting>();
        builder.Services.AddIncidentsGraphQL([typeof(SampleServer).Assembly], configure);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGraphQL("/graphql");
        await app.StartAsync();
        return new(app, onLoopback ? new HttpClient { BaseAddress = Address(app) } : app.GetTestClient());
    }

    /// <summary>The response to a query, as JSON.</summary>
    public async Task<JsonElement> Execute(string query, object? variables = null)
    {
        using var response = await Client.PostAsJsonAsync("/graphql", new { query, variables });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>
    /// The code of the only error of the response to a query; the rule of the schema that it breaks, where it breaks one.
    /// </summary>
    public async Task<string?> ErrorCode(string query, object? variables = null)
    {
        var response = await Execute(query, variables);
        var extensions = Xunit.Assert.Single(response.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
        var code = extensions.GetProperty("code").GetString();
        return code == "VALIDATION_FAILED" ? extensions.GetProperty("rule").GetString() : code;
    }

    public Task<HttpResponseMessage> Post(string body, string contentType = "application/json", string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Get(string pathAndQuery, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, pathAndQuery);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
