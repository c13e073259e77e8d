using System.Text.Json;
using Incidents.Api.Subscriptions;
using Incidents.Tests.Access;
using Incidents.Tests.Outages;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Several hosts, hosts that are killed, and a store that goes away.</summary>
public sealed class SubscriptionOutageTests(SubscriptionOutageTests.TwoHosts two, PostgresFixture postgres)
    : IClassFixture<SubscriptionOutageTests.TwoHosts>
{
    [Fact]
    public async Task What_is_raised_at_one_host_is_told_at_the_other_and_a_host_that_knows_less_tells_nothing_twice()
    {
        await using var there = await SocketClient.Open(two.Other);
        await there.Begin("1", LiveReports.Raised);
        await two.Projecting.PostLines(LiveReports.Alert("karaganda", "first"));
        var told = await there.Next();
        Assert.Equal("first", told.GetProperty("alert").GetProperty("sourceId").GetString());

        await using var here = await SocketClient.Open(two.Projecting);
        await here.Begin("1", LiveReports.Raised, new { after = told.GetProperty("position").GetInt64() });
        await two.Other.PostLines(LiveReports.Alert("karaganda", "second"));
        Assert.Equal("second", (await here.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
        Assert.Equal("second", (await there.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
    }

    [Fact]
    public async Task When_the_store_comes_back_everything_of_meanwhile_is_told_once()
    {
        var other = two.Projecting;
        await using var client = await SocketClient.Open(two.Other);
        await client.Begin("1", LiveReports.Raised);
        await other.PostLines(LiveReports.Alert("karaganda", "0"));
        Assert.Equal("0", (await client.Next()).GetProperty("alert").GetProperty("sourceId").GetString());
        two.Proxy.Refuse();
        await other.PostLines(Enumerable.Range(1, 20).Select(n => LiveReports.Alert("karaganda", $"{n}")));
        await other.CaughtUp();
        two.Proxy.Pass();
        await other.PostLines(LiveReports.Alert("karaganda", "21"));
        Assert.Equal(Enumerable.Range(1, 21), await Told(client, 21));
    }

    [Fact]
    public async Task What_cannot_be_put_on_the_access_log_is_not_told()
    {
        var log = new BreakableAccessLog();
        await using var host = await RunningHost.Start(
            await postgres.CreateDatabase(), services: log.Use,
            settings: new Dictionary<string, string?> { ["Subscriptions:QueueLength"] = $"{2 * SubscriptionLog.MostMessages}" });
        await using var client = await SocketClient.Open(host);
        await client.Begin("1", LiveReports.Raised);
        var begun = Assert.Single(log.Entries);
        Assert.Equal("subscription", begun.Details["type"]!.GetValue<string>());
        Assert.Equal(LiveReports.Raised, begun.Details["query"]!.GetValue<string>());
        var sent = await host.PostLines(LiveReports.Alert("karaganda", "1"), LiveReports.Alert("karaganda", "2"));
        string[] ids = [await Id(), await Id()];
        await client.Send(new { id = "1", type = "complete" });
        await RunningHost.Until(() => Task.FromResult(log.Entries.Count == 2), "the entry of what was told");
        var told = log.Entries[1].Details;
        Assert.Equal(2, told["count"]!.GetValue<int>());
        Assert.Equal(2, told["rows"]!["Alert"]!.GetValue<int>());
        // Those of one post are stored in any order, and told in that order.
        Assert.Equal(new[] { $"{sent.Id(0)}", $"{sent.Id(1)}" }.Order(), ids.Order());
        Assert.Equal(ids, told["things"]!.AsArray().Select(thing => thing!.GetValue<string>()));
        Assert.Equal(begun.Details["subscription"]!.GetValue<string>(), told["subscription"]!.GetValue<string>());

        // What runs is told until an entry of it cannot be written, and then ends.
        await client.Begin("3", LiveReports.Raised);
        log.IsBroken = true;
        await client.Subscribe("2", LiveReports.Raised);
        Assert.Equal("ACCESS_LOG_AWAY", SocketClient.Code(await client.Receive()));
        await host.PostLines(Enumerable.Range(0, SubscriptionLog.MostMessages).Select(n => LiveReports.Alert("karaganda", $"many {n}")));
        var after = 0;
        JsonElement message;
        while ((message = await client.Receive()).GetProperty("type").GetString() == "next")
            after++;
        Assert.Equal("ACCESS_LOG_AWAY", SocketClient.Code(message));
        Assert.InRange(after, 0, SubscriptionLog.MostMessages - 1);
        log.IsBroken = false;

        async Task<string> Id() => (await client.Next()).GetProperty("alert").GetProperty("id").GetString()!;
    }

    // One host and its PostgreSQL are the client's only way: it comes back by itself, and goes on.
    [Fact, Trait("category", "crash")]
    public async Task A_host_that_is_killed_and_comes_back_goes_on_by_after()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var connection = await postgres.CreateDatabase();
        await using var reader = await RunningHost.Start(connection, o => o.RunsDaemon = false);
        await using var client = await SocketClient.Open(reader);
        await client.Begin("1", LiveReports.Raised);
        var sent = 0;
        for (var round = 0; round < 5; round++)
        {
            using var host = await HostProcess.StartOn(connection, Path.Combine(folder.Path, $"{round}"));
            await reader.PostLines(Enumerable.Range(sent, 50).Select(n => LiveReports.Alert("karaganda", $"{n}")));
            sent += 50;
            await host.Kill();
        }
        await using var last = await RunningHost.Start(connection);
        Assert.Equal(Enumerable.Range(0, sent), await Told(client, sent));
    }

    // The numbers of the alerts that are told next, in order of number: those of one post are stored in any order.
    private static async Task<IEnumerable<int>> Told(SocketClient client, int count)
    {
        var told = new List<int>();
        for (var position = 0L; told.Count < count;)
        {
            var message = await client.Next();
            Assert.InRange(message.GetProperty("position").GetInt64(), position + 1, long.MaxValue);
            position = message.GetProperty("position").GetInt64();
            told.Add(int.Parse(message.GetProperty("alert").GetProperty("sourceId").GetString()!));
        }
        return told.Order();
    }

    /// <summary>Two hosts of one database: one projects, and the other one reaches it through a proxy.</summary>
    public sealed class TwoHosts(PostgresFixture postgres) : IAsyncLifetime
    {
        private StoreProxy? proxy;
        private RunningHost? projecting;
        private RunningHost? other;

        internal StoreProxy Proxy => proxy!;

        internal RunningHost Projecting => projecting!;

        internal RunningHost Other => other!;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            var direct = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase());
            proxy = new StoreProxy(direct.Port);
            projecting = await RunningHost.Start(direct.ConnectionString);
            other = await RunningHost.Start(
                new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Port = proxy.Port }.ConnectionString,
                o => o.RunsDaemon = false);
        }

        /// <inheritdoc/>
        public async ValueTask DisposeAsync()
        {
            foreach (var part in (IAsyncDisposable?[])[other, projecting, proxy])
            {
                if (part is not null)
                    await part.DisposeAsync();
            }
        }
    }
}
