using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Decisions of several clients, and of several hosts on one database, about the same incidents at once.</summary>
[Collection(OnSharedHost.Name)]
public sealed class MergeRaceTests(SharedHost shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Five incidents in a ring, each merged into the next by somebody at the same moment, through two hosts: whoever comes last finds its
    // target merged.
    [Fact]
    public async Task However_merges_meet_no_circle_arises()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        await using var second = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        var first = host.Services.GetRequiredService<CommandStore>();
        var other = second.Services.GetRequiredService<CommandStore>();
        var refused = 0;
        for (var round = 0; round < TestScale.Of(25, 500); round++)
        {
            var ring = new List<Guid>();
            for (var i = 0; i < 5; i++)
                ring.Add((await first.Decide(new OpenIncident(new(city, $"{round}-{i}"), "theft", new(city)), Cancellation)).StreamId);

            var results = await Task.WhenAll(ring.SelectMany((id, i) =>
                new[] { (first, +1), (other, -1) }.Select(by =>
                    by.Item1.Decide(new MergeIncident(id, ring[(i + by.Item2 + 5) % 5], null, "op"), Cancellation))));

            refused += results.Count(r => r.Refusal is not null);
            var into = new Dictionary<Guid, Guid>();
            foreach (var id in ring)
            {
                var incident = (await host.Services.GetRequiredService<EventReader>().Open<Incident>(id, null, Cancellation))!.State;
                if (incident.MergedInto is { } target)
                    into[id] = target;
            }
            foreach (var id in ring)
            {
                var at = id;
                for (var steps = 0; into.TryGetValue(at, out var next); at = next)
                    Assert.True(++steps < 5, "the incidents are merged in a circle");
            }
            Assert.InRange(into.Count, 1, 4);
        }
        Assert.True(refused > 0, "no two merges ever met");
    }

    [Fact]
    public async Task Of_the_clients_that_saw_the_same_version_all_but_one_are_refused()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        var commands = host.Services.GetRequiredService<CommandStore>();
        var opened = await commands.Decide(new OpenIncident(new(city, "1"), "theft", new(city)), Cancellation);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            commands.Decide(new AssignUnit(opened.StreamId, $"P-{i}", null, 1), Cancellation)));

        Assert.Single(results, r => r.Changed);
        Assert.Equal(7, results.Count(r => r.Refusal == Refusals.ConcurrentChange && r.Version == 2));
    }

    // Two operators on two hosts send the same unit on to different incidents, others merge the one that it leaves.
    [Fact]
    public async Task A_unit_that_several_send_on_at_once_goes_to_one_incident()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        await using var second = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false);
        CommandStore[] hosts = [host.Services.GetRequiredService<CommandStore>(), second.Services.GetRequiredService<CommandStore>()];
        for (var round = 0; round < TestScale.Of(10, 200); round++)
        {
            var ids = new List<Guid>();
            for (var i = 0; i < 4; i++)
            {
                var open = new OpenIncident(new(city, $"unit {round}-{i}"), "theft", new(city));
                ids.Add((await hosts[0].Decide(open, Cancellation)).StreamId);
            }
            await hosts[0].Decide(new AssignUnit(ids[0], "P-1"), Cancellation);

            await Task.WhenAll(
                hosts[0].Decide(new DivertUnit(ids[0], "P-1", ids[1], null), Cancellation),
                hosts[1].Decide(new DivertUnit(ids[0], "P-1", ids[2], null), Cancellation),
                hosts[1].Decide(new MergeIncident(ids[0], ids[3], null, "op"), Cancellation));

            var states = new List<Incident>();
            foreach (var id in ids)
                states.Add((await host.Services.GetRequiredService<EventReader>().Open<Incident>(id, null, Cancellation))!.State);
            Assert.Single(states.SelectMany(s => s.Units), u => u.Status is UnitStatus.Assigned);
            Assert.Equal(IncidentStatus.Merged, states[0].Status);
            Assert.Equal([ids[0]], states[3].Absorbed);
        }
    }

    // They are decided in one batch: what the first learns of the stream must not be taken for its state as an alert.
    [Fact]
    public async Task An_incident_s_command_under_an_alert_s_id_does_not_hide_the_alert_from_the_next_command()
    {
        var host = shared.Host;
        var city = await host.NewCity();
        var raised = await host.PostLines(
            new { source = city, id = "1", kind = "alert", city, category = "fight", occurredAt = "2026-01-01T00:00:00Z" });
        var categorise = new Submission<Incident>(new CategoriseIncident(raised.Id(), "theft", "op")) { EventId = Guid.CreateVersion7() };
        var acknowledge = new Submission<Alert>(new AcknowledgeAlert(raised.Id(), "op")) { EventId = Guid.CreateVersion7() };
        var withdraw = new Submission<Incident>(new WithdrawIncident(raised.Id(), new("op", "1"), "unfounded"))
        {
            EventId = Guid.CreateVersion7(),
        };

        var results = await host.Services.GetRequiredService<StreamAppender>().Submit([categorise, acknowledge, withdraw], Cancellation);

        Assert.Equal((Refusals.NotFound, Refusals.NotFound), (results[0].Refusal, results[2].Refusal));
        Assert.Equal((SubmissionStatus.Committed, 2L), (results[1].Status, results[1].Version));
    }
}
