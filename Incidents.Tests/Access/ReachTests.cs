using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Incidents.Api;
using Incidents.Api.Access.Listening;
using Incidents.Api.CommandLine;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>How other machines reach the host, and how they do not.</summary>
public sealed class ReachTests(PostgresFixture postgres)
{
    private const string Provider = "Access:Authority=https://id.example";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--listen *", "Access__Authority")]
    [InlineData("--listen * --insecure", "Access__Authority")]
    [InlineData("--listen *", "Access__Authority", "Incidents:Certificate=c.pem")]
    [InlineData("", "Access__Authority", "Incidents:Proxies=127.0.0.1")]
    [InlineData("--listen *", "--insecure", Provider)]
    [InlineData("--listen *", "--insecure", Provider, "Incidents:Insecure=false")]
    [InlineData("", "Incidents__Proxies", Provider, "ForwardedHeaders_Enabled=true")]
    [InlineData("", "Incidents__Proxies", "ASPNETCORE_FORWARDEDHEADERS_ENABLED=true")]
    [InlineData("", "Incidents__Proxies", Provider, "Incidents:Proxies=proxy.example")]
    [InlineData("", "Incidents__Certificate", "Incidents:CertificateKey=c.key")]
    public void A_start_that_lets_others_in_without_sign_in_or_in_plain_text_is_refused(string line, string named, params string[] settings)
    {
        var refusal = Assert.Throws<HostOptionsException>(() => Parse(line, settings));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen * --insecure", Provider)]
    [InlineData("--listen *", Provider, "Incidents:Insecure=true")]
    [InlineData("--listen *", Provider, "Incidents:Certificate=c.pem")]
    [InlineData("--listen 192.0.2.7", Provider, "Incidents:Proxies=192.0.2.1;10.0.0.0/8;fd00::1")]
    [InlineData("key list", "Incidents:Listen=*")]
    [InlineData("", "Incidents:Certificate=c.pem")]
    public void Others_are_let_in_by_tls_a_proxy_or_by_name(string line, params string[] settings) => Assert.NotNull(Parse(line, settings));

    [Theory]
    [InlineData("--listen=*", "", "needs a sign-in: set Access__Authority")]
    [InlineData("--no-demo", "http://0.0.0.0:0", "there is no sign-in for them: set Access__Authority")]
    public async Task The_program_ends_where_others_would_be_let_in_without_sign_in(string option, string endpoint, string words)
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [HostProcess.Program, "--port", "0", "--data", folder.Path, option])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__Incidents"] = await postgres.CreateDatabase();
        // The web server's own setting of its addresses goes before those of the command line.
        if (endpoint.Length > 0)
            start.Environment["Kestrel__Endpoints__Open__Url"] = endpoint;
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.Contains(words, errors, StringComparison.Ordinal);
        Assert.Equal(2, process.ExitCode);
    }

    [Theory]
    [InlineData("127.0.0.0/8", HttpStatusCode.BadRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.OK)]
    public async Task Forwarded_headers_are_believed_from_known_proxies_only(string proxies, HttpStatusCode expected)
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false,
            settings: new Dictionary<string, string?> { ["Incidents:Proxies"] = proxies, ["Access:Authority"] = "http://127.0.0.1:1" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Add("X-Forwarded-For", "192.0.2.9");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        using var response = await host.Client.SendAsync(request, Cancellation);
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task While_the_provider_is_away_the_sign_in_says_so()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false,
            settings: new Dictionary<string, string?> { ["Access:Authority"] = "http://127.0.0.1:1", ["Access:RefusalsPerMinute"] = "1" });
        using var browser = new Browser(host);
        using var signIn = await browser.Get("/session/sign-in");
        Assert.Equal("/sign-in?error=PROVIDER_AWAY", signIn.Headers.Location!.OriginalString);
        using var asked = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ serverTime }" }, Cancellation);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "PROVIDER_AWAY"), (asked.StatusCode, await Browser.CodeOf(asked)));
        using var again = await host.Client.PostAsJsonAsync("/graphql", new { query = "{ serverTime }" }, Cancellation);
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_EXCEEDED"), (again.StatusCode, await Browser.CodeOf(again)));
        Assert.NotNull(again.Headers.RetryAfter);
    }

    [Fact]
    public async Task By_tls_the_cookie_is_the_host_s_own_and_a_changed_certificate_is_used()
    {
        using var folder = new TemporaryFolder();
        var (file, key) = (Path.Combine(folder.Path, "tls.pem"), Path.Combine(folder.Path, "tls.key"));
        await Write("first.example", file, key);
        var time = new SetTime();
        using var certificate = new CertificateFile(file, key, time);
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), o => o.RunsDaemon = false, services: services => services.AddCertificate(certificate),
            settings: new Dictionary<string, string?> { ["Kestrel:Endpoints:Tls:Url"] = "https://127.0.0.1:0" });
        var address = host.Client.BaseAddress!;
        Assert.Equal("https", address.Scheme);

        var (subject, cookie) = await SignIn(address);
        Assert.Equal("CN=first.example", subject);
        Assert.StartsWith("__Host-incidents-session=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);

        await Write("second.example", file, key);
        time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("CN=second.example", (await SignIn(address)).Subject);
        await File.WriteAllTextAsync(file, "no certificate", Cancellation);
        time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("CN=second.example", (await SignIn(address)).Subject);
        var refusal = Assert.Throws<HostOptionsException>(() => new CertificateFile(file, key, time));
        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_may_be_a_file_of_pkcs_12_with_its_password_in_another()
    {
        using var folder = new TemporaryFolder();
        var (file, password) = (Path.Combine(folder.Path, "tls.pfx"), Path.Combine(folder.Path, "password"));
        using var made = Made("third.example");
        await File.WriteAllBytesAsync(file, made.Export(X509ContentType.Pkcs12, "a secret"), Cancellation);
        await File.WriteAllTextAsync(password, "a secret\n", Cancellation);
        using var certificate = new CertificateFile(file, password, TimeProvider.System);
        Assert.Equal("CN=third.example", certificate.Current().TargetCertificate.Subject);
        Assert.Throws<HostOptionsException>(() => new CertificateFile(file, null, TimeProvider.System));
    }

    private static HostOptions Parse(string line, string[] settings) => HostOptions.Parse(
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(setting => setting.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]))).Build());

    private static async Task<(string Subject, string Cookie)> SignIn(Uri address)
    {
        var subject = "";
        using var handler = new HttpClientHandler { UseCookies = false };
        handler.ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
        {
            subject = certificate!.Subject;
            return true;
        };
        using var client = new HttpClient(handler) { BaseAddress = address };
        using var response = await client.PostAsJsonAsync("/session/demo", new { user = "all" }, Cancellation);
        response.EnsureSuccessStatusCode();
        Assert.Equal("max-age=31536000; includeSubDomains", response.Headers.GetValues("Strict-Transport-Security").Single());
        return (subject, response.Headers.GetValues("Set-Cookie").Single());
    }

    private static async Task Write(string name, string file, string key)
    {
        using var made = Made(name);
        await File.WriteAllTextAsync(file, made.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancellation);
    }

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
