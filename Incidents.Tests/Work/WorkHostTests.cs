using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain.Alerts;
using Incidents.Domain.Work;
using Incidents.Tests.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Work;

/// <summary>Who works on something, over the host.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WorkHostTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_queue_shows_who_works_on_an_alert_and_the_list_of_a_person_what_they_work_on()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(LiveReports.Alert(city, "1"), LiveReports.Alert(city, "2", at: "2026-03-02T11:00:00+05:00"));
        await host.Ask($$"""mutation { takeAlert(id: "{{sent.Id(0)}}", by: "op") { takenBy } }""");
        await host.CaughtUp();

        Assert.Equal((string?[])["op", null], await Queued(city));
        Assert.Equal([(sent.Id(0), "op", null)], await Work(city));

        await host.Ask($$"""mutation { handOverAlert(id: "{{sent.Id(0)}}", by: "op", person: "other") { takenBy } }""");
        await host.CaughtUp();
        Assert.Equal((string?[])["other", null], await Queued(city));
        Assert.Equal([(sent.Id(0), "other", "op")], await Work(city));

        await host.Ask($$"""mutation { dismissAlert(id: "{{sent.Id(0)}}", by: "other", reasonCode: "shadow") { id } }""");
        await host.CaughtUp();
        Assert.Empty(await Work(city));
    }

    [Fact]
    public async Task The_second_operator_is_refused_and_a_supervisor_takes_over()
    {
        var city = await host.NewCity();
        var sent = await host.PostLines(LiveReports.Alert(city, "1"));
        var id = sent.Id(0);
        await host.Ask($$"""mutation { takeAlert(id: "{{id}}", by: "op") { id } }""");

        Assert.Equal("WORK_TAKEN_BY_ANOTHER", (await host.Refused($$"""mutation { takeAlert(id: "{{id}}", by: "other") { id } }""")).Code);
        Assert.Equal(
            "WORK_TAKEN_BY_ANOTHER", (await host.Refused($$"""mutation { acknowledgeAlert(id: "{{id}}", by: "other") { id } }""")).Code);
        var taken = await host.Ask($$"""mutation { takeOverAlert(id: "{{id}}", by: "head", reason: "absent") { takenBy } }""");
        Assert.Contains("\"takenBy\":\"head\"", taken.GetRawText().Replace(" ", "", StringComparison.Ordinal));
    }

    // Fifty alerts, each taken by two operators at the same moment through two hosts.
    [Fact]
    public async Task Of_two_operators_at_two_hosts_exactly_one_has_an_alert()
    {
        var city = await host.NewCity();
        await using var second = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        var (first, other) = (host.Services.GetRequiredService<CommandStore>(), second.Services.GetRequiredService<CommandStore>());
        var sent = await host.PostLines(Enumerable.Range(0, 50).Select(n => LiveReports.Alert(city, $"{n}")));
        for (var i = 0; i < 50; i++)
        {
            var id = sent.Id(i);
            var results = await Task.WhenAll(
                first.Decide(new TakeWork<Alert>(id, "op"), Cancellation), other.Decide(new TakeWork<Alert>(id, "other"), Cancellation));

            var refused = Assert.Single(results, r => r.Refusal is not null);
            Assert.Equal(WorkRules.TakenByAnother, refused.Refusal);
            var state = (await host.Services.GetRequiredService<EventReader>().Open<Alert>(id, null, Cancellation))!.State;
            Assert.Equal(results[0].Refusal is null ? "op" : "other", state.TakenBy);
        }
    }

    private async Task<string?[]> Queued(string city) =>
    [
        .. (await host.Ask($$"""{ queues { alerts(filter: { cities: ["{{city}}"] }) { nodes { takenBy } } } }"""))
            .GetProperty("queues").GetProperty("alerts").GetProperty("nodes").EnumerateArray()
            .Select(node => node.GetProperty("takenBy").GetString()),
    ];

    private async Task<(Guid Id, string TakenBy, string? GivenBy)[]> Work(string city) =>
    [
        .. (await host.Ask($$"""{ work(cities: ["{{city}}"]) { nodes { id takenBy givenBy } } }"""))
            .GetProperty("work").GetProperty("nodes").EnumerateArray()
            .Select(Item),
    ];

    private static (Guid Id, string TakenBy, string? GivenBy) Item(JsonElement node) => (
        node.GetProperty("id").GetGuid(), node.GetProperty("takenBy").GetString()!, node.GetProperty("givenBy").GetString());
}
