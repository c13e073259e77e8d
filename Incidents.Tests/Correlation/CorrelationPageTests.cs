using Incidents.Api.Reactions;
using Incidents.Statistics;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Correlation;

/// <summary>One log leads to the same links on a host, whatever its pages, and where it stops in between.</summary>
public sealed class CorrelationPageTests(PostgresFixture postgres)
{
    private const string Waiting = "select from ops.reaction_commands where done_at is null";

    private const string Behind =
        "select from ops.reactions where name = 'correlation' and position < (select max(seq_id) from store.mt_events)";

    // What became of each signal: the incident that it opened or joined, and why.
    private const string Links =
        """
        select stream_id || ' ' || coalesce(data -> 'signal' ->> 'id', data -> 'from' ->> 'id') || ' ' || (data -> 'rule')::text
        from store.mt_events where type in ('incident_opened', 'signal_linked') order by 1
        """;

    [Fact]
    public async Task Pages_of_any_size_a_restart_and_a_kill_before_the_record_lead_to_the_same_links()
    {
        var log = await postgres.CreateDatabase();
        await using (var host = await RunningHost.Start(log))
        {
            await host.Query("insert into ops.reactions (name, position) values ('correlation', 0) returning name");
            foreach (var some in Signals(new SeededRandom(TestScale.Seed, 42), 60).Chunk(20))
                await host.PostLines(some);
            await host.CaughtUp();
        }

        var expected = await Follow(await postgres.Copy(log), pageSize: 1);
        Assert.True(expected.Count(link => link.Contains("minutes", StringComparison.Ordinal)) > 5, string.Join('\n', expected));
        Assert.Equal(expected, await Follow(await postgres.Copy(log), pageSize: 1_000));

        // A host that stops after its first page, and one that was killed between each append and its record.
        var halved = await postgres.Copy(log);
        await using (var database = NpgsqlDataSource.Create(halved))
        {
            await Execute(database,
                """
                create function ops.kept() returns trigger language plpgsql as
                    'begin new.command := coalesce(new.command, old.command); return new; end';
                create trigger kept before update on ops.reaction_commands for each row execute function ops.kept();
                """);
            await using (await Start(halved, pageSize: 7))
                await RunningHost.Until(
                    async () => (await RunningHost.Query(database, "select from ops.reaction_commands")).Count > 0, "a first page");
            Assert.Equal(expected, await Follow(halved, pageSize: 7));
            await Execute(database, "update ops.reaction_commands set done_at = null where code is null");
            Assert.Equal(expected, await Follow(halved, pageSize: 7));
        }
    }

    private static async Task<List<string>> Follow(string connection, int pageSize)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var host = await Start(connection, pageSize);
        await RunningHost.Until(
            async () => (await RunningHost.Query(database, Behind)).Count == 0 && (await RunningHost.Query(database, Waiting)).Count == 0
                && (await RunningHost.Query(database, Behind)).Count == 0,
            "the rules to follow the whole log");
        return [.. (await RunningHost.Query(database, Links)).Select(row => (string)row[0])];
    }

    private static Task<RunningHost> Start(string connection, int pageSize) => RunningHost.Start(
        connection, settings: new Dictionary<string, string?> { ["Correlation:Enabled"] = "true" },
        services: services => services.Replace(ServiceDescriptor.Singleton(ReactionOptions.Default with { PageSize = pageSize })));

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    // Alerts and calls of half an hour within some hundred metres; the end of every tenth alert overtakes its beginning.
    private static IEnumerable<object> Signals(SeededRandom random, int count)
    {
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < count; i++)
        {
            var at = now.AddSeconds(-30 * (count - i) - random.NextInt(120));
            var alert = new Dictionary<string, object>
            {
                ["source"] = "pages",
                ["id"] = $"{i}",
                ["kind"] = i % 15 == 14 ? "sosCall" : "alert",
                ["city"] = "karaganda",
                ["longitude"] = 73.1 + random.NextInt(40) / 10_000.0,
                ["latitude"] = 49.8 + random.NextInt(40) / 10_000.0,
                ["occurredAt"] = at,
            };
            if (i % 15 != 14)
            {
                alert["category"] = random.NextInt(4) == 0 ? "fight" : "fire";
                if (i % 10 == 9)
                    yield return new Dictionary<string, object>(alert) { ["phase"] = "ended", ["occurredAt"] = at.AddSeconds(5) };
                alert["confidence"] = 0.5 + random.NextInt(50) / 100.0;
            }
            yield return alert;
        }
    }
}
