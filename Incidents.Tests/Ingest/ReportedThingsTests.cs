using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>What each source has reported, by way in.</summary>
[Collection(OnSharedHost.Name)]
public sealed class ReportedThingsTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_source_counts_each_thing_once_by_the_way_that_it_came()
    {
        var city = await host.NewCity();
        string Report(string source, int id, string kind, string rest) =>
            $$"""{"source":"{{source}}","id":"{{id}}","kind":"{{kind}}","city":"{{city}}","occurredAt":"2026-01-05T10:00:00",{{rest}}}""";
        string Alert(string source, int id) => Report(source, id, "alert", "\"category\":\"fight\"");
        var simulator = $"simulator-{city}";
        string[] sent =
        [
            Alert(city, 1), Alert(city, 2), Alert(city, 2), Report(city, 3, "incident", "\"category\":\"theft\""),
            Report(city, 4, "incident", "\"category\":\"theft\",\"knownAt\":\"2026-01-06T00:00:00\""), Alert(simulator, 1),
        ];

        await host.Post(string.Join('\n', sent), "application/x-ndjson");
        await host.CaughtUp();

        var status = await host.Ask("{ ingestStatus { reported { way source kind count } } }");
        var reported = status.GetProperty("ingestStatus").GetProperty("reported").EnumerateArray()
            .Where(r => r.GetProperty("source").GetString()!.EndsWith(city, StringComparison.Ordinal))
            .Select(r => string.Join(' ', r.EnumerateObject().Select(p => p.Value.ToString())));
        Assert.Equal(
            [$"LIVE {city} ALERT 2", $"LIVE {city} INCIDENT 1", $"REGISTER {city} INCIDENT 1", $"SIMULATOR {simulator} ALERT 1"],
            reported.Order(StringComparer.Ordinal));
    }
}
