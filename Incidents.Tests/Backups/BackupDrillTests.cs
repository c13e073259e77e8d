using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Backups;

[Trait("category", "crash")]
public sealed class BackupDrillTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_of_the_host_its_backups_have_all_that_was_acknowledged_and_senders_go_on_with_the_restored_data()
    {
        Assert.SkipUnless(TestScale.IsLong, TestScale.OnlyLong);
        using var folder = new TemporaryFolder();
        var (data, backups) = (Path.Combine(folder.Path, "data"), new BackupFolder(Path.Combine(folder.Path, "backups")));
        var place = Path.Combine(folder.Path, "restored", "postgres");
        var senders = new ReportSenders();
        KeyValuePair<string, Guid>[] before;
        using (var host = await HostProcess.Start(data, new KeyValuePair<string, string>("Backups__Folder", backups.Path)))
        {
            senders.Start(host.Address);
            // The host makes the first one by itself.
            await senders.Until(() => backups.Bases().Count == 1, "the first backup");
            var target = senders.Acknowledged + 2_000;
            await senders.Until(() => senders.Acknowledged >= target, "reports to be acknowledged");
            var postmaster = await HostProcess.Postmaster(Path.Combine(data, "postgres"));
            senders.HoldOn();
            before = senders.SoFar();
            await host.Kill();
            await RunningHost.Until(() => Task.FromResult(!ServerProcess.IsRunning(postmaster)), "PostgreSQL to stop");
        }

        await Restore.Run(new(backups.Path, null, place), NullLogger.Instance, Cancel);

        await using var postgres = await EmbeddedPostgres.Start(new() { DataDirectory = place }, NullLogger.Instance, Cancel);
        await using (var restored = await RunningHost.Start(postgres.ConnectionString))
        {
            await ReportSenders.AreThereOnce(restored.ConnectionString, before);
            senders.GoOn(restored.Client.BaseAddress!);
            await senders.Stop();
            await ReportSenders.AreThereOnce(restored.ConnectionString, senders.SoFar());
            await restored.CaughtUp();
            await RebuildTests.EqualsItsRebuild(restored);
        }
        NpgsqlConnection.ClearAllPools();
    }
}
