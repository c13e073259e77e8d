using System.Net;
using System.Text;
using System.Text.Json;
using Incidents.Api;
using Incidents.Api.CommandLine;
using Incidents.Api.Requests;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests;

/// <summary>Who may read and change: by the name that the host is addressed with, and by the site of the page that asks.</summary>
public sealed class KnownSitesTests(PostgresFixture postgres)
{
    private const string Report =
        """{"source":"w","id":"1","kind":"incident","city":"karaganda","category":"theft","occurredAt":"2026-01-05T10:00:00"}""";

    private static readonly Dictionary<string, string?> Settings =
        new() { ["Sites:Hosts"] = "city.example; other.example", ["Sites:AllowedOrigins"] = "https://desk.example" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_known_host_names_are_served()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        var port = host.Client.BaseAddress!.Port;
        foreach (var path in (string[])["/", "/graphql?query={serverTime}", "/graphql/schema.graphql", "/health/live"])
        {
            foreach (var name in (string[])[
                "localhost", $"localhost:{port}", "LOCALHOST", "localhost.", "127.0.0.1", $"127.0.0.1:{port}", $"[::1]:{port}",
                Environment.MachineName, "city.example", "other.example:8443"])
                Assert.True(await Status(host, path, name) < 400, $"{name}{path}");
            foreach (var name in (string[])["evil.example", $"evil.example:{port}", "localhost.evil.example", "10.1.2.3", "xlocalhost"])
                Assert.True(await Status(host, path, name) == 400, $"{name}{path}");
        }
        foreach (var path in (string[])["/graphql", "/ingest/reports"])
        {
            using var request = Post(path, host: "evil.example");
            using var response = await host.Client.SendAsync(request, Cancellation);
            Assert.Equal("HOST_UNKNOWN", await Code(response));
        }
        Assert.Equal(0L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    [Fact]
    public async Task A_page_of_another_site_changes_nothing()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: Settings);
        var port = host.Client.BaseAddress!.Port;
        foreach (var path in (string[])["/graphql", "/ingest/reports"])
        {
            foreach (var origin in (string[])[
                "http://evil.example", "https://evil.example", "null", "http://localhost:1", $"http://localhost.evil.example:{port}",
                "https://desk.example:444", "http://desk.example", $"ftp://localhost:{port}", "x", $"http://127.0.0.1:{port}"])
            {
                using var request = Post(path, origin, $"localhost:{port}");
                using var response = await host.Client.SendAsync(request, Cancellation);
                Assert.True(response.StatusCode is HttpStatusCode.Forbidden, $"{origin}{path}: {response.StatusCode}");
                Assert.Equal("ORIGIN_REFUSED", await Code(response));
            }
        }
        Assert.Equal(0L, (await host.Query("select count(*) from store.mt_events"))[0][0]);

        foreach (var path in (string[])["/graphql", "/ingest/reports"])
        {
            foreach (var (origin, name) in ((string?, string)[])[
                (null, $"localhost:{port}"), ($"http://localhost:{port}", $"localhost:{port}"), ($"http://[::1]:{port}", $"[::1]:{port}"),
                ($"http://127.0.0.1:{port}", $"127.0.0.1:{port}"), ("https://desk.example", $"localhost:{port}"),
                ("https://city.example", "city.example"), ("http://city.example", "city.example:80")])
            {
                using var request = Post(path, origin, name);
                using var response = await host.Client.SendAsync(request, Cancellation);
                Assert.True(response.StatusCode is HttpStatusCode.OK, $"{origin} {name}{path}: {response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Reports_of_a_type_that_a_page_sends_unasked_are_refused()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        foreach (var type in (string[])[
            "text/plain", "text/plain; charset=ndjson", "text/plain;application/json", "text/plain, application/json",
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=ndjson", "application/octet-stream", "text/html", "jsonl"])
        {
            using var request = Post("/ingest/reports");
            request.Content!.Headers.Remove("Content-Type");
            Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", type));
            using var response = await host.Client.SendAsync(request, Cancellation);
            Assert.Equal(
                (type, HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE"), (type, response.StatusCode, await Code(response)));
        }
        Assert.Equal(0L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    [Theory]
    [InlineData("Hosts", "city.example:80")]
    [InlineData("Hosts", "http://city.example")]
    [InlineData("AllowedOrigins", "city.example")]
    [InlineData("AllowedOrigins", "https://city.example/pages")]
    [InlineData("AllowedOrigins", "ftp://city.example")]
    [InlineData("AllowedOrigins", "*")]
    [InlineData("Origins", "city.example")]
    public void A_setting_that_names_no_site_prevents_the_start(string name, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [$"Sites:{name}"] = value });
        var fault = Assert.Throws<HostOptionsException>(() => KnownSites.From(settings.Build()));
        Assert.Contains($"Sites__{name}", fault.Message, StringComparison.Ordinal);
        Assert.Throws<HostOptionsException>(() => SettingsCheck.Check(settings.Build()));
    }

    private static HttpRequestMessage Post(string path, string? origin = null, string? host = null)
    {
        var body = path == "/graphql" ? """{"query":"{ serverTime }"}""" : Report;
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        request.Headers.Host = host;
        return request;
    }

    private static async Task<int> Status(RunningHost host, string path, string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = name;
        using var response = await host.Client.SendAsync(request, Cancellation);
        return (int)response.StatusCode;
    }

    private static async Task<string?> Code(HttpResponseMessage response)
    {
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return (json.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions") : json).GetProperty("code").GetString();
    }
}
