using System.Globalization;
using Incidents.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Postgres;

[Trait("category", "crash")]
public sealed class PostgresCrashTests : ServerTests
{
    [Fact]
    public async Task A_killed_server_is_back_on_the_same_port_with_what_was_committed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        var log = new Heard();
        await using var server = await Start(log: log);
        await Execute(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        // A backend that is busy when its postmaster is killed lives on and holds the shared memory.
        await using var busy = new NpgsqlConnection(Unpooled(server.ConnectionString));
        await busy.OpenAsync(Cancel);
        var query = new NpgsqlCommand("SELECT pg_sleep(600)", busy).ExecuteNonQueryAsync(Cancel);
        const string sleeping = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
        await Until(async () => (long)(await Scalar(server.ConnectionString, sleeping))! == 1);

        await Kill(PostmasterPid());

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => query);
        await log.Said("runs again on port");
        Assert.Equal(42, await Scalar(server.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_killed_backend_costs_a_recovery_and_no_restart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        await using var server = await Start();
        var postmaster = PostmasterPid();
        await using var victim = new NpgsqlConnection(Unpooled(server.ConnectionString));
        await victim.OpenAsync(Cancel);

        await Kill(victim.ProcessID);

        await Until(async () => await Try(server.ConnectionString, "SELECT 1") is 1);
        Assert.Equal(postmaster, PostmasterPid());
    }

    [Fact]
    public async Task The_lock_of_a_server_that_was_killed_with_its_host_is_no_obstacle()
    {
        await using (var server = await Start())
            await Execute(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        // What is left after a power cut: a lock whose number meanwhile belongs to a process that has nothing to do with it, here this one.
        var left = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{Folder}\n0\n20000\n\n127.0.0.1\n0 0\nready\n");
        File.WriteAllText(PidFile, left);

        await using var again = await Start();

        Assert.Equal(42, await Scalar(again.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_server_that_outlived_its_host_is_replaced()
    {
        await using (var server = await Start())
            await Execute(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        var user = await ServerUser.Choose(PostgresCluster.ClusterIn(Folder), Cancel);
        var hostless = new PostgresCluster(Folder, await PostgresInstallation.Find(null, null, Cancel), user, Options);
        var pid = await hostless.Start(LoopbackPort.Free(), Cancel);

        await using var again = await Start();

        Assert.False(ServerProcess.IsRunning(pid));
        Assert.Equal(42, await Scalar(again.ConnectionString, "SELECT answer FROM kept"));
    }
}
