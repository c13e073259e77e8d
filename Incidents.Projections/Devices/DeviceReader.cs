using System.ComponentModel;
using Incidents.Domain;
using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>A device that is named in the registry or in a report.</summary>
/// <param name="Id">Id of the device, which follows from its city and the id that its reports carry.</param>
/// <param name="Version">Number of its events in the registry; 0 where only reports name it.</param>
/// <param name="DeviceId">The id that its reports carry; unique within the city.</param>
/// <param name="Kind">What it is, or null where only reports name it.</param>
/// <param name="Place">Where it is installed; only the city where only reports name it.</param>
/// <param name="Model">Maker and model, or null.</param>
/// <param name="IsRegistered">Whether it is in the registry; false where only reports name it.</param>
/// <param name="IsRetired">Whether it was taken out of service.</param>
/// <param name="ReportCount">Number of alerts, calls, violations and incidents that it reported.</param>
/// <param name="FirstReportAt">When the first of them occurred, or null.</param>
/// <param name="LastReportAt">When the last of them occurred, or null.</param>
[DisplayName("Device")]
public sealed record DeviceRow(
    Guid Id, long Version, string DeviceId, DeviceKind? Kind, Place Place, string? Model, bool IsRegistered, bool IsRetired,
    int ReportCount, OffsetDateTime? FirstReportAt, OffsetDateTime? LastReportAt)
{
    /// <summary>City code; also in `place`.</summary>
    public string City => Place.City;

    /// <summary>District, or null; also in `place`.</summary>
    public string? District => Place.District;

    /// <summary>Coordinates, or null where they are not known; also in `place`.</summary>
    public GeoPoint? Point => Place.Point;

    /// <summary>Street, or null; also in `place`.</summary>
    public string? Street => Place.Street;

    /// <summary>The device as a reader sees it: where not exactly, without what tells of its single reports.</summary>
    public DeviceRow SeenBy(RowSight sight) => sight.IsExact(City, isOpen: true)
        ? this
        : this with { Place = RowSight.Snapped(Place), ReportCount = 0, FirstReportAt = null, LastReportAt = null };

    /// <summary>The device as its events say; what reports of it count stays.</summary>
    public DeviceRow With(Device device, long version) => this with
    {
        Version = version,
        Kind = device.Kind,
        Place = device.Place,
        Model = device.Model,
        IsRegistered = true,
        IsRetired = device.Retired,
    };
}

/// <summary>Filter of devices. Null means any, an empty list none.</summary>
/// <param name="Cities">City codes.</param>
/// <param name="Kinds">Kinds; null also includes the unknown kind of those that are not registered.</param>
/// <param name="IsRegistered">Only those that are in the registry (true), or only those that are not (false).</param>
/// <param name="IsRetired">Only those that were taken out of service (true), or only the others (false).</param>
public sealed record DeviceFilter(
    IReadOnlyList<string>? Cities = null, IReadOnlyList<DeviceKind>? Kinds = null, bool? IsRegistered = null, bool? IsRetired = null);

/// <summary>Number of devices of a kind in a city.</summary>
/// <param name="City">City code.</param>
/// <param name="Kind">What they are, or null where only reports name them.</param>
/// <param name="InService">Number in the registry and not retired.</param>
/// <param name="Retired">Number taken out of service.</param>
/// <param name="Unregistered">Number that only reports name.</param>
public sealed record DeviceCount(string City, DeviceKind? Kind, int InService, int Retired, int Unregistered);

