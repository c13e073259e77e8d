using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>A client that keeps cookies and names its page's origin, as a browser does. It follows no redirection by itself.</summary>
internal sealed class Browser : IDisposable
{
    private const string SessionCookie = "incidents-session";

    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false };

    /// <summary>Opens it.</summary>
    /// <param name="address">The host whose pages it shows.</param>
    public Browser(Uri address)
    {
        Origin = address.GetLeftPart(UriPartial.Authority);
        Client = new(handler) { BaseAddress = address };
    }

    /// <summary>Opens it at a host.</summary>
    public Browser(RunningHost host) : this(host.Client.BaseAddress!)
    {
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies => handler.CookieContainer;

    /// <summary>The origin that it names with what changes something; null for none.</summary>
    public string? Origin { get; set; }

    /// <summary>The cookie of the session, or null.</summary>
    public string? Session
    {
        get => Cookies.GetCookies(Client.BaseAddress!)[SessionCookie]?.Value;
        set => Cookies.Add(Client.BaseAddress!, new Cookie(SessionCookie, value, "/"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Gets an address.</summary>
    public Task<HttpResponseMessage> Get(string path) => Client.GetAsync(path, Cancellation);

    /// <summary>Posts JSON.</summary>
    public Task<HttpResponseMessage> Post(string path, object? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }) };
        if (Origin is not null)
            request.Headers.Add("Origin", Origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return Client.SendAsync(request, Cancellation);
    }

    /// <summary>Signs a demo user in.</summary>
    public async Task<Browser> SignIn(string user)
    {
        using var response = await Post("/session/demo", new { user });
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancellation)}");
        return this;
    }

    /// <summary>What <c>/session</c> says.</summary>
    public Task<JsonElement> Who() => Client.GetFromJsonAsync<JsonElement>("/session", Cancellation);

    /// <summary>Asks GraphQL.</summary>
    /// <returns>The status, and the code of the first error or null.</returns>
    public async Task<(HttpStatusCode Status, string? Code)> Ask(
        string query = "{ serverTime }", params (string Name, string Value)[] headers)
    {
        using var response = await Post("/graphql", new { query }, headers);
        return (response.StatusCode, await CodeOf(response));
    }

    /// <summary>The code of an answer's first error, or null.</summary>
    public static async Task<string?> CodeOf(HttpResponseMessage response)
    {
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return json.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString()
            : json.TryGetProperty("code", out var code) ? code.GetString()
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        handler.Dispose();
    }
}
