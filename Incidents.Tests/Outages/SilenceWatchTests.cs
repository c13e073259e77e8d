using Incidents.Domain.Outages;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Outages;

public class SilenceWatchTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 3, 7, 0);
    private static readonly Instant Listening = Now - Duration.FromDays(1);
    private static readonly SilenceWatch Watch = new(leastOfTown: 5, shareOfTown: 0.5);

    [Fact]
    public void A_device_that_is_due_is_silent_and_one_that_is_not_is_not()
    {
        var found = Watch.Look([Device("due", 20, 15), Device("calm", 20, 30), Device("new", 20, null)], [], Listening, Now);

        Assert.Equal("due", Assert.Single(found.Silent).DeviceId);
        Assert.Empty(found.SilentTowns);
    }

    [Fact]
    public void A_device_that_is_told_as_silent_is_not_told_again_until_it_was_heard()
    {
        var silent = Device("silent", 20, 15) with { SilentSince = Now - Duration.FromMinutes(20) };
        var heard = silent with { HeardAt = Now - Duration.FromMinutes(1) };

        Assert.Empty(Watch.Look([silent], [], Listening, Now).Silent);
        Assert.Empty(Watch.Look([silent], [], Listening, Now).Heard);
        Assert.Equal(heard, Assert.Single(Watch.Look([heard], [], Listening, Now).Heard));
    }

    [Fact]
    public void A_host_that_was_down_suspects_nobody_and_begins_to_count_when_it_is_back()
    {
        var back = Now - Duration.FromMinutes(2);
        WatchedDevice[] all = [.. Enumerable.Range(0, 100).Select(i => Device($"cam-{i}", 180, 15))];

        var found = Watch.Look(all, [], back, Now);

        Assert.Empty(found.Silent);
        Assert.Empty(found.SilentTowns);
        Assert.Equal(100, found.Postponed.Count);
        Assert.All(found.Postponed, p => Assert.Equal(back, p.From));
        // What was postponed waits from then on, and is suspected when that is over.
        var again = all.Select(d => d with { WaitsFrom = back, SuspectAt = back + Duration.FromMinutes(15) }).ToArray();
        Assert.Empty(Watch.Look(again, [], back, Now).Postponed);
        Assert.Single(Watch.Look(again, [], back, back + Duration.FromMinutes(15)).SilentTowns);
    }

    [Fact]
    public void A_town_whose_devices_fall_silent_together_is_told_as_one()
    {
        WatchedDevice[] cut = [.. Enumerable.Range(0, 60).Select(i => Device($"cam-{i}", 15 + i % 2, i == 0 ? 15 : 16))];
        WatchedDevice[] elsewhere = [Device("other", 0, 15, "temirtau")];

        var found = Watch.Look([.. cut, .. elsewhere], [], Listening, Now);

        Assert.Empty(found.Silent);
        Assert.Equal(new FoundTown("karaganda", 60, Now - Duration.FromMinutes(15)), Assert.Single(found.SilentTowns));
    }

    [Fact]
    public void Fewer_than_half_of_a_town_or_fewer_than_five_are_told_one_by_one()
    {
        WatchedDevice[] few = [.. Enumerable.Range(0, 4).Select(i => Device($"cam-{i}", 20, 15))];
        WatchedDevice[] speaking = [.. Enumerable.Range(0, 10).Select(i => Device($"ok-{i}", 0, 15))];
        WatchedDevice[] nine = [.. Enumerable.Range(0, 9).Select(i => Device($"cam-{i}", 20, 15))];

        Assert.Equal(4, Watch.Look(few, [], Listening, Now).Silent.Count);
        Assert.Equal(9, Watch.Look([.. nine, .. speaking], [], Listening, Now).Silent.Count);
        Assert.Empty(Watch.Look([.. nine, .. speaking], [], Listening, Now).SilentTowns);
    }

    [Fact]
    public void Who_speaks_seldom_does_not_say_that_a_town_is_cut()
    {
        // One camera stopped; the others alert once a day, and none of them would have spoken by now.
        WatchedDevice[] seldom = [.. Enumerable.Range(0, 20).Select(i => Device($"slow-{i}", 60, 5_000))];

        var found = Watch.Look([Device("cam", 20, 15), .. seldom], [], Listening, Now);

        Assert.Equal("cam", Assert.Single(found.Silent).DeviceId);
        Assert.Empty(found.SilentTowns);
    }

    [Fact]
    public void While_a_town_is_silent_its_devices_are_not_told_and_it_is_back_when_half_of_them_speak()
    {
        var link = new TownLink("karaganda", Now - Duration.FromMinutes(30), 10, null);
        WatchedDevice[] silent = [.. Enumerable.Range(0, 10).Select(i => Device($"cam-{i}", 30, 15))];
        WatchedDevice[] four = [.. silent.Select((d, i) => i < 4 ? d with { HeardAt = Now } : d)];
        WatchedDevice[] five = [.. silent.Select((d, i) => i < 5 ? d with { HeardAt = Now } : d)];

        Assert.Empty(Watch.Look(silent, [link], Listening, Now).Silent);
        Assert.Empty(Watch.Look(four, [link], Listening, Now).HeardTowns);
        Assert.Equal(new FoundTown("karaganda", 5, Now), Assert.Single(Watch.Look(five, [link], Listening, Now).HeardTowns));
    }

    [Fact]
    public void What_does_not_come_back_with_its_town_counts_from_the_return()
    {
        var link = new TownLink("karaganda", null, 10, Now - Duration.FromMinutes(5));

        var found = Watch.Look([Device("cam", 60, 15)], [link], Listening, Now);

        Assert.Empty(found.Silent);
        Assert.Equal(Now - Duration.FromMinutes(5), Assert.Single(found.Postponed).From);
    }

    [Fact]
    public void Half_of_a_town_that_stops_is_told_and_stays_silent_until_its_own_devices_speak()
    {
        var begin = Now - Duration.FromMinutes(20);
        WatchedDevice[] dead = [.. Enumerable.Range(0, 60).Select(i => Device($"dead-{i}", 20, 15))];
        WatchedDevice Speaking(int i, Instant at) =>
            new($"ok-{i}", new("karaganda"), at, at, at + Duration.FromMinutes(15), null);
        TownLink? link = null;
        var told = new List<string>();

        // Round by round, as the host does it: 40 speak on all the while, and 60 never again.
        for (var minute = 16; minute < 90; minute++)
        {
            var at = begin + Duration.FromMinutes(minute);
            var found = Watch.Look(
                [.. dead, .. Enumerable.Range(0, 40).Select(i => Speaking(i, at))], link is null ? [] : [link], Listening, at);
            told.AddRange(found.SilentTowns.Select(_ => "silent"));
            told.AddRange(found.HeardTowns.Select(_ => "heard"));
            told.AddRange(found.Silent.Select(device => device.DeviceId));
            Assert.Empty(found.Postponed);
            if (found.SilentTowns is [var town])
                link = new(town.City, town.HeardAt, town.Devices, null, found.Cut[town.City].Select(d => d.DeviceId).ToHashSet());
        }

        Assert.Equal(["silent"], told);
        Assert.Equal(60, link!.Cut!.Count);
        // Half of the sixty come back: the town is heard. The others are told one by one when they have waited from then on.
        var back = begin + Duration.FromMinutes(90);
        WatchedDevice[] half =
        [
            .. dead.Select((d, i) => i >= 30 ? d : d with
            {
                HeardAt = back,
                WaitsFrom = back,
                SuspectAt = back + Duration.FromMinutes(15),
            }),
        ];
        Assert.Equal(new FoundTown("karaganda", 30, back), Assert.Single(Watch.Look(half, [link], Listening, back).HeardTowns));
        link = new("karaganda", null, 30, back);
        var late = back + Duration.FromMinutes(1);
        Assert.Equal(30, Watch.Look(half, [link], Listening, late).Postponed.Count);
        var due = back + Duration.FromMinutes(15);
        WatchedDevice[] left = [.. half.Skip(30).Select(d => d with { WaitsFrom = back, SuspectAt = due })];
        var last = Watch.Look([.. left, .. Enumerable.Range(0, 70).Select(i => Speaking(i, due))], [link], Listening, due);
        Assert.Equal(30, last.Silent.Count);
        Assert.Empty(last.SilentTowns);
    }

    [Fact]
    public void A_device_that_speaks_on_and_then_stops_is_told_while_its_town_is_silent()
    {
        var link = new TownLink("karaganda", Now - Duration.FromMinutes(60), 10, null, new HashSet<string>(["cam-1"]));

        var found = Watch.Look([Device("cam-1", 60, 15), Device("other", 20, 15)], [link], Listening, Now);

        Assert.Equal("other", Assert.Single(found.Silent).DeviceId);
        Assert.Empty(found.HeardTowns);
    }

    [Fact]
    public void Where_no_town_is_heard_the_centre_does_not_hear()
    {
        WatchedDevice[] two =
        [
            .. Enumerable.Range(0, 10).Select(i => Device($"cam-{i}", 20, i == 0 ? 15 : 25)),
            .. Enumerable.Range(0, 10).Select(i => Device($"cam-{i}", 20, 25, "temirtau")),
        ];

        Assert.True(Watch.Look(two, [], Listening, Now).IsDeaf);
        // One device of the other town that speaks shows that reports come.
        Assert.False(Watch.Look([.. two, Device("heard", 1, 15, "temirtau")], [], Listening, Now).IsDeaf);
        Assert.False(Watch.Look(two[..10], [], Listening, Now).IsDeaf);
    }

    // Heard so many minutes ago, and suspected after so many of silence.
    private static WatchedDevice Device(string id, int heard, int? patience, string city = "karaganda")
    {
        var at = Now - Duration.FromMinutes(heard);
        return new(id, new(city), at, at, patience is { } minutes ? at + Duration.FromMinutes(minutes) : null, null);
    }
}
