using Incidents.Projections;
using Incidents.Projections.Outages;
using NodaTime;
using Npgsql;
using Xunit;

namespace Incidents.Tests.Outages;

/// <summary>What is read of outages, counted by hand; the rows are written as the read model and the host write them.</summary>
[Collection(OnSharedHost.Name)]
public sealed class OutageSecondsTests(SharedHost shared)
{
    private static readonly Instant Midnight = Instant.FromUtc(2026, 6, 1, 0, 0);

    private readonly RunningHost host = shared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outages_are_cut_to_the_period_and_those_that_overlap_count_once()
    {
        var city = await host.NewCity();
        await Device(city, "cam-1");
        await Heard(city, "cam-1", "2026-06-01T00:00Z", isKnown: true);
        // Of 24 hours: silent before the period until 02, and 04 to 06; faulted 05 to 09, and from 22 on.
        await Outage(city, "cam-1", "silence", -5, 2);
        await Outage(city, "cam-1", "silence", 4, 6);
        await Outage(city, "cam-1", "storage", 5, 9);
        await Outage(city, "cam-1", "power", 22, null);
        // After the period, and before it.
        await Outage(city, "cam-1", "other", 24, 30);
        await Outage(city, "cam-1", "tampering", -9, 0);

        Assert.Equal([new(24 * 3_600, 4 * 3_600, 5 * 3_600, 0)], await Seconds(city, ("cam-1", 0, 24)));
        Assert.Equal([new(3_600, 0, 0, 0), default], await Seconds(city, ("cam-1", 2, 3), ("cam-1", 3, 3)));
    }

    [Fact]
    public async Task A_silence_within_another_one_and_two_that_touch_are_no_longer_than_both()
    {
        var city = await host.NewCity();
        await Device(city, "cam-1");
        await Heard(city, "cam-1", "2026-06-01T00:00Z", isKnown: true);
        await Outage(city, "cam-1", "silence", 1, 7);
        await Outage(city, "cam-1", "silence", 2, 3);
        await Outage(city, "cam-1", "silence", 7, 9);

        Assert.Equal([new(24 * 3_600, 8 * 3_600, 0, 0)], await Seconds(city, ("cam-1", 0, 24)));
    }

    [Fact]
    public async Task Only_the_devices_that_are_silent_with_their_town_are_unavailable_with_it()
    {
        var city = await host.NewCity();
        foreach (var id in (string[])["cut", "works"])
        {
            await Device(city, id);
            await Heard(city, id, "2026-06-01T00:00Z", isKnown: true);
        }
        await Outage(city, "", "silence", 1, 4, "{cut,other}");
        // An event that names none is of all.
        await Outage(city, "", "silence", 10, 11);

        Assert.Equal(
            [new(24 * 3_600, 4 * 3_600, 0, 0), new(24 * 3_600, 3_600, 0, 0)], await Seconds(city, ("cut", 0, 24), ("works", 0, 24)));
    }

    [Fact]
    public async Task What_nobody_would_notice_is_not_known_and_not_available()
    {
        var city = await host.NewCity();
        await Device(city, "never");
        await Device(city, "once");
        await Heard(city, "once", "2026-06-01T06:00Z", isKnown: false);
        await Outage(city, "once", "storage", 7, 9);

        var seconds = await Seconds(city, ("never", 0, 24), ("once", 0, 24));

        // Of the second one the time since 06 is not known, but for the two hours of its fault.
        Assert.Equal([new(24 * 3_600, 0, 0, 24 * 3_600), new(24 * 3_600, 0, 2 * 3_600, 16 * 3_600)], seconds);
        Assert.Null(seconds[0].AvailableShare);
        Assert.Equal(0.75, seconds[1].AvailableShare);
    }

