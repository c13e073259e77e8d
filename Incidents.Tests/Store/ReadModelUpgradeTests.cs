using Incidents.Api.Store;
using Incidents.Projections;
using Incidents.Projections.Slices;
using Incidents.Tests.Postgres;
using JasperFx.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>A newer program changes the definition of a read model while others are served, and an older one leaves it alone.</summary>
public sealed class ReadModelUpgradeTests(PostgresFixture postgres)
{
    private const string Changed = "devices";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_definition_is_built_beside_the_old_one_which_is_served_and_a_stuck_reader_blocks_nobody()
    {
        var connection = await postgres.CreateDatabase();
        await using (var older = await RunningHost.Start(connection))
        {
            await Send(older, 20);
            await older.CaughtUp();
        }
        await using var reader = new NpgsqlConnection($"{connection};Pooling=false");
        await reader.OpenAsync(Cancellation);
        await using (var command = new NpgsqlCommand("begin; select count(*) from read.device", reader))
            await command.ExecuteNonQueryAsync(Cancellation);

        var log = new KeptLog(LogLevel.Information);
        await using var newer = await Newer(connection, log);
        Assert.False(await HasNewColumn(newer));
        Assert.Contains(Changed, await Ready(newer));
        await Send(newer, 21);
        await RunningHost.Until(() => Task.FromResult(Waits(log) > 2), "the swap to have been tried again");
        // Old figures, and no reader waits for the swap that waits for the stuck one.
        Assert.Equal(5, await Devices(newer));
        Assert.Equal(20L, (await newer.Query("select sum(reports)::bigint from read.device"))[0][0]);
        await RunningHost.Until(
            async () => (long)(await newer.Query("select sum(n)::bigint from read.count_hour"))[0][0] == 21, "the others to go on");
        Assert.False(await HasNewColumn(newer));

        await reader.DisposeAsync();
        await RunningHost.Until(() => HasNewColumn(newer), "the swap");
        await newer.CaughtUp();
        Assert.Equal(21L, (await newer.Query("select sum(reports)::bigint from read.device"))[0][0]);
        await RebuildTests.EqualsItsRebuild(newer);
        await RunningHost.Until(
            async () => !(await Ready(newer)).Contains("Degraded", StringComparison.Ordinal), "the host to be healthy");
    }

    [Fact]
    public async Task An_older_program_leaves_the_read_model_of_a_newer_one_as_it_is_and_says_so()
    {
        var connection = await postgres.CreateDatabase();
        await using (var newer = await Newer(connection))
        {
            await Send(newer, 3);
            await newer.CaughtUp();
        }
        var log = new KeptLog(LogLevel.Warning);
        await using (var older = await RunningHost.Start(connection, log: log))
        {
            await Send(older, 4);
            await RunningHost.Until(
                async () => (long)(await older.Query("select sum(n)::bigint from read.count_hour"))[0][0] == 4, "the others to go on");
            Assert.True(await HasNewColumn(older));
            Assert.Equal(3L, (await older.Query("select sum(reports)::bigint from read.device"))[0][0]);
            Assert.Contains("newer program has built the read model devices", await Ready(older));
            Assert.Contains(log.Entries, e => e.Message.Contains("newer program", StringComparison.Ordinal));
            var store = older.Services.GetRequiredService<ReadModelStore>();
            var own = ReadModelTables.All().Single(p => p.Name == Changed);
            await Assert.ThrowsAsync<ReadModelVersionException>(() => store.Rebuild(own, _ => { }, Cancellation));
            await Assert.ThrowsAsync<ReadModelVersionException>(() => store.Compare(own, _ => { }, Cancellation));
        }
        await using var again = await Newer(connection);
        await again.CaughtUp();
        await RebuildTests.EqualsItsRebuild(again);
    }

