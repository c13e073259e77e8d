using System.Diagnostics;
using Incidents.Postgres;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Backups;

[Trait("category", "slow")]
public sealed class BackupTests(BackedUpServer server) : IClassFixture<BackedUpServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_under_load_is_restored_to_a_moment_with_all_that_was_acknowledged_before_and_nothing_after()
    {
        var place = server.NewPlace();

        var result = await Restore(server.Backups.Path, server.Moment, place);

        Assert.True(result.LastCommitAt <= server.Moment);
        await OnRestored(place, async host =>
        {
            await ReportSenders.AreThereOnce(host.ConnectionString, server.BeforeMoment);
            var events = (long)(await host.Query("select count(*) from store.mt_events where type not like 'forecast%'"))[0][0];
            // What was committed and not yet acknowledged at the moment may be there too.
            Assert.InRange(events, server.BeforeMoment.Length, server.BeforeMoment.Length + ReportSenders.MoreThanInFlight);
            Assert.True(events < server.All.Length);
            await host.CaughtUp();
            await RebuildTests.EqualsItsRebuild(host);
        });
    }

    [Fact]
    public async Task The_latest_state_is_restored_while_the_server_serves()
    {
        var place = server.NewPlace();

        await Restore(server.Backups.Path, null, place);

        await using var postgres = await StartRestored(place);
        await ReportSenders.AreThereOnce(postgres.ConnectionString, server.All);
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_missing_file_of_the_log_is_named()
    {
        var backups = await server.CopyOfBackups();
        var file = Log(backups)[^2];
        File.Delete(file);

        Assert.Contains($"lacks {Path.GetFileName(file)}", await Refused(backups, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_of_the_log_is_no_end_of_it()
    {
        var backups = await server.CopyOfBackups();
        await using (var file = File.OpenWrite(Log(backups)[^2]))
            await file.WriteAsync(new byte[file.Length], Cancel);

        Assert.Contains("is damaged", await Refused(backups, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moment_that_the_log_does_not_reach_is_refused_with_the_last_one()
    {
        var refusal = await Refused(server.Backups.Path, DateTimeOffset.UtcNow.AddDays(1));

        Assert.Contains("The last transaction in it is of", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_file_of_the_base_backup_is_found_before_anything_is_restored()
    {
        var backups = await server.CopyOfBackups();
        var cluster = new BackupFolder(backups).Bases().Single().Cluster;
        await using (var file = File.OpenWrite(Path.Combine(cluster, "global", "pg_control")))
            file.SetLength(100);

        Assert.Contains("is not whole", await Refused(backups, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_folder_an_earlier_moment_and_a_place_with_data_are_refused()
    {
        using var other = new TemporaryFolder();
        Assert.Contains("no finished backup", await Refused(other.Path, null), StringComparison.Ordinal);
        Assert.Contains("There is no folder", await Refused(Path.Combine(other.Path, "missing"), null), StringComparison.Ordinal);
        Assert.Contains(
            "an earlier moment", await Refused(server.Backups.Path, server.Moment.AddDays(-1)), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(other.Path, "a file"), "");
        Assert.Contains(
            "is not empty", await Refused(server.Backups.Path, null, Path.Combine(other.Path, "postgres")), StringComparison.Ordinal);
        Assert.Contains(
            "in use by a running host", await Refused(server.Backups.Path, null, Path.Combine(server.Data, "postgres")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_reported_and_leaves_no_backup()
    {
        using var folder = new TemporaryFolder();
        using (var mount = Process.Start(
            new ProcessStartInfo("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder.Path]) { RedirectStandardError = true })!)
        {
            await mount.WaitForExitAsync(Cancel);
            Assert.SkipUnless(mount.ExitCode == 0, "Only root mounts a small disk.");
        }
        try
        {
            var small = new BackupFolder(Path.Combine(folder.Path, "backups"));
            var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => server.Postgres.Backup(small, false, Cancel));
            Assert.Contains("MB", failure.Message, StringComparison.Ordinal);
            Assert.Empty(small.Bases());
            Assert.Contains(
                "The restored data needs", await Refused(server.Backups.Path, null, Path.Combine(folder.Path, "new", "postgres")),
                StringComparison.Ordinal);
        }
        finally
        {
            using var unmount = Process.Start("umount", [folder.Path]);
            await unmount.WaitForExitAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_killed_backup_is_none_and_the_next_one_clears_it_away()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet", [HostProcess.Program, "backup", "--data", server.Data, "--to", folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using (var command = Process.Start(start)!)
        {
            var errors = command.StandardError.ReadToEndAsync(Cancel);
            await RunningHost.Until(
                async () => command.HasExited ? throw new InvalidOperationException(await errors) : Unfinished().Any(),
                "a backup that begins");
            // With what it has started, which would go on writing for a moment.
            command.Kill(entireProcessTree: true);
            await command.WaitForExitAsync(Cancel);
        }
        var backups = new BackupFolder(folder.Path);
        Assert.Single(Unfinished());
        Assert.Empty(backups.Bases());
        Assert.Contains("no finished backup", await Refused(folder.Path, null), StringComparison.Ordinal);

        BaseBackup? next = null;
        await RunningHost.Until(
            async () =>
            {
                try
                {
                    next = await server.Postgres.Backup(backups, false, Cancel);
                    return true;
                }
                catch (EmbeddedPostgresException e) when (e.Message.Contains("under way", StringComparison.Ordinal))
                {
                    // The server has not noticed yet that the command is gone.
                    return false;
                }
            },
            "the next backup");

        Assert.Equal([next!.Name], backups.Bases().Select(b => b.Name));
        Assert.Empty(Unfinished());

        IEnumerable<string> Unfinished() =>
            Path.Combine(folder.Path, "base") is var bases && Directory.Exists(bases) ? Directory.EnumerateDirectories(bases, ".*") : [];
    }

    [Fact]
    public async Task Old_backups_go_with_the_log_that_only_they_needed()
    {
        var copy = new BackupFolder(await server.CopyOfBackups());
        var first = copy.Bases().Single();
        var second = new BaseBackup(
            first.FinishedAt.AddMinutes(1), first.PostgresVersion, first.SystemIdentifier, first.Timeline,
            WalSegment.Text(WalSegment.Position(first.StopPosition) + 2 * (ulong)WalSegment.Length), "F/0", first.Log, 0);
        BackupFolder.Finish(copy.Begin(second.FinishedAt), second);
        var before = Log(copy.Path);

        copy.Prune(2);
        Assert.Equal(2, copy.Bases().Count);
        copy.Prune(1);

        Assert.Equal(second.FinishedAt, copy.Bases().Single().FinishedAt);
        Assert.Equal(before.Where(f => Number(f) >= WalSegment.Position(second.StartPosition) / (ulong)WalSegment.Length), Log(copy.Path));
        Assert.NotEqual(before.Count, Log(copy.Path).Count);

        static ulong Number(string file) => WalSegment.Named(Path.GetFileName(file))!.Value.Number;
    }

    private static List<string> Log(string backups) =>
        [.. Directory.EnumerateFiles(Path.Combine(backups, "wal"), "0*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static Task<RestoreResult> Restore(string from, DateTimeOffset? at, string place) =>
        Incidents.Postgres.Restore.Run(new(from, at, place, Durable: false), NullLogger.Instance, Cancel);

    private async Task<string> Refused(string from, DateTimeOffset? at, string? place = null)
    {
        var target = place ?? server.NewPlace();
        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Restore(from, at, target));
        Assert.True(place is not null || !Directory.Exists(Path.GetDirectoryName(target)), "Something was left behind.");
        return refusal.Message;
    }

    private static Task<EmbeddedPostgres> StartRestored(string place) =>
        EmbeddedPostgres.Start(new() { DataDirectory = place, Durable = false }, NullLogger.Instance, Cancel);

    private static async Task OnRestored(string place, Func<RunningHost, Task> check)
    {
        await using var postgres = await StartRestored(place);
        await using (var host = await RunningHost.Start(postgres.ConnectionString))
            await check(host);
        NpgsqlConnection.ClearAllPools();
    }
}
