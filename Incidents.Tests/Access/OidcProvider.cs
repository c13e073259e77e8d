using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Incidents.Tests.Clients;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>A real OIDC provider as a process of node (oidc-provider), and its key, to sign what the provider would not.</summary>
internal sealed class OidcProvider : IDisposable
{
    private const string Script = "provider.js";

    private static readonly object People = new
    {
        asel = new
        {
            name = "Асель",
            roles = (string[])["analyst", "operator:karaganda", "admin-of-another-program"],
            towns = (string[])["karaganda", "saran"],
        },
        guest = new { name = "Guest" },
        script = new { roles = (string[])["analyst"], towns = (string[])["*"] },
    };

    private Process? process;

    /// <summary>Reserves an address.</summary>
    public OidcProvider()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
    }

    /// <summary>Its key.</summary>
    public RsaSecurityKey Key { get; } = new(RSA.Create(2048)) { KeyId = "provider-key" };

    /// <summary>Its address.</summary>
    public string Issuer => $"http://127.0.0.1:{Port}";

    private int Port { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it for the pages of a host.</summary>
    public async Task Start(Uri host)
    {
        await NodeProject.OidcProvider.Install();
        var key = Key.Rsa.ExportParameters(true);
        var config = JsonSerializer.Serialize(new
        {
            port = Port,
            origin = host.GetLeftPart(UriPartial.Authority),
            people = People,
            jwks = new { keys = (object[])[Jwk(key)] },
        });
        process = Process.Start(new ProcessStartInfo("node", [Script, config])
        {
            WorkingDirectory = NodeProject.OidcProvider.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            if (!line.StartsWith("Listening", StringComparison.Ordinal))
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return;
        }
        throw new InvalidOperationException(await errors);
    }

    /// <summary>A token that the provider issues to a script.</summary>
    /// <param name="audience">What it is for.</param>
    public async Task<string> Token(string audience = "incidents")
    {
        using var client = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "script",
            ["client_secret"] = "secret of the script",
            ["resource"] = $"urn:{audience}",
        });
        using var response = await client.PostAsync($"{Issuer}/token", form, Cancellation);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("access_token").GetString()!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (process is { HasExited: false })
            process.Kill();
        process?.Dispose();
        Key.Rsa.Dispose();
    }

    private object Jwk(RSAParameters key) => new
    {
        kty = "RSA",
        use = "sig",
        alg = "RS256",
        kid = Key.KeyId,
        n = Base64UrlEncoder.Encode(key.Modulus),
        e = Base64UrlEncoder.Encode(key.Exponent),
        d = Base64UrlEncoder.Encode(key.D),
        p = Base64UrlEncoder.Encode(key.P),
        q = Base64UrlEncoder.Encode(key.Q),
        dp = Base64UrlEncoder.Encode(key.DP),
        dq = Base64UrlEncoder.Encode(key.DQ),
        qi = Base64UrlEncoder.Encode(key.InverseQ),
    };
}
