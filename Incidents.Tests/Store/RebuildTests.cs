using System.Globalization;
using Incidents.Api.Store;
using Incidents.Domain.Cases;
using Incidents.Projections;
using Incidents.Projections.Slices;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Outcomes;
using Incidents.Tests.Postgres;
using Incidents.Tests.Trends;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>Read models are a pure function of the events, however these are cut into pages and whoever reads meanwhile.</summary>
public sealed class RebuildTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => TestScale.Seeds;

    [Theory, MemberData(nameof(Seeds))]
    public async Task After_a_mixed_life_every_read_model_equals_its_rebuild_and_the_ledger_the_counts_taken_from_the_events(int seed)
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: RandomHistory.Clock());
        var life = new RandomHistory(host, seed) { HasDeviceLife = true };
        await life.Live(TestScale.Of(500, 1_000));
        await host.Covers("karaganda");
        Assert.InRange(life.Refused, 60, 900);
        // Some seeds take longer until rare events have happened; ./test does not wait for chance.
        for (var more = 0; more < 20 && (await NotHappened(host)).Count > 0; more++)
        {
            await new RareSteps(host, seed + more).Happen();
            await life.Live(TestScale.Of(60, 300));
        }
        Assert.Empty(await NotHappened(host));
        await host.CaughtUp();

        await KnowledgeNeverGoesBack(host);
        await EventMetadataTests.EveryCommitmentFits(host);
        await EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);
        Assert.Equal(await CountsFromEvents.Totals(host.Database), await CountsFromEvents.LedgerTotals(host.Database));
        await PrecisionSums.Hold(host);
        await AlertLedgerSums.Hold(host);

        foreach (var size in TestScale.Of<int[]>([7], [1, 7, 5_000]))
            await InPagesOf(size, host);
    }

    [Fact]
    public async Task A_rebuild_leaves_readers_no_gap_and_loses_nothing_that_is_written_meanwhile()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: RandomHistory.Clock());
        await new RandomHistory(host, 1).Live(150);
        await host.CaughtUp();
        var before = (long)(await host.Query("select count(*) from read.incident"))[0][0];
        Assert.True(before > 0);

        using var over = new CancellationTokenSource();
        var writing = Write();
        var reading = Enumerable.Range(0, 3).Select(_ => Read()).ToArray();
        var readModels = host.Services.GetRequiredService<ReadModelStore>();
        for (var round = 0; round < 3; round++)
        {
            foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections)
                await readModels.Rebuild(projection, _ => { }, Cancellation);
        }
        await over.CancelAsync();
        await writing;
        var reads = await Task.WhenAll(reading);
        Assert.All(reads, r => Assert.True(r > 3, $"a reader came to read {r} times"));

        await host.CaughtUp();
        await EqualsItsRebuild(host);
        await CountsFromEvents.AgreeWithTheLedger(host.Database);

        async Task Write()
        {
            var life = new RandomHistory(host, 2);
            while (!over.IsCancellationRequested)
                await life.Live(10);
        }

        async Task<int> Read()
        {
            var times = 0;
            for (; !over.IsCancellationRequested; times++)
            {
                var data = await host.Ask(
                    """
                    { incidents(first: 5) { totalCount nodes { id } }
                      devices(first: 5) { nodes { deviceId } }
                      kpis(from: "2025-01-01", until: "2026-12-31") { city counts { measure count } }
                      heatmap(
                          bounds: { west: 72, south: 49, east: 75, north: 51 }, zoom: 10,
                          from: "2025-01-01", until: "2026-12-31") { total } }
                    """);
                Assert.True(data.GetProperty("incidents").GetProperty("totalCount").GetInt64() >= before,
                    "a reader saw fewer incidents than there had been");
                Assert.True(data.GetProperty("heatmap").GetProperty("total").GetInt64() > 0, "a reader saw an empty map");
            }
            return times;
        }
    }

    private static async Task<IReadOnlyList<string>> NotHappened(RunningHost host)
    {
        var happened = (await host.Query("select distinct mt_dotnet_type from store.mt_events"))
            .Select(r => ((string)r[0]).Split(',')[0].Split('.')[^1]).ToHashSet();
        // Forecasts take weeks: ForecastLedgerTests compares them with their rebuild.
        string[] byOtherWays =
            [
                "ViolationReviewed", "ForecastSealed", "ForecastMissed", "ForecastScored", "ForecastPatrolled", "EventReleased",
                "MaskingBegun", "MaskingCompleted", "RetentionExecuted", "PersonBlocked", "PersonUnblocked", "RecorderSuspected",
                "RecorderCleared",
                // Of what a target's clock says: TargetHostTests.
                "Escalated",
            ];
        // CaseRebuildTests has a life of cases.
        var others = EventStore.EventTypes.Where(t => t.Namespace != typeof(Case).Namespace);
        return [.. others.Select(t => t.Name).Except(happened).Except(byOtherWays)];
    }

    private static async Task KnowledgeNeverGoesBack(RunningHost host) => Assert.Empty(await host.Query(
        """
        select stream_id, version from (
            select stream_id, version, (data ->> 'knownAt')::timestamptz as known,
                type, max((data ->> 'knownAt')::timestamptz) over (
                    partition by stream_id order by version rows between unbounded preceding and 1 preceding) as before
            from store.mt_events) as e
        where known < before and type <> 'offence_added'
        """));

    internal static async Task EqualsItsRebuild(RunningHost host)
    {
        var store = host.Services.GetRequiredService<ReadModelStore>();
        foreach (var projection in host.Services.GetRequiredService<ReadModels>().Projections)
        {
            var comparison = await store.Compare(projection, _ => { }, Cancellation);
            Assert.Empty(comparison.Unappliable);
            foreach (var (table, differences) in comparison.Differences)
                Assert.True(differences == 0, $"{table} differs from its rebuild in {differences} rows");
        }
    }

    internal static async Task InPagesOf(int size, RunningHost host)
    {
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        var events = await session.Events.QueryAllRawEvents().OrderBy(e => e.Sequence).ToListAsync(Cancellation);
        var schema = $"pages_{size}";
        await using var connection = await host.Database.OpenConnectionAsync(Cancellation);
        await Run(connection, $"create schema {schema}");
        foreach (var projection in ReadModelTables.All())
        {
            await Run(connection, projection.Ddl(schema));
            foreach (var page in events.Chunk(size))
            {
                foreach (var statement in projection.Apply((IReadOnlyList<IEvent>)page, schema))
                    await Run(connection, statement);
            }
            foreach (var table in projection.Tables)
            {
                var different = await host.Query(
                    $"""
                     select 'live', a::text from (table read.{table} except all table {schema}.{table}) as a
                     union all select 'paged', b::text from (table {schema}.{table} except all table read.{table}) as b limit 6
                     """);
                Assert.True(different.Count == 0,
                    $"{table} in pages of {size}: {string.Join("; ", different.Select(d => $"{d[0]} {d[1]}"))}");
            }
        }
    }

    private static Task Run(NpgsqlConnection connection, string sql) => Run(connection, new SqlStatement(sql));

    private static async Task Run(NpgsqlConnection connection, SqlStatement statement)
    {
        var parts = statement.Sql.Split('?');
        await using var command = new NpgsqlCommand(
            string.Concat(parts.Select((part, i) => i == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"${i}{part}"))),
            connection);
        foreach (var value in statement.Parameters)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
