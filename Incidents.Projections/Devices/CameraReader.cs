using Incidents.Domain;
using Incidents.Domain.Devices;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>A camera near a place.</summary>
/// <param name="DeviceId">The id that its reports carry; unique within the city.</param>
/// <param name="City">City code.</param>
/// <param name="Place">Where it is installed.</param>
/// <param name="DistanceMetres">Its distance from the place, on the sphere of the earth's mean radius.</param>
/// <param name="BearingDegrees">From it to the place: degrees clockwise from north, from 0 to below 360.</param>
/// <param name="IsLooking">
/// Whether the place is in its field of view and range; null where the registry does not say where it looks.
/// </param>
public sealed record WatchingCamera(
    string DeviceId, string City, Place Place, double DistanceMetres, double BearingDegrees, bool? IsLooking);

/// <summary>Finds the cameras that look at a place.</summary>
/// <param name="source">The database.</param>
public sealed class CameraReader(NpgsqlDataSource source)
{
    /// <summary>The greatest distance that is looked at.</summary>
    public const double MostMetres = 2_000;

    /// <summary>The nearest cameras that look there, then the nearest of which that is not known.</summary>
    /// <param name="city">City code.</param>
    /// <param name="point">The place.</param>
    /// <param name="metres">Greatest distance.</param>
    /// <param name="limit">The most cameras.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<WatchingCamera>> Watching(
        string city, GeoPoint point, double metres, int limit, CancellationToken cancellation)
    {
        // A degree of latitude is at least 110 km, one of longitude less by the cosine.
        var up = metres / 110_000;
        var along = up / Math.Max(0.01, Math.Cos(double.DegreesToRadians(point.Latitude)));
        await using var command = source.CreateCommand(
            $"""
             select device_id, district, longitude, latitude, street, direction_degrees, field_of_view_degrees, range_metres
             from {ReadModels.Schema}.{DeviceRegistry.Table}
             where city = $1 and kind = $2 and registered and not retired and installed_on is not null
                 and longitude between $3 and $4 and latitude between $5 and $6
             """);
        command.Add(city);
        command.Add(DeviceRegistry.KindName(DeviceKind.Camera));
        command.Add(point.Longitude - along);
        command.Add(point.Longitude + along);
        command.Add(point.Latitude - up);
        command.Add(point.Latitude + up);
        var found = new List<WatchingCamera>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var at = new GeoPoint(rows.GetDouble(2), rows.GetDouble(3));
            var (away, sees) = (
                Wgs84.Metres(at, point), CameraView.Sees(new(Number(5), Number(6), Number(7)), at, point));
            if (away <= metres && sees is not false)
            {
                found.Add(new(
                    rows.GetString(0), city, new(city, Text(1), at, Text(4)), Math.Round(away, 1),
                    Math.Round(CameraView.Bearing(at, point), 1) % 360, sees));
            }
        }
        return
        [
            .. found.OrderBy(camera => camera.IsLooking is null).ThenBy(camera => camera.DistanceMetres)
                .ThenBy(camera => camera.DeviceId, StringComparer.Ordinal).Take(limit),
        ];

        double? Number(int column) => rows.IsDBNull(column) ? null : rows.GetDouble(column);
        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
