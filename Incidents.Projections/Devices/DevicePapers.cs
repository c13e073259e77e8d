using Incidents.Domain.Devices;
using JasperFx.Events;

namespace Incidents.Projections.Devices;

/// <summary>The certificates of devices and the work on them: the last of each number.</summary>
internal static class DevicePapers
{
    /// <summary>Table of certificates.</summary>
    public const string CertificateTable = "device_certificate";

    /// <summary>Table of work.</summary>
    public const string MaintenanceTable = "device_maintenance";

    /// <summary>Both.</summary>
    public static readonly string[] Tables = [CertificateTable, MaintenanceTable];

    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{CertificateTable} (
             city text collate "C",
             device_id text collate "C",
             number text collate "C",
             valid_from date,
             valid_until date not null,
             issued_by text,
             primary key (city, device_id, number));
         create table {schema}.{MaintenanceTable} (
             city text collate "C",
             device_id text collate "C",
             number text collate "C",
             work text not null,
             planned_on date,
             done_on date,
             cost_tenge bigint,
             primary key (city, device_id, number));
         """;

    public static IEnumerable<SqlStatement> Write(IReadOnlyList<IEvent> page, string schema)
    {
        var certificates = new Dictionary<(string City, string Id, string Number), DeviceCertificate>();
        var works = new Dictionary<(string City, string Id, string Number), DeviceMaintenance>();
        foreach (var @event in page)
        {
            if (@event.Data is DeviceCertified certified)
                certificates[(certified.Place.City, certified.DeviceId, certified.Certificate.Number)] = certified.Certificate;
            else if (@event.Data is DeviceMaintained maintained)
                works[(maintained.Place.City, maintained.DeviceId, maintained.Maintenance.Number)] = maintained.Maintenance;
        }
        if (certificates.Count > 0)
        {
            yield return new(
                $"""
                 insert into {schema}.{CertificateTable} (city, device_id, number, valid_from, valid_until, issued_by)
                 select * from unnest(?, ?, ?, ?, ?, ?)
                 on conflict (city, device_id, number) do update set
                     valid_from = excluded.valid_from, valid_until = excluded.valid_until, issued_by = excluded.issued_by
                 """,
                Of(certificates, c => c.Key.City), Of(certificates, c => c.Key.Id), Of(certificates, c => c.Key.Number),
                Of(certificates, c => c.Value.ValidFrom?.ToDateOnly()), Of(certificates, c => c.Value.ValidUntil.ToDateOnly()),
                Of(certificates, c => c.Value.IssuedBy));
        }
        if (works.Count == 0)
            yield break;
        yield return new(
            $"""
             insert into {schema}.{MaintenanceTable} (city, device_id, number, work, planned_on, done_on, cost_tenge)
             select * from unnest(?, ?, ?, ?, ?, ?, ?)
             on conflict (city, device_id, number) do update set work = excluded.work, planned_on = excluded.planned_on,
                 done_on = excluded.done_on, cost_tenge = excluded.cost_tenge
             """,
            Of(works, w => w.Key.City), Of(works, w => w.Key.Id), Of(works, w => w.Key.Number), Of(works, w => w.Value.Work),
            Of(works, w => w.Value.PlannedOn?.ToDateOnly()), Of(works, w => w.Value.DoneOn?.ToDateOnly()),
            Of(works, w => w.Value.CostTenge));
    }

    private static T[] Of<TRow, T>(IEnumerable<TRow> rows, Func<TRow, T> value) => [.. rows.Select(value)];
}
