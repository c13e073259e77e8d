using Incidents.Api.Dialects;
using Incidents.Projections;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Dialects;

/// <summary>Faults of two disks of one device: it has one until both are well.</summary>
public sealed class SharedFaultTests(DialectHost dialects) : IClassFixture<DialectHost>
{
    // One disk is broken from :00 to :20, the other from :10 to :30.
    private static readonly (int Disk, int Second, bool IsFaulty)[] Words = [(1, 0, true), (2, 10, true), (1, 20, false), (2, 30, false)];

    [Fact]
    public async Task A_device_is_well_when_its_last_disk_is_in_whatever_order_they_say_so()
    {
        var city = await dialects.Host.NewCity();
        foreach (var order in EveryOrder.Of(0, 1, 2, 3))
        {
            foreach (var word in order)
            {
                // Twice, as brokers deliver.
                await Say(city, string.Concat(order), Words[word]);
                await Say(city, string.Concat(order), Words[word]);
            }
        }
        await dialects.Host.CaughtUp();

        foreach (var order in EveryOrder.Of(0, 1, 2, 3))
            Assert.Equal((string.Concat(order), "00-30"), (string.Concat(order), await Outage(city, string.Concat(order))));
    }

    [Fact]
    public async Task A_device_stays_faulty_while_one_of_its_disks_is()
    {
        var city = await dialects.Host.NewCity();
        foreach (var (device, order) in new[] { ("in-order", (int[])[0, 1, 2]), ("late", [0, 2, 1]), ("last-first", [2, 1, 0]) })
        {
            foreach (var word in order)
                await Say(city, device, Words[word]);
        }
        await dialects.Host.CaughtUp();

        Assert.Equal(
            ["00-open", "00-open", "00-open"],
            [await Outage(city, "in-order"), await Outage(city, "late"), await Outage(city, "last-first")]);
    }

    [Fact]
    public void Faults_of_disks_have_states_of_their_own()
    {
        static string Key(string dialect, string text) => Assert.Single(DialectOf.Read(dialect, text, "g").Reports).Episode!.Key;

        Assert.Equal("g:fault/diskerror//2", Key("hikvision", Message((2, 0, true))));
        const string start = "Code=StorageFailure;action=Start;index=0;data=";
        Assert.Equal("g:fault/StorageFailure//dev/sda", Key("dahua", $$"""{{start}}{"Name":"/dev/sda"}"""));
        Assert.Equal("g:fault/StorageFailure/3", Key("dahua", $$"""{{start}}{"DiskNo":3}"""));
    }

    [Fact]
    public void What_ends_in_one_part_is_over_when_it_ends_in_the_last_one()
    {
        static Instant At(int second) => Instant.FromUtc(2026, 7, 2, 12, 0) + Duration.FromSeconds(second);
        var others = new SharedFaults(
            [("a", At(0), true), ("a", At(20), false), ("b", At(15), true), ("b", At(40), false), ("c", At(50), true)]);

        Assert.Equal(
            [At(40), At(40), At(45), null], new[] { others.Over(At(10)), others.Over(At(30)), others.Over(At(45)), others.Over(At(50)) });
        Assert.Equal(
            [At(40), At(20), null], new[] { others.Within(At(5), null), others.Within(At(5), At(30)), others.Within(At(41), null) });
    }

    private async Task Say(string city, string device, (int Disk, int Second, bool IsFaulty) word)
    {
        var posted = await dialects.Post("hikvision", Message(word), $"city={city}&source=h-{city}&device={device}", "application/xml");
        Assert.Equal((200, null), (posted.Status, posted.Code));
    }

    private static string Message((int Disk, int Second, bool IsFaulty) word) =>
        $"""
         <EventNotificationAlert><dateTime>2026-07-02T12:00:{word.Second:00}Z</dateTime><eventType>diskerror</eventType>
         <eventState>{(word.IsFaulty ? "active" : "inactive")}</eventState><hddNo>{word.Disk}</hddNo></EventNotificationAlert>
         """;

    // From which until which second the device was faulty without a pause; more of such times where it was well in between.
    private async Task<string> Outage(string city, string device)
    {
        var rows = await dialects.Host.Query(
            $"""
             select to_char(lower(t) at time zone 'UTC', 'SS') || '-' || coalesce(to_char(upper(t) at time zone 'UTC', 'SS'), 'open')
             from unnest((select range_agg(tstzrange(began, ended + interval '2 milliseconds')) from {ReadModels.Schema}.device_outage
                 where city = '{city}' and device_id = '{device}')) as t
             """);
        return string.Join(", ", rows.Select(row => (string)row[0]));
    }
}
