using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Hazards;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Hazards;

/// <summary>What endangers those who come to a place.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Category">Category code.</param>
/// <param name="Place">Where.</param>
/// <param name="Description">What those who come must know; null where it was masked.</param>
/// <param name="NotedBy">Who noted it.</param>
/// <param name="NotedAt">When, by the city's clock.</param>
/// <param name="IsLifted">Whether it is over.</param>
[DisplayName("Hazard")]
public sealed record HazardRow(
    Guid Id, string Category, Place Place, string? Description, string NotedBy, OffsetDateTime NotedAt, bool IsLifted)
{
    /// <summary>The row of a state.</summary>
    public static HazardRow Of(Guid id, Hazard hazard) =>
        new(id, hazard.Category, hazard.Place, hazard.Description, hazard.NotedBy, hazard.NotedAt, hazard.IsLifted);
}

/// <summary>Finds hazards by place.</summary>
/// <param name="source">The database.</param>
/// <param name="cities">The cities with their clocks.</param>
public sealed class HazardReader(NpgsqlDataSource source, Cities cities)
{
    /// <summary>The greatest distance that is looked at.</summary>
    public const double MostMetres = 1_000;

    /// <summary>The hazards that are not lifted within a distance, the nearest first.</summary>
    /// <param name="city">City code.</param>
    /// <param name="point">The place.</param>
    /// <param name="metres">Greatest distance.</param>
    /// <param name="limit">The most hazards.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<IReadOnlyList<HazardRow>> Near(
        string city, GeoPoint point, double metres, int limit, CancellationToken cancellation)
    {
        // A degree of latitude is at least 110 km, one of longitude less by the cosine.
        var up = metres / 110_000;
        var along = up / Math.Max(0.01, Math.Cos(double.DegreesToRadians(point.Latitude)));
        await using var command = source.CreateCommand(
            $"""
             select id, category, district, longitude, latitude, street, description, noted_by, noted_at
             from {ReadModels.Schema}.{HazardRegister.Table}
             where city = $1 and latitude between $2 and $3 and longitude between $4 and $5
             """);
        command.Add(city);
        command.Add(point.Latitude - up);
        command.Add(point.Latitude + up);
        command.Add(point.Longitude - along);
        command.Add(point.Longitude + along);
        var found = new List<(double Metres, HazardRow Row)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var at = new GeoPoint(rows.GetDouble(3), rows.GetDouble(4));
            if (Wgs84.Metres(at, point) is var away && away > metres)
                continue;
            found.Add((away, new(
                rows.GetGuid(0), rows.GetString(1), new(city, Text(2), at, Text(5)), Text(6), rows.GetString(7),
                cities.Local(Instant.FromDateTimeUtc(rows.GetDateTime(8)), city), false)));
        }
        return [.. found.OrderBy(f => f.Metres).ThenBy(f => f.Row.Id).Take(limit).Select(f => f.Row)];

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
