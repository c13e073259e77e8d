using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Incidents.Benchmarks.Feeds;

/// <summary>A receiver in this process that takes everything, and notes when each message came.</summary>
internal sealed class BenchmarkReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<Guid, long> versions = new();
    private readonly ConcurrentDictionary<(Guid Thing, long Version), long> times = new();
    private int disordered;

    private BenchmarkReceiver(WebApplication app) => this.app = app;

    /// <summary>Its address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Number of distinct messages that came.</summary>
    public int Count => times.Count;

    /// <summary>Number of messages that came after a later one of the same thing, or twice.</summary>
    public int Disordered => disordered;

    /// <summary>Starts one.</summary>
    public static async Task<BenchmarkReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new BenchmarkReceiver(app);
        app.MapPost("/hook", receiver.Take);
        await app.StartAsync();
        receiver.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";
        return receiver;
    }

    /// <summary>When a message came, in ticks of the stopwatch; null where it has not.</summary>
    public long? CameAt(Guid thing, long version) => times.TryGetValue((thing, version), out var at) ? at : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        var thing = Guid.Parse(http.Request.Headers["incidents-thing"].ToString());
        var version = long.Parse(http.Request.Headers["incidents-version"].ToString(), CultureInfo.InvariantCulture);
        if (!times.TryAdd((thing, version), Stopwatch.GetTimestamp()) || versions.GetValueOrDefault(thing) != version - 1)
            Interlocked.Increment(ref disordered);
        versions[thing] = version;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
