using Incidents.Domain;
using Incidents.Domain.Forecasts;
using Incidents.Projections.Ledgers;
using NodaTime;

namespace Incidents.Projections.Forecasts;

/// <summary>A forecast that is made for every period.</summary>
/// <param name="Code">Short code. It must not change: sealed forecasts refer to it.</param>
/// <param name="City">City code.</param>
/// <param name="Period">The kind of period.</param>
/// <param name="Zoom">Zoom of the cells.</param>
/// <param name="Area">All cells that touch this area, at most <see cref="MostCells"/>.</param>
/// <param name="Category">Category code; null for all incidents.</param>
public sealed record ForecastPlan(string Code, string City, ForecastPeriod Period, int Zoom, GeoBounds Area, string? Category = null)
{
    /// <summary>The most cells of a plan.</summary>
    public const int MostCells = 50_000;

    /// <summary>All methods, baselines included: a forecast by each is sealed.</summary>
    public static readonly IReadOnlyList<ForecastMethod> Methods = Enum.GetValues<ForecastMethod>();

    /// <summary>The terms of the forecast for the period that begins on a day.</summary>
    public ForecastTerms Terms(ForecastMethod method, LocalDate begin) =>
        new(Code, method, City, Category, Zoom, Area, begin, Period.Later(begin));

    /// <summary>Whether an area has more than <see cref="MostCells"/>.</summary>
    public static bool TooManyCells(GeoBounds area, int zoom)
    {
        var (west, north, east, south) = CellRanges.Extent(area, zoom);
        return (long)(east - west + 1) * (south - north + 1) > MostCells;
    }

    /// <summary>The cells of an area, in order of code.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MostCells"/>.</exception>
    public static IReadOnlyList<GridCell> Cells(GeoBounds area, int zoom)
    {
        var (west, north, east, south) = CellRanges.Extent(area, zoom);
        if (TooManyCells(area, zoom))
            throw new ArgumentException($"The area has more than {MostCells} cells of zoom {zoom}.", nameof(area));
        return
        [
            .. from y in Enumerable.Range(north, south - north + 1)
               from x in Enumerable.Range(west, east - west + 1)
               let cell = GridCell.Of(x, y, zoom)
               orderby cell.Code
               select cell,
        ];
    }
}
