using System.Text.Json;
using Incidents.Api.Hearing;
using Incidents.Api.Outages;
using Incidents.Domain;
using Incidents.Domain.Outages;
using Incidents.Tests.Postgres;
using Incidents.Tests.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>Two hosts hear devices over HTTP by one clock, and look for silences at the same moment.</summary>
public sealed class SilenceHostTests(PostgresFixture postgres)
{
    private const int Cameras = 10;

    private static readonly Dictionary<string, string?> ByHand = new() { ["Silence:Interval"] = "00:00:00" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_is_told_once_a_town_as_one_and_nobody_is_suspected_of_the_host_s_own_absence()
    {
        var begin = Cities.Microseconds(SystemClock.Instance.GetCurrentInstant());
        var clock = new FakeClock(begin);
        await using var host = await RunningHost.Start(await postgres.CreateDatabase(), clock: clock, settings: ByHand);
        await using var other = await RunningHost.Start(host.ConnectionString, o => o.RunsDaemon = false, clock, settings: ByHand);
        var registered = await host.PostLines(Everywhere().Select(c => Registered(c.City, c.Id)));
        Assert.All(registered.Statuses, status => Assert.Equal("accepted", status));
        await host.CaughtUp();
        await Learned(host, begin);

        // All speak each minute, but one.
        for (var minute = 1; minute <= 12; minute++)
            await Minute(c => c is not ("karaganda", "cam-0"));

        Assert.Equal([["device_fell_silent", 1L]], await Told(host));
        await host.CaughtUp();
        var silent = await Health(host, "karaganda", "cam-0");
        Assert.Equal("SUSPECTED", silent.GetProperty("status").GetString());
        Assert.Equal(begin, At(silent.GetProperty("since")));
        Assert.Equal("HEALTHY", (await Health(host, "karaganda", "cam-1")).GetProperty("status").GetString());

        // It speaks again, and then the link of the other town breaks.
        await Minute(_ => true);
        Assert.Equal([["device_fell_silent", 1L], ["device_heard_again", 1L]], await Told(host));
        for (var minute = 1; minute <= 12; minute++)
            await Minute(c => c.City == "karaganda");

        Assert.Equal([["device_fell_silent", 1L], ["device_heard_again", 1L], ["town_fell_silent", 1L]], await Told(host));
        Assert.Equal([[Cameras]], await host.Query("select devices from ops.town_link"));
        await host.CaughtUp();
        Assert.True((await Health(host, "temirtau", "cam-3")).GetProperty("isTownSilent").GetBoolean());

        await Minute(_ => true);
        Assert.Equal(1L, (await Told(host)).Single(row => (string)row[0] == "town_heard_again")[1]);

        // Two hosts end after they told what they had found, and before they recorded it: who is heard meanwhile is told as heard.
        for (var minute = 1; minute <= 12; minute++)
            await Minute(c => c is not ("karaganda", "cam-5"));
        Assert.Equal(2L, (await Told(host)).Single(row => (string)row[0] == "device_fell_silent")[1]);
        await host.CaughtUp();
        await host.Query("update ops.device_heard set silent_since = null returning city");
        await Minute(_ => true);
        Assert.Equal(2L, (await Told(host)).Single(row => (string)row[0] == "device_heard_again")[1]);
        await host.CaughtUp();
        Assert.Equal("HEALTHY", (await Health(host, "karaganda", "cam-5")).GetProperty("status").GetString());

        // Both hosts are down for three hours. What was not heard meanwhile nobody could hear.
        clock.Advance(Duration.FromHours(3));
        await Look();
        await Keep();
        await Look();
        Assert.Equal(6L, (await Told(host)).Sum(row => (long)row[1]));
        // Who does not come back is found from then on, also where what is kept of another one cannot be read.
        await host.PostLines(new
        {
            source = "vms",
            id = "f",
            kind = "device",
            phase = "faulted",
            deviceId = "cam-2",
            city = "karaganda",
            reason = "storage",
            occurredAt = clock.GetCurrentInstant().ToString(),
        });
        await host.CaughtUp();
        const string Fault = "type = 'device_faulted'";
        var kept = (string)(await host.Query($"select data::text from store.mt_events where {Fault}")).Single()[0];
        await host.Query($"update store.mt_events set data = '[1]' where {Fault} returning seq_id");
        for (var minute = 1; minute <= 12; minute++)
            await Minute(c => c is not ("temirtau", "cam-9") and not ("karaganda", "cam-2"));
        Assert.Equal(3L, (await Told(host)).Single(row => (string)row[0] == "device_fell_silent")[1]);
        await host.Query($"update store.mt_events set data = '{kept}' where {Fault} returning seq_id");

        await host.CaughtUp();
        await RebuildTests.EqualsItsRebuild(host);

        async Task Minute(Func<(string City, string Id), bool> speaks)
        {
            clock.Advance(Duration.FromMinutes(1));
            var signs = await host.PostLines(Everywhere().Where(speaks).Select(c => Heartbeat(c.City, c.Id)));
            Assert.All(signs.Statuses, status => Assert.Equal("accepted", status));
            await Keep();
            await Look();
        }

        async Task Keep()
        {
            foreach (var one in (RunningHost[])[host, other])
                await one.Services.GetRequiredService<HearingService>().Keep(Cancellation);
        }

        Task Look() => Task.WhenAll(((RunningHost[])[host, other]).Select(
            one => one.Services.GetRequiredService<SilenceRound>().Run(Cancellation)));
    }

    [Fact]
    public async Task What_could_not_be_kept_while_the_store_was_away_is_kept_later()
    {
        var clock = new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0));
        var heard = new HeardDevices(clock);
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        var service = new HearingService(
            heard, new HeardTable(nowhere, new(clock, isOfDatabase: false)), new SilenceSettings(), clock,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<HearingService>.Instance);

