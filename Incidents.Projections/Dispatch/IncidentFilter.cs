using Incidents.Domain;
using Incidents.Domain.Dispatch;
using NodaTime;

namespace Incidents.Projections.Dispatch;

/// <summary>Filter of the register. Null means any, an empty list none; all restrictions hold together.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Districts">
/// Districts as the source names them, without regard to case and to letters of Russian and Kazakh that stand for each other: `Қазыбек би`
/// is `казыбек би`. Part of a name is found with `search`.
/// </param>
/// <param name="Categories">Category codes.</param>
/// <param name="Statuses">Statuses.</param>
/// <param name="Sources">The systems that opened them.</param>
/// <param name="DeviceIds">Devices that reported them, compared as districts are.</param>
/// <param name="From">The local day on which they occurred is this one or a later one.</param>
/// <param name="Until">The local day on which they occurred is before this one.</param>
/// <param name="IsCounted">
/// Only those that are counted, i.e. neither withdrawn nor merged into another (true), or only those that are not (false).
/// </param>
/// <param name="OccurredFrom">They occurred then or later.</param>
/// <param name="OccurredUntil">They occurred before.</param>
/// <param name="KnownFrom">They became known then or later.</param>
/// <param name="KnownUntil">They became known before.</param>
/// <param name="Bounds">They lie within.</param>
/// <param name="TimePrecisions">How precisely their time is known.</param>
/// <param name="Search">
/// What is searched for, at most 200 characters: the beginning of the source's id or of the incident's id, or words of which each is the
/// beginning of a word of the description, street, district or device. Case and letters of Russian and Kazakh that stand for each other
/// (`ё` and `е`, `қ` and `к`) make no difference. A word of 5 letters or more that no incident has is read with one typing error: a letter
/// that is wrong, missing, too many, or exchanged with the next. A number of one or two digits is a whole word.
/// </param>
/// <param name="Near">They lie within a distance of a point.</param>
/// <param name="Within">
/// They lie within a polygon of 3 to 500 points; the last one may be the first again. A polygon whose edges cross is refused.
/// No edge crosses the antimeridian: from longitude 170 to -170 it goes through 0.
/// </param>
/// <param name="Cells">
/// They lie in one of these cells, at most 5,000, each as `zoom/x/y` with a zoom of 0 to 18. With the same period, categories and
/// `isCounted: true` they are as many as a heat map counts in these cells.
/// </param>
/// <param name="Boundary">They lie in cells whose centre is within a boundary, as `countsByBoundary` counts them.</param>
/// <param name="HoursOfWeek">
/// They occurred in these hours of the local week, 0 (Monday, 00:00 to 01:00) to 167. What is known to the day only is in no hour.
/// </param>
/// <param name="RegistrationNumbers">
/// They have one of these numbers in the information record book (КУИ) or the unified register of pre-trial investigations (ЕРДР).
/// </param>
public sealed record IncidentFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<string>? Districts = null, IReadOnlyList<string>? Categories = null,
    IReadOnlyList<IncidentStatus>? Statuses = null, IReadOnlyList<string>? Sources = null, IReadOnlyList<string>? DeviceIds = null,
    LocalDate? From = null, LocalDate? Until = null, bool? IsCounted = null, Instant? OccurredFrom = null, Instant? OccurredUntil = null,
    Instant? KnownFrom = null, Instant? KnownUntil = null, GeoBounds? Bounds = null, IReadOnlyList<TimePrecision>? TimePrecisions = null,
    string? Search = null, Near? Near = null, IReadOnlyList<GeoPoint>? Within = null, IReadOnlyList<string>? Cells = null,
    BoundaryReference? Boundary = null, IReadOnlyList<int>? HoursOfWeek = null,
    IReadOnlyList<string>? RegistrationNumbers = null);

/// <summary>A place and a distance from it.</summary>
/// <param name="Latitude">In degrees.</param>
/// <param name="Longitude">In degrees.</param>
/// <param name="RadiusMetres">Distance on the sphere of the earth's mean radius, above 0 and at most 10,000.</param>
public sealed record Near(double Latitude, double Longitude, double RadiusMetres)
{
    /// <summary>The greatest distance.</summary>
    public const double MostMetres = 10_000;

    private const double EarthMetres = 6_371_008.8;

    /// <summary>Bounds that contain all that is near.</summary>
    internal GeoBounds Bounds()
    {
        // A little more, so that rounding leaves nothing out.
        var latitudes = RadiusMetres * 1.001 / EarthMetres * 180 / Math.PI;
        var (south, north) = (Math.Max(-90, Latitude - latitudes), Math.Min(90, Latitude + latitudes));
        var cosine = Math.Cos(Math.Max(Math.Abs(south), Math.Abs(north)) * Math.PI / 180);
        var longitudes = cosine * 180 > latitudes ? latitudes / cosine : 180;
        // Around a pole and over the antimeridian all longitudes may be near.
        return Longitude - longitudes < -180 || Longitude + longitudes > 180
            ? new(-180, south, 180, north)
            : new(Longitude - longitudes, south, Longitude + longitudes, north);
    }

    /// <summary>SQL for the distance of a row from a point, in metres.</summary>
    /// <param name="row">SQL for the coordinates of the row.</param>
    /// <param name="latitude">SQL for the latitude of the point.</param>
    /// <param name="longitude">SQL for its longitude.</param>
    internal static string Distance((string Longitude, string Latitude) row, string latitude, string longitude) =>
        FormattableString.Invariant(
            $"""
             2 * {EarthMetres} * asin(least(1, sqrt(power(sin(radians({row.Latitude} - {latitude}) / 2), 2)
                 + cos(radians({latitude})) * cos(radians({row.Latitude}))
                 * power(sin(radians({row.Longitude} - {longitude}) / 2), 2))))
             """);
}

/// <summary>One boundary of those that are loaded.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Set">Its set, default `districts`.</param>
/// <param name="At">
/// A day on which it is valid; default the last day of the period, or today where the filter has no `until`.
/// </param>
public sealed record BoundaryReference(string Name, string Set = "districts", LocalDate? At = null);

/// <summary>Order of incidents.</summary>
public enum IncidentOrder
{
    /// <summary>The latest occurrence first; what is not known to the minute by the beginning of its hour, day, month or year.</summary>
    OccurredDescending,

    /// <summary>The earliest occurrence first.</summary>
    OccurredAscending,

    /// <summary>The latest known first.</summary>
    KnownDescending,

    /// <summary>The earliest known first.</summary>
    KnownAscending,
}
