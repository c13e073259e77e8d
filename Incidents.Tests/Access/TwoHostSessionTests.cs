using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Sessions and tokens where several hosts have one database.</summary>
public sealed class TwoHostSessionTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("category", "crash")]
    public async Task A_session_begun_at_one_host_goes_on_at_the_other_also_after_the_first_is_killed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabase();
        using var first = await HostProcess.StartOn(connection, folder.Path);
        await using var second = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        using var browser = new Browser(first.Address);
        await browser.SignIn("analyst");
        using var script = new HttpClient { BaseAddress = first.Address };
        var token = await DemoTokens.Of(script, "operator");
        using var other = new Browser(second) { Session = browser.Session };

        Assert.Equal("analyst", (await other.Who()).GetProperty("id").GetString());
        await first.Kill();
        Assert.Equal((HttpStatusCode.OK, null), await other.Ask());
        Assert.Equal(HttpStatusCode.OK, await Ask(second, token));

        // A host that starts later has the same keys.
        await using var third = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        using var later = new Browser(third) { Session = other.Session };
        Assert.Equal((HttpStatusCode.OK, null), await later.Ask());
        Assert.Equal(HttpStatusCode.OK, await Ask(third, token));

        // A sign-out at one ends the session at the others within seconds.
        using var ended = await other.Post("/session/sign-out");
        await RunningHost.Until(
            async () => await later.Ask() is (HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), "the other host to see the sign-out");
    }

    private static async Task<HttpStatusCode> Ask(RunningHost host, AuthenticationHeaderValue signIn)
    {
        using var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = signIn;
        using var response = await client.PostAsJsonAsync("/graphql", new { query = "{ serverTime }" }, Cancellation);
        return response.StatusCode;
    }
}
