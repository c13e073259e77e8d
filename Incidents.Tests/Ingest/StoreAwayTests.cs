using System.Diagnostics;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Postgres;
using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Ingest;

/// <summary>A store that is away, slow, or refuses a single event.</summary>
[Trait("category", "slow")]
public sealed class StoreAwayTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_PostgreSQL_is_stopped_senders_are_asked_to_send_again_and_afterwards_everything_goes_on()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.Path, Durable = false };
        var server = await EmbeddedPostgres.Start(options, NullLogger.Instance, Cancellation);
        var connection = server.ConnectionString;
        try
        {
            await using var host = await RunningHost.Start(connection, o => o.Appender = new() { Patience = TimeSpan.FromSeconds(1) });
            Assert.Equal(["accepted"], (await host.PostLines(Report("before"))).Statuses);
            await host.CaughtUp();
            Assert.Equal(200, await Health(host, "ready"));

            await server.DisposeAsync();
            var away = await host.PostLines(Report("away"), Report("away-2"));
            Assert.Equal((503, 5), (away.Status, away.RetryAfter));
            Assert.All(away.Statuses, s => Assert.Equal("unavailable", s));
            Assert.Equal((200, 503), (await Health(host, "live"), await Health(host, "ready")));
            var (code, _) = await host.Refused("""
                mutation { openIncident(console: "c", key: "1", category: "theft", place: { city: "karaganda" }) { id } }
                """);
            Assert.Equal("STORE_AWAY", code);
            // What cannot even be kept as a dead letter is not answered for either.
            var refused = await host.PostLines(new { source = "x" });
            Assert.Equal((503, "unavailable"), (refused.Status, Assert.Single(refused.Statuses)));

            server = await EmbeddedPostgres.Start(options, NullLogger.Instance, Cancellation);
            Assert.Equal(connection, server.ConnectionString);
            await RunningHost.Until(
                async () => (await host.PostLines(Report("away"), Report("away-2"))).Status == 200, "the intake to go on");
            Assert.Equal(["duplicate", "duplicate", "duplicate", "accepted"],
                (await host.PostLines(Report("before"), Report("away"), Report("away-2"), Report("after"))).Statuses);
            await host.CaughtUp();
            await RunningHost.Until(async () => await Health(host, "ready") == 200, "the host to be ready again");
            await CountsFromEvents.AgreeWithTheLedger(host.Database);
            Assert.Equal(4L, (await host.Query("select count(*) from read.incident"))[0][0]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_request_has_one_patience_with_a_store_that_is_away_however_many_reports_it_has()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedPostgresOptions { DataDirectory = folder.Path, Durable = false };
        await using var server = await EmbeddedPostgres.Start(options, NullLogger.Instance, Cancellation);
        var patience = TimeSpan.FromSeconds(3);
        await using var host = await RunningHost.Start(server.ConnectionString, o => o.Appender = new() { Patience = patience });
        Assert.Equal(["accepted"], (await host.PostLines(Report("before"))).Statuses);
        await server.DisposeAsync();

        var clock = Stopwatch.StartNew();
        var away = await host.PostLines(Enumerable.Range(0, 4_000).Select(i => i % 500 == 7 ? new { source = "x" } : Report($"{i}")));

        Assert.Equal((503, 5), (away.Status, away.RetryAfter));
        Assert.All(away.Statuses, s => Assert.Equal("unavailable", s));
        Assert.True(clock.Elapsed < 2 * patience, $"It took {clock.Elapsed}.");
    }

    [Fact]
    public async Task When_more_comes_than_the_store_takes_senders_are_asked_to_send_again_and_nothing_accepted_is_lost()
    {
        await using var host =
            await RunningHost.Start(await postgres.CreateDatabase(), o => o.Appender = new() { Lanes = 1, LaneCapacity = 20 });
        await using (var connection = await host.Database.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using (var lockOut = new NpgsqlCommand("lock table store.mt_streams in access exclusive mode", connection))
                await lockOut.ExecuteNonQueryAsync(Cancellation);
            var waiting = Enumerable.Range(0, 19).Select(i => host.PostLines(Report($"{i}"))).ToArray();
            var appender = host.Services.GetRequiredService<StreamAppender>();
            await RunningHost.Until(() => Task.FromResult(appender.Waiting == 19), "the queue to fill");

            var busy = await host.PostLines(Report("19"));
            Assert.Equal((429, 1, "BUSY"), (busy.Status, busy.RetryAfter, Assert.Single(busy.Answers).GetProperty("code").GetString()));

            await transaction.RollbackAsync(Cancellation);
            Assert.All(await Task.WhenAll(waiting), a => Assert.Equal(["accepted"], a.Statuses));
        }
        Assert.Equal(["accepted"], (await host.PostLines(Report("19"))).Statuses);
        Assert.Equal(20L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    [Fact]
    public async Task An_event_that_the_store_refuses_does_not_take_its_batch_with_it()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase());
        var appender = host.Services.GetRequiredService<StreamAppender>();
        var submissions = Enumerable.Range(0, 300)
            .Select(i => new Raising($"{i}", i is 7 or 8 or 250 ? "fi\0ght" : i == 100 ? null : "fight")).ToArray();

        var results = await appender.Submit(submissions, Cancellation);

        Assert.Equal([7, 8, 100, 250], Enumerable.Range(0, 300).Where(i => results[i].Status != SubmissionStatus.Committed));
        Assert.All(results.Where(s => s.Status != SubmissionStatus.Committed), s => Assert.Equal("STORE_REFUSED", s.Refusal?.Code.Text()));
        Assert.Equal(296L, (await host.Query("select count(*) from store.mt_events"))[0][0]);
    }

    // After a failover a server may refuse to write for a while: that is the store's state, not a fault of the report.
    [Fact]
    public async Task A_store_that_may_only_be_read_refuses_no_report_for_good()
    {
        await using var host =
            await RunningHost.Start(await postgres.CreateDatabase(), o => o.Appender = new() { Patience = TimeSpan.FromSeconds(1) });
        await host.Query(
            "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$");
        host.ClearConnections();

        var answer = await host.PostLines(Report("1"));

        Assert.Equal((503, "unavailable"), (answer.Status, Assert.Single(answer.Statuses)));
        await host.Query(
            """
            set transaction read write;
            do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$
            """);
        host.ClearConnections();
        await RunningHost.Until(async () => (await host.PostLines(Report("1"))).Status == 200, "the store to be written again");
        Assert.Equal(0L, (await host.Query("select count(*) from ingest.dead_letter"))[0][0]);
    }

    private static object Report(string id) =>
        new
        {
            source = "s",
            id,
            kind = "incident",
            city = "karaganda",
            category = "theft",
            occurredAt = "2026-01-05T10:00:00",
            longitude = 73.1,
            latitude = 49.8
        };

    private static async Task<int> Health(RunningHost host, string which) =>
        (int)(await host.Client.GetAsync($"/health/{which}", Cancellation)).StatusCode;

    /// <summary>Raises an alert of a category that no validation has looked at; null stands for a decision that throws.</summary>
    private sealed class Raising : Submission
    {
        private readonly string id;
        private readonly string? category;

        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Raising(string id, string? category)
        {
            (this.id, this.category, StreamId) = (id, category, Identity.Stream("alert", "raw", id));
            EventId = Identity.Event(StreamId, "raised");
        }

        public override Guid StreamId { get; }

        public override StreamDecision Decide(StreamPage streams, Cities cities, Instant now)
        {
            var at = cities.Local(now, "karaganda");
            return new(StreamId, Decision.Of(new AlertRaised(
                new("raw", id), category ?? throw new JsonException("A fault of ours."), null, null, new("karaganda"), null, null, null, at,
                at)));
        }
    }
}
