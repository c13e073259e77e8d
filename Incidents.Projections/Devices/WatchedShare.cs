using Incidents.Domain;

namespace Incidents.Projections.Devices;

/// <summary>The circle that a device watches.</summary>
/// <param name="Centre">Place of the device.</param>
/// <param name="Metres">How far it sees, positive.</param>
public readonly record struct WatchedCircle(GeoPoint Centre, double Metres);

/// <summary>A cell and the share of it that is watched.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Share">Above 0 and at most 1.</param>
public readonly record struct WatchedCell(GridCell Cell, double Share);

/// <summary>The share of each cell that lies within at least one of many circles.</summary>
/// <remarks>
/// The circles are cut into strips of about 3 metres (rows of the quadtree at <see cref="StripZoom"/>), in which overlaps are joined
/// exactly. For a circle of 20 metres the error is below 1 % of its area, for larger ones less.
/// </remarks>
public static class WatchedShare
{
    /// <summary>Zoom whose rows are the strips.</summary>
    public const int StripZoom = 23;

    /// <summary>
    /// The cells with a share above 0, in order of code. Circles are taken on the projected plane, which within a town is accurate enough.
    /// </summary>
    /// <param name="circles">The circles, none of which crosses the antimeridian.</param>
    /// <param name="zoom">Zoom of the cells, at most <see cref="GridCell.FineZoom"/>.</param>
    public static IReadOnlyList<WatchedCell> Of(IEnumerable<WatchedCircle> circles, int zoom)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(zoom, GridCell.FineZoom);
        List<(long Row, double From, double To)> chords = [.. circles.SelectMany(Chords)];
        chords.Sort();
        var shift = StripZoom - zoom;
        double side = 1L << shift;
        var areas = new Dictionary<long, double>();
        for (var i = 0; i < chords.Count;)
        {
            var (row, from, to) = chords[i];
            for (i++; i < chords.Count && chords[i].Row == row && chords[i].From <= to; i++)
                to = Math.Max(to, chords[i].To);
            for (var column = (long)Math.Floor(from / side); column * side < to; column++)
            {
                var code = GridCell.Of(column, row >> shift, zoom).Code;
                areas[code] = areas.GetValueOrDefault(code) + Math.Min(to, (column + 1) * side) - Math.Max(from, column * side);
            }
        }

        return [.. areas.OrderBy(a => a.Key).Select(a => new WatchedCell(new(zoom, a.Key), Math.Min(1, a.Value / (side * side))))];
    }

    private static IEnumerable<(long Row, double From, double To)> Chords(WatchedCircle circle)
    {
        const double Equator = 40_075_016.686;
        double side = 1L << StripZoom;
        var latitude = Math.Clamp(circle.Centre.Latitude, -GridCell.MaxLatitude, GridCell.MaxLatitude) * Math.PI / 180;
        var (x, y) = ((circle.Centre.Longitude + 180) / 360 * side, (1 - Math.Asinh(Math.Tan(latitude)) / Math.PI) / 2 * side);
        var radius = circle.Metres / (Equator * Math.Cos(latitude) / side);
        for (var row = (long)Math.Floor(y - radius); row <= y + radius; row++)
        {
            var off = row + 0.5 - y;
            if (Math.Abs(off) < radius)
                yield return (row, x - Math.Sqrt(radius * radius - off * off), x + Math.Sqrt(radius * radius - off * off));
        }
    }
}
