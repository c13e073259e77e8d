using Incidents.Api.Alarms;
using Incidents.Api.Reactions;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Reactions;

/// <summary>A reaction is given each event once, and what it sends is carried out once, whichever host follows it.</summary>
public sealed class ReactionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Each_event_is_reacted_to_once_and_each_command_is_carried_out_once_on_two_hosts_and_after_a_restart()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, NotingReaction.Ddl);
        await using (var host = await Start(connection, pageSize: 3))
        await using (var other = await Start(connection, pageSize: 1_000))
        {
            await host.PostLines(Alerts(0, "fight", "fight", "poison", "fight", "poison", "poison", "fight"));
            await other.PostLines(Alerts(7, "fight", "fight"));
            await Noted(6);
            Assert.Equal([[6L]], await RunningHost.Query(database, "select count(*) from ops.reaction_commands where code is not null"));
            Assert.Equal(
                [["ALERT_ALREADY_ACKNOWLEDGED"]],
                await RunningHost.Query(database, "select distinct code from ops.reaction_commands where code is not null"));
            Assert.Equal(
                6, new[] { host, other }.Sum(one => one.Services.GetRequiredService<NotingReaction>().Refusals));
        }

        // What is poison is kept with its reason, and nothing is done again.
        await using (var host = await Start(connection, pageSize: 1))
        {
            await host.PostLines(Alerts(9, "fight"));
            await Noted(7);
        }
        Assert.Equal(
            [["alert_raised", "InvalidOperationException", 3L]],
            await RunningHost.Query(database, "select type, reason, count(*) from ops.reaction_faults group by 1, 2"));
        Assert.Equal(
            [[7L]], await RunningHost.Query(database, "select count(*) from store.mt_events where type = 'alert_acknowledged'"));
        Assert.Equal([[14L]], await RunningHost.Query(database, "select count(*) from ops.reaction_commands where command is null"));

        async Task Noted(long count) => await RunningHost.Until(
            async () => (long)(await RunningHost.Query(database, "select count(*) from ops.noted"))[0][0] == count
                && (long)(await RunningHost.Query(
                    database, "select count(*) from ops.reaction_commands where done_at is not null"))[0][0] == 2 * count,
            $"{count} alerts to be noted and acknowledged");
    }

    [Fact]
    public async Task A_refusal_that_cannot_be_told_hides_none_of_its_batch()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, NotingReaction.Ddl);
        await using var host = await Start(connection, pageSize: 1_000);
        host.Services.GetRequiredService<NotingReaction>().FailsOn = Identity.Stream(RaiseAlert.Kind, "noted", "1");

        await host.PostLines(Alerts(0, "fight", "fight", "fight"));
        await RunningHost.Until(
            async () => (await RunningHost.Query(
                database, "select from ops.reaction_commands where done_at is not null")).Count == 6, "three alerts to be acknowledged");

        Assert.Equal(
            new[] { "0", "2" }.Select(id => Identity.Stream(RaiseAlert.Kind, "noted", id)).Order(),
            (await RunningHost.Query(database, "select id from ops.told")).Select(row => (Guid)row[0]).Order());
        Assert.Equal([[3L]], await RunningHost.Query(database, "select count(*) from ops.reaction_commands where code is not null"));
    }

    [Fact]
    public async Task A_reaction_that_stands_still_and_what_it_has_passed_over_raise_alarms()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, NotingReaction.Ddl);
        await using var host = await Start(connection, pageSize: 1_000);
        var check = new ReactionCheck(
            host.Services.GetRequiredService<StorePools>(), host.Services.GetServices<Reaction>(),
            new() { ReactionLag = TimeSpan.FromMilliseconds(1) });

        // As if another host held the lock, and did nothing.
        await using (var holder = await database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await Ask(holder, $"select pg_advisory_lock({0x1C1DE48}, hashtext('noting'))");
            await host.PostLines(Alerts(0, "fight"));
            await Says(AlarmKind.ReactionBehind, "noting", AlarmLevel.Bad);
            await Ask(holder, "select pg_advisory_unlock_all()");
        }
        await Says(AlarmKind.ReactionBehind, "noting", AlarmLevel.Good);
        await Says(AlarmKind.ReactionPassedOver, "", AlarmLevel.Good);
        await host.PostLines(Alerts(1, "poison"));
        await Says(AlarmKind.ReactionPassedOver, "", AlarmLevel.Bad);

        async Task Says(AlarmKind kind, string subject, AlarmLevel level) => await RunningHost.Until(
            async () => (await check.Read(default, TestContext.Current.CancellationToken))
                .Single(reading => reading.Kind == kind && reading.Subject == subject).Level == level,
            $"{kind} to be {level}");

        static async Task Ask(NpgsqlConnection holder, string sql)
        {
            await using var command = new NpgsqlCommand(sql, holder);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_reaction_that_a_database_does_not_know_begins_with_what_comes_next()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, NotingReaction.Ddl);
        await using (var host = await RunningHost.Start(connection))
        {
            await host.PostLines(Alerts(0, "fight"));
            await host.CaughtUp();
        }
        await using (var host = await Start(connection, pageSize: 10))
        {
            await host.PostLines(Alerts(1, "fight"));
            await RunningHost.Until(
                async () => (await RunningHost.Query(database, "select seq_id from ops.noted")).Count == 1, "the second alert");
        }
        Assert.Equal(
            [[Identity.Stream(RaiseAlert.Kind, "noted", "1")]], await RunningHost.Query(database, "select id from ops.noted"));
    }

    private static Task<RunningHost> Start(string connection, int pageSize) => RunningHost.Start(
        connection, services: services =>
        {
            services.AddReaction<NotingReaction>();
            services.Replace(ServiceDescriptor.Singleton(ReactionOptions.Default with { PageSize = pageSize }));
        });

    private static IEnumerable<object> Alerts(int first, params string[] categories) =>
        categories.Select((category, i) => (object)new
        {
            source = "noted",
            id = $"{first + i}",
            kind = "alert",
            city = "karaganda",
            category,
            occurredAt = DateTimeOffset.UtcNow.AddSeconds(-1),
        });

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
