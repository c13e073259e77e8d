using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Incidents.Domain;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace Incidents.Api.Import;

/// <summary>Converts projected coordinates to degrees on WGS 84.</summary>
internal sealed class ReferenceSystem
{
    private const string UsSurveyFoot = "0.304800609601219";
    private readonly MathTransform transform;

    private ReferenceSystem(CoordinateSystem system) =>
        transform =
            new CoordinateTransformationFactory().CreateFromCoordinateSystems(system, GeographicCoordinateSystem.WGS84).MathTransform;

    /// <summary>The codes of <see cref="TryFromEpsg"/>, for messages.</summary>
    public const string Known =
        "4326, 3857, UTM on WGS 84 (32601-32660, 32701-32760), on NAD83 (26901-26923), on ETRS89 (25828-25838), "
        + "Missouri East (26996 and 2815 in metres, 102696 in US feet)";

    /// <summary>The point, or null if the coordinates are outside the system.</summary>
    public GeoPoint? ToPoint(double x, double y)
    {
        var (longitude, latitude) = transform.Transform(x, y);
        return double.IsFinite(longitude) && double.IsFinite(latitude) ? new(longitude, latitude) : null;
    }

    /// <summary>The system with this code, with or without <c>EPSG:</c> before it.</summary>
    public static bool TryFromEpsg(string text, [NotNullWhen(true)] out ReferenceSystem? system, [NotNullWhen(false)] out string? problem)
    {
        (system, problem) = (null, null);
        var digits = text.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        CoordinateSystem? found = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? Find(code) : null;
        if (found is null)
            problem = $"'{text}' is not supported ({Known}); use \"wkt\" with the definition of the system.";
        else
            system = new(found);
        return problem is null;
    }

    /// <summary>The system with this definition in OGC well-known text (WKT 1).</summary>
    /// <remarks>A shift of the datum to WGS 84 is applied only if the text contains it as <c>TOWGS84</c>.</remarks>
    public static bool TryFromWkt(string wkt, [NotNullWhen(true)] out ReferenceSystem? system, [NotNullWhen(false)] out string? problem)
    {
        (system, problem) = (null, null);
        try
        {
            system = new(new CoordinateSystemFactory().CreateFromWkt(wkt));
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or FormatException or InvalidOperationException)
        {
            problem = $"is not supported as well-known text (WKT 1): {e.Message}";
            return false;
        }
    }

    private static CoordinateSystem? Find(int code) => code switch
    {
        4326 => GeographicCoordinateSystem.WGS84,
        3857 => ProjectedCoordinateSystem.WebMercator,
        >= 32601 and <= 32660 => ProjectedCoordinateSystem.WGS84_UTM(code - 32600, true),
        >= 32701 and <= 32760 => ProjectedCoordinateSystem.WGS84_UTM(code - 32700, false),
        >= 26901 and <= 26923 => Utm(code - 26900),
        >= 25828 and <= 25838 => Utm(code - 25800),
        26996 or 2815 => TransverseMercator("-90.5", "35.8333333333333", "0.999933333333333", "250000", "1"),
        102696 => TransverseMercator("-90.5", "35.8333333333333", "0.999933333333333", "820208.333333333", UsSurveyFoot),
        _ => null,
    };

    private static CoordinateSystem Utm(int zone) =>
        TransverseMercator((zone * 6 - 183).ToString(CultureInfo.InvariantCulture), "0", "0.9996", "500000", "1");

    // NAD83 and ETRS89 share the GRS 1980 ellipsoid; both stay within two metres of WGS 84, and no shift is applied.
    private static CoordinateSystem TransverseMercator(
        string centralMeridian, string latitudeOfOrigin, string scale, string falseEasting, string unitInMetres) =>
        new CoordinateSystemFactory().CreateFromWkt(
            "PROJCS[\"Transverse Mercator\",GEOGCS[\"GRS 1980\"," +
            "DATUM[\"GRS 1980\",SPHEROID[\"GRS 1980\",6378137,298.257222101],TOWGS84[0,0,0,0,0,0,0]]," +
            "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"]," +
            $"PARAMETER[\"latitude_of_origin\",{latitudeOfOrigin}],PARAMETER[\"central_meridian\",{centralMeridian}]," +
            $"PARAMETER[\"scale_factor\",{scale}],PARAMETER[\"false_easting\",{falseEasting}],PARAMETER[\"false_northing\",0]," +
            $"UNIT[\"unit\",{unitInMetres}]]");
}
