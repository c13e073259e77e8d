using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Incidents.Api.Pictures;
using Incidents.Domain.Access;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Incidents.Tests.Pictures;

/// <summary>A host that fetches pictures from <see cref="HostileOrigin"/>, by address and by names that the test resolves.</summary>
public sealed class PictureHost(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The caller of all links, where no other is named.</summary>
    public const string Operator = "op";

    private RunningHost? host;
    private HostileOrigin? origin;
    private int alerts;

    internal RunningHost Host => host!;

    internal HostileOrigin Origin => origin!;

    /// <summary>What the next look-ups of a name answer; the last answer stays.</summary>
    internal Dictionary<string, Queue<IPAddress[]>> Names { get; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        origin = await HostileOrigin.Start();
        host = await RunningHost.Start(
            await postgres.CreateDatabase(),
            settings: new Dictionary<string, string?>
            {
                ["Pictures:AllowedOrigins"] = string.Join(
                    ';', origin.Address(""), origin.Address("", "vms.test"), origin.Address("", "inner.test"), "http://nobody.test"),
                ["Pictures:Networks"] = "127.0.0.1/32",
                ["Pictures:LivePattern"] = "https://vms.example/live/{city}/{deviceId}?from={from}",
                ["Pictures:MostPictureBytes"] = "100000",
                ["Pictures:MostClipBytes"] = "4000000",
                ["Pictures:Patience"] = "00:00:00.5",
            },
            services: services => services.Replace(ServiceDescriptor.Singleton<NameLookup>(LookUp)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        if (origin is not null)
            await origin.DisposeAsync();
    }

    /// <summary>An alert with what was reported of it.</summary>
    internal async Task<Guid> Alert(string? snapshot, string? clip = null, string? sha256 = null, string city = "karaganda")
    {
        var answer = await Host.PostLines(new
        {
            source = "pictures",
            id = $"{Interlocked.Increment(ref alerts)}",
            kind = "alert",
            city,
            category = "fight",
            deviceId = "cam 1/7",
            occurredAt = "2026-07-03T12:00:00+05:00",
            snapshot = snapshot is null ? null : new { uri = snapshot, sha256 },
            clip = clip is null ? null : new { uri = clip, sha256 },
        });
        return answer.Id();
    }

    /// <summary>The links of an alert, as somebody sees them.</summary>
    internal async Task<JsonElement> Links(Guid alert, string caller = Operator, params Grant[] grants)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(
                $$"""{"query": "{ alert(id: \"{{alert}}\") { snapshotLink clipLink liveLink } }"}""",
                new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = Host.SignIn(caller, grants);
        using var response = await Host.Client.SendAsync(request, Cancellation);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return answer.RootElement.GetProperty("data").GetProperty("alert").Clone();
    }

    /// <summary>The link of a picture.</summary>
    internal async Task<string> Link(Guid alert, bool isClip = false) =>
        (await Links(alert)).GetProperty(isClip ? "clipLink" : "snapshotLink").GetString()!;

    /// <summary>Follows a link.</summary>
    internal async Task<HttpResponseMessage> Follow(
        string link, string? caller = Operator, RangeHeaderValue? range = null, Grant[]? grants = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Host.Client.BaseAddress!, link));
        request.Headers.Authorization = caller is null ? new("Bearer", "") : Host.SignIn(caller, grants ?? []);
        request.Headers.Range = range;
        request.Headers.Add("Cookie", "secret=1");
        request.Headers.Add("X-Secret", "1");
        return await Host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    /// <summary>Reports a picture at an address, and answers the code of its refusal.</summary>
    internal async Task<string?> Refused(string address, string? sha256 = null)
    {
        using var response = await Follow(await Link(await Alert(address, sha256: sha256)));
        return await Code(response);
    }

    internal static async Task<string?> Code(HttpResponseMessage response) => response.IsSuccessStatusCode ? null
        : JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("code").GetString();

    private Task<IPAddress[]> LookUp(string name, CancellationToken cancellation)
    {
        var answers = Names[name];
        return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }
}
