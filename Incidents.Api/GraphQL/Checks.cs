using Incidents.Domain;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Checks of arguments that several slices share; each refuses with <c>BAD_INPUT</c>.</summary>
internal static class Checks
{
    /// <summary>Half the circumference of the earth, in metres: no two places are farther apart.</summary>
    public const double MostMetres = 20_040_000;

    /// <summary>Days of the longest period.</summary>
    public const int MostDays = MostYears * 366;

    private const int MostYears = 200;

    public static void Period(LocalDate from, LocalDate until)
    {
        if (from > until)
            throw RefusedException.BadInput("until", "The end of a period is not before its start.");
        if (until.PlusYears(-MostYears) > from)
            throw RefusedException.BadInput("until", $"A period is at most {MostYears} years long.");
    }

    /// <summary>The days before a period that an analysis reads are within the calendar of the database.</summary>
    public static void History(LocalDate first)
    {
        if (first.Year < 1)
            throw RefusedException.BadInput("from", "The analysis needs days before the period, and these are before the year 1.");
    }

    /// <summary>The last day before a day; the day itself where the calendar begins with it.</summary>
    public static LocalDate DayBefore(LocalDate day) => day is { Year: 1, DayOfYear: 1 } ? day : day.PlusDays(-1);

    public static void Cells(GeoBounds bounds, int zoom)
    {
        if (zoom is < 0 or > GridCell.FineZoom)
            throw RefusedException.BadInput("zoom", $"The zoom is between 0 and {GridCell.FineZoom}.");
        Bounds(bounds);
    }

    public static void Bounds(GeoBounds bounds)
    {
        if (!bounds.IsValid())
            throw RefusedException.BadInput("bounds", "Bounds are degrees; west is less than east, and south less than north.");
    }

    public static RefusedException TooManyCells(long cells, int most, string what) =>
        new(new(ErrorCode.TooManyCells, $"{cells} cells {what}; the limit is {most}. Use a lower zoom or smaller bounds.", "zoom"));
}
