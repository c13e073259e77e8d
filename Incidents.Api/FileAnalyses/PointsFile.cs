using Incidents.Api.Data;
using Incidents.Api.Import;
using Incidents.Api.NearRepeats;
using Incidents.Domain;
using Incidents.Statistics.Spatial;

namespace Incidents.Api.FileAnalyses;

/// <summary>What was read, and what was left out.</summary>
/// <param name="File">The file.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Used">Rows that the answer rests on.</param>
/// <param name="LeftOut">Rows that it does not rest on, by reason.</param>
/// <param name="Plane">How places became metres.</param>
internal sealed record InputSummary(string File, int Rows, int Used, IReadOnlyDictionary<string, int> LeftOut, string Plane);

/// <summary>Points read from a file, in metres.</summary>
/// <param name="Points">The places.</param>
/// <param name="Times">Their times, in days or the file's own unit, or null where it has none.</param>
/// <param name="Values">Their values, or null where it has none.</param>
/// <param name="Weights">Their weights, or null where it has none.</param>
/// <param name="Ids">Their ids, or their numbers from 0.</param>
/// <param name="Summary">What was read.</param>
internal sealed record PointSet(
    IReadOnlyList<PlanarPoint> Points, double[]? Times, double[]? Values, double[]? Weights, IReadOnlyList<string> Ids,
    InputSummary Summary)
{
    /// <summary>The times, which a method needs.</summary>
    /// <exception cref="AnalyseException">There are none.</exception>
    public double[] NeededTimes => Times ?? throw new AnalyseException($"{Summary.File} has no column of times; name it with "
        + "--time-column.");
}

/// <summary>Reads points, with the columns named by the file's header or by an import map.</summary>
internal static class PointsFile
{
    /// <summary>Reads <c>--points</c>.</summary>
    /// <exception cref="AnalyseException">The file or the map cannot be used.</exception>
    public static PointSet Read(AnalyseInput input)
    {
        var set = input.Has("map")
            ? ByMap(input.Text("points"), input.Text("map"), input.Method.Takes("time-column"))
            : ByNames(input);
        return input.IsOn("whole-days") && set.Times is { } times ? set with { Times = [.. times.Select(Math.Floor)] } : set;
    }

    private static PointSet ByNames(AnalyseInput input)
    {
        var table = Table.Read("points", input.Text("points"));
        var (longitude, latitude) = (table.Find("longitude", "lon", "lng"), table.Find("latitude", "lat"));
        PlanarPoint[] points;
        var plane = "as given";
        if (table.Find("x", "east", "easting") is null && longitude is { } east && latitude is { } north)
            (points, plane) = Projected([.. table.Numbers(east).Zip(table.Numbers(north)).Select(p => new GeoPoint(p.First, p.Second))]);
        else
        {
            var (x, y) = (table.Numbers(table.Need("x", "east", "easting", "1")), table.Numbers(table.Need("y", "north", "northing", "2")));
            points = [.. x.Zip(y).Select(p => new PlanarPoint(p.First, p.Second))];
        }

        var time = input.Has("time-column")
            ? table.Need(input.Text("time-column")) : table.Find("time", "t", "occurred_at", "occurredAt", "datetime", "date", "day");
        var value = input.Has("value") ? table.Need(input.Text("value")) : table.Find("value", "val", "count", "cases");
        return new(
            points, time is { } t ? table.TimeNumbers(t) : null, value is { } v ? table.Numbers(v) : null,
            table.Find("weight", "weights", "w") is { } w ? table.Numbers(w) : null,
            table.Find("id") is { } id
                ? table.Texts(id)
                : [.. Enumerable.Range(0, points.Length).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            new(Path.GetFileName(input.Text("points")), table.Rows.Count, points.Length, new Dictionary<string, int>(), plane));
    }

    private static PointSet ByMap(string path, string mapName, bool byDay)
    {
        var (mapped, read, leftOut) = Mapped(path, mapName, byDay);
        var planar = mapped.Where(m => m.Planar is not null).Select(m => new PlanarPoint(m.Planar!.Value.X, m.Planar.Value.Y)).ToArray();
        double[] times =
        [
            .. mapped.Select(m => m.Report!.OccurredAt)
                .Select(at => (at?.Moment?.LocalDateTime ?? at?.Local) is { } local ? Table.Days(local) : double.NaN),
        ];
        var (points, how) = planar.Length > 0 ? (planar, "as given") : Projected([.. mapped.Select(m => Point(m)!.Value)]);
        return new(
            points, times.Any(double.IsNaN) ? null : times, null, null,
            [.. points.Select((_, i) => i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            new(Path.GetFileName(path), read, points.Length, leftOut, how));
    }

    /// <summary>The rows that a map turns into reports with a place, the number of all rows, and the number left out, by reason.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mapName">A shipped map, or the path of one.</param>
    /// <param name="byDay">Whether what is known to the month or year only is left out.</param>
    /// <exception cref="AnalyseException">The file or the map cannot be used.</exception>
    public static (List<MappedRow> Rows, int Read, Dictionary<string, int> LeftOut) Mapped(string path, string mapName, bool byDay)
    {
        try
        {
            var map = MapFile.Load(mapName, ImportRun.ShippedMaps);
            using var file = DataFile.Open(path, map.Layout);
            RowMapper mapper = new(map, file.Rows.Columns, Catalogues.Cities());
            List<MappedRow> kept = [];
            Dictionary<string, int> leftOut = [];
            var rows = 0;
            void LeaveOut(string why) => leftOut[why] = leftOut.GetValueOrDefault(why) + 1;
            while (file.Rows.Read() is { } row)
            {
                rows++;
                var mapped = mapper.Map(row);
                if (mapped.Refusal is { } refusal)
                    LeaveOut(refusal.Code.Text());
                else if (mapped.IsSkipped)
                    LeaveOut("SKIPPED_BY_MAP");
                else if (mapped.IsWithdrawal)
                    LeaveOut("WITHDRAWAL");
                else if (mapped.Planar is null && Point(mapped) is null)
                    LeaveOut("NO_PLACE");
                else if (byDay && mapped.Report?.OccurredAt is { Precision: > TimePrecision.Day })
                    LeaveOut("NOT_KNOWN_TO_DAY");
                else
                    kept.Add(mapped);
            }

            return (kept, rows, leftOut);
        }
        catch (ImportException e)
        {
            throw new AnalyseException(e.Message);
        }
    }

    /// <summary>The row's place in degrees, or null.</summary>
    public static GeoPoint? Point(MappedRow row) =>
        row.Report is { Longitude: { } longitude, Latitude: { } latitude } && new GeoPoint(longitude, latitude) is var point
            && point.IsValid() ? point : null;

    private static (PlanarPoint[] Points, string Plane) Projected(IReadOnlyList<GeoPoint> degrees)
    {
        var (points, middle) = LocalPlane.Project(degrees);
        var about = FormattableString.Invariant($"{middle.Longitude:0.######} E {middle.Latitude:0.######} N");
        return (points, $"transverse Mercator, WGS 84, about {about}, metres");
    }
}
