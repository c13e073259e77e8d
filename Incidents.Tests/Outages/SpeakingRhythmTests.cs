using Incidents.Domain.Outages;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Outages;

public class SpeakingRhythmTests
{
    private const double Level = 0.001;
    private static readonly Instant Begin = Instant.FromUtc(2026, 3, 2, 0, 0);

    [Fact]
    public void Who_was_hardly_heard_is_not_suspected()
    {
        var rhythm = Beating(Duration.FromMinutes(1), 19);

        Assert.False(rhythm.IsKnown);
        Assert.Null(rhythm.SuspectedAt(Begin + Duration.FromHours(1), Level));
        Assert.Null(new SpeakingRhythm().SuspectedAt(Begin, Level));
    }

    [Fact]
    public void A_sign_each_minute_for_four_days_is_missed_within_minutes()
    {
        var rhythm = Beating(Duration.FromMinutes(1), 5_760);

        Assert.Equal(1_440, rhythm.MessagesPerDay, 1.0);
        Assert.Equal(60, rhythm.Expected(Begin + Duration.FromHours(24), Begin + Duration.FromHours(25)), 1.0);
        var wait = rhythm.SuspectedAt(Begin + Duration.FromHours(96), Level)!.Value - (Begin + Duration.FromHours(96));
        Assert.InRange(wait.TotalMinutes, 1.9, 5);
    }

    // Of 1,440 signs a day one in a hundred is lost: three in a row each 700 days, four in a row each 190 years.
    [Theory]
    [InlineData(0.01, 3.5)]
    [InlineData(0.001, 4.5)]
    [InlineData(0.0001, 4.5)]
    public void A_device_that_beats_is_not_suspected_of_losses_of_one_in_a_hundred(double level, double signs) =>
        Assert.Equal(signs, Beating(Duration.FromMinutes(1), 5_760).Threshold(level), 1e-9);

    [Fact]
    public void A_night_that_is_always_quiet_is_no_silence()
    {
        // Ten messages an hour from 08 to 20 UTC, for three weeks.
        var rhythm = new SpeakingRhythm();
        Instant? before = null;
        for (var minute = 0; minute < 21 * 1_440; minute += 6)
        {
            if (minute / 60 % 24 is < 8 or >= 20)
                continue;
            var at = Begin + Duration.FromMinutes(minute);
            rhythm.Hear(before, at, at, 1, Begin, Level);
            before = at;
        }

        // Its last message came at 19:54; nothing is missed before the morning, and then soon.
        var suspected = rhythm.SuspectedAt(before!.Value, Level)!.Value;
        Assert.InRange(suspected, Begin + Duration.FromHours(21 * 24 + 7), Begin + Duration.FromHours(21 * 24 + 10));
    }

    [Fact]
    public void A_time_in_which_nobody_listened_says_nothing()
    {
        var rhythm = Beating(Duration.FromMinutes(1), 5_760);
        var (before, after) = (rhythm.Threshold(Level), Begin + Duration.FromHours(108));

        // The host was down for twelve hours, and listens since a minute.
        rhythm.Hear(Begin + Duration.FromMinutes(5_759), after, after, 1, after - Duration.FromMinutes(1), Level);

        Assert.Equal(before, rhythm.Threshold(Level), 0.01);
        Assert.Equal(1_440, rhythm.MessagesPerDay, 15.0);
    }

    [Fact]
    public void An_outage_does_not_become_the_rhythm()
    {
        var rhythm = Beating(Duration.FromMinutes(1), 5_760);
        var back = Begin + Duration.FromHours(96 + 72);

        rhythm.Hear(Begin + Duration.FromMinutes(5_759), back, back, 1, Begin, Level);

        Assert.Equal(1_440, rhythm.MessagesPerDay, 15.0);
        Assert.InRange((rhythm.SuspectedAt(back, Level)!.Value - back).TotalMinutes, 1.9, 12);
    }

    [Fact]
    public void What_came_late_or_before_changes_no_gap()
    {
        var rhythm = Beating(Duration.FromMinutes(1), 5_760);
        var before = rhythm.Threshold(Level);
        var last = Begin + Duration.FromMinutes(5_759);

        rhythm.Hear(last, last - Duration.FromMinutes(3), last - Duration.FromMinutes(2), 2, Begin, Level);

        Assert.Equal(before, rhythm.Threshold(Level), 0.01);
    }

    [Fact]
    public void A_rhythm_is_the_same_after_it_was_kept()
    {
        var rhythm = Beating(Duration.FromMinutes(7), 1_000);
        var kept = SpeakingRhythm.FromBytes(rhythm.ToBytes());

        Assert.Equal(rhythm.ToBytes(), kept.ToBytes());
        Assert.Equal(rhythm.SuspectedAt(Begin, Level), kept.SuspectedAt(Begin, Level));
        Assert.InRange(rhythm.ToBytes().Length, 1_000, 1_600);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_505)]
    public void Bytes_of_another_form_know_nothing(int length)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xff, length)];

        Assert.False(SpeakingRhythm.FromBytes(bytes).IsKnown);
    }

    private static SpeakingRhythm Beating(Duration every, int count)
    {
        var rhythm = new SpeakingRhythm();
        Instant? before = null;
        for (var i = 0; i < count; i++)
        {
            var at = Begin + every * i;
            rhythm.Hear(before, at, at, 1, Begin, Level);
            before = at;
        }
        return rhythm;
    }
}
