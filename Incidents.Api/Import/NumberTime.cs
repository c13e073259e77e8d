using System.Globalization;
using Incidents.Api.Ingest;
using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.Import;

/// <summary>Times that files contain as numbers: since 1970, or as the serial dates of spreadsheets.</summary>
internal static class NumberTime
{
    /// <summary>Ticks of a microsecond.</summary>
    public const long TicksPerMicrosecond = NodaConstants.TicksPerMillisecond / 1000;

    // Years in which a number is taken for the time that was meant.
    private const int FirstLikelyYear = 1980;
    private const int LastLikelyYear = 2100;

    // The first year for which a larger unit is preferred to a time in 1970.
    private const int FirstYearOfLargerUnit = 1971;

    // The day before 1 January 1900, and 1 March 1900 and later: spreadsheets count 29 February 1900, a day that did not exist.
    private const int FalseDay = 60;
    private const int LastSerial = 2_958_465;
    private static readonly LocalDate DayZero = new(1899, 12, 31);
    private static readonly LocalDate DayZeroOf1904 = new(1904, 1, 1);

    private static readonly decimal Largest = 1e17m;
    private static readonly long[] Units = [NodaConstants.TicksPerSecond, NodaConstants.TicksPerMillisecond, TicksPerMicrosecond];

    /// <summary>A moment as a number of units since 1970, UTC.</summary>
    /// <remarks>
    /// Null also where another unit is probably the right one: the year is absurd and that of another unit is not, or it is 1970 and a
    /// larger unit gives a year from 1971 to the next one.
    /// </remarks>
    public static ReportedTime? SinceEpoch(string text, long ticksPerUnit)
    {
        if (!TryNumber(text, out var number) || Moment(number, ticksPerUnit) is not { } moment)
            return null;
        var year = moment.InUtc().Year;
        if ((year is < EventTime.EarliestYear or > LastLikelyYear) && Array.Exists(Units, unit => IsLikely(Moment(number, unit))))
            return null;
        if (year < FirstYearOfLargerUnit && IsOfLargerUnit(number, ticksPerUnit))
            return null;
        return ReportedTime.At(moment.WithOffset(Offset.Zero));
    }

    /// <summary>A local time as the serial number of a spreadsheet: a day, with the time of day as its fraction.</summary>
    /// <remarks>
    /// A whole number is a day without a time. Two numbers with a space between them are a day and a time. The time is rounded to the
    /// second. The number 60 is no day: 29 February 1900 did not exist.
    /// </remarks>
    public static ReportedTime? Excel(string text, bool from1904)
    {
        var serial = 0m;
        var parts = text.Split(' ');
        if (parts.Length > 2)
            return null;
        foreach (var part in parts)
        {
            if (!TryNumber(part, out var number) || number < 0 || number > LastSerial + 1)
                return null;
            serial += number;
        }
        var day = (int)Math.Floor(serial);
        var isDay = parts.Length == 1 && serial == day;
        if (day > LastSerial || (!from1904 && day is 0 or FalseDay))
            return null;
        var date = from1904 ? DayZeroOf1904.PlusDays(day) : DayZero.PlusDays(day > FalseDay ? day - 1 : day);
        var seconds = (long)Math.Round((serial - day) * NodaConstants.SecondsPerDay);
        return ReportedTime.LocalAt(date.AtMidnight().PlusSeconds(seconds)) with
        {
            Precision = isDay ? TimePrecision.Day : TimePrecision.Minute,
        };
    }

    /// <summary>A sentence that names the pattern that reads a number as a likely time, or null.</summary>
    /// <param name="text">The number.</param>
    /// <param name="isNumber">Whether the map expects a number. Other digits may be a date that looks like a time of the 1970s.</param>
    public static string? Suggest(string text, bool isNumber)
    {
        var first = isNumber ? FirstYearOfLargerUnit : FirstLikelyYear;
        foreach (var pattern in TimePattern.Numbers)
        {
            if (pattern.Read(text) is not { } time)
                continue;
            var local = time.Moment?.LocalDateTime ?? time.Local!.Value;
            if (local.Year >= first && local.Year <= LastLikelyYear)
            {
                var what = LocalDateTimePattern.GeneralIso.Format(local);
                return $"With the pattern \"{pattern.Text}\" it is {what}{(time.Moment is null ? "" : "Z")}.";
            }
        }
        return null;
    }

    private static bool IsLikely(Instant? moment) => moment?.InUtc().Year is >= FirstLikelyYear and <= LastLikelyYear;

    private static bool IsOfLargerUnit(decimal number, long ticksPerUnit)
    {
        var next = SystemClock.Instance.GetCurrentInstant().InUtc().Year + 1;
        return Array.Exists(
            Units,
            unit => unit > ticksPerUnit && Moment(number, unit)?.InUtc().Year is >= FirstYearOfLargerUnit and var year && year <= next);
    }

    private static Instant? Moment(decimal number, long ticksPerUnit)
    {
        var ticks = number * ticksPerUnit;
        return ticks >= Instant.MinValue.ToUnixTimeTicks() && ticks <= Instant.MaxValue.ToUnixTimeTicks()
            ? Instant.FromUnixTimeTicks((long)ticks)
            : null;
    }

    // Spreadsheets in many languages have a decimal comma; neither format has separators of thousands.
    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(
            text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out number) && Math.Abs(number) <= Largest;
}
