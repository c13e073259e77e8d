using System.Text.Json;
using Incidents.Tests.Postgres;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Subscriptions;

/// <summary>Read models that cannot apply an event, or stand still: silence must not look like calm.</summary>
public sealed class LiveBehindTests(PostgresFixture postgres)
{
    private const string Devices = "subscription { deviceHealthChanged { position eventType city } }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_released_is_told_and_where_a_read_model_stands_still_only_its_subscriptions_end()
    {
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), settings: new Dictionary<string, string?>
        {
            ["Subscriptions:BehindPatience"] = "00:00:04",
            ["Subscriptions:MostDistinctOfPerson"] = "2",
        });
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
        await host.Ask("""mutation { registerDevice(deviceId: "cam-1", kind: CAMERA, place: { city: "karaganda" }) { id } }""");
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
        Assert.True(await listener.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        await host.CaughtUp();
        await using (var unlisten = new NpgsqlCommand("unlisten *", listener))
            await unlisten.ExecuteNonQueryAsync(Cancellation);
    }

    private static string Alert(JsonElement message) => message.GetProperty("alert").GetProperty("sourceId").GetString()!;
}
