using Incidents.Tests.Ledgers;
using Incidents.Tests.Postgres;
using Xunit;

namespace Incidents.Tests.Store;

/// <summary>
/// kill -9 of the host and of PostgreSQL while reports stream in: three times, or as often as INCIDENTS_TEST_KILLS says. What was
/// acknowledged is there exactly once, whatever was sent again, and the books agree with the events.
/// </summary>
[Trait("category", "crash")]
public sealed class CrashTests
{
    [Fact]
    public async Task Killed_again_and_again_it_keeps_what_it_acknowledged_once_and_its_books_agree()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kill -9 is Unix's.");
        using var folder = new TemporaryFolder();
        var random = new Random(TestScale.Seed);
        var senders = new ReportSenders();
        var host = await HostProcess.Start(folder.Path);
        try
        {
            senders.Start(host.Address);
            for (var kill = 0; kill < TestScale.Kills; kill++)
            {
                var target = senders.Acknowledged + random.Next(300, TestScale.Of(900, 2_500));
                await senders.Until(() => senders.Acknowledged >= target, "reports to be acknowledged");
                var before = senders.SoFar();
                if (kill % 2 == 0)
                {
                    senders.HoldOn();
                    await host.Kill();
                    host.Dispose();
                    host = await HostProcess.Start(folder.Path);
                    senders.GoOn(host.Address);
                }
                else
                {
                    await HostProcess.KillPostgres(folder.Path);
                    // More than were on their way: the rest only a server that has come back can have taken.
                    var again = senders.Acknowledged + ReportSenders.MoreThanInFlight;
                    await senders.Until(() => senders.Acknowledged >= again, "reports to be acknowledged again");
                }
                await ReportSenders.AreThereOnce(HostProcess.ConnectionString(folder.Path), before);
            }
            var sent = await senders.Stop();

            await ReportSenders.AreThereOnce(HostProcess.ConnectionString(folder.Path), senders.SoFar());
            await using (var reader = await RunningHost.Start(HostProcess.ConnectionString(folder.Path), o => o.RunsDaemon = false))
            {
                Assert.Equal((long)sent,
                    (await reader.Query("select count(*) from store.mt_events where type not like 'forecast%'"))[0][0]);
                await reader.CaughtUp();
                await RebuildTests.EqualsItsRebuild(reader);
                await CountsFromEvents.AgreeWithTheLedger(reader.Database);
            }
            await host.Stop();
        }
        finally
        {
            host.Dispose();
        }
    }
}
