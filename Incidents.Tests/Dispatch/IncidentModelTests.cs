using System.Text.Json;
using Incidents.Api.Data;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Dispatch;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Outcomes;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Xunit;

namespace Incidents.Tests.Dispatch;

/// <summary>Random sequences of merge, unmerge, link, unlink, categorise, correct, withdraw, respond and judge.</summary>
public sealed class IncidentModelTests(PostgresFixture postgres)
{
    private const int Sequences = 1_000;
    private const int Steps = 40;
    private const int Alerts = 5;

    private static readonly Cities Cities = Catalogues.Cities();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void States_and_counts_equal_a_fresh_fold_and_the_sets_and_an_undo_restores_exactly()
    {
        var random = new Random(TestScale.Seed);
        var (undone, refused, tried) = (0, 0, 0);
        for (var i = 0; i < Sequences; i++)
        {
            var world = Walked(random, i, [.. Enumerable.Range(0, Alerts).Select(n => new Guid(i, (short)n, 0, new byte[8]))]);
            Check(world);
            (undone, tried) = (undone + world.Undone, tried + world.Tried.Count);
            refused += world.Tried.Count(step => step.Refused is not null);
        }

        Assert.True(undone > 5 * Sequences, $"{undone} undone in {Sequences} sequences");
        Assert.InRange((double)refused / tried, 0.1, 0.6);
    }

    [Fact]
    public async Task The_store_leads_to_the_same_and_every_read_model_and_ledger_equals_its_rebuild()
    {
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), clock: new FakeClock(Some.Now.ToInstant(), Duration.FromSeconds(7)));
        var commands = host.Services.GetRequiredService<CommandStore>();
        var random = new Random(TestScale.Seed);
        var expected = new Dictionary<Guid, (Incident State, int Events)>();
        for (var i = 0; i < TestScale.Of(4, Sequences); i++)
        {
            // Without coordinates and device no rule joins them to anything.
            var reports = await host.PostLines(Enumerable.Range(0, Alerts).Select(n => new
            {
                source = $"world-{i}",
                id = $"{n}",
                kind = "alert",
                city = "karaganda",
                category = "person",
                occurredAt = "2026-07-03T06:00:00Z",
            }));
            var world = Walked(random, i, [.. Enumerable.Range(0, Alerts).Select(reports.Id)]);
            foreach (var (command, refused) in world.Tried)
            {
                // What came of an alert also follows from the incident that it is linked to.
                if (command is ICommand<Incident> incident)
                    Assert.Equal((refused, $"{command}"), ((await commands.Decide(incident, Cancellation)).Refusal?.Code, $"{command}"));
                else
                    await commands.Decide((ICommand<Alert>)command, Cancellation);
            }
            foreach (var (id, state) in world.Incidents)
                expected.Add(id, (state, world.Streams[id].Count));
        }

        await host.CaughtUp();
        var reader = host.Services.GetRequiredService<EventReader>();
        foreach (var (id, stream) in await reader.Open<Incident>(expected.Keys, null, Cancellation))
        {
            var (state, events) = expected[id];
            // A command that was refused left nothing behind.
            Assert.Equal((events, Told(state)), (stream.Events.Count, Told(stream.State)));
        }
        var rows = (await host.Query("select id, status, category, merged_into from read.incident")).ToDictionary(row => (Guid)row[0]);
        Assert.All(expected, of => Assert.Equal(
            (of.Value.State.Status, of.Value.State.CountKey.Category, of.Value.State.MergedInto),
            (IncidentRegister.Status((string)rows[of.Key][1]), (string)rows[of.Key][2], rows[of.Key][3] as Guid?)));
        await RebuildTests.EqualsItsRebuild(host);
        await RebuildTests.InPagesOf(7, host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        await AlertLedgerSums.Hold(host);
    }

    private static IncidentWorld Walked(Random random, int number, Guid[] alerts)
    {
        var world = new IncidentWorld(random, number, alerts);
        for (var step = 0; step < Steps; step++)
            world.Step();
        return world;
    }

    // Each state equals a fresh fold of its events as they are stored, its snapshot, its row and the sets; so do the counts.
    private static void Check(IncidentWorld world)
    {
        foreach (var (id, state) in world.Incidents)
        {
            IDomainEvent[] stored = [.. world.Streams[id].Select(Stored)];
            var (text, row) = (StreamSnapshots.Write(state), Row(id, stored));
            Assert.Equal(text, StreamSnapshots.Write(Some.Folded<Incident>(stored)));
            Assert.Equal(text, StreamSnapshots.Write(StreamSnapshots.Read(nameof(Incident), text)));
            Assert.Equal(
                (state.Status, state.CountKey.Category, state.Place, state.MergedInto, (long)stored.Length),
                (row.Status, row.Category, row.Place, row.MergedInto, row.Version));
            Assert.Equal(world.Sets.Key(id), (state.CountKey.Category, state.Place, state.CountKey.OccurredAt));
            Assert.Equal((world.Sets.IsCounted(id), world.Sets.Into(id)), (row.IsCounted, state.MergedInto));
            Assert.Equal(world.Sets.Signals(id), state.Signals.ToHashSet());
            if (state.Status is not IncidentStatus.Merged)
            {
                Assert.Equal(
                    (state.Counted.SentAt?.ToInstant(), state.Counted.ArrivedAt?.ToInstant()),
                    (row.AssignedAt?.ToInstant(), row.ArrivedAt?.ToInstant()));
            }
        }
        foreach (var (id, state) in world.Alerts)
            Assert.Equal(StreamSnapshots.Write(state), StreamSnapshots.Write(Some.Folded<Alert>(world.Streams[id].Select(Stored))));
        Assert.Equal(
            IncidentLedger.Of(world.Incidents.Values, world.Alerts.Values),
            IncidentLedger.Of(world.Streams.Values.SelectMany(events => events)));
    }

    private static IDomainEvent Stored(IDomainEvent @event) => (IDomainEvent)JsonSerializer.Deserialize(
        JsonSerializer.Serialize(@event, @event.GetType(), EventJson.Options), @event.GetType(), EventJson.Options)!;

    private static IncidentRow Row(Guid id, IDomainEvent[] events) => IncidentRow.Of(
        id, events.Select((e, i) => new Projections.StoredEvent(Guid.Empty, id, i + 1, i + 1, "x", e, "{}")), Cities)!;

    // What of an incident does not depend on the clock.
    private static string Told(Incident state) => string.Join(
        ' ', state.Status, state.CountKey, state.MergedInto, state.StatusBeforeMerge, state.StatusBeforeWithdrawal,
        string.Join(',', state.Signals.Select(s => s.Id).Order()), string.Join(',', state.Separated.Select(s => s.Id).Order()),
        string.Join(',', state.Absorbed.Order()), string.Join(',', state.Units.Select(u => $"{u.Unit} {u.Status} {u.CameWith}")),
        string.Join(',', Some.Plans.All.SelectMany(plan => state.Ticks(plan.Code)).Select(tick => $"{tick.Step} {tick.Note}")));
}