/// <summary>Reads the device registry.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class DeviceReader(NpgsqlDataSource source, Cities clocks)
{
    private const string Columns =
        """
        city, device_id, version, kind, district, longitude, latitude, street, model, registered, retired, reports, first_report_at,
            last_report_at
        """;

    /// <summary>Devices by city and id.</summary>
    /// <param name="filter">Which devices.</param>
    /// <param name="sight">How exactly the reader sees them.</param>
    /// <param name="after">City and id of the device to continue after, in the direction of reading; null for the beginning.</param>
    /// <param name="backward">Whether to read against the order.</param>
    /// <param name="limit">The most devices to return.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceRow>> Read(
        DeviceFilter filter, RowSight sight, (string City, string DeviceId)? after, bool backward, int limit,
        CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        var where = Where(filter, command);
        if (after is { } key)
            where.And($"(city, device_id) {(backward ? '<' : '>')} ({command.Add(key.City)}, {command.Add(key.DeviceId)})");
        var direction = backward ? "desc" : "asc";
        command.CommandText =
            $"""
             select {Columns} from {ReadModels.Schema}.{DeviceRegistry.Table}
             where {where.Sql} order by city {direction}, device_id {direction} limit {command.Add(limit)}
             """;
        return await Rows(command, sight, cancellation);
    }

    /// <summary>One device that the registry or a report names, or null; also where the reader does not see its town.</summary>
    public async Task<DeviceRow?> Find(string city, string deviceId, RowSight sight, CancellationToken cancellation)
    {
        if (!sight.SeesTown(city))
            return null;
        await using var command = source.CreateCommand(
            $"select {Columns} from {ReadModels.Schema}.{DeviceRegistry.Table} where city = $1 and device_id = $2");
        command.Add(city);
        command.Add(deviceId);
        return (await Rows(command, sight, cancellation)).SingleOrDefault();
    }

    /// <summary>Those of some devices that the registry or a report names, by city and id.</summary>
    /// <param name="devices">Cities and ids.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceRow>> Find(
        IReadOnlyCollection<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select {Columns} from {ReadModels.Schema}.{DeviceRegistry.Table}
             where (city, device_id) in (select * from unnest($1::text[], $2::text[]))
             """);
        command.Add(devices.Select(d => d.City).ToArray());
        command.Add(devices.Select(d => d.DeviceId).ToArray());
        return await Rows(command, RowSight.All, cancellation);
    }

    /// <summary>Number of devices.</summary>
    public async Task<int> Count(DeviceFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        command.CommandText = $"select count(*) from {ReadModels.Schema}.{DeviceRegistry.Table} where {Where(filter, command).Sql}";
        return checked((int)(long)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>Number of devices by city and kind.</summary>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<DeviceCount>> CountByKind(IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, kind, count(*) filter (where registered and not retired), count(*) filter (where retired),
                 count(*) filter (where not registered and not retired)
             from {ReadModels.Schema}.{DeviceRegistry.Table} where $1::text[] is null or city = any($1)
             group by city, kind order by city, kind
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        var counts = new List<DeviceCount>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            counts.Add(
                new(
                    rows.GetString(0), rows.IsDBNull(1) ? null : DeviceRegistry.Kind(rows.GetString(1)), (int)rows.GetInt64(2),
                    (int)rows.GetInt64(3), (int)rows.GetInt64(4)));
        return counts;
    }

    private static RowFilter Where(DeviceFilter filter, NpgsqlCommand command) =>
        new RowFilter(command)
            .AnyOf("city", filter.Cities)
            .AnyOf("kind", filter.Kinds?.Select(DeviceRegistry.KindName).ToArray())
            .Is("registered", filter.IsRegistered)
            .Is("retired", filter.IsRetired);

    private async Task<List<DeviceRow>> Rows(NpgsqlCommand command, RowSight sight, CancellationToken cancellation)
    {
        var devices = new List<DeviceRow>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var place = new Place(
                rows.GetString(0), Text(4), rows.IsDBNull(5) ? null : new GeoPoint(rows.GetDouble(5), rows.GetDouble(6)), Text(7));
            var id = rows.GetString(1);
            var device = new DeviceRow(
                RegisterDevice.Stream(place.City, id), rows.GetInt64(2), id,
                rows.IsDBNull(3) ? null : DeviceRegistry.Kind(rows.GetString(3)), place, Text(8), rows.GetBoolean(9), rows.GetBoolean(10),
                checked((int)rows.GetInt64(11)), At(12), At(13));
            devices.Add(device.SeenBy(sight));

            OffsetDateTime? At(int column) =>
                rows.IsDBNull(column) ? null : clocks.Local(Instant.FromDateTimeUtc(rows.GetDateTime(column)), place.City);
        }
        return devices;

        string? Text(int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
    }
}
