using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>
/// Outages of the store while reports stream in: 2 in <c>./test</c>, 20 in <c>./test --long</c>. Order per stream is kept, what was
/// acknowledged is there exactly once, and no report becomes a letter.
/// </summary>
[Trait("category", "crash")]
public sealed class OutageTests
{
    private const int LeastFailures = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_outages_of_every_kind_everything_acknowledged_is_there_once_in_order_and_nothing_was_refused()
    {
        await using var store = await OutageKinds.Start();
        using var folder = new TemporaryFolder();
        using var host = await HostProcess.StartOn(store.ConnectionString, folder.Path, store.HostEnvironment);
        var senders = new ReportSenders();
        senders.Start(host.Address);
        for (var round = 0; round < TestScale.Of(1, 20); round++)
        {
            var (kind, begin, end) = store.All[(TestScale.Seed + round) % store.All.Count];
            TestContext.Current.TestOutputHelper?.WriteLine($"Outage {round}: {kind}");
            var before = senders.Acknowledged + 200;
            await senders.Until(() => senders.Acknowledged >= before, $"reports to be acknowledged before: {kind}");
            var acknowledged = senders.SoFar();
            var failed = senders.Failed + LeastFailures;
            await begin();
            try
            {
                await senders.Until(() => senders.Failed >= failed, $"senders to notice: {kind}");
            }
            finally
            {
                await end();
            }
            var again = senders.Acknowledged + ReportSenders.MoreThanInFlight;
            await senders.Until(() => senders.Acknowledged >= again, $"reports to be acknowledged after: {kind}");
            Assert.True(host.IsAlive, $"The host has ended: {kind}");
            await ReportSenders.AreThereOnce(store.DirectConnectionString, acknowledged);
        }
        var sent = await senders.Stop();

        await ReportSenders.AreThereOnce(store.DirectConnectionString, senders.SoFar());
        await using var reader = await RunningHost.Start(store.DirectConnectionString, o => o.RunsDaemon = false);
        Assert.Equal((long)sent, await Count("store.mt_events where type not like 'forecast%'"));
        Assert.Equal(0L, await Count("ingest.dead_letter"));
        Assert.Equal(0L, await Count("store.quarantine"));
        // A step that came before its beginning would have brought one that is assumed.
        Assert.Equal(0L, await Count("store.mt_events where data ->> 'assumed' = 'true'"));
        Assert.Equal(senders.Unmatched, await Count("store.mt_streams where type = 'unmatched_withdrawal'"));
        await reader.CaughtUp();
        await RebuildTests.EqualsItsRebuild(reader);
        await CountsFromEvents.AgreeWithTheLedger(reader.Database);
        using var client = new HttpClient { BaseAddress = host.Address };
        await RunningHost.Until(
            async () => (await client.GetAsync("/health/ready", Cancellation)).IsSuccessStatusCode, "the host to be ready again");
        await host.Stop();

        async Task<long> Count(string what) => (long)(await reader.Query($"select count(*) from {what}"))[0][0];
    }
}
