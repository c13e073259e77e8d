using System.Net;
using Incidents.Api.CommandLine;
using Incidents.Api.Dashboard;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests.Dashboard;

[Collection(OnSharedHost.Name)]
public sealed class DashboardPagesTests(SharedHost shared)
{
    [Fact]
    public async Task The_start_is_answered_with_a_page()
    {
        using var response = await shared.Host.Client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_icon_is_there_where_browsers_look_for_it_and_the_GraphQL_page_names_it()
    {
        using var icon = await shared.Host.Client.GetAsync("/favicon.ico", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql") { Headers = { { "Accept", "text/html" } } };
        using var page = await shared.Host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (icon.StatusCode, icon.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            await File.ReadAllTextAsync(
                Path.Combine(SourceTree.Root, "Incidents.Dashboard", "public", "icon.svg"), TestContext.Current.CancellationToken),
            await icon.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains(
            "<link rel=\"icon\" href=\"/favicon.ico\"", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/graphql/no-such")]
    [InlineData("/ingest/no-such")]
    [InlineData("/health/no-such")]
    [InlineData("/assets/no-such.js")]
    [InlineData("/no-such.txt")]
    public async Task What_is_no_page_is_not_taken_for_one(string address)
    {
        using var response = await shared.Host.Client.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("https://tiles.example:8443/{z}/{x}/{y}.png", "https://tiles.example:8443")]
    [InlineData("/tiles/region.pmtiles", null)]
    public void Pages_may_ask_the_base_map_s_server_alone(string url, string? origin) => Assert.Equal(origin, Configured(url)?.Origin);

    [Theory]
    [InlineData("//elsewhere.example/x")]
    [InlineData("ftp://elsewhere.example/x")]
    [InlineData("tiles")]
    public void A_base_map_without_a_usable_address_is_refused(string url) => Assert.Throws<HostOptionsException>(() => Configured(url));

    private static BaseMap? Configured(string url) =>
        BaseMap.From(new ConfigurationBuilder().AddInMemoryCollection([new("Dashboard:BaseMap:Url", url)]).Build());
}
