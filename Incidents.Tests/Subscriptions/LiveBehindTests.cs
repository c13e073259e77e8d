using System.Text.Json;
using Incidents.Api.Store;
using Incidents.Api.Subscriptions;
using Incidents.Tests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>A host whose read models the tests break and mend.</summary>
public sealed class BehindHost(PostgresFixture postgres) : IAsyncLifetime
{
    private RunningHost? host;

    internal RunningHost Host => host!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => host = await RunningHost.Start(
        await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Subscriptions:BehindPatience"] = "00:00:04",
            ["Subscriptions:MostDistinctOfPerson"] = "2",
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }
}

/// <summary>Read models that cannot apply an event, cannot be read, or stand still: silence must not look like calm.</summary>
public sealed class LiveBehindTests(BehindHost behind) : IClassFixture<BehindHost>
{
    private const string Devices =
        """
        subscription($after: Long) { deviceHealthChanged(after: $after) {
            position missed { count after until } eventType city device { deviceId } } }
        """;

    private readonly RunningHost host = behind.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_released_is_told_and_where_a_read_model_stands_still_only_its_subscriptions_end()
    {
        await using var client = await SocketClient.Open(host);
        await client.Begin("alerts", LiveReports.Raised);
        await client.Begin("devices", Devices);

        // Equal ones count once, further ones are too many; another person has as many again.
        await using (var again = await SocketClient.Open(host))
        {
            await again.Begin("alerts", LiveReports.Raised);
            await again.Subscribe("more", LiveReports.Raised, new { filter = LiveReports.Of("karaganda") });
            Assert.Equal("TOO_BUSY", SocketClient.Code(await again.Receive()));
        }
        await using (var other = await SocketClient.Open(host, host.SignIn("other").ToString()))
            await other.Begin("more", LiveReports.Raised, new { filter = LiveReports.Of("karaganda") });

        // What a read model cannot apply is told when it is released.
        await host.Query("alter table read.signal add constraint broken check (category <> 'arson')");
        await host.PostLines(LiveReports.Alert("karaganda", "1", "arson"));
        await host.CaughtUp();
        await host.PostLines(LiveReports.Alert("karaganda", "2"));
        Assert.Equal("2", Alert(await client.Next()));
        await host.Query("alter table read.signal drop constraint broken");
        await host.Ask("""mutation { releaseQuarantined(by: "op-1", readModel: "signals") { released } }""");
        Assert.Equal("1", Alert(await client.Next()));

        // The table of signals is missing: alerts are not told, but devices are.
        await host.Query("alter table read.signal rename to signal_away");
        await host.PostLines(LiveReports.Alert("karaganda", "3"));
        await Register("cam-1");
        var told = await client.Receive();
        Assert.Equal("devices", told.GetProperty("id").GetString());
        Assert.Equal("device_registered", SocketClient.Field(told).GetProperty("eventType").GetString());
        var ended = await client.Receive();
        Assert.Equal(("alerts", "READ_MODELS_BEHIND"), (ended.GetProperty("id").GetString()!, SocketClient.Code(ended)));

        // It catches up by itself, and says so to whoever listens.
        await using var listener = await host.Database.OpenConnectionAsync(Cancellation);
        await using (var listen = new NpgsqlCommand("listen incidents_projected", listener))
            await listen.ExecuteNonQueryAsync(Cancellation);
        await host.Query("alter table read.signal_away rename to signal");
        Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(60), Cancellation));
        await host.CaughtUp();
        await using (var unlisten = new NpgsqlCommand("unlisten *", listener))
            await unlisten.ExecuteNonQueryAsync(Cancellation);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_as_missed_and_what_follows_is_told()
    {
        await using var client = await SocketClient.Open(host, host.SignIn("reader").ToString());
        await client.Begin("devices", Devices);
        await Register("cam-2");
        var before = (await client.Next()).GetProperty("position").GetInt64();
        await host.Query("update read.device set kind = 'teapot' where device_id = 'cam-2'");
        await host.PostLines(LiveReports.Device("karaganda", "cam-2", "faulted", "storage"));

        var message = await client.Next();
        Assert.Equal(JsonValueKind.Null, message.GetProperty("eventType").ValueKind);
        var missed = message.GetProperty("missed");
        Assert.Equal(JsonValueKind.Null, missed.GetProperty("count").ValueKind);
        Assert.Equal(before, missed.GetProperty("after").GetInt64());
        Assert.Equal(message.GetProperty("position").GetInt64(), missed.GetProperty("until").GetInt64());

        // Whoever comes again meanwhile is told the same, and is told what follows.
        await using var second = await SocketClient.Open(host, host.SignIn("second").ToString());
        await second.Subscribe("again", Devices, new { after = before });
        Assert.Equal(before, (await second.Next()).GetProperty("missed").GetProperty("after").GetInt64());
        await second.Next();
        await Register("cam-3");
        foreach (var reader in (SocketClient[])[client, second])
            Assert.Equal("cam-3", (await reader.Next()).GetProperty("device").GetProperty("deviceId").GetString());

        // Mended, it is told to who asks for what was missed.
        await host.Query("update read.device set kind = 'camera' where device_id = 'cam-2'");
        await second.Subscribe("mended", Devices, new { after = before });
        var mended = await second.Next();
        Assert.Equal("device_faulted", mended.GetProperty("eventType").GetString());
        Assert.Equal("cam-2", mended.GetProperty("device").GetProperty("deviceId").GetString());
    }

    [Fact]
    public async Task While_the_tables_are_those_of_another_program_their_subscriptions_are_refused_and_go_on_afterwards()
    {
        var city = await host.NewCity();
        await using var client = await SocketClient.Open(host, host.SignIn("upgrader").ToString());
        var after = await client.Begin("before", LiveReports.Raised, new { filter = LiveReports.Of(city) });
        await client.Send(new { id = "before", type = "complete" });
        await host.PostLines(LiveReports.Alert(city, "1"));
        await host.CaughtUp();
        var hub = host.Services.GetRequiredService<LiveHub>();
        await RunningHost.Until(() => Task.FromResult(hub.TopicCount == 0), "the subscriptions of other tests to end");

        await Become("version + 1");
        await client.Subscribe("1", LiveReports.Raised, new { filter = LiveReports.Of(city), after });
        Assert.Equal("READ_MODELS_BEHIND", SocketClient.Code(await client.Receive()));
        await client.Begin("2", Devices);
        await Become("version - 1");
        await client.Subscribe("1", LiveReports.Raised, new { filter = LiveReports.Of(city), after });
        Assert.Equal("1", Alert(await client.Next()));

        Task Become(string version) =>
            host.Query($"update {StoreTables.Progress} set version = {version} where projection = 'signals'");
    }

    private Task Register(string device) => host.Ask(
        $$"""mutation { registerDevice(deviceId: "{{device}}", kind: CAMERA, place: { city: "karaganda" }) { id } }""");

    private static string Alert(JsonElement message) => message.GetProperty("alert").GetProperty("sourceId").GetString()!;
}
