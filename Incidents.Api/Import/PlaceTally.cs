using Incidents.Api.Data;
using Incidents.Domain;

namespace Incidents.Api.Import;

/// <summary>Counts the places of one city that are outside its surroundings.</summary>
/// <remarks>
/// A city with bounds has these and as much again on each side. Another one has a circle around the median of the rows' own places, with
/// eight times their median distance from it, at least 30 km. If that is on another side of the world than the time zone of the city, and
/// the swapped coordinates are not, then the axes of the whole file are swapped.
/// </remarks>
/// <param name="city">The city, or null if it is unknown.</param>
internal sealed class PlaceTally(City? city)
{
    private const double CellDegrees = 0.01;
    private const double LeastKilometres = 30;
    private const double Spreads = 8;
    private const double LeastMargin = 0.2;
    private const int FewestRows = 20;

    // More cells than a town and its surroundings have; what lies in further ones is outside.
    private const int MostCells = 200_000;

    private readonly GeoBounds? around = Around(city?.Bounds);
    private readonly Dictionary<(int X, int Y), int> cells = [];
    private (long Outside, long Swapped) certain;

    /// <summary>Adds a place.</summary>
    public void Add(GeoPoint point)
    {
        if (around is { } bounds)
        {
            if (!bounds.Contains(point))
                certain = (certain.Outside + 1, certain.Swapped + (bounds.Contains(CitySurroundings.Swapped(point)) ? 1 : 0));
            return;
        }
        var cell = ((int)Math.Floor(point.Longitude / CellDegrees), (int)Math.Floor(point.Latitude / CellDegrees));
        var isOfEarth = Math.Abs(point.Longitude) <= 180 && Math.Abs(point.Latitude) <= 180;
        if (isOfEarth && (cells.Count < MostCells || cells.ContainsKey(cell)))
            cells[cell] = cells.GetValueOrDefault(cell) + 1;
        else
            certain.Outside++;
    }

    /// <summary>How many places are outside, and how many of them would be inside with their axes swapped.</summary>
    public (long Outside, long Swapped) Count()
    {
        var counted = certain;
        if (Circle() is not { } inside)
            return counted;
        foreach (var (cell, count) in cells)
        {
            var point = Centre(cell);
            if (inside.Contains(point))
                continue;
            counted.Outside += count;
            counted.Swapped += inside.Contains(CitySurroundings.Swapped(point)) ? count : 0;
        }
        return counted;
    }

    private CitySurroundings? Circle()
    {
        var rows = cells.Values.Sum(n => (long)n);
        var zone = city is null ? null : CitySurroundings.Of(city);
        if (rows < FewestRows)
            return zone;
        var centre = new GeoPoint(Median(cells.Select(c => (Centre(c.Key).Longitude, c.Value))),
            Median(cells.Select(c => (Centre(c.Key).Latitude, c.Value))));
        var spread = Median(cells.Select(c => (CitySurroundings.Kilometres(centre, Centre(c.Key)), c.Value)));
        if (zone is { } near && !near.Contains(centre) && near.Contains(CitySurroundings.Swapped(centre)))
            centre = CitySurroundings.Swapped(centre);
        return new(centre, Math.Max(LeastKilometres, Spreads * spread));
    }

    private static double Median(IEnumerable<(double Value, int Count)> values)
    {
        var sorted = values.OrderBy(v => v.Value).ToList();
        var half = sorted.Sum(v => (long)v.Count) / 2.0;
        var sum = 0L;
        return sorted.First(v => (sum += v.Count) >= half).Value;
    }

    private static GeoPoint Centre((int X, int Y) cell) => new((cell.X + 0.5) * CellDegrees, (cell.Y + 0.5) * CellDegrees);

    private static GeoBounds? Around(GeoBounds? bounds)
    {
        if (bounds is not { } b)
            return null;
        var (x, y) = (Math.Max(LeastMargin, b.East - b.West), Math.Max(LeastMargin, b.North - b.South));
        return new(b.West - x, b.South - y, b.East + x, b.North + y);
    }
}
