using System.Runtime.InteropServices;
using Incidents.Domain;
using Incidents.Domain.Devices;
using Incidents.Projections.Outages;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Devices;

/// <summary>
/// The devices of the registry with their papers, and those that only reports name; their outages, and what reports say of their clocks.
/// </summary>
public sealed class DeviceRegistry : TableProjection
{
    /// <summary>Name of the read model in commands, progress and freshness.</summary>
    public const string ProjectionName = "devices";

    /// <summary>Table name.</summary>
    public const string Table = "device";

    /// <summary>Table of placements: where each registered device was from which day on, a row for each event of the registry.</summary>
    public const string PlaceTable = "device_place";

    /// <summary>
    /// SQL for the local day since which a device is in service where a placement says: of the first one that of its installation,
    /// whenever it was entered, and of a later one no earlier day. Null where it is only planned.
    /// </summary>
    /// <param name="placement">Alias of the placement.</param>
    /// <param name="device">Alias of the device.</param>
    internal static string SinceSql(string placement, string device) =>
        $"""
         case when {device}.installed_on is null then null when {placement}.kind is not null then {device}.installed_on
             else greatest({placement}.since, {device}.installed_on) end
         """;

    /// <inheritdoc/>
    public override string Name => ProjectionName;

    /// <inheritdoc/>
    public override int Version => 4;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables => [Table, PlaceTable, .. DevicePapers.Tables, OutageRows.Table, ClockRows.Table];

