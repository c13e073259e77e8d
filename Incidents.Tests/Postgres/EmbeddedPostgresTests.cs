using System.Diagnostics;
using System.Globalization;
using Incidents.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Postgres;

public sealed class EmbeddedPostgresTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Data_password_and_port_outlive_a_restart()
    {
        string first;
        await using (var server = await StartAsync())
        {
            first = server.ConnectionString;
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var again = await StartAsync();

        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(42, await ScalarAsync(again.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Nothing_runs_after_it_was_disposed()
    {
        var server = await StartAsync();
        var pid = PostmasterPid();
        await server.DisposeAsync();

        Assert.False(ServerProcess.IsRunning(pid));
        await Assert.ThrowsAsync<NpgsqlException>(() => ScalarAsync(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task The_server_is_durable_private_and_set_for_short_queries()
    {
        await using var server = await StartAsync(o => o with { Durable = true });
        var expected = new Dictionary<string, string>
        {
            ["fsync"] = "on",
            ["synchronous_commit"] = "on",
            ["full_page_writes"] = "on",
            ["restart_after_crash"] = "on",
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["jit"] = "off",
            ["TimeZone"] = "UTC",
            ["server_encoding"] = "UTF8",
            ["lc_collate"] = "C",
            ["idle_in_transaction_session_timeout"] = "1min",
        };

        var actual = new Dictionary<string, string>();
        foreach (var name in expected.Keys)
            actual[name] = (string)(await ScalarAsync(server.ConnectionString, $"SELECT current_setting('{name}')"))!;

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Lower_case_of_Russian_and_Kazakh_letters_is_known()
    {
        await using var server = await StartAsync();

        Assert.Equal("қарағанды, ж", await ScalarAsync(server.ConnectionString, "SELECT lower('ҚАРАҒАНДЫ, Ж')"));
    }

    [Fact]
    public async Task The_platform_is_no_superuser_and_can_make_the_usual_extensions()
    {
        await using var server = await StartAsync();

        Assert.Equal("off", await ScalarAsync(server.ConnectionString, "SELECT current_setting('is_superuser')"));
        await ExecuteAsync(server.ConnectionString, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");
    }

    [Fact]
    public async Task Without_the_password_nobody_connects()
    {
        await using var server = await StartAsync();
        var guess = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess" };

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(guess.ConnectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task The_password_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps it by the folder's access list.");
            return;
        }
        await using var server = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, PasswordFile.Name)));
    }

    [Fact]
    public async Task A_killed_server_is_back_on_the_same_port_with_what_was_committed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        var log = new Heard();
        await using var server = await StartAsync(log: log);
        await ExecuteAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        // A backend that is busy when its postmaster is killed lives on and holds the shared memory.
        await using var busy = new NpgsqlConnection(Unpooled(server.ConnectionString));
        await busy.OpenAsync(Cancel);
        var query = new NpgsqlCommand("SELECT pg_sleep(600)", busy).ExecuteNonQueryAsync(Cancel);
        await UntilAsync(async () => (long)(await ScalarAsync(server.ConnectionString, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"))! == 1);

        await KillAsync(PostmasterPid());

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => query);
        await log.SaidAsync("runs again on port");
        Assert.Equal(42, await ScalarAsync(server.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_killed_backend_costs_a_recovery_and_no_restart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a POSIX signal.");
        await using var server = await StartAsync();
        var postmaster = PostmasterPid();
        await using var victim = new NpgsqlConnection(Unpooled(server.ConnectionString));
        await victim.OpenAsync(Cancel);

        await KillAsync(victim.ProcessID);

        await UntilAsync(async () => await TryAsync(server.ConnectionString, "SELECT 1") is 1);
        Assert.Equal(postmaster, PostmasterPid());
    }

    [Fact]
    public async Task The_lock_of_a_server_that_was_killed_with_its_host_is_no_obstacle()
    {
        await using (var server = await StartAsync())
            await ExecuteAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        // What is left after a power cut: a lock whose number meanwhile belongs to a process that has nothing to do with it, here this one.
        File.WriteAllText(PidFile, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{folder.Path}\n0\n20000\n\n127.0.0.1\n0 0\nready\n"));

        await using var again = await StartAsync();

        Assert.Equal(42, await ScalarAsync(again.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_server_that_outlived_its_host_is_replaced()
    {
        await using (var server = await StartAsync())
            await ExecuteAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        var user = await ServerUser.ChooseAsync(PostgresCluster.ClusterIn(folder.Path), Cancel);
        var hostless = new PostgresCluster(folder.Path, await PostgresInstallation.FindAsync(null, null, Cancel), user, Options);
        var pid = await hostless.StartAsync(LoopbackPort.Free(), Cancel);

        await using var again = await StartAsync();

        Assert.False(ServerProcess.IsRunning(pid));
        Assert.Equal(42, await ScalarAsync(again.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_is_refused()
    {
        await using var server = await StartAsync();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync());

        Assert.Contains(folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ScalarAsync(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_command_beside_the_host_uses_the_host_s_server_and_leaves_it_running()
    {
        await using var server = await StartAsync();

        await using (var joined = await StartAsync(o => o with { JoinRunning = true }))
        {
            Assert.True(joined.IsJoined);
            Assert.Equal(server.ConnectionString, joined.ConnectionString);
        }

        Assert.Equal(1, await ScalarAsync(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_port_that_somebody_took_meanwhile_is_given_up()
    {
        await using (await StartAsync())
        {
        }
        var port = PasswordFile.Read(Path.Combine(folder.Path, PasswordFile.Name))!.Port;
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        other.Start();

        await using var again = await StartAsync();

        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(again.ConnectionString).Port);
        Assert.Equal(1, await ScalarAsync(again.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_its_own_words()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(o => o with { Port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port }));

        Assert.Contains("could not bind", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_programs_are_told_with_what_to_install()
    {
        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(o => o with { BinDirectory = folder.Path }));

        Assert.Contains("apt-get install postgresql", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_to_programs_that_are_gone_count_as_missing()
    {
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.CreateSymbolicLink(Path.Combine(folder.Path, program), Path.Combine(folder.Path, "gone", program));

        await Assert.ThrowsAsync<EmbeddedPostgresException>(() => PostgresInstallation.FindAsync(null, folder.Path, Cancel));
    }

    [Fact]
    public async Task Links_to_programs_lead_to_where_all_of_them_are()
    {
        var installed = await PostgresInstallation.FindAsync(null, null, Cancel);
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
            File.CreateSymbolicLink(Path.Combine(folder.Path, program), installed.Program(program));

        Assert.Equal(installed, await PostgresInstallation.FindAsync(null, folder.Path, Cancel));
    }

    [Fact]
    public async Task Data_of_a_release_that_is_not_installed_are_not_opened_by_another()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cluster", "PG_VERSION"), "99\n", Cancel);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync());

        Assert.Contains("made by PostgreSQL 99", failure.Message, StringComparison.Ordinal);
    }

    // What a killed process had given to the system is not lost; syncing it to the disk would only make the tests slow.
    private EmbeddedPostgresOptions Options => new() { DataDirectory = folder.Path, Durable = false };

    private string PidFile => Path.Combine(folder.Path, "cluster", "postmaster.pid");

    private int PostmasterPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private Task<EmbeddedPostgres> StartAsync(Func<EmbeddedPostgresOptions, EmbeddedPostgresOptions>? with = null, ILogger? log = null) =>
        EmbeddedPostgres.StartAsync(with is null ? Options : with(Options), log ?? NullLogger.Instance, Cancel);

    private static string Unpooled(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled(connectionString));
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }

    private static Task ExecuteAsync(string connectionString, string sql) => ScalarAsync(connectionString, sql);

    private static async Task<object?> TryAsync(string connectionString, string sql)
    {
        try
        {
            return await ScalarAsync(connectionString, sql);
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }

    private static async Task KillAsync(int pid)
    {
        using var kill = Process.Start("kill", ["-9", pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancel);
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var waited = Stopwatch.StartNew(); !await holds(); await Task.Yield())
            Assert.True(waited.Elapsed < Patience, "It did not happen in time.");
    }

    private sealed class Heard : ILogger
    {
        private readonly System.Threading.Channels.Channel<string> lines = System.Threading.Channels.Channel.CreateUnbounded<string>();

        public async Task SaidAsync(string part)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            patience.CancelAfter(Patience);
            while (!(await lines.Reader.ReadAsync(patience.Token)).Contains(part, StringComparison.Ordinal))
            {
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Writer.TryWrite(formatter(state, exception));
    }
}
