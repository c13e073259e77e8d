using Incidents.Domain.Devices;
using Incidents.Projections.Devices;
using Incidents.Projections.Outages;
using NodaTime;
using Xunit;

namespace Incidents.Tests.Devices;

public class AvailabilityTests
{
    [Fact]
    public void The_share_is_that_of_the_time_that_is_known()
    {
        var none = new DeviceAvailability("karaganda", DeviceKind.Camera, new(2026, 6, 1), new(2026, 6, 2), 0, 0, 0, 0);

        Assert.Null(none.AvailableShare);
        Assert.Equal(0.625, (none with { AcceptedSeconds = 24, SilentSeconds = 4, FaultedSeconds = 5 }).AvailableShare);
        Assert.Equal(0.5, (none with { AcceptedSeconds = 24, SilentSeconds = 4, FaultedSeconds = 5, UnknownSeconds = 6 }).AvailableShare);
        Assert.Null((none with { AcceptedSeconds = 24, UnknownSeconds = 24 }).AvailableShare);
    }

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
        // Nobody would notice its silence, and its last sign is old.
        Assert.Equal(DeviceHealthStatus.Unknown, DeviceHealth.Of(null, [], noon, isKnown: false).Status);
        // What is not installed is not silent with its town.
        Assert.Equal(DeviceHealthStatus.Unknown, DeviceHealth.Of(null, [town], noon, isPlanned: true).Status);
        Assert.Equal(DeviceHealthStatus.Retired, DeviceHealth.Of(Some.Now, [town], noon, isPlanned: true).Status);
    }

    [Fact]
    public void A_clock_is_measured_by_its_fastest_reports()
    {
        var day = new LocalDate(2026, 6, 1);

        // Behind by 30 s at most: no report took less from its claimed time to its arrival.
        Assert.Equal(
            new DeviceClock(-30, 1.5, 5, day, day.PlusDays(1)),
            DeviceClock.Of([new(day, 5, 30_000_000, 30_500_000, 5 * 30_400_000)]));
        // Ahead by 12 s on one day and by 10 s on the next: the days lie 2 s apart.
        Assert.Equal(
            new DeviceClock(12, 3, 9, day, day.PlusDays(2)),
            DeviceClock.Of([new(day, 4, -12_000_000, null, -48_000_000), new(day.PlusDays(1), 5, -10_000_000, 0, -50_000_000)]));
        Assert.Null(DeviceClock.Of([new(day, 4, 0, 0, 0)]));
        Assert.Null(DeviceClock.Of([]));
    }

    [Fact]
    public void The_way_of_the_reports_is_in_the_uncertainty_of_a_clock()
    {
        var day = new LocalDate(2026, 6, 1);

        // The fastest two took 20 s, the mean 65: by how much of that the clock is behind, nobody knows.
        Assert.Equal(46, DeviceClock.Of([new(day, 10, 20_000_000, 20_000_000, 650_000_000)])!.UncertaintySeconds);
        // It is off by a day: the sum of the delays says nothing any more.
        Assert.Equal(301, DeviceClock.Of([new(day, 10, 86_400_000_000, 86_400_000_000, 36_000_000_000)])!.UncertaintySeconds);
    }

    [Fact]
    public void A_clock_that_was_set_is_measured_from_then_on()
    {
        var day = new LocalDate(2026, 6, 1);
        ClockDay Of(int number, int least) => new(day.PlusDays(number), 5, least * 1_000_000L, least * 1_000_000L, 5 * least * 1_000_000L);

        Assert.Equal(
            new DeviceClock(-1, 2, 10, day.PlusDays(2), day.PlusDays(4)), DeviceClock.Of([Of(0, 40), Of(1, 41), Of(2, 1), Of(3, 2)]));
        // It drifts: nine seconds in a day are no jump.
        Assert.Equal(new DeviceClock(-1, 10, 10, day, day.PlusDays(2)), DeviceClock.Of([Of(0, 1), Of(1, 10)]));
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
            // From before the programme, and planned for after it.
            new("temirtau", DeviceKind.Camera, null, new(2024, 12, 31), new(2025, 1, 1), null, 9_000, 9_000, 9, 9),
            new("temirtau", DeviceKind.Camera, new(2028, 1, 1), null, null, null, 9_000, 9_000, 9, 9),
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
        // A third of three by the end of each year.
        Assert.Equal(
            [
                new RollOutYear(2025, DeviceKind.Camera, 1, 1, 1, 1), new RollOutYear(2026, DeviceKind.Camera, 2, 3, 2, 1),
                new RollOutYear(2027, DeviceKind.Camera, 3, 3, 2, 1),
            ],
            rollOut.Years);
    }

    [Fact]
    public void Upkeep_counts_in_the_years_of_the_programme_only()
    {
        var plan = new RollOutPlan(new(2025, 1, 1), new(2026, 1, 1), new Dictionary<DeviceKind, int> { [DeviceKind.Camera] = 10 }, 10_000)
        {
            SharesByYear = [0.25],
        };
        // Planned for the programme and accepted before it; today is long after it.
        RolledOutDevice[] devices =
            [new("karaganda", DeviceKind.Camera, new(2025, 1, 1), new(2024, 6, 1), new(2024, 7, 1), null, 100, 365)];

        var rollOut = RollOut.Of(plan, devices, new(2027, 1, 1));

        Assert.Equal((465, 365, 465), (rollOut.SpentTenge, rollOut.UpkeepTenge, rollOut.CommittedTenge));
        Assert.Equal(
            (10, 3), (plan.TargetOf(DeviceKind.Camera, 0), (plan with { Until = new(2027, 1, 1) }).TargetOf(DeviceKind.Camera, 0)));
    }

    private static (DeviceHealthStatus Status, OffsetDateTime? Since) Status(DeviceHealth health) => (health.Status, health.Since);

    // Lists are compared by reference in a record.
    private static DeviceHealth Plain(DeviceHealth health)
    {
        Assert.Empty(health.Faults);
        return new(health.Status, health.Since, [], health.IsTownSilent, health.HeardAt);
    }
}