    [Fact]
    public async Task The_filter_by_health_finds_the_devices_whose_row_says_so()
    {
        var city = await host.NewCity();
        var now = SystemClock.Instance.GetCurrentInstant();
        await Device(city, "retired", more: "retired = true, retired_at = now()");
        await Device(city, "planned", more: "installed_on = null, planned_on = '2030-01-01'");
        foreach (var id in (string[])["cut", "spoke", "faulted", "silent", "calm", "old", "recent"])
            await Device(city, id);
        await Device(city, "reported", more: "registered = false, installed_on = null, last_report_at = now()");
        await Device(city, "never");
        await Outage(city, "", "silence", 1, null, "{cut,spoke,planned}");
        await Outage(city, "faulted", "storage", 1, null);
        await Outage(city, "silent", "silence", 1, null);
        foreach (var id in (string[])["cut", "calm", "faulted", "silent"])
            await Heard(city, id, "2026-06-01T00:00Z", isKnown: true);
        await Heard(city, "spoke", now.ToString(), isKnown: true);
        await Heard(city, "old", "2026-06-01T00:00Z", isKnown: false);
        await Heard(city, "recent", now.ToString(), isKnown: false);

        var expected = new Dictionary<string, string>
        {
            ["calm"] = "HEALTHY",
            ["cut"] = "SUSPECTED",
            ["faulted"] = "FAULTED",
            ["never"] = "UNKNOWN",
            ["old"] = "UNKNOWN",
            ["planned"] = "UNKNOWN",
            ["recent"] = "HEALTHY",
            ["reported"] = "HEALTHY",
            ["retired"] = "RETIRED",
            ["silent"] = "SUSPECTED",
            ["spoke"] = "HEALTHY",
        };
        Assert.Equal(expected, await Health(city, ["UNKNOWN", "HEALTHY", "SUSPECTED", "FAULTED", "RETIRED"]));
        foreach (var status in expected.Values.Distinct())
            Assert.Equal(expected.Where(e => e.Value == status).ToDictionary(), await Health(city, [status]));
    }

    private async Task<Dictionary<string, string>> Health(string city, string[] healths) => (await host.Ask(
        """
        query($city: String!, $healths: [DeviceHealthStatus!]) { devices(filter: { cities: [$city], healths: $healths })
            { nodes { deviceId health { status } } } }
        """, new { city, healths })).GetProperty("devices").GetProperty("nodes").EnumerateArray()
        .ToDictionary(d => d.GetProperty("deviceId").GetString()!, d => d.GetProperty("health").GetProperty("status").GetString()!);

    private Task<OutageSeconds[]> Seconds(string city, params (string Id, int From, int Until)[] times) => OutageSeconds.Read(
        host.Database, [.. times.Select(t => (city, t.Id, At(t.From), At(t.Until)))], Cancellation);

    private async Task Device(string city, string id, string more = "retired = false")
    {
        await Execute(
            $"""
             insert into {ReadModels.Schema}.device (city, device_id, version, kind, registered, retired, reports, installed_on)
             values ($1, $2, 1, 'camera', true, false, 0, '2026-01-01')
             """, city, id);
        await Execute($"update {ReadModels.Schema}.device set {more} where city = $1 and device_id = $2", city, id);
    }

    private Task Heard(string city, string id, string at, bool isKnown) => Execute(
        $"""
         insert into ops.device_heard (city, device_id, heard_at, waits_from, suspect_at, rhythm)
         values ($1, $2, '{at}', '{at}', {(isKnown ? "'2100-01-01'" : "null")}, '')
         """, city, id);

    private Task Outage(string city, string id, string cause, int began, int? ended, string? cut = null) => Execute(
        $"""
         insert into {ReadModels.Schema}.device_outage (city, device_id, cause, began, ended, cut)
         values ($1, $2, '{cause}', '{At(began)}', {(ended is { } end ? $"'{At(end)}'" : "null")}, {(cut is null ? "null" : $"'{cut}'")})
         """, city, id);

    private static Instant At(int hour) => Midnight + Duration.FromHours(hour);

    private async Task Execute(string sql, params string[] values)
    {
        await using NpgsqlCommand command = host.Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
