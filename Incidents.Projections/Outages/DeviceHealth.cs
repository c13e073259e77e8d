using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Outages;
using NodaTime;

namespace Incidents.Projections.Outages;

/// <summary>Whether a device works, as far as that is known.</summary>
public enum DeviceHealthStatus
{
    /// <summary>
    /// It is only planned, or nothing was ever heard of it, or its rhythm is not known and its last sign is more than a day old.
    /// </summary>
    Unknown,

    /// <summary>It was heard, and nothing shows that it does not work.</summary>
    Healthy,

    /// <summary>It, or its whole town, is silent for longer than its own rhythm explains.</summary>
    Suspected,

    /// <summary>It reported a fault that is not over.</summary>
    Faulted,

    /// <summary>It was taken out of service.</summary>
    Retired,
}

/// <summary>Whether a device works, since when, and why not.</summary>
/// <param name="Status">Whether it works; a silence comes before a fault.</param>
/// <param name="Since">Since when: of a silence when it was last heard; null where that is not known.</param>
/// <param name="Faults">The faults that it reported and that are not over, the longest first.</param>
/// <param name="IsTownSilent">Whether its whole town is silent: its link, and not the device.</param>
/// <param name="HeardAt">When it was last heard, by the centre's clock; null where it never was.</param>
[DisplayName("DeviceHealth")]
public sealed record DeviceHealth(
    DeviceHealthStatus Status, OffsetDateTime? Since, IReadOnlyList<DeviceFault> Faults, bool IsTownSilent, OffsetDateTime? HeardAt)
{
    /// <summary>The health that follows from outages.</summary>
    /// <param name="retiredAt">When it was taken out of service, or null.</param>
    /// <param name="outages">Its outages, and those of its town with it.</param>
    /// <param name="heardAt">When it was last heard, or null.</param>
    /// <param name="isPlanned">Whether it is registered and not installed yet.</param>
    /// <param name="isKnown">Whether its silence would be noticed, or its last sign is not older than a day.</param>
    public static DeviceHealth Of(
        OffsetDateTime? retiredAt, IReadOnlyList<DeviceOutage> outages, OffsetDateTime? heardAt, bool isPlanned = false,
        bool isKnown = true)
    {
        if (isPlanned && retiredAt is null)
            return new(DeviceHealthStatus.Unknown, null, [], false, heardAt);
        var open = outages.Where(o => o.EndedAt is null && !(o.IsOfTown && heardAt?.ToInstant() > o.BeganAt.ToInstant()))
            .OrderBy(o => o.BeganAt.ToInstant()).ToArray();
        var silence = open.FirstOrDefault(o => o.Fault is null);
        // One that was told again within its time is one.
        DeviceFault[] faults = [.. open.Select(o => o.Fault).OfType<DeviceFault>().Distinct()];
        var (status, since) =
            retiredAt is not null ? (DeviceHealthStatus.Retired, retiredAt)
            : silence is not null ? (DeviceHealthStatus.Suspected, silence.BeganAt)
            : faults.Length > 0 ? (DeviceHealthStatus.Faulted, open[0].BeganAt)
            : heardAt is not null && isKnown ? (DeviceHealthStatus.Healthy, LastEnd(outages))
            : (DeviceHealthStatus.Unknown, (OffsetDateTime?)null);
        return new(status, since, faults, silence is { IsOfTown: true }, heardAt);
    }

    private static OffsetDateTime? LastEnd(IReadOnlyList<DeviceOutage> outages)
    {
        var ends = outages.Select(o => o.EndedAt).OfType<OffsetDateTime>().ToArray();
        return ends.Length == 0 ? null : ends.MaxBy(end => end.ToInstant());
    }
}

/// <summary>A time in which a device did not work, or in which nothing shows that it did.</summary>
/// <param name="Fault">What it reported; null for a silence.</param>
/// <param name="IsOfTown">Whether it was silent with its town.</param>
/// <param name="BeganAt">When it began: of a silence when the device was last heard.</param>
/// <param name="EndedAt">When it was over; null while it is not.</param>
public sealed record DeviceOutage(DeviceFault? Fault, bool IsOfTown, OffsetDateTime BeganAt, OffsetDateTime? EndedAt);

