using Xunit;

namespace Incidents.Tests.Surface;

/// <summary>The headers by which browsers limit what can be done with an answer.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SecurityHeaderTests(SharedHost shared)
{
    [Theory]
    [InlineData("/", false)]
    [InlineData("/incidents", false)]
    [InlineData("/graphql?query=%7B__typename%7D", true)]
    [InlineData("/graphql?query=%7B", true)]
    [InlineData("/health/ready", true)]
    [InlineData("/ingest/reports", true)]
    [InlineData("/export/incidents.csv?filter=%7B", true)]
    [InlineData("/no-such.txt", true)]
    public async Task Every_answer_carries_them(string address, bool isData)
    {
        using var response = await shared.Host.Client.GetAsync(address, TestContext.Current.CancellationToken);
        string Header(string name) => response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : "";

        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        if (!isData)
            return;
        Assert.StartsWith("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", response.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_for_queries_runs_no_script_but_the_host_s_own()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql") { Headers = { { "Accept", "text/html" } } };
        using var page = await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        var scripts = policy.Split(';').Single(part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal));

        Assert.Contains("'sha256-", scripts, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
    }
}
