using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Links lead to signals that exist and are of the kind named.</summary>
[Collection(OnSharedHost.Name)]
public sealed class SignalLinkTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task Only_a_signal_that_exists_and_is_of_its_kind_is_linked()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(
            new { source = city, id = "a", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" },
            new { source = city, id = "c", kind = "sosCall", city, occurredAt = "2026-01-01T00:00:00Z" },
            new { source = city, id = "v", kind = "violation", city, article = "592", occurredAt = "2026-01-01T00:00:00Z" });
        (string Kind, Guid Id)[] signals = [("ALERT", sent.Id(0)), ("SOS_CALL", sent.Id(1)), ("VIOLATION", sent.Id(2))];
        var (id, part) = (await Open(city, "1"), await Open(city, "2"));
        await host.Ask($"mutation {{ mergeIncident(id: \"{part}\", targetId: \"{id}\", by: \"op\") {{ id }} }}");

        foreach (var (kind, signal) in signals)
        {
            foreach (var other in (Guid[])[Guid.NewGuid(), id, part, .. signals.Where(s => s.Kind != kind).Select(s => s.Id)])
            {
                Assert.Equal("SIGNAL_UNKNOWN", await Refused($"linkSignal(id: \"{id}\", by: \"op\", signal: {Signal(kind, other)})"));
                Assert.Equal("SIGNAL_UNKNOWN", await Refused(Opening($"{kind}-{other}", kind, other)));
            }
            await host.Ask($"mutation {{ linkSignal(id: \"{id}\", by: \"op\", signal: {Signal(kind, signal)}) {{ id }} }}");
            await host.Ask($"mutation {{ {Opening($"{kind}-{signal}", kind, signal)} {{ id }} }}");
        }
        var linked = (await host.Ask($"{{ incident(id: \"{id}\") {{ signals {{ id }} timeline {{ sequence }} }} }}"))
            .GetProperty("incident");
        Assert.Equal(signals.Select(s => s.Id), linked.GetProperty("signals").EnumerateArray().Select(s => s.GetProperty("id").GetGuid()));
        var sequences = linked.GetProperty("timeline").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()).ToList();
        Assert.Equal(sequences.Distinct().Count(), sequences.Count);

        string Opening(string key, string kind, Guid signal) =>
            $$"""
            openIncident(
                console: "{{city}}", key: "{{key}}", category: "theft", place: { city: "{{city}}" }, signal: {{Signal(kind, signal)}})
            """;
    }

    // A merge leaves the signals of both on the incident that stays; an unmerge gives them back.
    [Fact]
    public async Task Signals_go_along_with_a_merge_and_come_back()
    {
        var city = await host.NewCity();
        var alert = (await host.PostLines(
            new { source = city, id = "a", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" })).Id();
        Guid[] ids = [await Open(city, "1"), await Open(city, "2")];
        await host.Ask($"mutation {{ linkSignal(id: \"{ids[0]}\", by: \"op\", signal: {Signal("ALERT", alert)}) {{ id }} }}");
        await host.Ask($"mutation {{ mergeIncident(id: \"{ids[0]}\", targetId: \"{ids[1]}\", by: \"op\") {{ id }} }}");
        Assert.Equal([alert], await Signals(ids[1]));
        await host.Ask($"mutation {{ unmergeIncident(id: \"{ids[0]}\", by: \"op\") {{ id }} }}");
        Assert.Equal([alert], await Signals(ids[0]));
        Assert.Empty(await Signals(ids[1]));

        async Task<List<Guid>> Signals(Guid id) =>
        [
            .. (await host.Ask($"{{ incident(id: \"{id}\") {{ signals {{ id }} }} }}")).GetProperty("incident").GetProperty("signals")
                .EnumerateArray().Select(s => s.GetProperty("id").GetGuid()),
        ];
    }

    private async Task<Guid> Open(string city, string key) => (await host.Ask(
        $$"""
        mutation { did: openIncident(console: "{{city}}", key: "{{key}}", category: "theft", place: { city: "{{city}}" }) { id } }
        """)).GetProperty("did").GetProperty("id").GetGuid();

    private static string Signal(string kind, Guid id) => $"{{ kind: {kind}, id: \"{id}\" }}";

    private async Task<string> Refused(string mutation) => (await host.Refused($"mutation {{ {mutation} {{ id }} }}")).Code;
}
