using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.GraphQL;

/// <summary>Every moment: an <see cref="Instant"/> is written in UTC, an <see cref="OffsetDateTime"/> with its offset.</summary>
internal sealed class DateTimeScalar() : TextScalar<Instant>(
    "DateTime",
    "A moment, RFC 3339. A moment at a place has the offset of the city's clock (`2024-03-01T05:00:00+05:00`), a moment of the server is "
    + "in UTC (`2024-03-01T00:00:00Z`). Input with `Z` or any offset.",
    "RFC 3339 with Z or an offset, e.g. 2024-03-01T00:00:00Z")
{
    protected override Instant? Read(string text) =>
        OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var value } ? InstantOf(value) : null;

    public override string Write(Instant value) => InstantPattern.ExtendedIso.Format(value);

    /// <summary>A moment by the clock of a place.</summary>
    /// <remarks>
    /// RFC 3339 has no seconds in an offset: the moment stays exact, and its local time is that of an offset in whole minutes. Seconds are
    /// cut, or made a whole minute where its local day would be another one.
    /// </remarks>
    public static string Write(OffsetDateTime value)
    {
        var written = value;
        if (value.Offset.Seconds % 60 is var seconds and not 0)
        {
            var minutes = value.Offset.Seconds - seconds;
            written = value.WithOffset(Offset.FromSeconds(minutes));
            if (written.Date != value.Date)
                written = value.WithOffset(Offset.FromSeconds(minutes + 60 * Math.Sign(seconds)));
        }
        return OffsetDateTimePattern.Rfc3339.Format(written);
    }

    public override object? Serialize(object? value) => value is OffsetDateTime local ? Write(local) : base.Serialize(value);

    // 9999-12-31T23:00:00-02:00 is a moment of the year 10000, which has no Instant. Every argument refuses the last one, too.
    private static Instant InstantOf(OffsetDateTime value)
    {
        try
        {
            return value.ToInstant();
        }
        catch (OverflowException)
        {
            return value.Year > 0 ? Instant.MaxValue : Instant.MinValue;
        }
    }
}

internal sealed class DateScalar() : TextScalar<LocalDate>(
    "Date", "A calendar date, ISO 8601 (`2024-03-01`), without time or zone.", "ISO 8601, e.g. 2024-03-01")
{
    protected override LocalDate? Read(string text) =>
        LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var value } ? value : null;

    public override string Write(LocalDate value) => LocalDatePattern.Iso.Format(value);
}

/// <summary>Hours, minutes and seconds only, because days and months have no constant length.</summary>
internal sealed class DurationScalar() : TextScalar<Duration>(
    "Duration",
    "Elapsed time, ISO 8601 in hours, minutes and seconds (`PT1H30M`, `PT0.25S`, `-PT5S`).",
    "ISO 8601 in hours, minutes and seconds, e.g. PT1H30M")
{
    protected override Duration? Read(string text)
    {
        var positive = text.StartsWith('-') ? text[1..] : text;
        if (PeriodPattern.NormalizingIso.Parse(positive) is not { Success: true, Value: { Years: 0, Months: 0 } period })
            return null;
        var duration = period.ToDuration();
        return positive.Length == text.Length ? duration : -duration;
    }

    public override string Write(Duration value)
    {
        if (value < Duration.Zero)
            return "-" + Write(-value);
        var text = new StringBuilder("PT");
        var hours = value.Days * 24L + value.Hours;
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (value.Minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{value.Minutes}M");
        var seconds = value.Seconds + value.SubsecondNanoseconds / 1e9m;
        if (seconds > 0 || text.Length == 2)
            text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#########}S");
        return text.ToString();
    }
}
