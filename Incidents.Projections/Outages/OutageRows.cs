using System.Text.Json;
using Incidents.Domain;
using Incidents.Domain.Outages;
using JasperFx.Events;
using NodaTime;

namespace Incidents.Projections.Outages;

/// <summary>The outages of devices and of the links of towns: from when until when, why, and of towns with which devices.</summary>
internal static class OutageRows
{
    /// <summary>Table name. A row without a device is that of its whole town.</summary>
    public const string Table = "device_outage";

    /// <summary>The cause of an outage that is a silence; other causes are names of faults.</summary>
    public const string Silence = "silence";

    public static string Ddl(string schema) =>
        $"""
         create table {schema}.{Table} (
             city text collate "C",
             device_id text collate "C",
             cause text collate "C",
             began timestamptz,
             ended timestamptz,
             cut text[],
             primary key (city, device_id, cause, began));
         """;

    /// <summary>The name of a fault in the table.</summary>
    public static string Name(DeviceFault fault) => fault switch
    {
        DeviceFault.Tampering => "tampering",
        DeviceFault.Storage => "storage",
        DeviceFault.Power => "power",
        DeviceFault.Network => "network",
        DeviceFault.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    /// <summary>The fault with a name in the table; null for a silence.</summary>
    public static DeviceFault? Fault(string cause) =>
        cause == Silence ? null : Enum.GetValues<DeviceFault>().Single(fault => Name(fault) == cause);

    public static SqlStatement? Write(IReadOnlyList<IEvent> page, string schema)
    {
        var rows = new Dictionary<(string City, string Id, string Cause, Instant Began), Instant?>();
        var cuts = new Dictionary<(string City, string Id, string Cause, Instant Began), IReadOnlyList<string>>();
        foreach (var @event in page)
        {
            switch (@event.Data)
            {
                case DeviceFellSilent e:
                    Note(e.Place, e.DeviceId, Silence, e.OccurredAt, null);
                    break;
                case DeviceHeardAgain e:
                    Note(e.Place, e.DeviceId, Silence, e.SilentSince, e.OccurredAt);
                    break;
                case TownFellSilent e:
                    Note(e.Place, "", Silence, e.OccurredAt, null);
                    if (e.DeviceIds is not null)
                        cuts[(e.Place.City, "", Silence, e.OccurredAt.ToInstant())] = e.DeviceIds;
                    break;
                case TownHeardAgain e:
                    Note(e.Place, "", Silence, e.SilentSince, e.OccurredAt);
                    break;
                case DeviceFaulted e:
                    Note(e.Place, e.DeviceId, Name(e.Fault), e.OccurredAt, e.RecoveredAt);
                    break;
                case DeviceRecovered { FaultedAt: { } began, Fault: { } fault } e:
                    Note(e.Place, e.DeviceId, Name(fault), began, e.OccurredAt);
                    break;
            }
        }
        if (rows.Count == 0)
            return null;
        return new(
            $"""
             insert into {schema}.{Table} as o (city, device_id, cause, began, ended, cut)
             select city, device_id, cause, began, ended,
                 case when cut is not null then array(select jsonb_array_elements_text(cut::jsonb)) end
             from unnest(?, ?, ?, ?, ?, ?) as e (city, device_id, cause, began, ended, cut)
             on conflict (city, device_id, cause, began) do update set
                 ended = coalesce(excluded.ended, o.ended), cut = coalesce(excluded.cut, o.cut)
             """,
            Of(r => r.Key.City), Of(r => r.Key.Id), Of(r => r.Key.Cause), Of(r => r.Key.Began.ToDateTimeOffset()),
            Of(r => r.Value?.ToDateTimeOffset()),
            // An array of arrays of different lengths is none of PostgreSQL's.
            Of(r => cuts.TryGetValue(r.Key, out var cut) ? JsonSerializer.Serialize(cut) : null));

        void Note(Place place, string device, string cause, OffsetDateTime began, OffsetDateTime? ended)
        {
            var key = (place.City, device, cause, began.ToInstant());
            rows[key] = ended?.ToInstant() ?? rows.GetValueOrDefault(key);
        }

        T[] Of<T>(Func<KeyValuePair<(string City, string Id, string Cause, Instant Began), Instant?>, T> value) => [.. rows.Select(value)];
    }
}
