using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Api.Units;

/// <summary>Where the phone of a unit reported it last.</summary>
/// <param name="Point">Where.</param>
/// <param name="At">When, by the phone's clock.</param>
public sealed record UnitPosition(GeoPoint Point, Instant At);

/// <summary>The last position of each unit.</summary>
/// <remarks>
/// It is no event: nothing is counted by it, a phone reports it again and again, and no track of the people in a car is kept. The latest by
/// its own time stays, so that what a phone sends late puts no unit back.
/// </remarks>
/// <param name="source">The database.</param>
internal sealed class UnitPositions(NpgsqlDataSource source)
{
    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.unit_position (
            unit uuid primary key,
            longitude double precision not null,
            latitude double precision not null,
            at timestamptz not null) with (fillfactor = 50);
        """;

    /// <summary>Keeps a position, unless a later one is known.</summary>
    /// <param name="unit">The unit's stream.</param>
    /// <param name="position">The position.</param>
    /// <param name="cancellation">Cancels it.</param>
    public async Task Keep(Guid unit, UnitPosition position, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            insert into ops.unit_position as p (unit, longitude, latitude, at) values ($1, $2, $3, $4)
            on conflict (unit) do update set longitude = excluded.longitude, latitude = excluded.latitude, at = excluded.at
            where p.at < excluded.at
            """);
        foreach (var value in (object[])[unit, position.Point.Longitude, position.Point.Latitude, position.At.ToDateTimeUtc()])
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The positions of some units, without those that reported none.</summary>
    /// <param name="units">Their streams.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Dictionary<Guid, UnitPosition>> Read(IReadOnlyCollection<Guid> units, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select unit, longitude, latitude, at from ops.unit_position where unit = any($1)");
        command.Parameters.Add(new() { Value = units.ToArray() });
        var found = new Dictionary<Guid, UnitPosition>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(
                rows.GetGuid(0), new(new(rows.GetDouble(1), rows.GetDouble(2)), Instant.FromDateTimeUtc(rows.GetDateTime(3))));
        return found;
    }
}
