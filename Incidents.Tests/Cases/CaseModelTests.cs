using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Incidents.Tests.Cases;

/// <summary>Random sequences of steps on several cases: attach, detach, amend, merge, split, branch, merge back, and undo.</summary>
public sealed class CaseModelTests(PostgresFixture postgres)
{
    private const int Steps = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void States_equal_a_fresh_fold_and_the_model_and_undo_restores_exactly()
    {
        var random = new Random(TestScale.Seed);
        var sequences = TestScale.Of(60, 1_000);
        var undone = 0;
        for (var i = 0; i < sequences; i++)
            undone += Walked(new(random)).Undone;

        Assert.True(undone > sequences, $"{undone} undone in {sequences} sequences");
    }

    [Fact]
    public async Task The_store_leads_to_the_same_cases_and_their_register_equals_its_rebuild()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var (commands, reader) = (host.Services.GetRequiredService<CommandStore>(), host.Services.GetRequiredService<EventReader>());
        var reports = await host.PostLines(Enumerable.Range(0, 6).Select(i => new
        {
            source = "cameras",
            id = $"{i}",
            kind = "alert",
            city = "karaganda",
            category = "fight",
            occurredAt = "2026-01-01T00:00:00Z",
        }));
        var random = new Random(TestScale.Seed);
        var expected = new Dictionary<Guid, Case>();
        for (var i = 0; i < TestScale.Of(4, 1_000); i++)
        {
            var world = Walked(new(random, [.. Enumerable.Range(0, 6).Select(reports.Id)]));
            foreach (var command in world.Done)
            {
                var result = await commands.Decide(command, Cancellation);
                Assert.True(result.Refusal is null, $"{command}: {result.Refusal}");
            }

            foreach (var (id, state) in world.States)
                expected.Add(id, state);
        }

        await host.CaughtUp();
        foreach (var (id, stream) in await reader.Open<Case>(expected.Keys, null, Cancellation))
        {
            var of = expected[id];
            Assert.Equal((of.Version, of.Status, of.PartCount), (stream.State.Version, stream.State.Status, stream.State.PartCount));
            Assert.Equal(of.Items.Values, stream.State.Items.Values);
            Assert.Equal(of.Branches.SelectMany(b => b.Items.Values), stream.State.Branches.SelectMany(b => b.Items.Values));
        }

        Assert.Equal(
            expected.Select(of => $"{of.Key} {of.Value.Status} {of.Value.Version}").Order(StringComparer.Ordinal),
            (await host.Query("select id, status, version from read.case_file")).Select(row => $"{row[0]} {row[1]} {row[2]}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            expected.SelectMany(of => of.Value.Items.Keys.Select(item => $"{of.Key} {item}")).Order(StringComparer.Ordinal),
            (await host.Query("select case_id, id from read.case_item")).Select(row => $"{row[0]} {row[1]}")
                .Order(StringComparer.Ordinal));
        await RebuildTests.EqualsItsRebuild(host);
    }

    private static CaseWorld Walked(CaseWorld world)
    {
        for (var step = 0; step < Steps; step++)
            world.Step();
        world.Check();
        return world;
    }
}