/// <summary>How far the clock of a device is off, measured from when its live reports arrived.</summary>
/// <param name="OffsetSeconds">
/// Seconds by which it is ahead of the centre's clock; negative where it is behind. It is the least delay of arrival with its sign
/// turned: a report never arrives before it was made, so the clock is not further behind than that.
/// </param>
/// <param name="UncertaintySeconds">
/// By how much it may differ: how far the least delays of the days lie apart, or of one day the two least delays; at least the mean delay
/// less the least one, which stands for the way of the fastest report (300 seconds where the clock is off by more than an hour); and a
/// second for what devices do not write.
/// </param>
/// <param name="Reports">Number of live reports that it is measured from; 0 for who does not see how often single devices reported.</param>
/// <param name="From">The first local day of these; null for who does not see when single devices reported.</param>
/// <param name="Until">The day after the last of them; null for who does not see when single devices reported.</param>
public sealed record DeviceClock(double OffsetSeconds, double UncertaintySeconds, int Reports, LocalDate? From, LocalDate? Until)
{
    /// <summary>Number of days before the last one that a measurement has, itself included.</summary>
    public const int Days = 7;

    /// <summary>Fewer reports than these measure nothing.</summary>
    public const int FewestReports = 5;

    private const double Resolution = 1;

    // A clock that drifts is off by a second or two a day more; one that is set is off by more.
    private const double JumpSeconds = 10;

    /// <summary>The measurement of some days, or null where there are too few reports.</summary>
    /// <remarks>
    /// Days before a jump are left out: where the least delay of a day differs from that of the day before by more than ten seconds, and by
    /// more than the ways of both days explain.
    /// </remarks>
    /// <param name="measured">Each day's reports.</param>
    public static DeviceClock? Of(IReadOnlyList<ClockDay> measured)
    {
        var days = new List<ClockDay>();
        foreach (var day in measured.OrderByDescending(day => day.Day))
        {
            if (days.Count > 0 && IsJump(day, days[^1]))
                break;
            days.Add(day);
        }
        var reports = days.Sum(day => day.Reports);
        if (reports < FewestReports)
            return null;
        var least = days.Min(day => day.Least);
        // Of one day the second least delay shows how near the least one is to the truth.
        var spread = days.Count > 1 ? days.Max(day => day.Least) - least : (days[0].Second ?? least) - least;
        var way = Math.Abs(least) < ClockDay.MostMicroseconds
            ? days.Sum(day => (double)day.Sum) / reports - least
            : EventTime.ClockSkew.TotalSeconds * 1e6;
        return new(
            -least / 1e6, Math.Max(spread, way) / 1e6 + Resolution, checked((int)reports), days[^1].Day, days[0].Day.PlusDays(1));
    }

    private static bool IsJump(ClockDay a, ClockDay b) =>
        Math.Abs(a.Least - b.Least) / 1e6 > Math.Max(JumpSeconds, Math.Max(a.WaySeconds, b.WaySeconds));
}

/// <summary>How soon the live reports of a device arrived after the time that it claimed, on one local day.</summary>
/// <param name="Day">The day.</param>
/// <param name="Reports">Number of reports.</param>
/// <param name="Least">The least delay in microseconds; negative where the clock is ahead.</param>
/// <param name="Second">The second least one; null where there was one report.</param>
/// <param name="Sum">All delays together, each as at most an hour more or less than none.</param>
public readonly record struct ClockDay(LocalDate Day, long Reports, long Least, long? Second, long Sum)
{
    /// <summary>The most by which one delay counts in the sum: an hour.</summary>
    internal const long MostMicroseconds = 3_600_000_000;

    internal double WaySeconds => ((double)Sum / Reports - Least) / 1e6;
}
