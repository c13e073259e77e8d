using Incidents.Projections.Plates;
using Incidents.Statistics;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Plates;

/// <summary>Meetings are counted as by hand, and their probabilities are those of published formulas.</summary>
public sealed class MeetingTests
{
    [Fact]
    public void The_tail_of_equal_trials_is_that_of_the_binomial_distribution()
    {
        // P(X ≥ 2), n = 5, p = 0.3: 1 - 0.7^5 - 5 · 0.3 · 0.7^4.
        Assert.Equal(0.47178, PoissonBinomial.AtLeast(2, [(5, 0.3)]), 1e-12);
        Assert.Equal(0.47178, PoissonBinomial.AtLeast(2, [(2, 0.3), (3, 0.3)]), 1e-12);
    }

    [Fact]
    public void The_tail_of_different_trials_is_the_sum_over_all_outcomes()
    {
        // 0.1, 0.5 and 0.8: all three 0.04; exactly two 0.1·0.5·0.2 + 0.1·0.5·0.8 + 0.9·0.5·0.8 = 0.41.
        Assert.Equal(0.04, PoissonBinomial.AtLeast(3, [(1, 0.1), (1, 0.5), (1, 0.8)]), 1e-12);
        Assert.Equal(0.45, PoissonBinomial.AtLeast(2, [(1, 0.1), (1, 0.5), (1, 0.8)]), 1e-12);
    }

    [Fact]
    public void Small_tails_keep_their_precision_and_impossible_ones_are_zero()
    {
        Assert.Equal(1e-60, PoissonBinomial.AtLeast(20, [(20, 0.001)]), 1e-70);
        Assert.Equal(0, PoissonBinomial.AtLeast(3, [(2, 0.9)]));
        Assert.Equal(0, PoissonBinomial.AtLeast(1, [(5, 0)]));
        Assert.Equal(1, PoissonBinomial.AtLeast(0, []));
        Assert.Equal(1, PoissonBinomial.AtLeast(5, [(9, 1)]));
        Assert.InRange(PoissonBinomial.AtLeast(3_000, [(100_000, 0.02)]), 0, 1e-80);
    }

    [Fact]
    public void Visits_meetings_and_days_are_counted_as_by_hand()
    {
        // Two weeks from a Monday: ten workdays and four of rest.
        MeetingCounter counter = new(Fortnight, 5 * TimeSpan.TicksPerMinute);
        // The plate is read on two Mondays and a Tuesday at 10:00, and at another device on the first Monday at 11:00.
        counter.Begin([At(0, 10), At(1, 10), At(7, 10)]);
        foreach (var (plate, at) in new[]
        {
            ("a", At(0, 9, 56)), ("a", At(0, 9, 59)), ("b", At(0, 10, 5)), ("c", At(0, 10, 6)), ("a", At(1, 10, 1)), ("b", At(2, 10)),
            ("b", At(3, 12)), ("b", At(5, 10)),
        })
            counter.Add(plate, at);
        counter.End();
        // a stands before the camera from before until after it: one visit, one meeting, and still the same day.
        counter.Begin([At(0, 11)]);
        foreach (var minute in new[] { -6, -2, 2, 6 })
            counter.Add("a", At(0, 11, minute));
        counter.Add("c", At(0, 11, 7));
        counter.End();
        ReadDaily(counter);
        var found = counter.Meetings().ToDictionary(m => m.Plate);

        Assert.Equal((4, 3), (counter.Vehicles, counter.DaysOfPlate));
        Assert.Equal(["a", "b"], found.Keys.Order());
        var (a, b) = (found["a"], found["b"]);
        Assert.Equal((3, 2, 3, At(0, 9, 56), At(1, 10, 1)), (a.Count, a.Devices, a.Visits, a.FirstMet, a.LastMet));
        Assert.Equal((1, 1, 4), (b.Count, b.Devices, b.Visits));
        // Two of a's ten workdays fit each day of the plate. For the second Monday, on which it was not there, its one other Monday fits.
        Assert.Equal(2, a.Days.Met);
        Assert.Equal(2 / 10.0 + 2 / 10.0 + 1, a.Days.Expected, 1e-12);
        Assert.Equal(1 - (1 - 2 / 10.0) * (1 - 2 / 9.0), a.Days.Probability, 1e-12);
        // b fits on a Monday and a Wednesday, and its Saturday is no workday.
        Assert.Equal(1, b.Days.Met);
        // Benjamini and Hochberg over four vehicles, of which two have p = 1.
        var p = new[] { a.Days.Probability, b.Days.Probability }.Order().ToArray();
        Assert.Equal(Math.Min(Math.Min(1, 4 * p[0]), 2 * p[1]), found.Values.Min(m => m.Adjusted), 1e-12);
    }

