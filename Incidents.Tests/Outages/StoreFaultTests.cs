using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Domain;
using Incidents.Domain.Alerts;
using Incidents.Tests.Postgres;
using Incidents.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>What the exceptions that Npgsql really throws are taken for.</summary>
public sealed class StoreFaultTests(PostgresFixture postgres)
{
    private const string Nowhere = "Host=no-such-host.invalid;Username=u;Password=p;Timeout=5";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_name_that_does_not_resolve_is_the_stores_absence() => IsAway(await Fault(Nowhere, "select 1"));

    [Fact]
    public async Task A_connection_that_is_refused_is_the_stores_absence()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        IsAway(await Fault($"Host=127.0.0.1;Port={port};Username=u;Password=p", "select 1"));
    }

    [Theory]
    [InlineData("", "Prefer")]
    [InlineData("", "Require")]
    [InlineData("HTTP/1.1 400 Bad Request", "Require")]
    [InlineData("S then no TLS", "Require")]
    public async Task A_server_that_closes_or_speaks_otherwise_is_the_stores_absence(string says, string ssl)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(
            async () =>
            {
                while (true)
                {
                    using var socket = await listener.AcceptSocketAsync(Cancellation);
                    _ = await socket.ReceiveAsync(new byte[100]);
                    await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(says));
                    socket.LingerState = new(true, 0);
                }
            },
            Cancellation);

        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        IsAway(await Fault($"Host=127.0.0.1;Port={port};Username=u;Password=p;SslMode={ssl};Timeout=5", "select 1"));
        listener.Stop();
        await Assert.ThrowsAnyAsync<SocketException>(() => answering);
    }

    [Fact]
    public async Task A_server_that_is_silent_is_the_stores_absence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        IsAway(await Fault($"Host=127.0.0.1;Port={port};Username=u;Password=p;Timeout=1", "select 1"));
        IsAway(await Fault($"{await postgres.CreateDatabase()};Command Timeout=1", "select pg_sleep(30)"));
    }

    [Theory]
    [InlineData("select pg_terminate_backend(pg_backend_pid())")]
    [InlineData("set transaction read only; create table t ()")]
    [InlineData("set statement_timeout = 50; select pg_sleep(30)")]
    [InlineData("do $$ begin raise exception 'full' using errcode = '53100'; end $$")]
    [InlineData("do $$ begin raise exception 'starting up' using errcode = '57P03'; end $$")]
    [InlineData("do $$ begin raise exception 'a bad disk' using errcode = '58030'; end $$")]
    public async Task A_server_that_stops_is_full_or_may_only_be_read_is_the_stores_absence(string sql) =>
        IsAway(await Fault(await postgres.CreateDatabase(), sql));

    [Fact]
    public async Task A_database_without_a_free_connection_is_the_stores_absence()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await RunningHost.Query(
            database, "do $$ begin execute format('alter database %I connection limit 0', current_database()); end $$");

        IsAway(await Fault($"{connection};Pooling=false", "select 1"));
    }

    [Theory]
    [InlineData("select 1 / 0")]
    [InlineData("select 'x'::int")]
    [InlineData("create temp table t (n int primary key); insert into t values (1), (1)")]
    public async Task What_PostgreSQL_says_of_the_values_is_the_contents_fault(string sql)
    {
        var fault = await Fault(await postgres.CreateDatabase(), sql);

        Assert.True(StoreFault.IsOfContent(fault));
        Assert.True(StoreFault.IsOfContent(new InvalidOperationException("A library wraps it.", fault)));
        Assert.False(StoreFault.IsAway(fault));
    }

    [Fact]
    public async Task A_missing_table_is_neither()
    {
        var fault = await Fault(await postgres.CreateDatabase(), "table no_such_table");

        Assert.Equal((false, false, true), (StoreFault.IsAway(fault), StoreFault.IsOfContent(fault), StoreFault.IsOfStore(fault)));
    }

    [Fact]
    public void Faults_of_ours_and_of_files_are_not_the_stores_absence()
    {
        Exception[] ours = [new JsonException(), new InvalidOperationException(), new KeyNotFoundException()];

        Assert.All(ours, e => Assert.Equal((false, true), (StoreFault.IsAway(e), StoreFault.IsOfContent(e))));
        Assert.False(StoreFault.IsAway(new IOException("No such file.")));
        Assert.False(StoreFault.IsAway(new OperationCanceledException("Cancelled.", new NpgsqlException())));
    }

    [Fact]
    public async Task No_submission_is_refused_because_the_stores_name_does_not_resolve()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        StreamAppenderOptions options = new() { Patience = TimeSpan.Zero };
        await using var pools = new StorePools(Nowhere, options);
        await using var appender = new StreamAppender(
            ActivatorUtilities.CreateInstance<BatchAppender>(host.Services, pools, options), options);

        var results = await appender.Submit([.. Enumerable.Range(0, 5).Select(Raise)], Cancellation);

        Assert.All(results, r => Assert.Equal(SubmissionStatus.Unavailable, r.Status));
        Assert.True(appender.StoreIsAway);
    }

    [Fact]
    public async Task The_simulator_survives_a_name_that_does_not_resolve()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), o => o.RunsDaemon = false);
        await using var nowhere = NpgsqlDataSource.Create(Nowhere);
        var log = new KeptLog(LogLevel.Warning);
        using var logging = LoggerFactory.Create(b => b.AddProvider(log));
        using var service = new Api.Simulation.SimulationService(
            host.Services.GetRequiredService<StreamAppender>(), nowhere, host.Services.GetRequiredService<Cities>(),
            SimulatedHistory.Tariffs, SystemClock.Instance, new() { HistoryDays = 1 },
            logging.CreateLogger<Api.Simulation.SimulationService>());

        await service.StartAsync(Cancellation);
        await RunningHost.Until(
            () => Task.FromResult(log.Entries.Count(e => e.Message.Contains("waits for the database", StringComparison.Ordinal)) > 1),
            "the simulator to try again");
        Assert.False(service.ExecuteTask!.IsCompleted);
        await service.StopAsync(Cancellation);
    }

    private static void IsAway(Exception e)
    {
        Assert.True(StoreFault.IsAway(e), e.ToString());
        Assert.False(StoreFault.IsOfContent(e), e.ToString());
        Assert.True(StoreFault.IsAway(new InvalidOperationException("A library wraps it.", e)));
    }

    private static async Task<Exception> Fault(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        return await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Cancellation);
        });
    }

    private static Submission<Alert> Raise(int id)
    {
        var command = new RaiseAlert(
            new("s", $"{id}"), "fight", null, null, Some.Place, null, null, null, Some.Began.Plus(-Duration.FromDays(300)));
        return new(command) { EventId = Identity.Event(command.StreamId, "raised") };
    }
}