    /// <inheritdoc/>
    public override string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             city text collate "C",
             device_id text collate "C",
             version bigint not null,
             kind text,
             district text,
             street text,
             longitude double precision,
             latitude double precision,
             model text,
             registered boolean not null,
             retired boolean not null,
             reports bigint not null,
             first_report_at timestamptz,
             last_report_at timestamptz,
             direction_degrees double precision,
             field_of_view_degrees double precision,
             range_metres double precision,
             owner text,
             planned_on date,
             installed_on date,
             accepted_on date,
             cost_tenge bigint,
             yearly_upkeep_tenge bigint,
             retired_at timestamptz,
             primary key (city, device_id)) with (fillfactor = 70);
         create table {schema}.{PlaceTable} (
             city text collate "C",
             device_id text collate "C",
             version bigint,
             since date not null,
             kind text,
             longitude double precision,
             latitude double precision,
             in_service boolean not null,
             primary key (city, device_id, version));
         {DevicePapers.Ddl(schema)}
         {OutageRows.Ddl(schema)}
         {ClockRows.Ddl(schema)}
         """;

    /// <inheritdoc/>
    public override IEnumerable<SqlStatement> Apply(IReadOnlyList<IEvent> page, string schema)
    {
        var rows = new Dictionary<(string City, string Id), Row>();
        var places = new List<Placement>();
        foreach (var @event in page)
        {
            switch (@event.Data)
            {
                case DeviceRegistered e:
                    ref var registered = ref RowOf(e.DeviceId, e.Place);
                    registered = registered with
                    {
                        Version = @event.Version,
                        Kind = KindName(e.Kind),
                        Place = e.Place,
                        Model = e.Model,
                        Registered = true,
                        Details = e.Details ?? DeviceDetails.None,
                        Installed = DeviceRegistered.InstalledOn(e.Details, e.OccurredAt),
                    };
                    places.Add(new(e.DeviceId, @event.Version, e, e.Place, KindName(e.Kind)));
                    break;
                case DeviceRelocated e:
                    ref var relocated = ref RowOf(e.DeviceId, e.To);
                    relocated = relocated with { Version = @event.Version, Place = e.To };
                    places.Add(new(e.DeviceId, @event.Version, e, e.To));
                    break;
                case DeviceDescribed e:
                    ref var described = ref RowOf(e.DeviceId, e.Place);
                    described = described with
                    {
                        Version = @event.Version,
                        Place = e.Place,
                        Model = e.Model ?? described.Model,
                        Details = e.Details,
                        // Of what is planned the day of its entry is not that of its installation.
                        Installed = e.Details.InstalledOn ?? e.Details.AcceptedOn
                            ?? (e.Details.PlannedOn is null ? described.Installed : null),
                    };
                    break;
                case DeviceCertified e:
                    ref var certified = ref RowOf(e.DeviceId, e.Place);
                    certified = certified with { Version = @event.Version, Place = e.Place };
                    break;
                case DeviceMaintained e:
                    ref var maintained = ref RowOf(e.DeviceId, e.Place);
                    maintained = maintained with { Version = @event.Version, Place = e.Place };
                    break;
                case DeviceRetired e:
                    ref var retired = ref RowOf(e.DeviceId, e.Place);
                    retired = retired with
                    {
                        Version = @event.Version,
                        Place = e.Place,
                        Retired = true,
                        RetiredAt = e.OccurredAt.ToInstant(),
                    };
                    places.Add(new(e.DeviceId, @event.Version, e, e.Place, InService: false));
                    break;
                case IDeviceReport e:
                    Count(e);
                    break;
            }
        }
        if (rows.Count > 0)
            yield return Write(rows, schema);
        if (places.Count > 0)
            yield return Placements(places, schema);
        foreach (var statement in DevicePapers.Write(page, schema).Append(OutageRows.Write(page, schema)).Append(
            ClockRows.Write(page, schema)).OfType<SqlStatement>())
            yield return statement;

        ref Row RowOf(string id, Place place) => ref CollectionsMarshal.GetValueRefOrAddDefault(rows, (place.City, id), out _);

        // The device that was assumed to have reported a beginning did not, or has been counted already.
        void Count(IDeviceReport report)
        {
            if (report is ILateBeginning { DeviceBefore: { } assumed } late)
            {
                ref var row = ref RowOf(assumed, late.Before.Place);
                row = row with { Reports = row.Reports - 1 };
            }
            if (report.ReportingDevice is { } id)
                Reported(id, report.Place, report);
        }

        void Reported(string id, Place place, IDomainEvent fact)
        {
            ref var row = ref RowOf(id, place);
            var at = fact.OccurredAt.ToInstant();
            row = row with
            {
                Reports = row.Reports + 1,
                First = row.First is { } f && f < at ? f : at,
                Last = row.Last is { } l && l > at ? l : at,
            };
        }
    }

    private static SqlStatement Write(Dictionary<(string City, string Id), Row> rows, string schema)
    {
        var keys = rows.Keys.Order().ToArray();
        T[] Column<T>(Func<Row, T> value) => Array.ConvertAll(keys, key => value(rows[key]));
        DateOnly?[] Days(Func<Row, LocalDate?> value) => Column(row => value(row)?.ToDateOnly());
        string[] described = [
            "direction_degrees", "field_of_view_degrees", "range_metres", "owner", "planned_on", "accepted_on", "cost_tenge",
            "yearly_upkeep_tenge"];
        return new(
            $"""
             insert into {schema}.{Table} as d
                 (city, device_id, version, kind, district, street, longitude, latitude, model, registered, retired, reports,
                     first_report_at, last_report_at, installed_on, retired_at, {string.Join(", ", described)})
             select city, device_id, version, kind, district, street, longitude, latitude, model, registered, retired, reports,
                     first_report_at, last_report_at, installed_on, retired_at, {string.Join(", ", described)}
             from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as e
                 (city, device_id, version, kind, district, street, longitude, latitude, model, registered, retired, reports,
                     first_report_at, last_report_at, installed_on, retired_at, {string.Join(", ", described)})
             on conflict (city, device_id) do update set
                 version = greatest(d.version, excluded.version), kind = coalesce(excluded.kind, d.kind),
                 district = case when excluded.version > 0 then excluded.district else d.district end,
                 street = case when excluded.version > 0 then excluded.street else d.street end,
                 longitude = case when excluded.version > 0 then excluded.longitude else d.longitude end,
                 latitude = case when excluded.version > 0 then excluded.latitude else d.latitude end,
                 model = coalesce(excluded.model, d.model), registered = d.registered or excluded.registered,
                 retired = d.retired or excluded.retired,
                 reports = d.reports + excluded.reports, first_report_at = least(d.first_report_at, excluded.first_report_at),
                 last_report_at = greatest(d.last_report_at, excluded.last_report_at),
                 installed_on = case when excluded.planned_on is null then coalesce(excluded.installed_on, d.installed_on)
                     else excluded.installed_on end,
                 retired_at = coalesce(excluded.retired_at, d.retired_at),
                 {string.Join(", ", described.Select(c => $"{c} = coalesce(excluded.{c}, d.{c})"))}
             """,
            Array.ConvertAll(keys, k => k.City), Array.ConvertAll(keys, k => k.Id), Column(r => r.Version), Column(r => r.Kind),
            Column(r => r.Place?.District), Column(r => r.Place?.Street), Column(r => r.Place?.Point?.Longitude),
            Column(r => r.Place?.Point?.Latitude), Column(r => r.Model), Column(r => r.Registered), Column(r => r.Retired),
            Column(r => r.Reports), Column(r => r.First?.ToDateTimeOffset()), Column(r => r.Last?.ToDateTimeOffset()),
            Days(r => r.Installed), Column(r => r.RetiredAt?.ToDateTimeOffset()), Column(r => r.Details?.DirectionDegrees),
            Column(r => r.Details?.FieldOfViewDegrees), Column(r => r.Details?.RangeMetres), Column(r => r.Details?.Owner),
            Days(r => r.Details?.PlannedOn), Days(r => r.Details?.AcceptedOn), Column(r => r.Details?.CostTenge),
            Column(r => r.Details?.YearlyUpkeepTenge));
    }

    private static SqlStatement Placements(List<Placement> places, string schema)
    {
        T[] Of<T>(Func<Placement, T> value) => [.. places.Select(value)];
        return new(
            $"""
             insert into {schema}.{PlaceTable} (city, device_id, version, since, kind, longitude, latitude, in_service)
             select * from unnest(?, ?, ?, ?, ?, ?, ?, ?)
             """,
            Of(p => p.Place.City), Of(p => p.DeviceId), Of(p => p.Version), Of(p => p.Event.OccurredAt.Date.ToDateOnly()), Of(p => p.Kind),
            Of(p => p.Place.Point?.Longitude), Of(p => p.Place.Point?.Latitude), Of(p => p.InService));
    }

    /// <summary>The name of a kind in the table.</summary>
    public static string KindName(DeviceKind kind) => kind switch
    {
        DeviceKind.Camera => "camera",
        DeviceKind.Recorder => "recorder",
        DeviceKind.SosTerminal => "sosTerminal",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The kind with a name in the table.</summary>
    public static DeviceKind Kind(string name) => Enum.GetValues<DeviceKind>().Single(kind => KindName(kind) == name);

    private sealed record Placement(
        string DeviceId, long Version, IDomainEvent Event, Place Place, string? Kind = null, bool InService = true);

    // Every event of the registry has the device's place at the time; the place of a report (version 0) is not the device's.
    private readonly record struct Row(
        long Version, string? Kind, Place? Place, string? Model, bool Registered, bool Retired, long Reports, Instant? First,
        Instant? Last, DeviceDetails? Details, LocalDate? Installed, Instant? RetiredAt);
}
