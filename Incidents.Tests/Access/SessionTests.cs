using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Access.SignIn;
using Incidents.Domain.Access;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>The sessions of the pages, begun by demo users.</summary>
public sealed class SessionTests(SessionTests.OneHost one) : IClassFixture<SessionTests.OneHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningHost Host => one.Host;

    [Fact]
    public async Task Without_sign_in_only_pages_and_the_sign_in_itself_are_served()
    {
        using var browser = new Browser(Host);
        foreach (var path in (string[])["/", "/health/live", "/health/ready", "/session", "/favicon.ico"])
            Assert.True((await browser.Get(path)).IsSuccessStatusCode, path);
        // A page, where they are built.
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await browser.Get("/map")).StatusCode);
        foreach (var path in (string[])[
            "/graphql?query={serverTime}", "/graphql/schema.graphql", "/graphql/no-such", "/tiles/0/0/0.mvt", "/ingest/no-such",
            "/health/no-such"])
        {
            using var response = await browser.Get(path);
            Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), (response.StatusCode, await Browser.CodeOf(response)));
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
        foreach (var path in (string[])["/graphql", "/ingest/reports", "/export/incidents.csv", "/export/incidents.ndjson", "/no-such"])
        {
            using var response = await browser.Post(path);
            Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), (response.StatusCode, await Browser.CodeOf(response)));
        }
    }

    [Fact]
    public async Task A_browser_that_opens_the_explorer_is_sent_to_the_sign_in()
    {
        using var browser = new Browser(Host);
        browser.Client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var visit = await browser.Get("/graphql");
        Assert.Equal("/session/sign-in?returnTo=%2Fgraphql", visit.Headers.Location!.OriginalString);
        using var signIn = await browser.Get(visit.Headers.Location.OriginalString);
        Assert.Equal("/sign-in?returnTo=%2Fgraphql", signIn.Headers.Location!.OriginalString);
        await browser.SignIn("analyst");
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/graphql")).StatusCode);
    }

    [Theory]
    [InlineData("/incidents?city=karaganda", "/incidents?city=karaganda")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/a/..//evil.example", "/")]
    [InlineData("/%2E//evil.example", "/")]
    [InlineData("/a/../b", "/")]
    [InlineData("/incidents?search=a//b", "/incidents?search=a//b")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void A_sign_in_leads_back_to_this_host_only(string? asked, string expected) => Assert.Equal(expected, ReturnAddress.Of(asked));

    [Fact]
    public async Task Session_says_who_has_signed_in_with_which_roles_and_until_when()
    {
        using var browser = new Browser(Host);
        var before = await browser.Who();
        Assert.False(before.GetProperty("signedIn").GetBoolean());
        Assert.True(before.GetProperty("isDemo").GetBoolean());
        Assert.Equal(
            ["operator", "supervisor", "unit", "analyst", "investigator", "akimat", "auditor", "administrator", "utility", "all"],
            before.GetProperty("demoUsers").EnumerateArray().Select(user => user.GetProperty("id").GetString()));

        await browser.SignIn("investigator");
        var who = await browser.Who();

        Assert.Equal(
            (true, "investigator", "Demo investigator"),
            (who.GetProperty("signedIn").GetBoolean(), who.GetProperty("id").GetString(), who.GetProperty("name").GetString()));
        Assert.Equal("""[{"role":"investigator","towns":["karaganda","temirtau"]}]""", who.GetProperty("grants").GetRawText());
        var minutes = (who.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow).TotalMinutes;
        Assert.InRange(minutes, 25, 30);
        Assert.Equal((HttpStatusCode.OK, null), await browser.Ask());
        Assert.Contains(one.Log.Entries, entry => entry is { Kind: Api.Access.AccessKind.SignedIn, Caller: "investigator" });
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_scripts_and_holds_no_session_of_before()
    {
        using var browser = new Browser(Host);
        using var response = await browser.Post("/session/demo", new { user = "analyst" });
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
        var first = browser.Session;

        await browser.SignIn("analyst");

        Assert.NotEqual(first, browser.Session);
        using var other = new Browser(Host) { Session = first };
        Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), await other.Ask());
        Assert.Equal((HttpStatusCode.OK, null), await browser.Ask());
    }

    [Fact]
    public async Task A_session_that_somebody_set_before_the_sign_in_is_not_taken_over()
    {
        using var attacker = new Browser(Host);
        await attacker.SignIn("unit");
        using var victim = new Browser(Host) { Session = attacker.Session };

        await victim.SignIn("administrator");

        Assert.NotEqual(attacker.Session, victim.Session);
        Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), await attacker.Ask());
        using var invented = new Browser(Host) { Session = "CfDJ8" + new string('A', 60) };
        Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), await invented.Ask());
        Assert.Contains("session unknown or over", one.Log.Refusals);
    }

    [Fact]
    public async Task After_the_sign_out_the_cookie_is_worth_nothing()
    {
        using var browser = new Browser(Host);
        await browser.SignIn("auditor");
        var kept = browser.Session;

        using var response = await browser.Post("/session/sign-out");

        Assert.Equal("/", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("redirect").GetString());
        Assert.Null(browser.Session);
        browser.Session = kept;
        Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), await browser.Ask());
        Assert.Contains(one.Log.Entries, entry => entry is { Kind: Api.Access.AccessKind.SignedOut, Caller: "auditor" });
    }

    [Fact]
    public async Task A_session_changes_something_only_from_our_own_pages()
    {
        using var browser = new Browser(Host);
        await browser.SignIn("all");
        browser.Origin = null;
        Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_REFUSED"), await browser.Ask());
        Assert.Equal((HttpStatusCode.Forbidden, "ORIGIN_REFUSED"), await browser.Ask("{ serverTime }", ("Sec-Fetch-Site", "same-site")));
        Assert.Equal((HttpStatusCode.OK, null), await browser.Ask("{ serverTime }", ("Sec-Fetch-Site", "same-origin")));
        Assert.Contains("change by a session from another site", one.Log.Refusals);
        browser.Origin = "http://evil.example";
        Assert.Equal(
            (HttpStatusCode.Forbidden, "ORIGIN_REFUSED"), await browser.Ask("{ serverTime }", ("Sec-Fetch-Site", "same-origin")));
        Assert.Contains("change by a page of another site", one.Log.Refusals);
    }

    [Fact]
    public async Task A_foreign_host_name_and_a_mutation_by_a_link_are_refused_and_on_the_log()
    {
        using var browser = new Browser(Host);
        await browser.SignIn("all");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/session");
        foreign.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Client.SendAsync(foreign, Cancellation)).StatusCode);
        Assert.Contains("host name not known", one.Log.Refusals);

        using var link = new HttpRequestMessage(
            HttpMethod.Get, "/graphql?query=mutation{replayDeadLetters(input:{ids:[]}){position}}");
        link.Headers.Add("Origin", "http://evil.example");
        link.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var response = await browser.Client.SendAsync(link, Cancellation);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "METHOD_NOT_ALLOWED"), (response.StatusCode, await Browser.CodeOf(response)));
        Assert.Contains("mutation by GET", one.Log.Refusals);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Demo_users_do_not_sign_in_through_a_proxy(string header, string value)
    {
        using var browser = new Browser(Host);
        using var begun = await browser.Post("/session/demo", new { user = "all" }, (header, value));
        Assert.Equal(HttpStatusCode.NotFound, begun.StatusCode);
        Assert.Contains("demo sign-in where there is none", one.Log.Refusals);
        await browser.SignIn("all");
        Assert.Equal((HttpStatusCode.Unauthorized, "TOKEN_INVALID"), await browser.Ask("{ serverTime }", (header, value)));
        Assert.Contains("demo sign-in from another machine or through a proxy", one.Log.Refusals);
        Assert.Equal((HttpStatusCode.OK, null), await browser.Ask());
    }

    [Fact]
    public async Task Demo_users_sign_in_by_the_name_of_loopback_only()
    {
        using var browser = new Browser(Host);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/session/demo") { Content = JsonContent.Create(new { user = "all" }) };
        request.Headers.Host = Environment.MachineName;
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.SendAsync(request, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_token_for_scripts_has_the_roles_of_its_demo_user()
    {
        using var client = new HttpClient { BaseAddress = Host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = await DemoTokens.Of(client, "operator");

        var who = await client.GetFromJsonAsync<JsonElement>("/session", Cancellation);

        Assert.Equal("""[{"role":"operator","towns":["karaganda"]}]""", who.GetProperty("grants").GetRawText());
        Assert.InRange((who.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow).TotalMinutes, 470, 480);
        using var unknown = await client.PostAsJsonAsync("/session/demo/token", new { user = "root" }, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void All_roles_of_people_are_those_of_the_user_for_everything() => Assert.Equal(
        Enum.GetValues<Role>().Except([Role.Device, Role.FeedReceiver]), DemoUsers.Find("all")!.Grants.Select(grant => grant.Role));

    /// <summary>A host, and its access log.</summary>
    public sealed class OneHost(PostgresFixture postgres) : IAsyncLifetime
    {
        internal KeptAccessLog Log { get; } = new();

        internal RunningHost Host { get; private set; } = null!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync() =>
            Host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false, services: Log.Use);

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
