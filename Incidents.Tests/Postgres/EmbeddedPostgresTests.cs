using System.Net;
using System.Net.Sockets;
using Incidents.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Postgres;

[Trait("category", "slow")]
public sealed class EmbeddedPostgresTests : ServerTests
{
    [Fact]
    public async Task Data_password_and_port_outlive_a_restart()
    {
        string first;
        await using (var server = await Start())
        {
            first = server.ConnectionString;
            await Execute(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        await using var again = await Start();

        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(42, await Scalar(again.ConnectionString, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Nothing_runs_after_it_was_disposed()
    {
        var server = await Start();
        var pid = PostmasterPid();
        await server.DisposeAsync();

        Assert.False(ServerProcess.IsRunning(pid));
        await Assert.ThrowsAsync<NpgsqlException>(() => Scalar(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task The_server_is_durable_private_and_set_for_short_queries()
    {
        await using var server = await Start(o => o with { Durable = true });
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
            actual[name] = (string)(await Scalar(server.ConnectionString, $"SELECT current_setting('{name}')"))!;

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Lower_case_of_Russian_and_Kazakh_letters_is_known()
    {
        await using var server = await Start();

        Assert.Equal("қарағанды, ж", await Scalar(server.ConnectionString, "SELECT lower('ҚАРАҒАНДЫ, Ж')"));
    }

    [Fact]
    public async Task The_platform_is_no_superuser_and_can_make_the_usual_extensions()
    {
        await using var server = await Start();

        Assert.Equal("off", await Scalar(server.ConnectionString, "SELECT current_setting('is_superuser')"));
        await Execute(server.ConnectionString, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");
    }

    [Fact]
    public async Task Without_the_password_nobody_connects()
    {
        await using var server = await Start();
        var guess = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess" };

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Scalar(guess.ConnectionString, "SELECT 1"));

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
        await using var server = await Start();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Folder, PasswordFile.Name)));
    }

    [Fact]
    public async Task A_second_host_on_the_same_data_is_refused()
    {
        await using var server = await Start();

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start());

        Assert.Contains(Folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Scalar(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_command_beside_the_host_uses_the_host_s_server_and_leaves_it_running()
    {
        await using var server = await Start();

        await using (var joined = await Start(o => o with { JoinRunning = true }))
        {
            Assert.True(joined.IsJoined);
            Assert.Equal(server.ConnectionString, joined.ConnectionString);
        }

        Assert.Equal(1, await Scalar(server.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_port_that_somebody_took_meanwhile_is_given_up()
    {
        await using (await Start())
        {
        }
        var port = PasswordFile.Read(Path.Combine(Folder, PasswordFile.Name))!.Port;
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        await using var again = await Start();

        Assert.NotEqual(port, new NpgsqlConnectionStringBuilder(again.ConnectionString).Port);
        Assert.Equal(1, await Scalar(again.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_its_own_words()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start(o => o with { Port = port }));

        Assert.True(failure.Message.Contains("could not bind", StringComparison.Ordinal), failure.Message);
    }
}
