using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Incidents.Tests.Pictures;

/// <summary>A video system on loopback that answers well at some addresses, and does harm at others.</summary>
internal sealed class HostileOrigin : IAsyncDisposable
{
    public static readonly byte[] Picture = RandomNumberGenerator.GetBytes(70_000);
    public static readonly byte[] Clip = RandomNumberGenerator.GetBytes(3_000_000);

    private readonly WebApplication app;

    private HostileOrigin(WebApplication app, int port) => (this.app, Port) = (app, port);

    public int Port { get; }

    /// <summary>The requests that came: path, and all headers in one text.</summary>
    public ConcurrentQueue<(string Path, string Headers)> Requests { get; } = new();

    public string Address(string path, string host = "127.0.0.1") => $"http://{host}:{Port}{path}";

    public static async Task<HostileOrigin> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        HostileOrigin? origin = null;
        app.Use((http, next) =>
        {
            origin!.Requests.Enqueue((
                http.Request.Path.Value!, string.Join('\n', http.Request.Headers.Select(header => $"{header.Key}: {header.Value}"))));
            // The next request needs a connection of its own, and a look-up.
            http.Response.Headers.Connection = "close";
            return next(http);
        });
        app.MapGet("/good.jpg", () => Results.Bytes(Picture, "image/jpeg"));
        app.MapGet("/clip.mp4", () => Results.Bytes(Clip, "video/mp4", enableRangeProcessing: true));
        app.MapGet("/page", () => Results.Content("<script>", "text/html"));
        app.MapGet("/drawing", () => Results.Content("<svg/>", "image/svg+xml"));
        app.MapGet("/clip-as-picture", () => Results.Bytes(Picture, "video/mp4"));
        app.MapGet("/packed", (HttpContext http) =>
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return Results.Bytes(Picture, "image/jpeg");
        });
        app.MapGet("/to", (string to) => Results.Redirect(to));
        app.MapGet("/unasked", (HttpContext http) => PartOf(http, Picture, 0, "image/jpeg"));
        app.MapGet("/unasked.mp4", (HttpContext http) => PartOf(http, Clip, 0, "video/mp4"));
        app.MapGet("/shifted.mp4", (HttpContext http) => PartOf(http, Clip, 5, "video/mp4"));
        app.MapGet("/behind", () => Results.StatusCode((int)HttpStatusCode.RequestedRangeNotSatisfiable));
        app.MapGet("/circle", () => Results.Redirect("/circle"));
        app.MapGet("/gone", () => Results.StatusCode((int)HttpStatusCode.Gone));
        app.MapGet("/failing", () => Results.StatusCode((int)HttpStatusCode.InternalServerError));
        app.MapGet("/announced", async (HttpContext http) =>
        {
            http.Response.ContentLength = 100_001;
            await Stopping(http);
        });
        app.MapGet("/endless", Endless);
        app.MapGet("/broken", Broken);
        app.MapGet("/silent", (HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        app.MapGet("/stops", Stopping);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return origin = new(app, new Uri(address).Port);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // From one byte to the end, whatever was asked for.
    private static async Task PartOf(HttpContext http, byte[] whole, int from, string type)
    {
        http.Response.StatusCode = (int)HttpStatusCode.PartialContent;
        http.Response.ContentType = type;
        http.Response.ContentLength = whole.Length - from;
        http.Response.Headers.ContentRange = $"bytes {from}-{whole.Length - 1}/{whole.Length}";
        await http.Response.Body.WriteAsync(whole.AsMemory(from));
    }

    private static async Task Endless(HttpContext http)
    {
        http.Response.ContentType = "image/jpeg";
        while (!http.RequestAborted.IsCancellationRequested)
            await http.Response.Body.WriteAsync(Picture, http.RequestAborted);
    }

    private static async Task Stopping(HttpContext http)
    {
        http.Response.ContentType = "image/jpeg";
        await http.Response.Body.WriteAsync(Picture);
        await http.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static async Task Broken(HttpContext http)
    {
        http.Response.ContentType = "image/jpeg";
        http.Response.ContentLength = Picture.Length + 1;
        await http.Response.Body.WriteAsync(Picture);
        await http.Response.Body.FlushAsync();
        http.Abort();
    }
}