        heard.Hear("karaganda", "cam-1");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => service.Keep(Cancellation));
        clock.Advance(Duration.FromMinutes(1));
        heard.Hear("karaganda", "cam-1");

        Assert.Equal(
            [new HeardDevice("karaganda", "cam-1", Instant.FromUtc(2026, 7, 3, 7, 0), Instant.FromUtc(2026, 7, 3, 7, 1), 2)], heard.Take());
        Assert.Empty(heard.Take());
    }

    [Fact]
    public async Task Hosts_whose_clocks_differ_by_minutes_hear_without_interruption_by_the_clock_of_the_database()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        var (begin, since) = (SystemClock.Instance.GetCurrentInstant(), new List<object?>());
        foreach (var (id, minutes) in (IEnumerable<(string, int)>)[("slow", -5), ("fast", 5), ("slow", -5), ("fast", 5)])
        {
            var clock = new FakeClock(SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(minutes));
            var heard = new HeardDevice("karaganda", id, clock.GetCurrentInstant(), clock.GetCurrentInstant(), 1);
            await new HeardTable(database, new(clock, isOfDatabase: true)).Keep([heard], 0.001, Cancellation);
            since.Add(await Value("select since from ops.device_listening"));
        }

        Assert.Single(since.Distinct());
        // Both spoke within the seconds that this took, whatever their hosts' clocks say.
        await using var late = database.CreateCommand(
            "select count(*) from ops.device_heard where heard_at between $1 - interval '1 s' and now() + interval '1 s'");
        late.Parameters.Add(new() { Value = begin.ToDateTimeUtc() });
        Assert.Equal(2L, await late.ExecuteScalarAsync(Cancellation));

        async Task<object?> Value(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return await command.ExecuteScalarAsync(Cancellation);
        }
    }

    [Fact]
    public void A_sender_of_invented_ids_fills_no_memory()
    {
        var heard = new HeardDevices(new FakeClock(Instant.FromUtc(2026, 7, 3, 7, 0)));
        for (var i = 0; i < HeardDevices.MostDevices + 7; i++)
            heard.Hear("karaganda", $"invented-{i}");
        heard.Hear("karaganda", "invented-0");

        Assert.Equal(7, heard.TakeForgotten());
        // What is registered is heard all the same.
        heard.Registered = new HashSet<(string City, string DeviceId)>([("karaganda", "cam-1")]);
        heard.Hear("karaganda", "cam-1");
        heard.Hear("temirtau", "cam-1");
        Assert.Equal(1, heard.TakeForgotten());
        Assert.Equal(HeardDevices.MostDevices + 1, heard.Take().Count);
    }

    [Fact]
    public void What_comes_out_of_a_queue_is_no_sign_of_now_and_a_burst_is_one()
    {
        var now = Instant.FromUtc(2026, 7, 3, 7, 0);
        var clock = new FakeClock(now);
        var heard = new HeardDevices(clock);

        // The host was down for ten hours, and 600 signs waited; those of the last ten minutes come at once.
        for (var minute = 600; minute >= 0; minute--)
            heard.Hear("karaganda", "cam-1", now - Duration.FromMinutes(minute));
        // Another one claims no time.
        for (var i = 0; i < 600; i++)
        {
            heard.Hear("karaganda", "cam-2");
            clock.Advance(Duration.FromMilliseconds(1));
        }
        // Only what is old: it says nothing. A clock that was never set does.
        heard.Hear("karaganda", "cam-3", now - Duration.FromHours(3));
        heard.Hear("karaganda", "cam-4", Instant.FromUtc(2000, 1, 1, 0, 0));

        Assert.Equal(
            [("cam-1", 1), ("cam-2", 1), ("cam-4", 1)], heard.Take().OrderBy(h => h.DeviceId).Select(h => (h.DeviceId, h.Count)));
        heard.Hear("karaganda", "cam-1");
        clock.Advance(Duration.FromMinutes(1));
        heard.Hear("karaganda", "cam-1");
        Assert.Equal(2, Assert.Single(heard.Take()).Count);
    }

    // Four days of a sign each minute, as if it had been kept all the while.
    private static async Task Learned(RunningHost host, Instant until)
    {
        var rhythm = new SpeakingRhythm();
        Instant? before = null;
        for (var i = 5_760; i >= 0; i--)
        {
            var at = until - Duration.FromMinutes(i);
            rhythm.Hear(before, at, at, 1, until - Duration.FromDays(5), 0.001);
            before = at;
        }
        foreach (var (city, id) in Everywhere())
        {
            await using var row = host.Database.CreateCommand(
                """
                insert into ops.device_heard (city, device_id, heard_at, waits_from, suspect_at, rhythm) values ($1, $2, $3, $3, $4, $5)
                """);
            foreach (var value in (object[])[
                city, id, until.ToDateTimeUtc(), rhythm.SuspectedAt(until, 0.001)!.Value.ToDateTimeUtc(), rhythm.ToBytes()])
                row.Parameters.Add(new() { Value = value });
            await row.ExecuteNonQueryAsync(Cancellation);
        }
        await using var listening = host.Database.CreateCommand(
            """
            insert into ops.device_listening (one, since, until) values (true, $1, $2)
            on conflict (one) do update set since = excluded.since, until = excluded.until
            """);
        listening.Parameters.Add(new() { Value = (until - Duration.FromDays(5)).ToDateTimeUtc() });
        listening.Parameters.Add(new() { Value = until.ToDateTimeUtc() });
        await listening.ExecuteNonQueryAsync(Cancellation);
    }

    private static IEnumerable<(string City, string Id)> Everywhere() =>
        from city in (string[])["karaganda", "temirtau"] from i in Enumerable.Range(0, Cameras) select (city, $"cam-{i}");

    private static object Registered(string city, string id) => new
    {
        source = "list",
        id = $"{city}-{id}",
        kind = "device",
        deviceKind = "camera",
        deviceId = id,
        city,
    };

    private static object Heartbeat(string city, string id) =>
        new { source = "vms", id, kind = "device", phase = "heartbeat", deviceId = id, city };

    private static Task<List<object[]>> Told(RunningHost host) => host.Query(
        """
        select type, count(*) from store.mt_events where type in
            ('device_fell_silent', 'device_heard_again', 'town_fell_silent', 'town_heard_again') group by type order by type
        """);

    private static async Task<JsonElement> Health(RunningHost host, string city, string deviceId) => (await host.Ask(
        "query($city: String!, $deviceId: String!) { device(city: $city, deviceId: $deviceId) { health { status since isTownSilent } } }",
        new { city, deviceId })).GetProperty("device").GetProperty("health");

    private static Instant At(JsonElement time) => Instant.FromDateTimeOffset(time.GetDateTimeOffset());
}
