using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Incidents.Tests.Alarms;

/// <summary>A web server that alarms are posted to.</summary>
internal sealed class AlarmReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Post> posts = new();
    private WebApplication? app;

    /// <summary>Whether it refuses what comes.</summary>
    public bool IsDown { get; set; }

    public string Address { get; private set; } = "";

    public static async Task<AlarmReceiver> Start()
    {
        var receiver = new AlarmReceiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/alarms/secret-part", receiver.Take);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver.app = app;
        receiver.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
            + "/alarms/secret-part";
        return receiver;
    }

    /// <summary>What came about a kind of alarm, in order: the state of each message.</summary>
    public string[] States(string kind) => [.. Of(kind).Select(p => p.Json.GetProperty("state").GetString()!)];

    public IEnumerable<Post> Of(string kind) => posts.Where(p => p.Json.GetProperty("kind").GetString() == kind);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    private async Task<IResult> Take(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (IsDown)
            return Results.StatusCode(503);
        posts.Enqueue(new(
            body.ToArray(), request.Headers["Incidents-Signature"].ToString(), request.Headers["Incidents-Message"].ToString()));
        return Results.Ok();
    }

    internal sealed record Post(byte[] Body, string Signature, string MessageId)
    {
        public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement;
    }
}
