using Incidents.Domain;
using NodaTime;
using Npgsql;

namespace Incidents.Projections.Devices;

/// <summary>Reads the registered devices as the roll-out counts them.</summary>
/// <param name="source">The database.</param>
/// <param name="clocks">The cities with their clocks.</param>
public sealed class RollOutReader(NpgsqlDataSource source, Cities clocks)
{
    /// <summary>The registered devices, by city and id.</summary>
    /// <param name="plan">The programme, whose years bound the work that counts.</param>
    /// <param name="cities">City codes, or null for all.</param>
    /// <param name="cancellation">Cancels the query.</param>
    public async Task<List<RolledOutDevice>> Read(
        RollOutPlan plan, IReadOnlyList<string>? cities, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
             select d.city, d.kind, d.planned_on, d.installed_on, d.accepted_on, d.retired_at, d.cost_tenge, d.yearly_upkeep_tenge,
                 coalesce(w.done, 0)::bigint, coalesce(w.planned, 0)::bigint
             from {ReadModels.Schema}.{DeviceRegistry.Table} d
             left join (select city, device_id, sum(cost_tenge) filter (where done_on >= $2 and done_on < $3) as done,
                     sum(cost_tenge) filter (where done_on is null and planned_on >= $2 and planned_on < $3) as planned
                 from {ReadModels.Schema}.{DevicePapers.MaintenanceTable} group by city, device_id) as w
                 on w.city = d.city and w.device_id = d.device_id
             where d.registered and ($1::text[] is null or d.city = any($1)) order by d.city, d.device_id
             """);
        command.Parameters.AddOptional(cities?.ToArray());
        command.Add(plan.From.ToDateOnly());
        command.Add(plan.Until.ToDateOnly());
        var devices = new List<RolledOutDevice>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var city = rows.GetString(0);
            devices.Add(new(
                city, DeviceRegistry.Kind(rows.GetString(1)), Day(2), Day(3), Day(4),
                rows.IsDBNull(5) ? null : clocks.Local(Instant.FromDateTimeUtc(rows.GetDateTime(5)), city).Date, Tenge(6), Tenge(7),
                rows.GetInt64(8), rows.GetInt64(9)));
        }
        return devices;

        LocalDate? Day(int column) => rows.IsDBNull(column) ? null : LocalDate.FromDateOnly(rows.GetFieldValue<DateOnly>(column));

        long? Tenge(int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);
    }
}