    [Fact]
    public void A_trip_past_many_devices_is_one_day_and_not_many_meetings()
    {
        MeetingCounter counter = new(Fortnight, 5 * TimeSpan.TicksPerMinute);
        for (var device = 0; device < 10; device++)
        {
            counter.Begin([At(2, 12, device)]);
            counter.Add("a", At(2, 12, device + 1));
            counter.End();
        }
        ReadDaily(counter);
        var found = Assert.Single(counter.Meetings());

        Assert.Equal((10, 1), (found.Count, found.Days.Met));
        Assert.Equal(1 / 10.0, found.Days.Probability, 1e-12);
    }

    [Fact]
    public void Days_without_any_read_are_no_days_on_which_they_could_have_met()
    {
        MeetingCounter counter = new(Fortnight, 5 * TimeSpan.TicksPerMinute);
        counter.Begin([At(0, 10), At(1, 10)]);
        counter.Add("a", At(0, 10));
        counter.Add("a", At(1, 10));
        counter.End();
        var found = Assert.Single(counter.Meetings());

        Assert.Equal((2, 1.0), (found.Days.Met, found.Days.Probability));
        Assert.Equal(2, found.Days.Expected);
    }

    [Fact]
    public void A_trip_around_midnight_is_one_day_and_one_around_four_meets_across_the_days()
    {
        MeetingCounter counter = new(Fortnight, 5 * TimeSpan.TicksPerMinute);
        counter.Begin([At(2, 23, 50), At(3, 0, 10), At(5, 3, 58)]);
        foreach (var (plate, at) in new[] { ("a", At(2, 23, 51)), ("a", At(3, 0, 11)), ("b", At(5, 4, 1)) })
            counter.Add(plate, at);
        counter.End();
        var found = counter.Meetings().ToDictionary(m => m.Plate);

        Assert.Equal((2, 1), (found["a"].Count, found["a"].Days.Met));
        Assert.Equal(1, found["b"].Days.Met);
        Assert.Equal(2, counter.DaysOfPlate);
    }

    [Fact]
    public void Days_follow_the_clock_where_it_is_put_back()
    {
        // Almaty's clock was put back from +6 to +5 on 1 March 2024.
        TripDays days = new(new(2024, 2, 29), new(2024, 3, 3), DateTimeZoneProviders.Tzdb["Asia/Almaty"]);

        Assert.Equal(Instant.FromUtc(2024, 2, 28, 22, 0), days.Start);
        Assert.Equal(Instant.FromUtc(2024, 3, 2, 23, 0), days.End);
        Assert.Equal((0, 0L), days.Of(days.Start.ToDateTimeUtc().Ticks));
        Assert.Equal((2, TimeSpan.TicksPerDay - 1), days.Of(days.End.ToDateTimeUtc().Ticks - 1));
        Assert.Equal((1, 0L), days.Of(Instant.FromUtc(2024, 2, 29, 23, 0).ToDateTimeUtc().Ticks));
    }

    // A vehicle that meets nobody: its reads say that the devices worked on every day.
    private static void ReadDaily(MeetingCounter counter)
    {
        counter.Begin([]);
        for (var day = 0; day < Fortnight.Count; day++)
            counter.Add("daily", At(day, 20));
        counter.End();
    }

    private static readonly DateTimeZone Clock = DateTimeZone.ForOffset(Offset.FromHours(5));

    private static TripDays Fortnight => new(new(2026, 3, 2), new(2026, 3, 16), Clock);

    private static long At(int day, int hour, int minute = 0) =>
        new LocalDateTime(2026, 3, 2, hour, 0).PlusDays(day).PlusMinutes(minute).InZoneStrictly(Clock).ToInstant().ToDateTimeUtc().Ticks;
}
