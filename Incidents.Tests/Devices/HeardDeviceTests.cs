using Incidents.Api.Hearing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Devices;

/// <summary>What shows that a device is there, and what does not.</summary>
[Collection(OnSharedHost.Name)]
public sealed class HeardDeviceTests(SharedHost shared)
{
    private readonly RunningHost host = shared.Host;

    [Fact]
    public async Task A_sign_of_life_counts_when_it_comes_whatever_its_clock_says_and_is_no_event()
    {
        var city = await host.NewCity();
        object Sign(string id, object? more = null) => DeviceRegisterTests.Merge(
            new { source = "vms", id, kind = "device", phase = "heartbeat", deviceId = id, city }, more);

        var before = await host.Query("select count(*) from store.mt_events");
        var answers = await host.PostLines(
            Sign("a"), Sign("b", new { occurredAt = "2199-01-01T00:00:00Z" }), Sign("c", new { occurredAt = "1999-01-01T00:00:00Z" }),
            Sign("d", new { deviceId = (string?)null }), Sign("e", new { city = "nowhere-town" }), Sign("f", new { deviceId = "x\0" }),
            Sign("g", new { deviceId = " " }));
        Assert.Equal(
            ["accepted", "accepted", "accepted", "DEVICE_ID_MISSING", "CITY_UNKNOWN", "TEXT_MALFORMED", "BLANK"], answers.Codes);
        await host.Services.GetRequiredService<HearingService>().Keep(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b", "c"], (await host.Query(
            $"select device_id from ops.device_heard where city = '{city}' order by device_id")).Select(row => row[0]));
        Assert.Equal(before, await host.Query("select count(*) from store.mt_events"));
    }

    [Fact]
    public async Task A_report_of_now_is_heard_and_one_of_yesterday_a_list_and_a_register_are_not()
    {
        var city = await host.NewCity();
        var now = SystemClock.Instance.GetCurrentInstant();
        object Alert(string id, Instant at, object? more = null) => DeviceRegisterTests.Merge(
            new { source = "cams", id, kind = "alert", category = "fight", deviceId = id, city, occurredAt = at.ToString() }, more);

        await host.PostLines(
            Alert("now", now), Alert("yesterday", now - Duration.FromDays(1)),
            Alert("register", now - Duration.FromMinutes(5), new { knownAt = now.ToString() }),
            new { source = "list", id = "listed", kind = "device", deviceKind = "camera", deviceId = "listed", city });
        await host.Services.GetRequiredService<HearingService>().Keep(TestContext.Current.CancellationToken);

        Assert.Equal(["now"], (await host.Query(
            $"select device_id from ops.device_heard where city = '{city}' order by device_id")).Select(row => row[0]));
    }

    [Fact]
    public async Task A_sign_that_waited_a_replay_and_a_fault_that_others_report_show_nothing()
    {
        var city = await host.NewCity();
        var now = SystemClock.Instance.GetCurrentInstant();
        object Report(string id, string phase, string? reason, Duration ago) => new
        {
            source = "vms",
            id,
            kind = "device",
            phase,
            deviceId = id,
            city,
            reason,
            occurredAt = (now - ago).ToString(),
        };

        Assert.Equal(
            ["accepted", "accepted", "accepted", "accepted", "accepted"],
            (await host.PostLines(
                Report("waited", "heartbeat", null, Duration.FromHours(3)), Report("now", "heartbeat", null, Duration.FromMinutes(2)),
                Report("cut", "faulted", "network", Duration.FromMinutes(1)), Report("dark", "faulted", "power", Duration.FromMinutes(1)),
                Report("full", "faulted", "storage", Duration.FromMinutes(1)))).Statuses);
        var intake = host.Services.GetRequiredService<Api.Ingest.ReportIntake>();
        await intake.Accept(
            [new() { Source = "vms", Id = "again", Kind = "device", Phase = "heartbeat", DeviceId = "again", City = city }],
            TestContext.Current.CancellationToken, Api.Ingest.DeadLetterReplay.Cause);
        await host.Services.GetRequiredService<HearingService>().Keep(TestContext.Current.CancellationToken);

        Assert.Equal(["full", "now"], (await host.Query(
            $"select device_id from ops.device_heard where city = '{city}' order by device_id")).Select(row => row[0]));
    }

    [Fact]
    public async Task What_is_not_registered_is_forgotten_after_weeks_and_where_it_is_too_much()
    {
        var city = await host.NewCity();
        var table = host.Services.GetRequiredService<HeardTable>();
        await host.PostLines(new { source = "list", id = "1", kind = "device", deviceKind = "camera", deviceId = "real", city });
        await host.CaughtUp();
        await host.Query(
            $"""
             insert into ops.device_heard (city, device_id, heard_at, waits_from, rhythm)
             select '{city}', id, at, at, ''::bytea from (values ('real', '2020-01-01'::timestamptz), ('old', now() - interval '29 days'),
                 ('new', now() - interval '27 days')) as of (id, at)
             union all select '{city}', 'invented-' || i, now() + i * interval '1 ms', now(), ''::bytea
                 from generate_series(1, {HeardTable.MostUnregistered}) as i
             returning city
             """);

        var registered = await table.Tidy(SystemClock.Instance.GetCurrentInstant(), TestContext.Current.CancellationToken);

        Assert.Contains((city, "real"), registered);
        Assert.Equal([["real"]], await host.Query(
            $"select device_id from ops.device_heard where city = '{city}' and device_id not like 'invented%' order by device_id"));
        await host.Query($"delete from ops.device_heard where city = '{city}' returning city");
    }
}
