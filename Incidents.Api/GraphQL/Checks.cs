using Incidents.Domain;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Api.GraphQL;

/// <summary>Checks of arguments that several slices share. They refuse with <c>BAD_INPUT</c>.</summary>
internal static class Checks
{
    private const int MostYears = 200;

    public static void Period(LocalDate from, LocalDate until)
    {
        if (from > until)
            throw RefusedException.BadInput("until", "A period ends where it begins, or later.");
        if (until.PlusYears(-MostYears) > from)
            throw RefusedException.BadInput("until", $"A period is at most {MostYears} years long.");
    }

    /// <summary>What is read besides a period, before it, still lies within the calendar of the database.</summary>
    public static void History(LocalDate first)
    {
        if (first.Year < 1)
            throw RefusedException.BadInput("from", "The days before it that are needed lie before the year 1.");
    }

    public static void Cells(GeoBounds bounds, int zoom)
    {
        if (zoom is < 0 or > GridCell.FineZoom)
            throw RefusedException.BadInput("zoom", $"A zoom is between 0 and {GridCell.FineZoom}.");
        Bounds(bounds);
    }

    public static void Bounds(GeoBounds bounds)
    {
        if (!bounds.IsValid())
            throw RefusedException.BadInput("bounds", "Bounds are degrees, west before east and south before north.");
    }

    public static void Counted(Measure measure)
    {
        if (IsDuration(measure))
            throw RefusedException.BadInput("measure", "Durations are not counted by place or hour; ask for 'kpis'.");
    }

    public static RefusedException TooManyCells(long cells, int most, string what) =>
        new(new("TOO_MANY_CELLS", $"{cells} cells {what}; at most {most} are. Ask for a coarser zoom or a smaller part.", "zoom"));

    public static void Timed(Measure measure)
    {
        if (!IsDuration(measure))
            throw RefusedException.BadInput("measure", "Only durations take time; ask for 'trend'.");
    }

    public static bool IsDuration(Measure measure) => measure is Measure.AnswerTime or Measure.DispatchTime or Measure.ArrivalTime or Measure.ResolutionTime;
}
