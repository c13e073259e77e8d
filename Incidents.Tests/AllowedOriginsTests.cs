using System.Net;
using System.Text;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests;

/// <summary>What browsers may give to the pages of other sites (CORS).</summary>
public sealed class AllowedOriginsTests(PostgresFixture postgres)
{
    private const string Desk = "https://desk.example", Map = "http://map.example:8080", Evil = "https://evil.example";
    private static readonly string[] Paths = ["/graphql", "/ingest/reports", "/graphql/schema.graphql"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sites:AllowedOrigins")]
    [InlineData("Sites:Origins")]
    public async Task A_preflight_of_an_allowed_origin_is_answered_with_what_its_pages_may_send(string setting)
    {
        await using var host = await Start(new() { [setting] = $"{Desk}; {Map}" });
        foreach (var origin in (string[])[Desk, Map])
        {
            foreach (var path in Paths)
            {
                using var response = await Preflight(host, path, origin);
                Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
                Assert.Equal([origin], Header(response, "Access-Control-Allow-Origin"));
                Assert.Equal(["GET", "POST"], Header(response, "Access-Control-Allow-Methods"));
                Assert.Superset(
                    new HashSet<string> { "content-type", "authorization" },
                    Header(response, "Access-Control-Allow-Headers").Select(name => name.ToLowerInvariant()).ToHashSet());
                Assert.Equal(["7200"], Header(response, "Access-Control-Max-Age"));
                Assert.Equal(["Origin"], Header(response, "Vary"));
                Assert.Empty(Header(response, "Access-Control-Allow-Credentials"));
            }
        }
    }

    [Fact]
    public async Task An_answer_to_an_allowed_origin_has_the_header_and_others_only_that_it_depends_on_the_origin()
    {
        await using var host = await Start(new() { ["Sites:AllowedOrigins"] = Desk });
        foreach (var path in (string[])["/graphql?query={serverTime}", "/graphql?query={nothing}", "/graphql/schema.graphql"])
        {
            using var allowed = await Send(host, HttpMethod.Get, path, Desk);
            Assert.Equal([Desk], Header(allowed, "Access-Control-Allow-Origin"));
            Assert.Equal(["Retry-After"], Header(allowed, "Access-Control-Expose-Headers"));
            Assert.Single(Header(allowed, "Vary"), "Origin");
            foreach (var origin in (string?[])[Evil, "null", $"{Desk}:444", "https://desk.example.evil.example", null])
            {
                using var other = await Send(host, HttpMethod.Get, path, origin);
                Assert.True(other.IsSuccessStatusCode);
                Assert.DoesNotContain(
                    other.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
                Assert.Single(Header(other, "Vary"), "Origin");
            }
        }
        using var posted = await Send(host, HttpMethod.Post, "/graphql", Desk);
        Assert.Equal((HttpStatusCode.OK, Desk), (posted.StatusCode, Assert.Single(Header(posted, "Access-Control-Allow-Origin"))));
    }

    [Fact]
    public async Task A_preflight_of_another_origin_allows_nothing()
    {
        await using var host = await Start(new() { ["Sites:AllowedOrigins"] = Desk });
        await using var closed = await Start([]);
        (RunningHost, string)[] others = [(host, Evil), (host, "http://desk.example"), (host, "null"), (closed, Desk)];
        foreach (var (asked, origin) in others)
        {
            foreach (var path in Paths)
            {
                using var response = await Preflight(asked, path, origin);
                Assert.DoesNotContain(
                    response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    private async Task<RunningHost> Start(Dictionary<string, string?> settings) =>
        await RunningHost.Start(await postgres.CreateDatabase(), settings: settings);

    private static Task<HttpResponseMessage> Preflight(RunningHost host, string path, string origin) => Send(
        host, HttpMethod.Options, path, origin,
        ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,content-type"));

    private static async Task<HttpResponseMessage> Send(
        RunningHost host, HttpMethod method, string path, string? origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("""{"query":"{ serverTime }"}""", Encoding.UTF8, "application/json");
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await host.Client.SendAsync(request, Cancellation);
    }

    private static IEnumerable<string> Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
            ? values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))
            : [];
}
