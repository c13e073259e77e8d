using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>A host that knows the map of the gate, for all tests of dialects.</summary>
public sealed class DialectHost(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;

    internal RunningHost Host => host!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => host = await RunningHost.Start(
        await postgres.CreateDatabase(),
        settings: new Dictionary<string, string?> { ["Dialects:Maps"] = GateMap.Folder, ["Dialects:PlacesKept"] = "00:00:00" });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }

    /// <summary>Posts a message.</summary>
    internal Task<DialectPost> Post(string dialect, string body, string query, string type = "application/json") =>
        Post(dialect, Encoding.UTF8.GetBytes(body), query, type);

    /// <summary>Posts a message.</summary>
    internal async Task<DialectPost> Post(string dialect, byte[] body, string query, string? type)
    {
        using var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await Host.Client.PostAsync($"/ingest/{dialect}?{query}", content, TestContext.Current.CancellationToken);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return new((int)response.StatusCode, answer);
    }

    /// <summary>The events of a source: type and moment, in the order in which they became known.</summary>
    internal async Task<List<string>> Events(string city) =>
    [
        .. (await Host.Query(
            $"""
             select e.type from store.mt_events e
             where exists (select from store.mt_events b where b.stream_id = e.stream_id and b.version = 1
                 and b.data->'place'->>'city' = '{city}')
             order by e.seq_id
             """)).Select(row => (string)row[0]),
    ];
}

/// <summary>The answer to a posted message.</summary>
internal sealed record DialectPost(int Status, JsonElement Answer)
{
    /// <summary>What became of the message.</summary>
    public string? State => Text("status");

    /// <summary>The code of the refusal, or null.</summary>
    public string? Code => Text("code");

    /// <summary>What became of its reports: a status, or the code of a refusal.</summary>
    public List<string> Reports =>
    [
        .. Answer.GetProperty("reports").EnumerateArray()
            .Select(r => r.TryGetProperty("code", out var code) ? code.GetString()! : r.GetProperty("status").GetString()!),
    ];

    private string? Text(string name) => Answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
