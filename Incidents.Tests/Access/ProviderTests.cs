using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Incidents.Api.Access;
using Incidents.Tests.Clients;
using Incidents.Tests.Postgres;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Sign-in at a real OIDC provider, and tokens that it did not issue for this host.</summary>
public sealed partial class ProviderTests(ProviderTests.OneHost one) : IClassFixture<ProviderTests.OneHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningHost Host
    {
        get
        {
            Assert.SkipWhen(one.Host is null, "npm is not installed, which installs the provider.");
            return one.Host!;
        }
    }

    private OidcProvider Provider => Host is null ? throw new InvalidOperationException() : one.Provider;

    [Fact]
    public async Task A_person_signs_in_by_code_and_pkce_and_out_again_at_the_provider_too()
    {
        using var browser = new Browser(Host);
        using var begun = await browser.Get("/session/sign-in?returnTo=%2Fincidents%3Fcity%3Dsaran");
        var asked = begun.Headers.Location!;
        Assert.Equal(Provider.Issuer, asked.GetLeftPart(UriPartial.Authority));
        foreach (var parameter in (string[])[
            "code_challenge_method=S256", "response_type=code", "state=", "nonce=", "scope=openid%20profile"])
            Assert.Contains(parameter, asked.Query, StringComparison.Ordinal);

        using var back = await AtTheProvider(browser, asked, "asel");

        Assert.Equal("/incidents?city=saran", back.Headers.Location!.OriginalString);
        var who = await browser.Who();
        Assert.Equal(
            ("asel", "Асель", false),
            (who.GetProperty("id").GetString(), who.GetProperty("name").GetString(), who.GetProperty("isDemo").GetBoolean()));
        Assert.Equal(
            """[{"role":"operator","towns":["karaganda"]},{"role":"analyst","towns":["karaganda","saran"]}]""",
            who.GetProperty("grants").GetRawText());
        Assert.Equal((HttpStatusCode.OK, null), await browser.Ask());
        Assert.Contains(one.Log.Entries, entry => entry is { Kind: AccessKind.SignedIn, Caller: "asel" });

        using var ended = await browser.Post("/session/sign-out");
        var redirect = (await ended.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("redirect").GetString()!;
        Assert.StartsWith($"{Provider.Issuer}/session/end?", redirect, StringComparison.Ordinal);
        Assert.Contains("id_token_hint=", redirect, StringComparison.Ordinal);
        using var page = await browser.Client.GetAsync(redirect, Cancellation);
        Assert.True(page.IsSuccessStatusCode, $"{page.StatusCode}: {await page.Content.ReadAsStringAsync(Cancellation)}");
        Assert.Equal((HttpStatusCode.Unauthorized, "SIGN_IN_NEEDED"), await browser.Ask());
    }

    [Fact]
    public async Task Without_a_role_a_person_signs_in_and_has_none()
    {
        using var browser = new Browser(Host);
        using var begun = await browser.Get("/session/sign-in");
        using var back = await AtTheProvider(browser, begun.Headers.Location!, "guest");
        Assert.Equal("/", back.Headers.Location!.OriginalString);
        Assert.Equal("[]", (await browser.Who()).GetProperty("grants").GetRawText());
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_by_this_browser_signs_nobody_in()
    {
        using var attacker = new Browser(Host);
        using var begun = await attacker.Get("/session/sign-in");
        var code = await CodeOf(attacker, begun.Headers.Location!, "asel");
        using var victim = new Browser(Host);

        using var answer = await victim.Client.GetAsync(code, Cancellation);

        Assert.Equal("/sign-in?error=TOKEN_INVALID", answer.Headers.Location!.OriginalString);
        Assert.False((await victim.Who()).GetProperty("signedIn").GetBoolean());
        Assert.Contains("sign-in at the provider failed", one.Log.Refusals);
    }

    [Fact]
    public async Task A_script_signs_in_by_a_token_of_the_provider()
    {
        using var client = Client(await Provider.Token());
        var who = await client.GetFromJsonAsync<JsonElement>("/session", Cancellation);
        Assert.Equal(
            ("script", """[{"role":"analyst","towns":null}]"""),
            (who.GetProperty("id").GetString(), who.GetProperty("grants").GetRawText()));
        Assert.True(who.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.Equal((HttpStatusCode.OK, null), await Ask(client));
    }

    [Fact]
    public async Task There_are_no_demo_users_where_a_provider_is()
    {
        using var browser = new Browser(Host);
        foreach (var path in (string[])["/session/demo", "/session/demo/token"])
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Post(path, new { user = "all" })).StatusCode);
        using var client = Client(Host.SignIn("op").Parameter!);
        Assert.Equal((HttpStatusCode.Unauthorized, "TOKEN_INVALID"), await Ask(client));
    }

    /// <summary>Tokens that must not be accepted, with the reason on the access log.</summary>
    public static TheoryData<string, string> Hostile => new()
    {
        { "expired", "token expired" },
        { "not yet valid", "token not valid yet" },
        { "without end", "token without end" },
        { "other issuer", "token of another issuer" },
        { "other audience", "token for another audience" },
        { "other key, same kid", "token wrongly signed" },
        { "unknown kid", "token signed with an unknown key" },
        { "kid as a path", "token signed with an unknown key" },
        { "none", "token wrongly signed" },
        { "HS256 with the public key", "token wrongly signed" },
        { "changed after signing", "token wrongly signed" },
        { "no JWT", "token malformed" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task A_token_that_the_provider_did_not_issue_for_this_host_is_refused_and_on_the_log(string kind, string reason)
    {
        using var own = RSA.Create(2048);
        var (now, key) = (DateTime.UtcNow, (SecurityKey)Provider.Key);
        var token = kind switch
        {
            "expired" => Signed(key, now.AddHours(-2), now.AddMinutes(-5)),
            "not yet valid" => Signed(key, now.AddHours(1), now.AddHours(2)),
            "without end" => Signed(key, now, null),
            "other issuer" => Signed(key, now, now.AddHours(1), issuer: "http://evil.example"),
            "other audience" => await Provider.Token("other"),
            "other key, same kid" => Signed(new RsaSecurityKey(own) { KeyId = Provider.Key.KeyId }, now, now.AddHours(1)),
            "unknown kid" => Signed(new RsaSecurityKey(own) { KeyId = "mine" }, now, now.AddHours(1)),
            "kid as a path" => Signed(new RsaSecurityKey(own) { KeyId = "../../dev/null" }, now, now.AddHours(1)),
            "none" => Unsigned(await Provider.Token()),
            "HS256 with the public key" => Confused(await Provider.Token()),
            "changed after signing" => Changed(await Provider.Token()),
            _ => "eyJhbGciOiJub25lIn0.e30",
        };
        using var client = Client(token);

        Assert.Equal((HttpStatusCode.Unauthorized, "TOKEN_INVALID"), await Ask(client));
        using var export = await client.GetAsync("/export/incidents.csv", Cancellation);
        Assert.Equal((HttpStatusCode.Unauthorized, "TOKEN_INVALID"), (export.StatusCode, await Browser.CodeOf(export)));
        Assert.Contains(reason, one.Log.Refusals);
        Assert.DoesNotContain(one.Log.Entries, entry => entry.Details.ToJsonString().Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_provider_s_key_signs_a_good_token()
    {
        using var client = Client(Signed(Provider.Key, DateTime.UtcNow, DateTime.UtcNow.AddHours(1)));
        Assert.Equal((HttpStatusCode.OK, null), await Ask(client));
    }

    private static async Task<(HttpStatusCode Status, string? Code)> Ask(HttpClient client)
    {
        using var response = await client.PostAsJsonAsync("/graphql", new { query = "{ serverTime }" }, Cancellation);
        return (response.StatusCode, await Browser.CodeOf(response));
    }

    // Signs in with the provider's own forms, and comes back with the code.
    private async Task<HttpResponseMessage> AtTheProvider(Browser browser, Uri asked, string person) =>
        await browser.Client.GetAsync(await CodeOf(browser, asked, person), Cancellation);

    private async Task<Uri> CodeOf(Browser browser, Uri asked, string person)
    {
        var at = asked;
        for (var step = 0; step < 12; step++)
        {
            if (at.AbsolutePath == "/session/callback")
                return at;
            using var page = await browser.Client.GetAsync(at, Cancellation);
            if (page.Headers.Location is { } location)
            {
                at = new(at, location);
                continue;
            }
            var html = await page.Content.ReadAsStringAsync(Cancellation);
            var prompt = Prompt().Match(html).Groups[1].Value;
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["prompt"] = prompt, ["login"] = person, ["password"] = "x" });
            using var sent = await browser.Client.PostAsync(at, form, Cancellation);
            at = new(at, sent.Headers.Location ?? throw new InvalidOperationException(await sent.Content.ReadAsStringAsync(Cancellation)));
        }
        throw new InvalidOperationException($"No code after twelve steps, at {at}.");
    }

    private HttpClient Client(string token)
    {
        var client = new HttpClient { BaseAddress = Host.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private string Signed(SecurityKey key, DateTime from, DateTime? until, string? issuer = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Provider.Issuer,
            Audience = "incidents",
            NotBefore = from,
            Expires = until,
            Claims = new Dictionary<string, object> { ["sub"] = "asel", ["roles"] = (string[])["administrator:*"] },
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        });

    private static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""")}.{token.Split('.')[1]}.";

    // The attack takes the public key, which everybody has, for a shared secret.
    private string Confused(string token)
    {
        var head = Base64UrlEncoder.Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{Provider.Key.KeyId}}"}""");
        var signed = $"{head}.{token.Split('.')[1]}";
        var secret = Encoding.ASCII.GetBytes(Provider.Key.Rsa.ExportSubjectPublicKeyInfoPem());
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Base64UrlEncoder.Decode(parts[1]).Replace("analyst", "auditor", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(claims)}.{parts[2]}";
    }

    [GeneratedRegex("name=\"prompt\" value=\"(\\w+)\"")]
    private static partial Regex Prompt();

    /// <summary>A host with a provider, and its access log.</summary>
    public sealed class OneHost(PostgresFixture postgres) : IAsyncLifetime
    {
        internal OidcProvider Provider { get; } = new();

        internal KeptAccessLog Log { get; } = new();

        internal RunningHost? Host { get; private set; }

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            if (!SourceTree.IsOnCi && !await Programs.Works("npm", "--version"))
                return;
            Host = await RunningHost.Start(
                await postgres.CreateDatabase(), o => o.RunsDaemon = false, services: Log.Use, settings: new Dictionary<string, string?>
                {
                    ["Access:Authority"] = Provider.Issuer,
                    ["Access:ClientSecret"] = "secret of the pages",
                    ["Access:RefusalsPerMinute"] = "1000",
                });
            await Provider.Start(Host.Client.BaseAddress!);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            if (Host is not null)
                await Host.DisposeAsync();
            Provider.Dispose();
        }
    }
}
