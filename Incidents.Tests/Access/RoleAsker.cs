using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Api.Access.Table;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Somebody with one role in all towns, or nobody.</summary>
internal sealed class RoleAsker
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly RunningHost host;
    private readonly AuthenticationHeaderValue? signedIn;

    public RoleAsker(RunningHost host, params Role[] roles)
    {
        this.host = host;
        Caller = roles is [] ? Caller.Anonymous : new("a", "a", [.. roles.Select(role => new Grant(role, null))]);
        signedIn = roles is [] ? null : host.SignIn($"the {roles[0]}", [.. Caller.Grants]);
    }

    /// <summary>Who it is.</summary>
    public Caller Caller { get; }

    /// <summary>Whether the access table allows a class.</summary>
    public bool May(DataClass line) => (DataClasses.Of(Caller) & line.Bit) != 0;

    /// <summary>The status and the answer to a query.</summary>
    public async Task<(int Status, JsonElement Answer)> Ask(string query, object? variables = null, string? operationName = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Client.BaseAddress!, "/graphql"))
        {
            Content = JsonContent.Create(new { query, variables, operationName }),
        };
        return await Send(request);
    }

    /// <summary>The answer to a GET of another address.</summary>
    public async Task<(int Status, string Text)> Read(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Client.BaseAddress!, address));
        request.Headers.Authorization = signedIn;
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<(int, JsonElement)> Send(HttpRequestMessage request)
    {
        request.Headers.Authorization = signedIn;
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    /// <summary>The fields that an answer names as denied; null where it is no denial.</summary>
    public static IReadOnlyList<string>? Denied(JsonElement answer) => answer.TryGetProperty("errors", out var errors)
        && errors[0].GetProperty("extensions") is var first && first.GetProperty("code").GetString() == "ACCESS_DENIED"
        && first.TryGetProperty("fields", out var fields)
            ? [.. fields.EnumerateArray().Select(field => field.GetString()!)]
            : null;

    /// <summary>The codes of all errors of an answer.</summary>
    public static IEnumerable<string> Codes(JsonElement answer) => answer.TryGetProperty("errors", out var errors)
        ? errors.EnumerateArray().Select(error => error.GetProperty("extensions").GetProperty("code").GetString()!)
        : [];
}
