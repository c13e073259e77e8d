using Incidents.Domain;
using NodaTime;
using NodaTime.Text;

namespace Incidents.Api.GraphQL;

/// <summary>A time of occurrence as ISO 8601, no more precise than it is known.</summary>
internal static class TimeText
{
    private static readonly OffsetDateTimePattern Day = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd");
    private static readonly OffsetDateTimePattern Month = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM");
    private static readonly OffsetDateTimePattern Year = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu");

    /// <summary>
    /// The text: <c>2024-02-03T14:05:00+05:00</c>, <c>2024-02-03T14+05:00</c>, <c>2024-02-03</c>, <c>2024-02</c> or <c>2024</c>.
    /// </summary>
    /// <remarks>
    /// An interval is beginning and end, with a solidus between them. An hour that does not begin with a local hour, because it was
    /// reported with another offset, is its beginning and <c>PT1H</c>.
    /// </remarks>
    /// <param name="at">The moment, or the beginning of its unit.</param>
    /// <param name="precision">How precisely it is known.</param>
    /// <param name="until">The end of the interval in which it occurred, or null.</param>
    public static string Of(OffsetDateTime at, TimePrecision precision, OffsetDateTime? until = null)
    {
        if (until is { } end)
            return $"{Of(at, precision)}/{DateTimeScalar.Write(end)}";
        return precision switch
        {
            TimePrecision.Hour when at is { Minute: 0, Second: 0 } && DateTimeScalar.Write(at) is var text => text[..13] + text[19..],
            TimePrecision.Hour => $"{DateTimeScalar.Write(at)}/PT1H",
            TimePrecision.Day => Day.Format(at),
            TimePrecision.Month => Month.Format(at),
            TimePrecision.Year => Year.Format(at),
            _ => DateTimeScalar.Write(at),
        };
    }
}
