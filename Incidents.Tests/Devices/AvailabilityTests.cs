using Incidents.Domain.Devices;
using Incidents.Projections.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Devices;

public class AvailabilityTests
{
    private static readonly Instant Midnight = Instant.FromUtc(2026, 6, 1, 0, 0);

    [Fact]
    public void Outages_are_cut_to_the_period_and_those_that_overlap_count_once()
    {
        // Of 24 hours: silent before the period until 02, and 04 to 06; faulted 05 to 09, and from 22 on.
        var seconds = Availability.Seconds(
            At(0), At(24), [(At(-5), At(2), true), (At(4), At(6), true), (At(5), At(9), false), (At(22), null, false)]);

        Assert.Equal((24 * 3_600, 4 * 3_600, 5 * 3_600), seconds);
    }

    [Fact]
    public void Without_outages_all_of_it_counts_and_an_empty_period_has_nothing()
    {
        Assert.Equal((3_600, 0, 0), Availability.Seconds(At(0), At(1), []));
        Assert.Equal((0, 0, 0), Availability.Seconds(At(1), At(1), [(At(0), null, true)]));
        Assert.Equal((0, 0, 0), Availability.Seconds(At(2), At(1), [(At(0), null, true)]));
        Assert.Null(new DeviceAvailability("karaganda", DeviceKind.Camera, new(2026, 6, 1), new(2026, 6, 2), 0, 0, 0, 0).AvailableShare);
        Assert.Equal(
            0.625, new DeviceAvailability("karaganda", DeviceKind.Camera, new(2026, 6, 1), new(2026, 6, 2), 1, 24, 4, 5).AvailableShare);
    }

    [Fact]
    public void A_silence_within_another_one_and_two_that_touch_are_no_longer_than_both() =>
        Assert.Equal(
            (24 * 3_600, 8 * 3_600, 0),
            Availability.Seconds(At(0), At(24), [(At(1), At(7), true), (At(2), At(3), true), (At(7), At(9), true)]));

    [Fact]
    public void Health_is_the_worst_that_is_known()
    {
        var noon = Some.Before(60);
        DeviceOutage silence = new(null, false, noon, null);
        DeviceOutage storage = new(Domain.Outages.DeviceFault.Storage, false, Some.Before(90), null);
        DeviceOutage town = new(null, true, noon, null), over = storage with { EndedAt = Some.Before(30) };

        Assert.Equal(new DeviceHealth(DeviceHealthStatus.Unknown, null, [], false, null), Plain(DeviceHealth.Of(null, [], null)));
        Assert.Equal((DeviceHealthStatus.Healthy, Some.Before(30)), Status(DeviceHealth.Of(null, [over], Some.Now)));
        Assert.Equal((DeviceHealthStatus.Faulted, Some.Before(90)), Status(DeviceHealth.Of(null, [storage], Some.Now)));
        Assert.Equal((DeviceHealthStatus.Suspected, noon), Status(DeviceHealth.Of(null, [storage, silence], noon)));
        Assert.True(DeviceHealth.Of(null, [town], noon).IsTownSilent);
        // It speaks by another way than its town's link.
        Assert.Equal(DeviceHealthStatus.Healthy, DeviceHealth.Of(null, [town], Some.Now).Status);
        Assert.Equal((DeviceHealthStatus.Retired, Some.Now), Status(DeviceHealth.Of(Some.Now, [silence], noon)));
    }

    [Fact]
    public void A_clock_is_measured_by_its_fastest_reports()
    {
        var day = new LocalDate(2026, 6, 1);

        // Behind by 30 s at most: no report took less from its claimed time to its arrival.
        Assert.Equal(
            new DeviceClock(-30, 1.5, 5, day, day.PlusDays(1)), DeviceClock.Of([(day, 5, 30_000_000, 30_500_000)]));
        // Ahead by 12 s on one day and by 10 s on the next: the days lie 2 s apart.
        Assert.Equal(
            new DeviceClock(12, 3, 9, day, day.PlusDays(2)),
            DeviceClock.Of([(day, 4, -12_000_000, null), (day.PlusDays(1), 5, -10_000_000, 0)]));
        Assert.Null(DeviceClock.Of([(day, 4, 0, 0)]));
        Assert.Null(DeviceClock.Of([]));
    }

    [Fact]
    public void The_roll_out_is_counted_by_month_and_its_money_with_upkeep()
    {
        var plan = new RollOutPlan(new(2025, 1, 1), new(2028, 1, 1), new Dictionary<DeviceKind, int> { [DeviceKind.Camera] = 3 }, 10_000);
        RolledOutDevice[] devices =
        [
            // Accepted 365 days ago: a year of upkeep until today, and 930 days until the end.
            new("karaganda", DeviceKind.Camera, new(2025, 5, 1), new(2025, 6, 1), new(2025, 6, 15), null, 1_000, 365, 40),
            // Installed, not accepted; from its planned day 640 days are left.
            new("karaganda", DeviceKind.Camera, new(2026, 4, 1), new(2026, 4, 20), null, null, 1_000, 365, 0, 7),
            // Planned, and its cost is not known.
            new("temirtau", DeviceKind.Camera, new(2026, 4, 30), null, null, null, null, null),
            // Retired before it was accepted: not paid.
            new("temirtau", DeviceKind.Camera, new(2025, 4, 1), new(2025, 4, 1), null, new(2025, 4, 2), 1_000, 365),
        ];

        var rollOut = RollOut.Of(plan, devices, new(2026, 6, 15));

        Assert.Equal([new RollOutTarget(DeviceKind.Camera, 3, 3, 2, 1)], rollOut.Targets);
        Assert.Equal((1_000 + 40 + 365, 365, 1), (rollOut.SpentTenge, rollOut.UpkeepTenge, rollOut.WithoutCost));
        Assert.Equal(1_000 + 1_000 + 40 + 7 + 930 + 640, rollOut.CommittedTenge);
        Assert.Equal(
            [
                new RollOutMonth(new(2025, 4, 1), "temirtau", DeviceKind.Camera, 1, 1, 0, 0),
                new RollOutMonth(new(2025, 5, 1), "karaganda", DeviceKind.Camera, 1, 0, 0, 0),
                new RollOutMonth(new(2025, 6, 1), "karaganda", DeviceKind.Camera, 0, 1, 1, 1_000),
                new RollOutMonth(new(2026, 4, 1), "karaganda", DeviceKind.Camera, 1, 1, 0, 0),
                new RollOutMonth(new(2026, 4, 1), "temirtau", DeviceKind.Camera, 1, 0, 0, 0),
            ],
            rollOut.Months);
    }

    private static Instant At(int hour) => Midnight + Duration.FromHours(hour);

    private static (DeviceHealthStatus Status, OffsetDateTime? Since) Status(DeviceHealth health) => (health.Status, health.Since);

    // Lists are compared by reference in a record.
    private static DeviceHealth Plain(DeviceHealth health)
    {
        Assert.Empty(health.Faults);
        return new(health.Status, health.Since, [], health.IsTownSilent, health.HeardAt);
    }
}
