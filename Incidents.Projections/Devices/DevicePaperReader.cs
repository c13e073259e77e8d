using Incidents.Domain.Devices;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>Reads the certificates of some devices and the work on them.</summary>
internal static class DevicePaperReader
{
    /// <summary>Both, by city and id of the device and in order of their numbers.</summary>
    public static async Task<(
        ILookup<(string City, string DeviceId), DeviceCertificate> Certificates,
        ILookup<(string City, string DeviceId), DeviceMaintenance> Maintenance)> Read(
        NpgsqlDataSource source, IReadOnlyList<(string City, string DeviceId)> devices, CancellationToken cancellation)
    {
        var certificates = await Rows(
            source, DevicePapers.CertificateTable, "valid_until, valid_from, issued_by", devices,
            (rows, number) => new DeviceCertificate(number, Day(rows, 3)!.Value, Day(rows, 4), Text(rows, 5)), cancellation);
        var works = await Rows(
            source, DevicePapers.MaintenanceTable, "work, planned_on, done_on, cost_tenge", devices,
            (rows, number) => new DeviceMaintenance(
                number, rows.GetString(3), Day(rows, 4), Day(rows, 5), rows.IsDBNull(6) ? null : rows.GetInt64(6)), cancellation);
        return (certificates, works);
    }

    private static async Task<ILookup<(string City, string DeviceId), T>> Rows<T>(
        NpgsqlDataSource source, string table, string columns, IReadOnlyList<(string City, string DeviceId)> devices,
        Func<NpgsqlDataReader, string, T> read, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select city, device_id, number, {columns} from {ReadModels.Schema}.{table}
             where (city, device_id) in (select * from unnest($1, $2)) order by city, device_id, number
             """);
        command.Parameters.Add(new() { Value = devices.Select(d => d.City).ToArray() });
        command.Parameters.Add(new() { Value = devices.Select(d => d.DeviceId).ToArray() });
        var found = new List<(string City, string DeviceId, T Paper)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            found.Add((rows.GetString(0), rows.GetString(1), read(rows, rows.GetString(2))));
        return found.ToLookup(row => (row.City, row.DeviceId), row => row.Paper);
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    private static LocalDate? Day(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));
}
