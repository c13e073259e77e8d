using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Mqtt;

/// <summary>
/// A real Mosquitto that is stopped and started, and hosts that are killed, while alerts are published: 600 in <c>./test</c>, 20,000 in
/// <c>./test --long</c>. Each alert is there once.
/// </summary>
[Trait("category", "crash")]
public sealed class MqttCrashTests(PostgresFixture postgres)
{
    private static readonly HttpClient Http = new();
    private static readonly (string Topic, string Payload) TheEnd = ("incidents/karaganda/reports/cam-1", "the end");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Hosts => TestScale.IsLong ? [1, 2] : [2];

    [Theory, MemberData(nameof(Hosts))]
    public Task Whatever_is_stopped_or_killed_meanwhile_each_alert_is_there_once(int hosts) =>
        EachIsThereOnce(hosts, group: null, stopsBroker: true);

    [Fact]
    public Task One_of_two_hosts_that_share_is_killed_and_comes_back_and_each_alert_is_there_once() =>
        EachIsThereOnce(2, "incidents", stopsBroker: false);

    [Fact]
    public async Task A_broker_that_is_killed_has_what_it_took_before_it_saved_last()
    {
        await using var broker = await MosquittoBroker.Start();
        var database = await postgres.CreateDatabase();
        await using (var host = await RunningHost.Start(database, settings: broker.Settings("one")))
            await host.Connected();
        await broker.Publish(Enumerable.Range(1, 50).Select(AlertMessages.Raised));
        var published = DateTime.UtcNow;
        var file = Path.Combine(broker.Folder, "mosquitto.db");
        await RunningHost.Until(() => Task.FromResult(File.GetLastWriteTimeUtc(file) > published), "the broker to save");

        await broker.Kill();
        await broker.GoOn();
        await using var again = await RunningHost.Start(database, settings: broker.Settings("one"));
        await again.Acknowledged(50);
        Assert.Equal(50, (await AlertMessages.Ids(again)).Count);
    }

    private async Task EachIsThereOnce(int hosts, string? group, bool stopsBroker)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        var count = TestScale.Of(600, 20_000);
        var database = await postgres.CreateDatabase();
        _ = PostgresFixture.IsPrepared(database);
        using var folder = new TemporaryFolder();
        await using var broker = await MosquittoBroker.Start();
        // Only what is killed needs a process of its own.
        using var killed = await HostProcess.StartOn(database, folder.Path, broker.Environ("host-1", group));
        var running = new List<RunningHost>();
        var addresses = new List<Uri> { killed.Address };
        try
        {
            for (var number = 2; number <= hosts; number++)
                await Start(number);
            // Before a host has a session, what is published is for nobody.
            await Until(states => new(states.All(state => state.IsConnected)), "every host to be connected");
            var published = 0;
            var alerts = Enumerable.Range(1, count).Select(AlertMessages.Raised).Select(m => (m.Topic, Encoding.UTF8.GetBytes(m.Payload)));
            var publishing = Task.Run(() => broker.Publish(alerts, null, n => Volatile.Write(ref published, n)), Cancellation);

            await Reach(count / 3);
            if (stopsBroker)
            {
                await broker.Stop();
                await broker.GoOn();
            }
            await Reach(2 * count / 3);
            await killed.Kill();
            addresses.RemoveAt(0);
            await publishing;
            await Start(1);

            // A host that has refused what was published last has taken everything before it, doubles too.
            await Until(
                async states =>
                {
                    if (states.All(state => state is { Refused: > 0, Waiting: 0 }))
                        return true;
                    await broker.Publish(TheEnd);
                    return false;
                },
                "every host to have taken everything");
            await using var source = NpgsqlDataSource.Create(database);
            var rows = await RunningHost.Query(
                source, "select count(*), count(distinct data #>> '{origin,id}') from store.mt_events where type = 'alert_raised'");
            Assert.Equal([(long)count, (long)count], rows[0]);
            Assert.Equal(
                [["MESSAGE_UNREADABLE"]], await RunningHost.Query(source, "select code from ingest.dead_letter"));

            Task Reach(int number) => RunningHost.Until(
                () => Task.FromResult(Volatile.Read(ref published) >= number || publishing.IsFaulted), $"{number} to be published");
        }
        finally
        {
            foreach (var host in running)
                await host.DisposeAsync();
        }

        async Task Start(int number)
        {
            running.Add(await RunningHost.Start(database, settings: broker.Settings($"host-{number}", group)));
            addresses.Add(running[^1].Client.BaseAddress!);
        }

        Task Until(Func<HostState[], ValueTask<bool>> condition, string what) =>
            RunningHost.Until(async () => await condition(await Task.WhenAll(addresses.Select(Ask))), what);
    }

    private static async Task<HostState> Ask(Uri host)
    {
        var check = (await Http.GetFromJsonAsync<JsonElement>(new Uri(host, "health/ready"), Cancellation))
            .GetProperty("checks").GetProperty("mqtt");
        var data = check.GetProperty("data");
        return new(
            check.GetProperty("status").GetString() == "Healthy", data.GetProperty("deadLetters").GetInt64(),
            data.GetProperty("waiting").GetInt64());
    }

    private sealed record HostState(bool IsConnected, long Refused, long Waiting);
}
