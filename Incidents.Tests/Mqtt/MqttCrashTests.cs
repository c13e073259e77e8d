using System.Text;
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
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Hosts => TestScale.IsLong ? [1, 2] : [2];

    [Theory, MemberData(nameof(Hosts))]
    public async Task Whatever_is_stopped_or_killed_meanwhile_each_alert_is_there_once(int hosts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        var count = TestScale.Of(600, 20_000);
        var database = await postgres.CreateDatabase();
        _ = PostgresFixture.IsPrepared(database);
        using var folder = new TemporaryFolder();
        await using var broker = await MosquittoBroker.Start();
        var running = await Task.WhenAll(Enumerable.Range(1, hosts).Select(Start));
        try
        {
            var published = 0;
            var alerts = Enumerable.Range(1, count).Select(AlertMessages.Raised).Select(m => (m.Topic, Encoding.UTF8.GetBytes(m.Payload)));
            var publishing = Task.Run(() => broker.Publish(alerts, null, n => Volatile.Write(ref published, n)), Cancellation);

            await Reach(count / 3);
            await broker.Stop();
            await broker.GoOn();
            await Reach(2 * count / 3);
            await running[0].Kill();
            running[0].Dispose();
            await publishing;
            running[0] = await Start(1);

            await RunningHost.Until(async () => await Number("") >= count, $"{count} alerts");
            Assert.Equal(count, await Number("distinct data #>> '{origin,id}'"));
            Assert.Equal(count, await Number(""));
            await using var source = NpgsqlDataSource.Create(database);
            Assert.Equal(0L, (await RunningHost.Query(source, "select count(*) from ingest.dead_letter"))[0][0]);

            Task Reach(int number) => RunningHost.Until(
                () => Task.FromResult(Volatile.Read(ref published) >= number || publishing.IsFaulted), $"{number} to be published");
        }
        finally
        {
            foreach (var host in running)
                host.Dispose();
        }

        Task<HostProcess> Start(int number) => HostProcess.StartOn(database, folder.Path, broker.Environ($"host-{number}"));

        async Task<long> Number(string what)
        {
            await using var source = NpgsqlDataSource.Create(database);
            return (long)(await RunningHost.Query(
                source, $"select count({(what is "" ? "*" : what)}) from store.mt_events where type = 'alert_raised'"))[0][0];
        }
    }
}
