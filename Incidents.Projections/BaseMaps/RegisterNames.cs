using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Domain.Dispatch;
using Incidents.Projections.Devices;
using Incidents.Projections.Dispatch;
using Incidents.Projections.Ledgers;
using Npgsql;

namespace Incidents.Projections.BaseMaps;

/// <summary>A street as incidents of one city name it.</summary>
/// <param name="City">City code.</param>
/// <param name="Name">The name.</param>
/// <param name="Count">Number of incidents that name it.</param>
/// <param name="Point">The middle of their coordinates, or null where they have none.</param>
/// <param name="Bounds">The rectangle around their coordinates, or null.</param>
public sealed record NamedStreet(string City, string Name, int Count, GeoPoint? Point, GeoBounds? Bounds);

/// <summary>A device that a search found.</summary>
/// <param name="City">City code.</param>
/// <param name="DeviceId">The id that its reports carry.</param>
/// <param name="Kind">What it is, or null where only reports name it.</param>
/// <param name="Street">Its street, or null; null where the reader does not see it exactly.</param>
/// <param name="Point">Where it is, as the reader sees it, or null.</param>
/// <param name="Match">How well it fits.</param>
public sealed record FoundDevice(string City, string DeviceId, DeviceKind? Kind, string? Street, GeoPoint? Point, NameMatch Match);

/// <summary>An incident that a search found by its number.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">The source's own id.</param>
/// <param name="City">City code.</param>
/// <param name="Category">Category code.</param>
/// <param name="Point">Where it occurred, as the reader sees it, or null.</param>
public sealed record NumberedIncident(Guid Id, string Number, string City, string Category, GeoPoint? Point);

/// <summary>The names that a search on the map finds in the registers of incidents and devices.</summary>
/// <param name="source">The database.</param>
public sealed class RegisterNames(NpgsqlDataSource source)
{
    private const string SourcesTable = $"{ReadModels.Schema}.{SourceTables.Months}";

    /// <summary>Most streets that are kept, those of most incidents first.</summary>
    private const int MostStreets = 50_000;

    /// <summary>Most devices that are compared in one search.</summary>
    private const int MostDevices = 20_000;

    /// <summary>The streets that incidents name, those of most incidents first.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<NamedStreet>> Streets(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, street, count(*)::int, avg(longitude), avg(latitude), min(longitude), min(latitude), max(longitude),
                 max(latitude)
             from {ReadModels.Schema}.{IncidentRegister.Table} where street is not null
             group by city, street order by count(*) desc, city, street limit {MostStreets}
             """);
        var streets = new List<NamedStreet>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var hasPlace = !rows.IsDBNull(3);
            streets.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetInt32(2), hasPlace ? new(rows.GetDouble(3), rows.GetDouble(4)) : null,
                hasPlace ? new(rows.GetDouble(5), rows.GetDouble(6), rows.GetDouble(7), rows.GetDouble(8)) : null));
        }
        return streets;
    }

    /// <summary>The sources that reported; empty while the ledger is rebuilt to have them.</summary>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<string>> Sources(CancellationToken cancellation)
    {
        var sources = new List<string>();
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using (var known = new NpgsqlCommand($"select to_regclass('{SourcesTable}') is not null", connection))
        {
            if (await known.ExecuteScalarAsync(cancellation) is not true)
                return sources;
        }
        await using var command = new NpgsqlCommand($"select distinct source from {SourcesTable} order by source", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            sources.Add(rows.GetString(0));
        return sources;
    }

    /// <summary>The devices whose id, street or model fits; the retired ones last.</summary>
    /// <remarks>A device that is not seen exactly is not found by its street, and has none.</remarks>
    /// <param name="typed">What was typed.</param>
    /// <param name="sight">The towns whose devices the reader sees, and how exactly.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<FoundDevice>> Devices(TypedName typed, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, kind, longitude, latitude, street, model from {ReadModels.Schema}.{DeviceRegistry.Table}
             where $1::text[] is null or city = any($1) order by retired, city, device_id limit {MostDevices}
             """);
        command.Parameters.AddOptional(sight.Towns?.ToArray());
        var devices = new List<FoundDevice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var (city, id, model) = (rows.GetString(0), rows.GetString(1), Text(6));
            var isExact = sight.IsExact(city, isOpen: true);
            var street = isExact ? Text(5) : null;
            GeoPoint? point = rows.IsDBNull(3) ? null : new GeoPoint(rows.GetDouble(3), rows.GetDouble(4));
            // An id with a typing error is the id of another device.
            NameMatch? match = typed.Match(id) is { } ofId and not NameMatch.Typo ? ofId
                : typed.Best($"{id} {street}", $"{model} {street}") is { } other ? (NameMatch)Math.Max((int)other, (int)NameMatch.Prefix)
                : null;
            if (match is { } fits)
            {
                devices.Add(new(
                    city, id, Text(2) is { } kind ? DeviceRegistry.Kind(kind) : null, street,
                    isExact ? point : RowSight.Snapped(point), fits));
            }
        }
        return devices;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }

    /// <summary>The ids that incidents of these sources with this number have.</summary>
    /// <param name="number">The source's own id, or our UUID.</param>
    /// <param name="sources">The sources.</param>
    public static List<Guid> IncidentIds(string number, IEnumerable<string> sources) =>
        Guid.TryParse(number, out var id) ? [id] : [.. sources.Select(s => Identity.Stream(RegisterIncident.Kind, s, number))];

    /// <summary>The incidents of the register with these ids, the latest first.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="sight">Which incidents the reader sees, and how exactly their places.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<NumberedIncident>> Incidents(IReadOnlyCollection<Guid> ids, RowSight sight, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = new RowFilter(command).And($"id = any({command.Add(ids.ToArray())})").Seen(sight, RegisterScope.Open);
        var (longitude, latitude) = sight.Point(RegisterScope.Open, command);
        command.CommandText =
            $"""
             select id, source_id, city, category, {longitude}, {latitude} from {ReadModels.Schema}.{IncidentRegister.Table}
             where {where.Sql} order by occurred_at desc, id
             """;
        var incidents = new List<NumberedIncident>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            incidents.Add(new(
                rows.GetGuid(0), rows.GetString(1), rows.GetString(2), rows.GetString(3),
                rows.IsDBNull(4) ? null : new GeoPoint(rows.GetDouble(4), rows.GetDouble(5))));
        }
        return incidents;
    }
}
