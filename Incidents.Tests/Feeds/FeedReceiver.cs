using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Incidents.Tests.Feeds;

/// <summary>A request that came to a receiver.</summary>
/// <param name="Id">Id of the message.</param>
/// <param name="Thing">What it is about.</param>
/// <param name="Version">Number of its event.</param>
/// <param name="Body">The body.</param>
/// <param name="Status">What was answered.</param>
/// <param name="Signature">The signatures.</param>
/// <param name="Seconds">The time that was signed.</param>
/// <param name="Headers">All headers in one text.</param>
internal sealed record Received(
    string Id, Guid Thing, long Version, string Body, int Status, string Signature, long Seconds, string Headers);

/// <summary>A system on loopback to which messages are posted; it answers what the test wants.</summary>
internal sealed class FeedReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Received> received = new();
    private int count;

    private FeedReceiver(WebApplication app) => this.app = app;

    /// <summary>The address of its hook.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What it answers to the n-th request, from 0; default 204 to all.</summary>
    public Func<int, Received, int> Status { get; set; } = (_, _) => 204;

    /// <summary>All that came, in order.</summary>
    public IReadOnlyList<Received> All => [.. received];

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<Received> Taken => [.. received.Where(one => one.Status is 204)];

    /// <summary>Starts one.</summary>
    public static async Task<FeedReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new FeedReceiver(app);
        app.MapPost("/hook", receiver.Take);
        app.MapPost("/elsewhere", () => Results.Redirect("/hook", preserveMethod: true));
        await app.StartAsync();
        receiver.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        return receiver;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var headers = http.Request.Headers;
        var one = new Received(
            headers["webhook-id"].ToString(), Guid.Parse(headers["incidents-thing"].ToString()), Number("incidents-version"), body, 0,
            headers["webhook-signature"].ToString(), Number("webhook-timestamp"),
            string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}")));
        var status = Status(Interlocked.Increment(ref count) - 1, one);
        received.Enqueue(one with { Status = status });
        http.Response.StatusCode = status;

        long Number(string header) => long.Parse(headers[header].ToString(), CultureInfo.InvariantCulture);
    }
}
