using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Signs clients of a host in another process in, as a script does.</summary>
internal static class DemoTokens
{
    /// <summary>The sign-in of a demo user.</summary>
    public static async Task<AuthenticationHeaderValue> Of(HttpClient client, string user = "all")
    {
        using var response = await client.PostAsJsonAsync("/session/demo/token", new { user }, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return new(answer.GetProperty("token_type").GetString()!, answer.GetProperty("access_token").GetString());
    }

    /// <summary>Signs a client in with all roles of people.</summary>
    public static async Task<HttpClient> SignedIn(this HttpClient client)
    {
        client.DefaultRequestHeaders.Authorization = await Of(client);
        return client;
    }
}
