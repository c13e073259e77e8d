using Incidents.Domain;
using Incidents.Projections.Outages;
using Incidents.Projections.Timelines;
using NodaTime;

namespace Incidents.Api.Timelines;

/// <summary>Kind of a clock.</summary>
public enum CaseClockKind
{
    /// <summary>The centre's own clock: the moment at which it recorded the event.</summary>
    Centre,

    /// <summary>The clock of a camera, recorder or terminal.</summary>
    Device,

    /// <summary>The clock of a reporting system that names no device.</summary>
    Source,

    /// <summary>A person, who gave another time than that of the entry.</summary>
    Person,
}

/// <summary>The clock by which an entry of a timeline occurred, and how good it is as far as that is known.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The device, system or person; null for the centre.</param>
/// <param name="ReceiptSeconds">
/// Seconds from the time that it gave until the centre received the report: the difference of both clocks and the way of the report
/// together; negative where it ran ahead. Null for the centre, and for persons, who enter things late.
/// </param>
/// <param name="UncertaintySeconds">
/// By how much the true time may differ: 0 for the centre. For a device whose clock is measured (`offsetSeconds`) the uncertainty of that;
/// for another device or a system the measured `receiptSeconds` without sign, at most the
/// tolerance of 300 seconds, since a report that comes late says nothing of the clock; for a person 300 seconds. To it the width of what is
/// known of the time is added: an hour, day, month or year where it is not known to the minute, a minute where a person says it.
/// </param>
public sealed record CaseClock(CaseClockKind Kind, string? Name, double? ReceiptSeconds, double UncertaintySeconds)
{
    private const double PersonsMinute = 60;

    /// <summary>
    /// Seconds by which a device's clock was ahead of the centre's, measured from its live reports of the seven days up to that one;
    /// negative where it was behind, null where it is not measured. The time of the entry is as the device gave it.
    /// </summary>
    public double? OffsetSeconds { get; init; }

    internal static CaseClock Of(TimelineEntry entry, string? device, DeviceClock? measured)
    {
        var width = Width(entry.TimePrecision);
        var receipt = (entry.KnownAt.ToInstant() - entry.OccurredAt.ToInstant()).TotalSeconds;
        if (receipt == 0 && width == 0)
            return new(CaseClockKind.Centre, null, null, 0);
        if (entry.By is { } person)
            return new(CaseClockKind.Person, person, null, EventTime.ClockSkew.TotalSeconds + Math.Max(width, PersonsMinute));
        if ((device ?? entry.Source) is not { } name)
            return new(CaseClockKind.Centre, null, null, width);
        if (device is not null && measured is not null)
        {
            return new(CaseClockKind.Device, name, receipt, measured.UncertaintySeconds + width)
            {
                OffsetSeconds = measured.OffsetSeconds,
            };
        }
        return new(
            device is null ? CaseClockKind.Source : CaseClockKind.Device, name, receipt,
            Math.Min(Math.Abs(receipt), EventTime.ClockSkew.TotalSeconds) + width);
    }

    /// <summary>Whether the order of two neighbouring entries cannot be told.</summary>
    /// <remarks>
    /// Of different clocks, where the times, each put right by what is known of its clock, differ by less than the sum of their
    /// uncertainties, or stand the other way round. Of one clock, where they differ by less than the wider of what is known of the times:
    /// two entries of one day whose hours nobody knows.
    /// </remarks>
    internal static bool IsOrderUnknown((TimelineEntry Event, CaseClock Clock) first, (TimelineEntry Event, CaseClock Clock) second)
    {
        var apart = (second.Event.OccurredAt.ToInstant() - first.Event.OccurredAt.ToInstant()).TotalSeconds;
        var trulyApart = apart - (second.Clock.OffsetSeconds ?? 0) + (first.Clock.OffsetSeconds ?? 0);
        return (first.Clock.Kind, first.Clock.Name) != (second.Clock.Kind, second.Clock.Name)
            ? trulyApart < first.Clock.UncertaintySeconds + second.Clock.UncertaintySeconds
            : apart < Math.Max(Width(first.Event.TimePrecision), Width(second.Event.TimePrecision));
    }

    private static double Width(TimePrecision precision) => precision switch
    {
        TimePrecision.Hour => Duration.FromHours(1).TotalSeconds,
        TimePrecision.Day => Duration.FromDays(1).TotalSeconds,
        TimePrecision.Month => Duration.FromDays(31).TotalSeconds,
        TimePrecision.Year => Duration.FromDays(366).TotalSeconds,
        _ => 0,
    };
}