    [Fact]
    public async Task An_older_host_that_projects_stands_aside_when_a_newer_one_has_swapped_the_tables()
    {
        var connection = await postgres.CreateDatabase();
        var older = await RunningHost.Start(connection);
        await Send(older, 3);
        await older.CaughtUp();
        await using var newer = await Newer(connection);
        await RunningHost.Until(() => HasNewColumn(newer), "the newer host to swap the tables");

        await Send(older, 5);
        var status = older.Services.GetRequiredService<ReadModelStatus>();
        await RunningHost.Until(() => Task.FromResult(status.Aside.ContainsKey(Changed)), "the older host to stand aside");
        await RunningHost.Until(
            async () => (long)(await newer.Query("select sum(n)::bigint from read.count_hour"))[0][0] == 5,
            "the older to project the rest");
        Assert.Equal(3L, (await newer.Query("select sum(reports)::bigint from read.device"))[0][0]);

        await older.DisposeAsync();
        await newer.CaughtUp();
        Assert.Equal(5L, (await newer.Query("select sum(reports)::bigint from read.device"))[0][0]);
        await RebuildTests.EqualsItsRebuild(newer);
    }

    [Fact]
    public async Task A_host_starts_beside_a_reader_that_holds_every_table()
    {
        var connection = await postgres.CreateDatabase();
        await using (var first = await RunningHost.Start(connection, o => o.RunsDaemon = false))
            await Send(first, 1);
        await using var dump = new NpgsqlConnection($"{connection};Pooling=false");
        await dump.OpenAsync(Cancellation);
        await using var lockAll = new NpgsqlCommand(
            """
            begin;
            do $$ declare t text; begin
                for t in select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('store', 'read', 'ingest') loop
                    execute 'lock table ' || t || ' in access share mode';
                end loop;
            end $$;
            """, dump);
        await lockAll.ExecuteNonQueryAsync(Cancellation);

        await using var second = await RunningHost.Start(connection, o => o.RunsDaemon = false);

        Assert.Equal(["duplicate"], (await Post(second, 1)).Statuses);
    }

    private static Task<RunningHost> Newer(string connection, KeptLog? log = null) => RunningHost.Start(
        connection, log: log, settings: new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information" },
        services: services => services.Replace(ServiceDescriptor.Singleton(new ReadModels(
            [.. ReadModelTables.All().Select(p => p.Name == Changed ? new NewDefinition(p) : p)]))));

    private static int Waits(KeptLog log) =>
        log.Entries.Count(e => e.Message.Contains("waits for a reader", StringComparison.Ordinal));

    // Alerts 0 to n − 1 of five cameras; those that are there already are duplicates.
    private static async Task Send(RunningHost host, int n)
    {
        var answer = await Post(host, n);
        Assert.All(answer.Statuses, s => Assert.True(s is "accepted" or "duplicate", s));
    }

    private static Task<IntakeAnswer> Post(RunningHost host, int n) =>
        host.PostLines(Enumerable.Range(0, n).Select(i => new
        {
            kind = "alert",
            source = "upgrade",
            id = $"{i}",
            city = "karaganda",
            category = "fight",
            deviceId = $"cam-{i % 5}",
            longitude = 73.1,
            latitude = 49.8,
            occurredAt = "2026-03-02T10:00:00+05:00",
        }));

    private static async Task<int> Devices(RunningHost host) =>
        (await host.Ask("{ devices(first: 100) { nodes { deviceId } } }")).GetProperty("devices").GetProperty("nodes").GetArrayLength();

    private static async Task<bool> HasNewColumn(RunningHost host) => (await host.Query(
        "select from information_schema.columns where table_schema = 'read' and column_name = 'made_by'")).Count == 1;

    private static async Task<string> Ready(RunningHost host)
    {
        using var response = await host.Client.GetAsync("/health/ready", Cancellation);
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>The same read model with one more column.</summary>
    private sealed class NewDefinition(TableProjection old) : TableProjection
    {
        public override string Name => old.Name;

        public override int Version => old.Version + 1;

        public override IReadOnlyList<string> Tables => old.Tables;

        public override string Ddl(string schema) =>
            $"{old.Ddl(schema)}\nalter table {schema}.{Tables[0]} add column made_by text not null default 'the newer program';";

        public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema) => old.Apply(page, schema);
    }
}
