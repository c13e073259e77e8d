using Incidents.Domain;
using Incidents.Domain.Language;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Incidents.Api.Addresses;

/// <summary>A house with its number.</summary>
/// <param name="City">City code.</param>
/// <param name="Street">Its street, as the file writes it.</param>
/// <param name="House">Its number, as the file writes it.</param>
/// <param name="Point">Where it is.</param>
/// <param name="ValidFrom">First day on which it has this address.</param>
public sealed record HouseAddress(string City, string Street, string House, GeoPoint Point, LocalDate ValidFrom);

/// <summary>How an address was found.</summary>
public enum AddressMatchKind
{
    /// <summary>The file has exactly this house.</summary>
    Found,

    /// <summary>The file has the street, and no house with this number: no place between two neighbours is made up.</summary>
    HouseUnknown,

    /// <summary>The file has no such street.</summary>
    StreetUnknown,

    /// <summary>
    /// Several houses far from each other have an address that is compared as this one, or only one of a street of another kind has it.
    /// </summary>
    Ambiguous,

    /// <summary>The text says no street with a house number.</summary>
    NoAddress,
}

/// <summary>What is known of an address.</summary>
/// <param name="Kind">How it was found.</param>
/// <param name="Address">The house, where it was found.</param>
/// <param name="Candidates">The houses that it may be, where it is ambiguous; at most 10.</param>
public sealed record AddressMatch(AddressMatchKind Kind, HouseAddress? Address, IReadOnlyList<HouseAddress> Candidates);

/// <summary>House numbers with their points, from an imported file.</summary>
/// <remarks>
/// A call by telephone gets its place from it, or none: an address that is not in it is said to be unknown and never guessed, neither from
/// the numbers beside it nor from a name that is nearly the same.
/// </remarks>
/// <param name="source">The database.</param>
internal sealed class Gazetteer(NpgsqlDataSource source)
{
    /// <summary>The most houses of a file.</summary>
    public const int Most = 2_000_000;

    public const string Ddl =
        """
        create schema if not exists ops;
        create table if not exists ops.address (
            city text collate "C" not null,
            street_key text collate "C" not null,
            house_key text collate "C" not null,
            valid_from date not null,
            street text not null,
            house text not null,
            longitude double precision not null,
            latitude double precision not null);
        create index if not exists address_key on ops.address (city, street_key, house_key);
        """;

    private const int MostCandidates = 10;

    // One house that a file has twice, or entrances of one.
    private const double SameHouseMetres = 50;

    /// <summary>Replaces all houses of the cities that the given ones are of.</summary>
    /// <param name="houses">The new houses.</param>
    /// <param name="cancellation">Cancels the work; then nothing has changed.</param>
    public async Task Replace(IReadOnlyCollection<HouseAddress> houses, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Store.Sql.Execute(connection, "lock table ops.address in share row exclusive mode", cancellation);
        await using (var delete = new NpgsqlCommand("delete from ops.address where city = any($1)", connection) { CommandTimeout = 0 })
        {
            delete.Parameters.Add(new() { Value = houses.Select(house => house.City).Distinct().ToArray() });
            await delete.ExecuteNonQueryAsync(cancellation);
        }
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy ops.address (city, street_key, house_key, valid_from, street, house, longitude, latitude) from stdin (format binary)",
            cancellation))
        {
            foreach (var house in houses)
            {
                var key = StreetAddress.Of(house.Street, house.House)!;
                await copy.StartRowAsync(cancellation);
                foreach (var text in (string[])[house.City, key.Street, key.House])
                    await copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(house.ValidFrom.ToDateOnly(), NpgsqlDbType.Date, cancellation);
                foreach (var text in (string[])[house.Street, house.House])
                    await copy.WriteAsync(text, NpgsqlDbType.Text, cancellation);
                await copy.WriteAsync(house.Point.Longitude, NpgsqlDbType.Double, cancellation);
                await copy.WriteAsync(house.Point.Latitude, NpgsqlDbType.Double, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What is known of an address on a day.</summary>
    /// <param name="city">City code.</param>
    /// <param name="text">A street with a house number.</param>
    /// <param name="day">The local day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<AddressMatch> Find(string city, string? text, LocalDate day, CancellationToken cancellation)
    {
        if (StreetAddress.Of(text) is not { } wanted)
            return new(AddressMatchKind.NoAddress, null, []);
        var houses = await Read(city, wanted, day, cancellation);
        if (houses.Count == 0)
            return new(
                await HasStreet(city, wanted.Street, cancellation) ? AddressMatchKind.HouseUnknown : AddressMatchKind.StreetUnknown, null,
                []);
        // A street and an avenue of one name are two.
        if (StreetAddress.KindOf(text!) is { } kind)
        {
            if (houses.FindAll(house => StreetAddress.KindOf(house.Street) == kind) is { Count: > 0 } alike)
                houses = alike;
            else if (houses.Exists(house => StreetAddress.KindOf(house.Street) is not null))
                return new(AddressMatchKind.Ambiguous, null, [.. houses.Take(MostCandidates)]);
        }
        // What has the address since the latest day is it: an older row is the house before.
        var latest = houses.Max(house => house.ValidFrom);
        var candidates = houses.FindAll(house => house.ValidFrom == latest || house.Street != houses[0].Street);
        return candidates.TrueForAll(house => Wgs84.Metres(house.Point, candidates[0].Point) <= SameHouseMetres)
            ? new(AddressMatchKind.Found, candidates[0], [])
            : new(AddressMatchKind.Ambiguous, null, [.. candidates.Take(MostCandidates)]);
    }

    /// <summary>A place with the point of its address, where it has none and the file has exactly this address; else as it is.</summary>
    /// <param name="place">The place.</param>
    /// <param name="day">The local day.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<Place> Located(Place place, LocalDate day, CancellationToken cancellation) =>
        place is { Point: null, Street: not null } && (await Find(place.City, place.Street, day, cancellation)).Address is { } house
            ? place with { Point = house.Point }
            : place;

    private async Task<List<HouseAddress>> Read(string city, StreetAddress wanted, LocalDate day, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            select street, house, longitude, latitude, valid_from from ops.address
            where city = $1 and street_key = $2 and house_key = $3 and valid_from <= $4
            order by valid_from desc, street, house, longitude, latitude limit 100
            """);
        foreach (var value in (object[])[city, wanted.Street, wanted.House, day.ToDateOnly()])
            command.Parameters.Add(new() { Value = value });
        var found = new List<HouseAddress>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add(new(
                city, rows.GetString(0), rows.GetString(1), new(rows.GetDouble(2), rows.GetDouble(3)),
                LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(4))));
        return found;
    }

    private async Task<bool> HasStreet(string city, string street, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select exists (select from ops.address where city = $1 and street_key = $2)");
        command.Parameters.Add(new() { Value = city });
        command.Parameters.Add(new() { Value = street });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
