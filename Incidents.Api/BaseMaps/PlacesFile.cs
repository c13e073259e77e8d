using System.Globalization;
using Incidents.Api.Import;
using Incidents.Domain;

namespace Incidents.Api.BaseMaps;

/// <summary>Reads places from a CSV file with a header.</summary>
/// <remarks>
/// Required columns: <c>place</c> (the kind), <c>name</c>, <c>lon</c> and <c>lat</c>. Others: <c>osm_id</c>, <c>name_ru</c>,
/// <c>name_kk</c>, <c>name_en</c>, <c>population</c>, <c>unit</c> or <c>osm_adm6_unit</c>, <c>region</c> or
/// <c>region_since_2022_by_district</c>. Columns that are not named here are not read.
/// </remarks>
internal static class PlacesFile
{
    /// <summary>The places of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BaseMapException">It cannot be read, or a row is not a place.</exception>
    public static List<MapPlace> Read(string path)
    {
        try
        {
            using var file = DataFile.Open(path, new FileLayout(Format: "csv"));
            var columns = file.Rows.Columns.ToList();
            if (((string[])["place", "name", "lon", "lat"]).FirstOrDefault(c => !columns.Contains(c)) is { } missing)
                throw Unreadable($"{path} has no column '{missing}'; its columns are {string.Join(", ", columns.Take(30))}.");
            var (places, ids) = (new List<MapPlace>(), new HashSet<string>(StringComparer.Ordinal));
            while (file.Rows.Read() is { } row)
            {
                if (row.Problem is { } problem)
                    throw Unreadable($"Line {row.Line}: {problem.Message}");
                if (places.Count == MapPlaces.Most)
                    throw Unreadable($"{path} has more than {MapPlaces.Most} places.");
                if (Place(row, columns) is not { } place)
                    continue;
                if (!ids.Add(place.Id))
                    throw Unreadable($"Line {row.Line}: a place before it has the id '{place.Id}'.");
                places.Add(place);
            }
            return places.Count > 0 ? places : throw Unreadable($"{path} has no places.");
        }
        catch (ImportException e)
        {
            throw new BaseMapException(e.Code, e.Message);
        }
    }

    private static MapPlace? Place(Row row, List<string> columns)
    {
        var point = new GeoPoint(Degrees("lon"), Degrees("lat"));
        if (point.Check("") is { } fault)
            throw new BaseMapException(fault.Code, $"Line {row.Line}: {fault.Message}");
        var names = new PlaceNames(Text("name_ru"), Text("name_kk"), Text("name_en"));
        // A map has no use for a place without a name; OpenStreetMap has some, such as single farms.
        if ((Text("name") ?? names.Kk ?? names.Ru ?? names.En) is not { } name)
            return null;
        return new(
            Text("osm_id") ?? row.Line.ToString(CultureInfo.InvariantCulture), Required("place"), name, names, Population(), point,
            Text("unit") ?? Text("osm_adm6_unit"), Text("region") ?? Text("region_since_2022_by_district"));

        string? Text(string column)
        {
            if (columns.IndexOf(column) is not (>= 0 and var index) || row[index] is not { Length: > 0 } text)
                return null;
            return Texts.District.CheckOptional(text, column) is { } refusal
                ? throw new BaseMapException(refusal.Code, $"Line {row.Line}: {refusal.Message}")
                : text;
        }

        string Required(string column) => Text(column) ?? throw Unreadable($"Line {row.Line}: '{column}' is blank.");

        double Degrees(string column) =>
            double.TryParse(row[columns.IndexOf(column)], NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees)
                ? degrees
                : throw Unreadable($"Line {row.Line}: '{column}' is a number of degrees, not '{row[columns.IndexOf(column)]}'.");

        int? Population() => Text("population") is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw Unreadable($"Line {row.Line}: 'population' is a whole number, not '{text}'.");
    }

    private static BaseMapException Unreadable(string message) => new(ErrorCode.PlacesUnreadable, message);
}
