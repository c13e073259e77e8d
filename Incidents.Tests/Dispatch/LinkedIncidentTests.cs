using System.Text.Json;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>From a device to its alerts, and from an alert to its incident.</summary>
[Collection(OnSharedHost.Name)]
public sealed class LinkedIncidentTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_device_s_alert_leads_to_its_incident_through_links_and_merges()
    {
        var city = await host.NewCity();
        await host.PostLines(Enumerable.Range(0, 2).Select(i => new
        {
            source = city,
            id = $"a{i}",
            kind = "alert",
            city,
            category = "fight",
            deviceId = "cam-1",
            occurredAt = $"2026-01-0{1 + i}T00:00:00Z",
        }));
        await host.CaughtUp();
        var device = (await host.Ask($$"""{ device(city: "{{city}}", deviceId: "cam-1") { deviceId city reportCount } }"""))
            .GetProperty("device");
        Assert.Equal(2, device.GetProperty("reportCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await host.Ask($$"""{ device(city: "{{city}}", deviceId: "none") { id } }"""))
            .GetProperty("device").ValueKind);
        var alerts = await Alerts();
        Assert.Equal([null, null], alerts.Select(a => a.Incident));

        var (first, second) = (await Open("1"), await Open("2"));
        await Do($$"""linkSignal(id: "{{first}}", by: "op", signal: { kind: ALERT, id: "{{alerts[0].Id}}" })""");
        await host.CaughtUp();
        Assert.Equal([first, null], (await Alerts()).Select(a => a.Incident));
        await Do($$"""mergeIncident(id: "{{first}}", targetId: "{{second}}", by: "op")""");
        await host.CaughtUp();
        Assert.Equal([second, null], (await Alerts()).Select(a => a.Incident));
        await Do($$"""unmergeIncident(id: "{{first}}", by: "op")""");
        await Do($$"""unlinkSignal(id: "{{first}}", by: "op", signal: { kind: ALERT, id: "{{alerts[0].Id}}" })""");
        await host.CaughtUp();
        Assert.Equal([null, null], (await Alerts()).Select(a => a.Incident));
        var opened = await Open("3", $$""", signal: { kind: ALERT, id: "{{alerts[1].Id}}" }""");
        await host.CaughtUp();
        Assert.Equal([null, opened], (await Alerts()).Select(a => a.Incident));

        async Task<List<(Guid Id, Guid? Incident)>> Alerts() =>
        [
            .. (await host.Ask(
                $$"""
                { alerts(filter: { cities: ["{{city}}"], deviceIds: ["cam-1"] }, order: OCCURRED_ASCENDING) {
                    nodes { id incident { id } } } }
                """)).GetProperty("alerts").GetProperty("nodes").EnumerateArray().Select(node => (
                    node.GetProperty("id").GetGuid(),
                    node.GetProperty("incident") is { ValueKind: JsonValueKind.Object } incident
                        ? incident.GetProperty("id").GetGuid() : (Guid?)null)),
        ];

        async Task<Guid> Open(string key, string signal = "") => (await host.Ask(
            $$"""
            mutation { did: openIncident(
                console: "{{city}}", key: "{{key}}", category: "theft", place: { city: "{{city}}" }{{signal}}) { id } }
            """)).GetProperty("did").GetProperty("id").GetGuid();

        Task<JsonElement> Do(string mutation) => host.Ask($"mutation {{ {mutation} {{ id }} }}");
    }
}
