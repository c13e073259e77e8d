using System.ComponentModel;
using Incidents.Domain.Outages;
using NodaTime;

namespace Incidents.Projections.Outages;

/// <summary>Whether a device works, as far as that is known.</summary>
public enum DeviceHealthStatus
{
    /// <summary>Nothing was ever heard of it.</summary>
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
    /// <param name="outages">Its outages, and those of its town.</param>
    /// <param name="heardAt">When it was last heard, or null.</param>
    public static DeviceHealth Of(OffsetDateTime? retiredAt, IReadOnlyList<DeviceOutage> outages, OffsetDateTime? heardAt)
    {
        var open = outages.Where(o => o.EndedAt is null && !(o.IsOfTown && heardAt?.ToInstant() > o.BeganAt.ToInstant()))
            .OrderBy(o => o.BeganAt.ToInstant()).ToArray();
        var silence = open.FirstOrDefault(o => o.Fault is null);
        DeviceFault[] faults = [.. open.Select(o => o.Fault).OfType<DeviceFault>()];
        var (status, since) =
            retiredAt is not null ? (DeviceHealthStatus.Retired, retiredAt)
            : silence is not null ? (DeviceHealthStatus.Suspected, silence.BeganAt)
            : faults.Length > 0 ? (DeviceHealthStatus.Faulted, open[0].BeganAt)
            : heardAt is not null ? (DeviceHealthStatus.Healthy, LastEnd(outages))
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
/// <param name="IsOfTown">Whether its whole town was silent.</param>
/// <param name="BeganAt">When it began: of a silence when the device was last heard.</param>
/// <param name="EndedAt">When it was over; null while it is not.</param>
public sealed record DeviceOutage(DeviceFault? Fault, bool IsOfTown, OffsetDateTime BeganAt, OffsetDateTime? EndedAt);

/// <summary>How far the clock of a device is off, measured from when its live reports arrived.</summary>
/// <param name="OffsetSeconds">
/// Seconds by which it is ahead of the centre's clock; negative where it is behind. It is the least delay of arrival with its sign
/// turned: a report never arrives before it was made, so the clock is not further behind than that.
/// </param>
/// <param name="UncertaintySeconds">
/// By how much it may differ: how far the least delays of the days lie apart, or of one day the two least delays, and a second for what
/// devices do not write. The way of the fastest report is in the offset, and not in this.
/// </param>
/// <param name="Reports">Number of live reports that it is measured from.</param>
/// <param name="From">The first local day of these.</param>
/// <param name="Until">The day after the last of them.</param>
public sealed record DeviceClock(double OffsetSeconds, double UncertaintySeconds, int Reports, LocalDate From, LocalDate Until)
{
    /// <summary>Number of days before the last one that a measurement has, itself included.</summary>
    public const int Days = 7;

    /// <summary>Fewer reports than these measure nothing.</summary>
    public const int FewestReports = 5;

    private const double Resolution = 1;

    /// <summary>The measurement of some days, or null where there are too few reports.</summary>
    /// <param name="days">Each day's number of reports, and its least and second least delay in microseconds.</param>
    public static DeviceClock? Of(IReadOnlyList<(LocalDate Day, long Reports, long Least, long? Second)> days)
    {
        var reports = days.Sum(day => day.Reports);
        if (reports < FewestReports)
            return null;
        var (least, most) = (days.Min(day => day.Least), days.Max(day => day.Least));
        // Of one day the second least delay shows how near the least one is to the truth.
        var spread = days.Count > 1 ? most - least : (days[0].Second ?? least) - least;
        return new(
            -least / 1e6, spread / 1e6 + Resolution, checked((int)reports), days.Min(day => day.Day), days.Max(day => day.Day).PlusDays(1));
    }
}
