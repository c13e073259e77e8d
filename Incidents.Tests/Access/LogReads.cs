using System.Net.Http.Json;
using System.Text.Json;
using Incidents.Domain.Access;
using Xunit;

namespace Incidents.Tests.Access;

/// <summary>Asks a host as somebody, and reads its access log.</summary>
internal static class LogReads
{
    private const string List =
        """
        query($filter: AccessLogFilterInput, $first: Int, $after: String) { accessLog(filter: $filter, first: $first, after: $after) {
            totalCount pageInfo { hasNextPage endCursor } nodes {
            id sequence at kind callerId callerName grants traceId purposeReason purposeReference operation query variables classes denied
            errors rowCount rows { type count } things digest projectedPosition appendedPosition isMasked isReplayable details } } }
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Asks as a person.</summary>
    public static async Task<(int Status, string Body)> As(
        this RunningHost host, string name, string query, object? variables = null, params Grant[] grants)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        request.Headers.Authorization = host.SignIn(name, grants);
        using var response = await host.Client.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>The entries of a filter, the newest first.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Logged(this RunningHost host, object filter, int first = 1000)
    {
        var (nodes, total, after) = (new List<JsonElement>(), 0, (string?)null);
        do
        {
            var page = (await host.Ask(List, new { filter, first, after })).GetProperty("accessLog");
            nodes.AddRange(page.GetProperty("nodes").EnumerateArray());
            total = page.GetProperty("totalCount").GetInt32();
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        Assert.Equal(total, nodes.Count);
        return nodes;
    }

    /// <summary>The entries of one caller, the newest first.</summary>
    public static Task<IReadOnlyList<JsonElement>> LoggedOf(this RunningHost host, string caller) =>
        host.Logged(new { callers = new[] { caller } });

    /// <summary>The code of the first error of an answer.</summary>
    public static string? CodeOf(string body) => RunningHost.CodeOf(JsonDocument.Parse(body).RootElement);
}
